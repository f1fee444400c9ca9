package dev.berth.run;

/** Why an operation has not done what it was there for. */
public sealed interface Failure {

  /** The failure in words, one line or a few. */
  String words();

  /** Engine, systemd or operating system would not. */
  record Refused(String words) implements Failure {}

  /** Nobody answered in time; it may be done later all the same. */
  record TimedOut(String words) implements Failure {}

  /** A service is not what it was waited for to be, or has ended meanwhile. */
  record Unhealthy(String words) implements Failure {}

  /**
   * It could not even be asked for: a file that cannot be written, a process that does not start.
   */
  record Fault(String words) implements Failure {}

  /** An interruption ended the wait for it before it was known to be well. */
  record Interrupted(String words) implements Failure {}

  /**
   * A program ended otherwise than it was to.
   *
   * @param exitCode 0 to 255; 128 and a signal's number where a signal ended it
   */
  record Ended(int exitCode, String words) implements Failure {}
}
