package dev.berth.host;

import java.util.List;

/**
 * How a process ended.
 *
 * @param argv what was run
 * @param exitCode its exit status; 128 and the signal's number when a signal ended it
 * @param stdout its whole standard output, UTF-8
 * @param stderr its whole standard error, UTF-8
 * @param timedOut whether it was ended because its time was up, or because it was given up
 */
public record CommandResult(
    List<String> argv, int exitCode, String stdout, String stderr, boolean timedOut) {

  /** Whether it ended well. */
  public boolean succeeded() {
    return exitCode == 0 && !timedOut;
  }

  /**
   * Why it failed, in its own words, on one line: of standard error, or the last line of standard
   * output where that is empty; without hints, warnings and summaries where there is a cause. Empty
   * when it said nothing.
   */
  public String lastWords() {
    return stderr.isBlank() ? LastWords.lastLine(stdout) : LastWords.of(stderr);
  }
}
