package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Berth, begun inside a host and perhaps still running, with its process id and its output. */
final class RunningBerth {
  // The shell becomes the launcher, and the launcher becomes Java: one process id throughout. What
  // the tests were started with, such as nohup's deafness to SIGHUP, must not be handed on to it.
  private static final String SCRIPT =
      "echo $$ >\"$0.pid\"; exec env --default-signal /opt/berth/berth \"$@\" >\"$0.out\" 2>\"$0.err\"";

  private final TestHost host;
  private final String files;
  private final Process process;

  private RunningBerth(TestHost host, String files, Process process) {
    this.host = host;
    this.files = files;
    this.process = process;
  }

  /**
   * Begins a run, as the leader of a process group of its own like a command typed into a shell.
   *
   * @param name of this run; what it prints lies in files named so
   */
  static RunningBerth begin(TestHost host, String name, String... arguments) {
    String files = "/root/" + name;
    host.run("rm", "-f", files + ".pid", files + ".out", files + ".err");
    List<String> argv = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, files));
    argv.addAll(List.of(arguments));
    return new RunningBerth(host, files, host.start(argv.toArray(String[]::new)));
  }

  /** The process id of its Java, as soon as there is one. */
  String pid() {
    Eventually.holds(
        files + " has begun",
        () -> host.exists(files + ".pid") && host.read(files + ".pid").endsWith("\n"));
    return host.read(files + ".pid").strip();
  }

  /** Waits until its Java can take a signal. */
  RunningBerth inJava() {
    String pid = pid();
    Eventually.holds(
        files + " runs in Java",
        () -> host.run("readlink", "/proc/" + pid + "/exe").stdout().strip().endsWith("/java"));
    return this;
  }

  /** Sends a signal to its Java alone. */
  void signal(String signal) {
    host.get("kill", "-s", signal, "--", pid());
  }

  /** Sends a signal as a terminal does: to it and to everything that it has started. */
  void signalGroup(String signal) {
    host.get("kill", "-s", signal, "--", "-" + pid());
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitStatus() {
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends: %s", files, talk()).isTrue();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + files, ended);
    }
    return process.exitValue();
  }

  /** What it has said on standard output so far. */
  String output() {
    return text(".out");
  }

  /** What it has said on standard error so far. */
  String talk() {
    return text(".err");
  }

  private String text(String suffix) {
    return host.exists(files + suffix) ? host.read(files + suffix) : "";
  }
}
