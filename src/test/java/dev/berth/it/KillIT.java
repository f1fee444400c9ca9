package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Berth is killed with SIGKILL at any moment of an apply; the same command then makes the host as
 * if nothing had happened. The moments are drawn from a seed, which is printed and may be given in
 * the system property {@code berth.seed}.
 */
@ClassTemplate
class KillIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private final long seed = Long.getLong("berth.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void applyAfterAKillMakesTheHostAsACleanApplyDoes() {
    killBetweenTwoSetsAndFromNothing(1, 1);
  }

  @Test
  @Tag("long")
  void applyAfterAnyOfTwentyKillsMakesTheHostAsACleanApplyDoes() {
    killBetweenTwoSetsAndFromNothing(12, 8);
  }

  private void killBetweenTwoSetsAndFromNothing(int betweenTwo, int fromNothing) {
    System.out.println("KillIT: seed " + seed);
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
    write("one", set("one", 1));
    write("two", set("two", 6));
    Duration create = timeOf("one");
    List<String> one = left();
    Duration replace = timeOf("two");
    List<String> two = left();

    int runs = 0;
    for (int kill = 0; kill < betweenTwo; runs++) {
      boolean forth = runs % 2 == 1;
      Kill done =
          killAndApplyAgain(
              forth ? "two" : "one", forth ? two : one, moment(kill, betweenTwo, replace));
      kill += done.killed() ? 1 : 0;
      replace = done.killed() ? replace : done.took();
      assertThat(runs).as("runs for %d kills", kill).isLessThan(3 * betweenTwo);
    }
    runs = 0;
    for (int kill = 0; kill < fromNothing; runs++) {
      assertThat(host.berth("delete", "set").exitCode()).isZero();
      Kill done = killAndApplyAgain("one", one, moment(kill, fromNothing, create));
      kill += done.killed() ? 1 : 0;
      create = done.killed() ? create : done.took();
      assertThat(runs).as("runs for %d kills", kill).isLessThan(3 * fromNothing);
    }
  }

  /** A moment of one of so many equal parts of the time that a whole run takes. */
  private Duration moment(int part, int parts, Duration whole) {
    return Duration.ofMillis((long) (whole.toMillis() * (part + random.nextDouble()) / parts));
  }

  /**
   * How a run went that was to be killed.
   *
   * @param killed whether it was; on a machine whose load varies it may have ended before
   * @param took how long it ran
   */
  private record Kill(boolean killed, Duration took) {}

  private Kill killAndApplyAgain(String set, List<String> wanted, Duration moment) {
    String what = "set " + set + ", killed after " + moment.toMillis() + " ms, seed " + seed;
    // --foreground: only Berth itself is killed, not what it has started.
    List<String> argv =
        new ArrayList<>(
            List.of(
                "timeout",
                "--foreground",
                "--signal=KILL",
                String.format(Locale.ROOT, "%.3fs", moment.toMillis() / 1000.0)));
    argv.addAll(command(set));
    long begun = System.nanoTime();
    CommandResult first = host.run(argv.toArray(String[]::new));
    Kill kill = new Kill(first.exitCode() == 137, Duration.ofNanos(System.nanoTime() - begun));
    // 124: its time was up, but it had ended by itself before the signal came.
    assertThat(first.exitCode()).as("%s: %s", what, first.stderr()).isIn(0, 124, 137);

    CommandResult again = host.run(command(set).toArray(String[]::new));
    assertThat(again.exitCode()).as("%s: %s%s", what, again.stdout(), again.stderr()).isZero();
    assertThat(left()).as(what).containsExactlyElementsOf(wanted);
    assertAllIsUp(set, what);

    String pids = host.pids().toString();
    CommandResult third = host.run(command(set).toArray(String[]::new));
    assertThat(third.stdout()).as(what).contains("0 done, 31 unchanged.");
    assertThat(host.pids()).as(what).hasToString(pids);
    return kill;
  }

  private static void assertAllIsUp(String set, String what) {
    if (host.isDocker()) {
      assertThat(
              shell(
                      "docker ps --format '{{.Names}} {{.Status}}' | grep ' Up' | cut -d ' ' -f 1 |"
                          + " sort")
                  .lines())
          .as(what)
          .containsExactlyElementsOf(names(set.equals("one") ? 1 : 6).toList());
      return;
    }
    List<String> units = names(set.equals("one") ? 1 : 6).map(KillIT::unit).toList();
    for (String verb : List.of("is-active", "is-enabled")) {
      List<String> argv = new ArrayList<>(List.of("systemctl", verb));
      argv.addAll(units);
      assertThat(host.get(argv.toArray(String[]::new)).lines().distinct())
          .as("%s: %s", what, verb)
          .containsExactly(verb.equals("is-active") ? "active" : "enabled");
    }
    assertThat(host.get("systemctl", "list-units", "--failed", "--plain", "--no-legend", "berth-*"))
        .as(what)
        .isEmpty();
    CommandResult verified =
        host.run("systemd-analyze", "verify", units.getFirst(), units.get(5), units.getLast());
    assertThat(verified.exitCode()).as("%s: %s", what, verified.stderr()).isZero();
  }

  /** Runs an apply that nothing disturbs, and says how long it took. */
  private static Duration timeOf(String set) {
    long begun = System.nanoTime();
    CommandResult clean = host.run(command(set).toArray(String[]::new));
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(clean.exitCode()).as("%s%s", clean.stdout(), clean.stderr()).isZero();
    assertAllIsUp(set, "a clean apply");
    return took;
  }

  /**
   * Names and contents of all files, among them any that is not Berth's final form, and each
   * container with its configuration and its image's id: which of an image's names an engine shows
   * depends on the order in which it got them. Volumes of a former set stay by design; they are
   * ours. The records of what was applied only name the keys that change later, and one may be
   * missing.
   */
  private static List<String> left() {
    String script =
        "cd %s && find . ! -type d %s | sort | while read -r f; do echo \"$f\"; cat \"$f\"; done";
    String containers =
        "ENGINE ps --all --format '{{.Names}} {{.State}}' | sort; ENGINE inspect --format '{{$name"
            + " := .Name}}{{range .Config.Env}}{{$name}} {{.}}\n"
            + "{{end}}' $(ENGINE ps -aq) | grep ' MODE=' | sort; ENGINE inspect --format '{{.Name}}"
            + " {{.Image}} {{json .Config.Labels}} {{.HostConfig.RestartPolicy}}' $(ENGINE ps -aq)"
            + " | sort; ENGINE volume inspect --format '{{.Name}} {{.Labels}}' $(ENGINE volume ls"
            + " --quiet) | grep -v managed_by:berth || true";
    return Stream.of(
            script.formatted("/etc/systemd/system", "-path '*berth*'"),
            script.formatted("/etc/berth", ""),
            "cd /var/lib/berth && find . ! -path './applied/*' | sort",
            containers.replace("ENGINE", host.cli()))
        .flatMap(part -> shell(part).lines())
        .toList();
  }

  private static String shell(String script) {
    return host.get("sh", "-c", script);
  }

  private static List<String> command(String set) {
    return List.of(
        "/opt/berth/berth", "apply", "--file", "/root/" + set + ".yaml", "--config-id", "set");
  }

  private static void write(String set, String text) {
    host.write("/root/" + set + ".yaml", text);
  }

  private static Stream<String> names(int first) {
    return IntStream.range(first, first + 30).mapToObj("c%02d"::formatted);
  }

  private static String unit(String container) {
    return "berth-" + container + ".service";
  }

  /** Thirty services in three groups, some with volumes, and a task before them. */
  private static String set(String mode, int first) {
    StringBuilder set =
        new StringBuilder(
            """
            task:
              image: localhost/berth-test/busybox:1
              detach: false
              command: [sh, -c, "busybox sleep 0.2"]
              environment: {MODE: %s}
            """
                .formatted(mode));
    names(first)
        .forEach(
            name -> {
              int number = Integer.parseInt(name.substring(1));
              set.append(name)
                  .append(":\n  restart: always\n  start_order: ")
                  .append(number / 10)
                  .append("\n  image: localhost/berth-test/")
                  .append(number % 7 == 0 ? "volume" : "busybox")
                  .append(":1\n  environment: {MODE: ")
                  .append(mode)
                  .append("}\n");
              if (number % 5 == 0) {
                set.append("  volumes: [\"data-").append(name).append(":/srv\"]\n");
              }
            });
    return set.toString();
  }
}
