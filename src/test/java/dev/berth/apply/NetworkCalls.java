package dev.berth.apply;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Networks that a project makes: before who is in them, anew with all of them, gone after them. */
final class NetworkCalls {
  private static final String PROJECT =
      """
      services:
        db: {image: i, networks: [back]}
        init:
          image: j
          networks: [back]
          depends_on: [db]
        web:
          image: i
          networks: {back: , front: {ipv4_address: 10.9.0.5}}
          depends_on: {init: {condition: service_completed_successfully}}
        apart: {image: j, network_mode: none}
      networks:
        back: {internal: true}
        front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
      """;

  private static final String WITHOUT_FRONT =
      PROJECT
          .replace(", front: {ipv4_address: 10.9.0.5}", "")
          .replace("front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}", "");

  private NetworkCalls() {}

  static List<CallScenario> all() {
    return Stream.of("podman", "docker").flatMap(engine -> all(engine).stream()).toList();
  }

  private static List<CallScenario> all(String engine) {
    return List.of(
        of(engine, "first", "They are made before who is in them.").now(asked(engine, PROJECT)),
        of(engine, "that-cannot-be-made", "Nothing is begun without it.")
            .now(asked(engine, PROJECT).failing(engine + " network create .*front", "Error: no")),
        of(engine, "made-anew", "All in it end first, and a task that has ended stays as it is.")
            .before(asked(engine, PROJECT))
            .now(asked(engine, PROJECT.replace("{internal: true}", "{}"))),
        of(engine, "that-cannot-be-made-anew", "It comes back as it was, and all start in it.")
            .before(asked(engine, PROJECT))
            .now(
                asked(engine, PROJECT.replace("10.9.0.", "10.10.0."))
                    .failing(engine + " network create .*10.10.0.0.*", "Error: no")),
        of(engine, "given-up", "It goes when nobody is left in it.")
            .before(asked(engine, PROJECT))
            .now(asked(engine, WITHOUT_FRONT)),
        of(engine, "given-up-by-one-that-fails", "It stays, as who fails goes back to it.")
            .before(asked(engine, PROJECT))
            .now(asked(engine, WITHOUT_FRONT.replace("  web:\n", "  web:\n    command: falls\n"))),
        of(engine, "removal", "They go last.").before(asked(engine, PROJECT)).now(gone(engine)));
  }

  private static CallScenario of(String engine, String name, String says) {
    return new CallScenario("network-" + name + "-" + engine, says);
  }

  private static Asked asked(String engine, String yaml) {
    return engine.equals("docker") ? Asked.of(yaml).inDockersCare() : Asked.of(yaml);
  }

  private static Asked gone(String engine) {
    Asked nothing = new Asked();
    nothing.removal = Set.of("set");
    return engine.equals("docker") ? nothing.inDockersCare() : nothing;
  }
}
