package dev.berth.config.quadlet;

/**
 * What becomes of a key of a unit: a row of the tables that reading and the reference go by.
 *
 * @param label its name
 * @param since the version of Podman that has it; empty for a key of systemd's
 * @param words how it is done, why it is passed over, or what to do instead; Markdown
 */
record KeyRow(String label, String since, Fate fate, String words) {
  /** What Berth does with a key. */
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
  static KeyRow done(String label, String since, String words) {
    return new KeyRow(label, since, Fate.DONE, words);
  }

  /** One that means nothing here. */
  static KeyRow passed(String label, String since, String words) {
    return new KeyRow(label, since, Fate.PASSED, words);
  }

  /** One that is told. */
  static KeyRow told(String label, String since, String words) {
    return new KeyRow(label, since, Fate.TOLD, words);
  }

  /** One that is a problem. */
  static KeyRow refused(String label, String since, String words) {
    return new KeyRow(label, since, Fate.REFUSED, words);
  }
}
