package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.it.FormerHost.Tool;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Berth is killed before or after one of the calls by which it changes a real host; the same
 * command then makes of the host what it would have been without, or takes it back as that would
 * have.
 */
class EveryKillIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String IMAGE = "localhost/berth-test/busybox:1";
  private static final String FILE = "/root/set.yaml";

  private static final String SET =
      """
      init:
        image: %1$s
        detach: false
        command: ["true"]
      store:
        image: %1$s
        restart: always
        start_order: 1
        stop_grace_period: 1s
        environment: {MODE: one}
        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
        volumes: ["data:/data"]
      web:
        image: %1$s
        restart: always
        start_order: 2
        stop_grace_period: 1s
        environment: {MODE: one}
        command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
        depends_on: [store]
      """
          .formatted(IMAGE);

  /** The key of the digests is the same each time, as what is on the host is compared by them. */
  private static final String CLEAR =
      """
      cd /etc/systemd/system
      systemctl stop 'berth-*' 'tripleo_*' 2>/dev/null
      docker ps --all --quiet | xargs -r docker rm --force >/dev/null
      docker volume ls --quiet | xargs -r docker volume rm >/dev/null
      podman rm --all --force --time 0 >/dev/null
      podman volume rm --all --force >/dev/null
      for engine in podman docker; do
        $engine images --format '{{.Repository}}:{{.Tag}}' | grep '^localhost/berth/' | xargs -r $engine rmi >/dev/null
      done
      rm -rf berth-* tripleo_* */berth-* */tripleo_* /etc/berth /var/lib/berth /run/berth /var/lib/tripleo-config
      systemctl daemon-reload
      systemctl reset-failed
      mkdir -p -m 0755 /etc/berth
      echo 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef >/etc/berth/digest.key
      chmod 0600 /etc/berth/digest.key
      """;

  /** Each run of a migration keeps its configuration in a directory of its own. */
  private static final String LEFT =
      """
      for engine in podman docker; do
        $engine ps --all --format '{{.Names}}' | sort | while read -r name; do
          $engine container inspect --format '{{.Name}} {{.State.Status}} {{.State.ExitCode}} {{.Image}}
            {{json .Config.Labels}} {{json .Config.Cmd}} {{.HostConfig.RestartPolicy.Name}}
            {{range .Mounts}}{{.Source}}:{{.Destination}} {{end}}' $name
          $engine container inspect --format '{{range .Config.Env}}{{println .}}{{end}}' $name |
            grep -v '^HOSTNAME=' | sort
        done
        $engine images --format "$engine {{.Repository}}:{{.Tag}}" | sort
        $engine volume ls --format "$engine volume {{.Name}}" | sort
        $engine network ls --format "$engine network {{.Name}}" | sort
      done
      systemctl list-units --all --plain --no-legend 'berth-*' 'tripleo_*' | awk '$3 != "inactive" {print $1, $2, $3, $4}'
      cd /
      find etc/berth etc/systemd/system etc/tmpfiles.d -printf '%p %y %m %l\\n' | grep -E 'etc/berth|berth-|tripleo_' | sort
      find etc/berth etc/systemd/system -type f | grep -E 'etc/berth|berth-|tripleo_' | sort | while read -r file; do
        echo "--- $file"; cat "$file"
      done
      find run/berth -printf '%p %y %m\\n' 2>/dev/null | sort
      find var/lib/berth ! -path '*/migration/[0-9]*' -printf '%p %y %m\\n' 2>/dev/null | sort
      """;

  /** What is on the host, and what is asked for then. */
  private enum Scenario {
    FIRST_APPLY("apply", "-f", FILE) {
      @Override
      void prepare() {
        host.write(FILE, SET);
      }
    },
    REPLACEMENT("apply", "-f", FILE) {
      @Override
      void prepare() {
        applied();
        host.write(FILE, SET.replace("MODE: one", "MODE: two"));
      }
    },
    REPLACEMENT_THAT_GOES_BACK("apply", "-f", FILE) {
      @Override
      void prepare() {
        applied();
        host.write(
            FILE,
            SET.replace("MODE: one", "MODE: two")
                .replace("depends_on", "entrypoint: /no-such-program\n  depends_on"));
      }
    },
    REMOVAL("delete", "set") {
      @Override
      void prepare() {
        applied();
      }
    },
    REPLACEMENT_IN_DOCKERS_CARE("apply", "--container-cli", "docker", "-f", FILE) {
      @Override
      void prepare() {
        applied("--container-cli", "docker");
        host.write(FILE, SET.replace("MODE: one", "MODE: two"));
      }
    },
    ADOPTION("apply", "--adopt", "-f", FormerHost.CONFIGURATION) {
      @Override
      void prepare() {
        FormerHost former = new FormerHost(Tool.PAUNCH);
        for (String name : List.of("store", "web")) {
          Map<String, Object> service = new LinkedHashMap<>();
          service.put("image", IMAGE);
          service.put("restart", "always");
          service.put("net", "host");
          service.put("stop_grace_period", 1);
          service.put("command", List.of("sh", "-c", "exec sleep 1000000"));
          service.put("volumes", List.of(name + "_data:/data"));
          former.service(name, service);
          host.write(FormerHost.CONFIGURATION + "/" + name + ".json", FormerHost.json(service));
        }
        former.leave(host, "true");
      }

      @Override
      String configId() {
        return FormerHost.CONFIG_ID;
      }
    },
    MIGRATION("migrate", "--from", "docker", "-f", FILE, "--yes") {
      @Override
      void prepare() {
        applied("--container-cli", "docker");
        write("before");
      }

      @Override
      void check(String what) {
        assertWritten("podman", "before", what);
      }
    },
    ROLLBACK("migrate", "--rollback", "--yes") {
      private boolean written;

      @Override
      void prepare() {
        MIGRATION.prepare();
        host.berth(0, MIGRATION.command().toArray(String[]::new));
      }

      @Override
      void killed(String what) {
        written = write("later");
        String status = host.berth(0, "migrate", "--status").stdout();
        if (status.contains(" arrived ") || status.contains(" returning ")) {
          assertNothingGoesForward(what);
        }
      }

      @Override
      void check(String what) {
        assertWritten("docker", "before", what);
        if (written) {
          assertWritten("docker", "later", what);
        }
      }
    };

    private final List<String> arguments;

    Scenario(String... arguments) {
      this.arguments = List.of(arguments);
    }

    abstract void prepare();

    /** What happens before the same command is given again. */
    void killed(String what) {}

    /** What must be so once the command has come to its end. */
    void check(String what) {}

    String configId() {
      return "set";
    }

    List<String> command() {
      if (!List.of("apply", "migrate").contains(arguments.getFirst())
          || !arguments.contains("-f")) {
        return arguments;
      }
      List<String> command = new ArrayList<>(arguments);
      command.addAll(List.of("--config-id", configId()));
      if (command.getFirst().equals("apply")) {
        command.addAll(List.of("--parallel", "1"));
      }
      return command;
    }
  }

  private static void applied(String... options) {
    host.write(FILE, SET);
    List<String> argv = new ArrayList<>(List.of("apply", "-f", FILE, "--config-id", "set"));
    argv.addAll(List.of(options));
    host.berth(0, argv.toArray(String[]::new));
  }

  /** Somebody writes to the volume, on Docker; whether its container runs there. */
  private static boolean write(String word) {
    return host.run("docker", "exec", "store", "sh", "-c", "echo " + word + " >> /data/n")
            .exitCode()
        == 0;
  }

  private static void assertWritten(String engine, String word, String what) {
    assertThat(host.get(engine, "exec", "store", "cat", "/data/n").lines()).as(what).contains(word);
  }

  /** An operator whose rollback was killed may not know, and applies. */
  private static void assertNothingGoesForward(String what) {
    CommandResult applied =
        host.berth("apply", "--migrate", "auto", "-f", FILE, "--config-id", "set");
    assertThat(applied.stderr())
        .as(what)
        .contains("is on its way back from podman to docker, which is not finished")
        .contains("'berth migrate --rollback' finishes it");
    if (applied.exitCode() == 0) {
      assertThat(applied.stdout()).as(what).contains("0 done");
    } else {
      assertThat(applied.exitCode()).as(what).isEqualTo(2);
    }
  }

  @BeforeAll
  static void dockerRuns() {
    host.get("systemctl", "start", "docker");
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLACEMENT", "ROLLBACK"})
  void oneKillIsMended(Scenario scenario) {
    kill(scenario, 1);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource
  void eachOfFiveKillsIsMended(Scenario scenario) {
    kill(scenario, 5);
  }

  private static void kill(Scenario scenario, int kills) {
    String[] command = scenario.command().toArray(String[]::new);
    prepare(scenario);
    List<String> changes = KilledBerth.changes(host, scenario.command());
    List<String> once = left();
    int status = host.berth(command).exitCode();
    List<String> twice = left();
    int moments = 2 * changes.size();
    for (int kill = 0; kill < kills; kill++) {
      int moment = (2 * kill + 1) * moments / (2 * kills);
      boolean isBefore = moment % 2 == 0;
      String what =
          "%s, killed %s call %d of %d: %s"
              .formatted(
                  scenario,
                  isBefore ? "before" : "after",
                  moment / 2 + 1,
                  changes.size(),
                  changes.get(moment / 2));
      prepare(scenario);
      KilledBerth.atChange(isBefore, moment / 2 + 1).run(host, command);
      scenario.killed(what);
      CommandResult again = host.berth(command);
      assertThat(again.exitCode())
          .as("%s: %s%s", what, again.stdout(), again.stderr())
          .isEqualTo(status);
      List<String> now = left();
      assertThat(now).as(what).isEqualTo(now.equals(once) ? once : twice);
      scenario.check(what);
    }
  }

  private static void prepare(Scenario scenario) {
    host.get("sh", "-c", CLEAR);
    scenario.prepare();
  }

  private static List<String> left() {
    return host.get("sh", "-c", LEFT).lines().toList();
  }
}
