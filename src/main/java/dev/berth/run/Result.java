package dev.berth.run;

import java.util.Optional;

/** What became of an operation. */
public sealed interface Result {
  /** It is as it should be. */
  record Done() implements Result {}

  /** It was tried, and may have done something. */
  record Failed(Failure failure) implements Result {}

  /** An interruption ended the wait for it: nothing is known. */
  record Open() implements Result {}

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

  /** Why it failed, in words; empty where it did not. */
  default Optional<String> problem() {
    return this instanceof Failed failed ? Optional.of(failed.failure().words()) : Optional.empty();
  }

  /** Whether it is as it should be. */
  default boolean isDone() {
    return this instanceof Done;
  }

  /**
   * Whether others may build on it. What a step has begun goes on to its end, so that they may also
   * where nothing is known.
   */
  default boolean letsOthersGoOn() {
    return isDone() || this instanceof Open;
  }
}
