package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What real engines said, and what is kept of it. */
class LastWordsTest {
  private static String words(String stderr) {
    return new CommandResult(List.of("fake"), 125, "", stderr, false).lastWords();
  }

  @Test
  void aHintIsNoCause() {
    assertThat(
            words(
                """
                docker: Error response from daemon: opening seccomp profile (/no) failed: no such file.
                See 'docker run --help'.
                """))
        .isEqualTo(
            "docker: Error response from daemon: opening seccomp profile (/no) failed: no such"
                + " file.");
    assertThat(words("unknown flag: --nope\nSee 'docker run --help'.\n"))
        .isEqualTo("unknown flag: --nope");
    assertThat(
            words(
                """
                docker: Error response from daemon: no.

                Run 'docker run --help' for more information
                """))
        .isEqualTo("docker: Error response from daemon: no.");
    assertThat(words("See 'docker run --help'.\n")).isEqualTo("See 'docker run --help'.");
  }

  @Test
  void aSummaryIsLeftOutWhereTheCauseStandsBeforeIt() {
    assertThat(
            words(
                """
                Error response from daemon: No such container: 5c7d730c4d9d
                Error: failed to start containers: follower
                """))
        .isEqualTo("Error response from daemon: No such container: 5c7d730c4d9d");
    assertThat(words("Error: failed to start containers: pc1\n"))
        .isEqualTo("Error: failed to start containers: pc1");
  }

  @Test
  void whatIsToldInTwoLinesIsKept() {
    assertThat(
            words(
                """
                time="2026-11-29T10:00:00Z" level=warning msg="The cgroupv2 manager is set to systemd"
                Error: pasta failed with exit code 1:
                Failed to bind port 80 (Permission denied) for option '-t 80-80:80-80', exiting
                """))
        .isEqualTo(
            "Error: pasta failed with exit code 1:; Failed to bind port 80 (Permission denied) for"
                + " option '-t 80-80:80-80', exiting");
  }

  @Test
  void talkBeforeTheErrorIsLeftOut() {
    assertThat(
            words(
                """
                Trying to pull localhost:5000/x:1...
                some program's own line
                Error: initializing source docker://localhost:5000/x:1: manifest unknown
                """))
        .isEqualTo("Error: initializing source docker://localhost:5000/x:1: manifest unknown");
  }

  @Test
  void staysShortAndOnOneLineWhateverIsPrinted() {
    String long20 = "x".repeat(5000) + "\n";
    assertThat(words((long20.replace("x", "y") + long20).repeat(10))).hasSizeLessThan(3100);
    assertThat(words("Error: a\u001b[31mb\tc\n")).isEqualTo("Error: a [31mb c");
    assertThat(words("")).isEmpty();
    assertThat(new CommandResult(List.of("fake"), 1, "only this\n", " \n", false).lastWords())
        .isEqualTo("only this");
  }
}
