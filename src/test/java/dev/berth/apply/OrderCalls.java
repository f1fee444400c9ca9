package dev.berth.apply;

import java.util.List;

/** In which order things are done, and what a failure, an interruption or a kill leaves undone. */
final class OrderCalls {
  private static final String GROUPS =
      """
      one: {image: i, restart: always, start_order: 0, environment: {A: former}}
      two: {image: i, restart: always, start_order: 1, depends_on: [one]}
      free: {image: i, restart: always, start_order: 1}
      init: {image: i, detach: false, start_order: 2}
      last: {image: i, restart: always, start_order: 3, depends_on: [two]}
      """;

  private static final String FOUR =
      """
      alpha: {image: i, restart: always, environment: {A: former}}
      beta: {image: i, restart: always, environment: {A: former}}
      gamma: {image: i, restart: always, environment: {A: former}}
      delta: {image: i, restart: always, environment: {A: former}}
      last: {image: i, restart: always, start_order: 1}
      """;

  private static final String FOLLOWED =
      """
      base: {image: i, restart: always, command: [serve]}
      web: {image: i, restart: always, command: [follow], depends_on: [base]}
      """;

  private static final String PORTS =
      """
      one: {image: i, restart: always, ports: ['8080:80']}
      two: {image: i, restart: always, start_order: 1, ports: ['8081:80']}
      """;

  private static final String SWAPPED =
      PORTS.replace("8080", "x").replace("8081", "8080").replace("x", "8081");

  private OrderCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario(
                "order-group-after-group", "All units are written first; then group after group.")
            .now(GROUPS),
        new CallScenario(
                "order-one-of-the-first-group-fails",
                "What depends on it is skipped, through others too; the rest goes on.")
            .now(GROUPS.replace("start_order: 0,", "start_order: 0, command: [refused],")),
        new CallScenario(
                "order-one-of-the-first-group-goes-back",
                "The rest goes on, and what depends on it keeps what it has.")
            .before(GROUPS)
            .now(
                GROUPS
                    .replace("start_order: 0,", "start_order: 0, command: [refused],")
                    .replace("depends_on: [two]", "depends_on: [two], command: [other]")
                    .replace("free: {image: i", "free: {image: j")),
        new CallScenario(
                "order-set-after-set", "The units of the second set are written after the first.")
            .now(
                Asked.of("one: {image: i, restart: always}\n")
                    .and("second", "two: {image: i, restart: always}\n")),
        new CallScenario(
                "order-set-after-one-that-failed",
                "Of the second set nothing is written or started.")
            .now(
                Asked.of("one: {image: i, restart: always, command: [refused]}\n")
                    .and("second", "two: {image: i, restart: always}\n")),
        new CallScenario(
                "order-batch-with-one-failure",
                "Four are restarted by one call; one of them goes back.")
            .asSets()
            .before(FOUR)
            .now(
                Asked.of(
                        FOUR.replace("former", "latter")
                            .replace("beta: {", "beta: {command: [refused], "))
                    .parallel(8)),
        new CallScenario(
                "order-follower-that-falls-with-its-leader",
                "Both are told as fallen, and the one with the other.")
            .now(
                "one: {image: i, restart: always, command: [falls]}\n"
                    + "two: {image: i, restart: always, command: [falls], depends_on:"
                    + " {one: {condition: service_started}}}\n"),
        new CallScenario("order-side-by-side", "Two calls of two each, then the next group.")
            .asSets()
            .before(FOUR)
            .now(Asked.of(FOUR.replace("former", "latter")).parallel(4)),
        new CallScenario(
                "order-port-that-passes-on",
                "Who gives a port up ends first, whatever its group, and starts in its turn.")
            .before(PORTS)
            .now(SWAPPED),
        new CallScenario("order-port-that-passes-on-in-dockers-care", "The same by Docker.")
            .before(Asked.of(PORTS).inDockersCare())
            .now(Asked.of(SWAPPED).inDockersCare()),
        new CallScenario(
                "order-port-that-passes-on-and-the-taker-fails",
                "What was ended for it and has no turn runs again.")
            .before(PORTS)
            .now(
                SWAPPED
                    .replace("one: {image: i", "one: {command: [refused], image: i")
                    .replace("start_order: 1", "start_order: 1, depends_on: [one]")),
        new CallScenario(
                "order-pull-that-fails-touches-nothing", "It is tried four times; all runs on.")
            .before(SystemdCalls.WEB)
            .now(
                Asked.of(
                        SystemdCalls.WEB.replace("former", "latter")
                            + "bad: {image: bad, restart: always}\n")
                    .failing("podman pull -- bad", "Error: registry unreachable")),
        new CallScenario(
                "order-refused-plan-touches-nothing", "A stranger has the name of a container.")
            .meanwhile("somebody else runs web", host -> host.stranger("web"))
            .now(SystemdCalls.WEB),
        new CallScenario(
                "interrupted-while-an-image-is-fetched", "What runs is finished, nothing is begun.")
            .before(SystemdCalls.WEB)
            .now(
                Asked.of(SystemdCalls.WEB.replace("image: i", "image: k"))
                    .interrupted("podman pull .*")),
        new CallScenario(
                "interrupted-in-the-first-group",
                "What runs is finished; the others keep, or get back, the files that they had.")
            .before(GROUPS)
            .now(
                Asked.of(
                        GROUPS
                            .replace("former", "latter")
                            .replace("depends_on: [two]", "depends_on: [two], command: [other]"))
                    .interrupted("systemctl restart .*")),
        new CallScenario(
                "interrupted-while-a-gate-waits",
                "The start is given up, and what was there before is kept for the next run.")
            .before(
                """
                db: {image: i, restart: always, command: [serve], healthcheck: {test: 'true'}}
                web: {image: i, restart: always, depends_on: {db: {condition: service_healthy}}}
                """)
            .withoutReads()
            .now(
                Asked.of(
                        """
                        db: {image: i, restart: always, command: [sick], healthcheck: {test: 'true'}}
                        web: {image: i, restart: always, depends_on: {db: {condition: service_healthy}}}
                        """)
                    .interrupted("systemctl restart .*")),
        new CallScenario(
                "interrupted-in-dockers-care",
                "What was set aside for the one that was begun waits for the next run.")
            .before(
                Asked.of(DockerCalls.WEB + "other: {image: i, restart: always}\n").inDockersCare())
            .now(
                Asked.of(
                        DockerCalls.WEB.replace("former", "latter")
                            + "other: {image: i, restart: always, start_order: 1, command: [x]}\n")
                    .inDockersCare()
                    .interrupted("docker run .*")),
        new CallScenario(
                "killed-before-systemd-was-told",
                "The next run starts what was written, and goes back to what was kept.")
            .before(SystemdCalls.WEB)
            .before(
                Asked.of(SystemdCalls.WEB.replace("serve", "refused"))
                    .killed("systemctl daemon-reload"))
            .now(SystemdCalls.WEB.replace("serve", "refused")),
        new CallScenario(
                "killed-before-it-was-seen-well",
                "The next run watches what the killed one has started, and forgets what was kept.")
            .before(SystemdCalls.WEB)
            .before(
                Asked.of(SystemdCalls.WEB.replace("former", "latter"))
                    .killed("systemctl show .*berth-web.service")
                    .killedAfter("systemctl restart .*"))
            .now(SystemdCalls.WEB.replace("former", "latter")),
        new CallScenario(
                "killed-and-something-else-is-wanted-then",
                "What the killed run has written, and nobody has started, is replaced.")
            .before(SystemdCalls.WEB)
            .before(
                Asked.of(SystemdCalls.WEB.replace("serve", "refused"))
                    .killed("systemctl daemon-reload"))
            .now(SystemdCalls.WEB.replace("former", "latter")),
        new CallScenario(
                "killed-before-it-was-renamed-in-dockers-care",
                "What was stopped to be set aside runs again where the next run goes back.")
            .before(Asked.of(DockerCalls.WEB).inDockersCare())
            .before(
                Asked.of(DockerCalls.WEB.replace("serve", "refused"))
                    .inDockersCare()
                    .killed("docker rename .*"))
            .now(Asked.of(DockerCalls.WEB.replace("serve", "refused")).inDockersCare()),
        new CallScenario(
                "killed-before-the-next-one-was-made-in-dockers-care-and-it-is-refused",
                "What the killed run has set aside runs again.")
            .before(Asked.of(DockerCalls.WEB).inDockersCare())
            .before(
                Asked.of(DockerCalls.WEB.replace("serve", "refused"))
                    .inDockersCare()
                    .killed("docker run .*"))
            .now(Asked.of(DockerCalls.WEB.replace("serve", "refused")).inDockersCare()),
        new CallScenario(
                "killed-and-then-its-turn-never-comes-in-dockers-care",
                "What the killed run has set aside runs again, as what it needs has failed.")
            .before(Asked.of(FOLLOWED).inDockersCare())
            .before(
                Asked.of(FOLLOWED.replace("follow", "other"))
                    .inDockersCare()
                    .killed("docker run .*--name=web.*"))
            .now(
                Asked.of(FOLLOWED.replace("follow", "other").replace("serve", "refused"))
                    .inDockersCare()),
        new CallScenario(
                "killed-and-then-its-turn-never-comes",
                "What the killed run has stopped runs again, as what it needs has failed.")
            .before(PORTS)
            .before(
                Asked.of(SWAPPED.replace("start_order: 1", "start_order: 1, depends_on: [one]"))
                    .killed("systemctl daemon-reload"))
            .now(
                SWAPPED
                    .replace("one: {image: i", "one: {command: [refused], image: i")
                    .replace("start_order: 1", "start_order: 1, depends_on: [one]")),
        new CallScenario(
                "killed-before-the-next-one-was-made-in-dockers-care",
                "What was set aside waits until what follows is well.")
            .before(Asked.of(DockerCalls.WEB).inDockersCare())
            .before(
                Asked.of(DockerCalls.WEB.replace("former", "latter"))
                    .inDockersCare()
                    .killed("docker run .*"))
            .now(Asked.of(DockerCalls.WEB.replace("former", "latter")).inDockersCare()));
  }
}
