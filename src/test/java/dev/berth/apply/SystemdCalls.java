package dev.berth.apply;

import java.util.List;

/** Services in systemd's care, by Podman: what is made, replaced, and gone back to. */
final class SystemdCalls {
  private static final String WEB =
      """
      web:
        image: i
        restart: always
        command: [serve]
        environment: {MODE: former}
      """;

  private static final String TWO =
      """
      db: {image: i, restart: always, command: [serve], environment: {MODE: former}}
      web: {image: i, restart: always, command: [serve], depends_on: [db]}
      """;

  private SystemdCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario("systemd-first-apply", "Everything is new; the image is fetched first.")
            .now(WEB.replace("image: i", "image: k")),
        new CallScenario("systemd-unchanged", "Nothing is done where all is as wanted.")
            .before(WEB)
            .now(WEB),
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
            .before(WEB + "  healthcheck: {test: 'true'}\n")
            .now(WEB.replace("serve", "sick") + "  healthcheck: {test: 'true'}\n"),
        new CallScenario(
                "systemd-replacement-that-is-refused-is-kept-on-demand",
                "With --on-failure keep nothing goes back.")
            .before(WEB)
            .now(keeping(WEB.replace("serve", "refused"))),
        new CallScenario(
                "systemd-what-depends-on-one-that-went-back-is-skipped",
                "It keeps, or gets back, the files that it had.")
            .before(TWO)
            .now(
                TWO.replace("serve], environment: {MODE: former}", "refused]")
                    .replace("[serve], depends", "[serve, more], depends")),
        new CallScenario("systemd-removal", "What is no longer wanted goes, with its files.")
            .before(WEB)
            .now("other: {image: i, restart: always}\n"));
  }

  private static Asked keeping(String yaml) {
    Asked asked = Asked.of(yaml);
    asked.rollback = false;
    return asked;
  }
}
