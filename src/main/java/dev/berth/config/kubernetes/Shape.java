package dev.berth.config.kubernetes;

import java.util.List;

/**
 * What a field's value has to be.
 *
 * @param type what an object is, or the items of a list; empty for all else
 * @param words those that a choice takes; empty for all else
 */
record Shape(Form form, String type, List<String> words) {
  /** The forms of a value. */
  enum Form {
    /** A text, in quotes where YAML would take it for something else. */
    TEXT,
    /** One of a few words. */
    CHOICE,
    /** A whole number. */
    INTEGER,
    /** True or false. */
    FLAG,
    /** A number or a name, as of a port. */
    INTEGER_OR_TEXT,
    /** A number with a unit. */
    QUANTITY,
    /** A list of texts. */
    TEXTS,
    /** A list of whole numbers. */
    INTEGERS,
    /** A mapping of names to texts. */
    MAP,
    /** A mapping of names to numbers with a unit. */
    QUANTITIES,
    /** A mapping with fields of its own. */
    OBJECT,
    /** A list of them. */
    OBJECTS,
    /** What nobody looks into. */
    ANY
  }

  static final Shape TEXT = of(Form.TEXT);
  static final Shape INTEGER = of(Form.INTEGER);
  static final Shape FLAG = of(Form.FLAG);
  static final Shape INTEGER_OR_TEXT = of(Form.INTEGER_OR_TEXT);
  static final Shape QUANTITY = of(Form.QUANTITY);
  static final Shape TEXTS = of(Form.TEXTS);
  static final Shape INTEGERS = of(Form.INTEGERS);
  static final Shape MAP = of(Form.MAP);
  static final Shape QUANTITIES = of(Form.QUANTITIES);
  static final Shape ANY = of(Form.ANY);

  /** Keeps its own copy. */
  Shape {
    words = List.copyOf(words);
  }

  private static Shape of(Form form) {
    return new Shape(form, "", List.of());
  }

  /** One of these words. */
  static Shape choice(String... words) {
    return new Shape(Form.CHOICE, "", List.of(words));
  }

  /** A mapping with the fields of a type. */
  static Shape object(String type) {
    return new Shape(Form.OBJECT, type, List.of());
  }

  /** A list of mappings with the fields of a type. */
  static Shape objects(String type) {
    return new Shape(Form.OBJECTS, type, List.of());
  }
}
