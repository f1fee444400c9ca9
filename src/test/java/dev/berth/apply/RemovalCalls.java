package dev.berth.apply;

import java.util.List;
import java.util.Set;

/** What is no longer wanted goes: in which order, and what stays where it does not work. */
final class RemovalCalls {
  private static final String THREE =
      """
      one: {image: i, restart: always, environment: {A: b}}
      two: {image: i, restart: always, depends_on: [one], volumes: ['data:/data']}
      last: {image: j, start_order: 2, restart: always}
      """;

  private static final String IN_DOCKERS_CARE =
      """
      web: {image: i, restart: always, environment: {A: b}}
      side: {image: i, restart: always, net: 'container:web'}
      """;

  private RemovalCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario("removal-beside-what-is-new", "It goes first, with its files.")
            .before(SystemdCalls.WEB)
            .now("other: {image: i, restart: always}\n"),
        new CallScenario("removal-of-all", "Nothing of the configuration is wanted any more.")
            .before(THREE)
            .now(nothing()),
        new CallScenario("removal-of-all-with-volumes", "Volumes go last, when nobody has them.")
            .before(THREE)
            .now(nothing().removingVolumes()),
        new CallScenario(
                "removal-of-one-that-does-not-stop",
                "It keeps its files and its container; the others go.")
            .before(THREE)
            .meanwhile("last does not stop", host -> host.stubborn("berth-last.service"))
            .now(nothing()),
        new CallScenario(
                "removal-of-a-container-that-the-engine-keeps",
                "Its unit and its record stay: a later run finds it.")
            .before(THREE)
            .now(nothing().failing("podman rm .* two", "Error: it is in use")),
        new CallScenario(
                "removal-of-a-unit-whose-file-is-gone",
                "systemd does not know how to stop it; the engine does.")
            .before(THREE)
            .meanwhile(
                "rm berth-one.service; systemctl daemon-reload",
                host -> {
                  host.remove(java.nio.file.Path.of("berth-one.service"));
                  host.systemctl("daemon-reload");
                })
            .now(nothing()),
        new CallScenario("removal-in-dockers-care", "One in the namespaces of another goes first.")
            .before(Asked.of(IN_DOCKERS_CARE).inDockersCare())
            .now(nothing().inDockersCare()),
        new CallScenario(
                "removal-of-a-task-and-its-record",
                "A task that has ended goes, and so does what is known of an exec.")
            .before(
                """
                init: {image: i, detach: false}
                web: {image: i, restart: always}
                warm: {action: exec, command: [web, warm]}
                """)
            .now("web: {image: i, restart: always}\n"));
  }

  static Asked nothing() {
    Asked asked = new Asked();
    asked.removal = Set.of("set");
    return asked;
  }
}
