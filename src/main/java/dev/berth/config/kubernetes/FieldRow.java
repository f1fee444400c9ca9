package dev.berth.config.kubernetes;

/**
 * What becomes of a field of a type: a row of the tables that reading and the reference go by.
 *
 * @param label its name
 * @param shape what its value has to be; it counts only where the field is carried over
 * @param words how it is done, why it is passed over, or what to do instead; Markdown
 */
record FieldRow(String label, Fate fate, Shape shape, String words) {
  /** What Berth does with a field. */
  enum Fate {
    /** Carried over. */
    DONE,
    /** Without effect on what runs, and nothing to tell. */
    PASSED,
    /** Not carried over, which is told. */
    TOLD,
    /** A problem. */
    REFUSED
  }

  /** One that is carried over. */
  static FieldRow done(String label, Shape shape, String words) {
    return new FieldRow(label, Fate.DONE, shape, words);
  }

  /** One that means nothing here. */
  static FieldRow passed(String label, String words) {
    return new FieldRow(label, Fate.PASSED, Shape.ANY, words);
  }

  /** One that is told. */
  static FieldRow told(String label, String words) {
    return new FieldRow(label, Fate.TOLD, Shape.ANY, words);
  }

  /** One that is a problem. */
  static FieldRow refused(String label, String words) {
    return new FieldRow(label, Fate.REFUSED, Shape.ANY, words);
  }
}
