package dev.berth.apply;

import java.nio.file.Path;
import java.util.List;

/** Services in systemd's care, by Podman: what is made, replaced, and gone back to. */
final class SystemdCalls {
  static final String WEB =
      """
      web:
        image: i
        restart: always
        command: [serve]
        environment: {MODE: former}
      """;

  private static final String CHECKED = WEB + "  healthcheck: {test: 'true'}\n";

  private static final String TWO =
      """
      db: {image: i, restart: always, command: [serve], environment: {MODE: former}}
      web: {image: i, restart: always, command: [serve], depends_on: [db]}
      """;

  /** The second one is stopped with the first, and starts only when that is healthy. */
  private static final String GATED =
      """
      db: {image: i, restart: always, command: [serve], healthcheck: {test: 'true'}}
      web:
        image: i
        restart: always
        depends_on: {db: {condition: service_healthy, required: true}}
      """;

  private SystemdCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario("systemd-first-apply", "Everything is new; the image is fetched first.")
            .now(WEB.replace("image: i", "image: k")),
        new CallScenario("systemd-unchanged", "Nothing is done where all is as wanted.")
            .before(WEB)
            .now(WEB),
        new CallScenario(
                "systemd-new-one-that-is-refused-is-left",
                "There is nothing to go back to; its unit stays, for systemd to try again.")
            .now(WEB.replace("serve", "refused")),
        new CallScenario("systemd-replacement", "Another variable replaces the container.")
            .before(WEB)
            .now(WEB.replace("former", "latter")),
        new CallScenario(
                "systemd-replacement-is-tried-first",
                "What an engine might refuse is made once, and never started, before anything"
                    + " ends.")
            .before(WEB)
            .now(WEB + "  read_only: true\n"),
        new CallScenario(
                "systemd-replacement-whose-trial-is-refused",
                "What the engine does not make ends nothing.")
            .before(WEB)
            .now(
                Asked.of(WEB + "  read_only: true\nother: {image: i, restart: always}\n")
                    .failing("podman create .*", "Error: no such thing")),
        new CallScenario(
                "systemd-replacement-that-is-refused-goes-back",
                "The engine does not start it: what was there before runs again.")
            .before(WEB)
            .now(WEB.replace("serve", "refused")),
        new CallScenario(
                "systemd-replacement-that-falls-goes-back",
                "It ends right after its start: what was there before runs again.")
            .before(WEB)
            .now(WEB.replace("serve", "falls")),
        new CallScenario(
                "systemd-replacement-that-does-not-get-healthy-goes-back",
                "It is up and unhealthy: what was there before runs again.")
            .before(CHECKED)
            .now(CHECKED.replace("serve", "sick")),
        new CallScenario(
                "systemd-replacement-that-is-refused-is-kept-on-demand",
                "With --on-failure keep nothing goes back.")
            .before(WEB)
            .now(Asked.of(WEB.replace("serve", "refused")).keeping()),
        new CallScenario(
                "systemd-unhealthy-is-told-where-it-is-waited-for",
                "With --on-failure keep and --wait an unhealthy one fails, and stays.")
            .before(CHECKED)
            .now(Asked.of(CHECKED.replace("serve", "sick")).keeping().waiting()),
        new CallScenario(
                "systemd-going-back-that-fails-too",
                "Neither the new one nor the former one starts: both reasons are told.")
            .before(WEB)
            .now(
                Asked.of(WEB.replace("former", "latter"))
                    .failing("systemctl restart .*", "Job for berth-web.service failed.")),
        new CallScenario(
                "systemd-what-depends-on-one-that-went-back-is-skipped",
                "It keeps, or gets back, the files that it had.")
            .before(TWO)
            .now(
                TWO.replace("serve], environment: {MODE: former}", "refused]")
                    .replace("[serve], depends", "[serve, more], depends")),
        new CallScenario(
                "systemd-gated-start",
                "A service is started alone, and its follower only when it is healthy.")
            .withoutReads()
            .now(GATED),
        new CallScenario(
                "systemd-gated-replacement-that-gets-unhealthy-goes-back",
                "The start is given up as soon as it is unhealthy; the follower runs on after it.")
            .before(GATED)
            .withoutReads()
            .now(GATED.replace("serve", "sick")),
        new CallScenario(
                "systemd-gated-replacement-that-falls-goes-back",
                "It ends before it is healthy: its start fails.")
            .before(GATED)
            .withoutReads()
            .now(GATED.replace("serve", "falls")),
        new CallScenario(
                "systemd-gated-replacement-with-a-new-follower",
                "Both are replaced; the second one's turn never comes.")
            .before(GATED)
            .withoutReads()
            .now(
                GATED
                    .replace("serve", "falls")
                    .replace("  depends_on", "  command: [more]\n  depends_on")),
        new CallScenario(
                "systemd-follower-is-restarted-with-what-it-requires",
                "systemd stops and starts it; it is looked at as well.")
            .before(GATED)
            .withoutReads()
            .now(GATED.replace("serve", "other")),
        new CallScenario(
                "systemd-unit-alone-is-written-anew",
                "What only the unit says, as when it stops, restarts nothing.")
            .before(TWO)
            .now(TWO.replace(", depends_on: [db]", "")),
        new CallScenario(
                "systemd-disabled-unit-is-enabled", "Somebody has disabled it; it runs on.")
            .before(WEB)
            .meanwhile(
                "systemctl disable berth-web.service",
                host -> host.systemctl("disable", "berth-web.service"))
            .now(WEB),
        new CallScenario("systemd-stopped-unit-is-started", "Somebody has stopped it.")
            .before(WEB)
            .meanwhile(
                "systemctl stop berth-web.service",
                host -> host.systemctl("stop", "berth-web.service"))
            .now(WEB),
        new CallScenario(
                "systemd-unit-that-was-removed-by-hand-is-written-again",
                "The container runs on, and systemd is told.")
            .before(WEB)
            .meanwhile(
                "rm berth-web.service; systemctl daemon-reload",
                host -> {
                  host.remove(Path.of("berth-web.service"));
                  host.systemctl("daemon-reload");
                })
            .now(WEB),
        new CallScenario(
                "systemd-environment-file-that-others-read-is-taken-from-them",
                "Its mode is set before anything else.")
            .before(WEB)
            .meanwhile("chmod 644 web.env", host -> host.open("web"))
            .now(WEB),
        new CallScenario(
                "systemd-image-that-means-another-one-replaces",
                "With pull_policy always the image is fetched, and another one replaces.")
            .before(WEB + "  pull_policy: always\n")
            .meanwhile("the registry has another image i", host -> host.engine("podman").renew("i"))
            .now(WEB + "  pull_policy: always\n"),
        new CallScenario(
                "systemd-volume-and-directory-are-made-first",
                "Volumes have labels, and directories are made where that is wanted.")
            .now(Asked.of(WEB + "  volumes: ['data:/data', 'ROOT/srv/web:/web']\n").makingBinds()),
        new CallScenario("systemd-volume-that-cannot-be-made-stops-all", "Nothing else is begun.")
            .before(WEB)
            .now(
                Asked.of(WEB.replace("former", "latter") + "  volumes: ['data:/data']\n")
                    .failing("podman volume create .*", "Error: no space left on device")));
  }
}
