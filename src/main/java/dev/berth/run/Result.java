package dev.berth.run;

/** What became of an operation. */
public sealed interface Result {
  /** It is as it should be. */
  record Done() implements Result {}

  /** It was tried, and may have done something. */
  record Failed(Failure failure) implements Result {}

  /**
   * It was not tried.
   *
   * @param because in words
   */
  record Skipped(String because) implements Result {}

  /** It is as it should be. */
  static Result done() {
    return new Done();
  }

  /** It was tried, and the other side would not. */
  static Result refused(String words) {
    return new Failed(new Failure.Refused(words));
  }

  /** Whether others may build on it. */
  default boolean isDone() {
    return this instanceof Done;
  }
}
