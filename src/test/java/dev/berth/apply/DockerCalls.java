package dev.berth.apply;

import dev.berth.model.ObservedContainer;
import java.util.List;

/** Services of Docker's: in its own care, and in systemd's. */
final class DockerCalls {
  static final String WEB =
      """
      web:
        image: i
        restart: always
        command: [serve]
        environment: {MODE: former}
      """;

  private static final String CHECKED = WEB + "  healthcheck: {test: 'true'}\n";

  private static final String SIDE =
      WEB + "side: {image: i, restart: always, net: 'container:web', command: [serve]}\n";

  private static final String GATED =
      CHECKED
          + "after: {image: i, restart: always, depends_on: {web: {condition: service_healthy}}}\n";

  private DockerCalls() {}

  static List<CallScenario> all() {
    return List.of(
        own("first-apply", "Everything is new.").now(own(WEB.replace("image: i", "image: k"))),
        own("files-of-its-own", "Those of before stay until the new ones are seen to do.")
            .before(own(WEB + "  files: {/etc/app: former}\n"))
            .now(own(WEB + "  files: {/etc/app: {content: latter, mode: '0400'}}\n")),
        own("files-of-its-own-that-do-not-do", "It goes back to those of before.")
            .before(own(WEB + "  files: {/etc/app: former}\n"))
            .now(own(WEB.replace("serve", "refused") + "  files: {/etc/app: latter}\n")),
        own("unchanged", "Nothing is done.").before(own(WEB)).now(own(WEB)),
        own("replacement", "The former one is set aside until the new one is well.")
            .before(own(WEB))
            .now(own(WEB.replace("former", "latter"))),
        own("replacement-is-tried-first", "It is made once before anything ends.")
            .before(own(WEB))
            .now(own(WEB + "  read_only: true\n")),
        own("replacement-that-is-refused-goes-back", "What was set aside runs again.")
            .before(own(WEB))
            .now(own(WEB.replace("serve", "refused"))),
        own("replacement-that-falls-goes-back", "It ended at once, and was started again.")
            .before(own(WEB))
            .now(own(WEB.replace("serve", "falls"))),
        own("replacement-that-does-not-get-healthy-goes-back", "It is unhealthy.")
            .before(own(CHECKED))
            .now(own(CHECKED.replace("serve", "sick"))),
        own("gated-replacement-that-does-not-get-healthy-goes-back", "Its follower is skipped.")
            .before(own(GATED))
            .withoutReads()
            .now(own(GATED.replace("serve", "sick").replace("after: {", "after: {command: [x], "))),
        own("replacement-is-not-set-aside-on-demand", "With --on-failure keep it goes at once.")
            .before(own(WEB))
            .now(own(WEB.replace("serve", "refused")).keeping()),
        own(
                "replacement-whose-way-back-fails-too",
                "It has its name again, and does not run; a later run knows what it was.")
            .before(own(WEB))
            .now(
                own(WEB.replace("serve", "refused"))
                    .failing("docker start web", "Error: it does not start")),
        own("name-aside-is-a-strangers", "What cannot be set aside is not ended.")
            .before(own(WEB))
            .meanwhile(
                "somebody else has the name",
                host -> host.stranger("docker", "web" + ObservedContainer.ASIDE))
            .now(own(WEB.replace("former", "latter"))),
        own("follower-in-its-namespaces-goes-back-with-it", "Both were replaced.")
            .before(own(SIDE))
            .now(own(SIDE.replaceFirst("serve", "falls"))),
        own("restart-policy-alone-is-set", "Nothing restarts.")
            .before(own(WEB))
            .now(own(WEB.replace("always", "on-failure"))),
        own("stopped-container-is-started", "Somebody has stopped it.")
            .before(own(WEB))
            .meanwhile("docker stop web", host -> host.engine("docker").play("stop", "web"))
            .now(own(WEB)),
        own("container-that-was-removed-is-made-again", "Somebody has removed it.")
            .before(own(WEB))
            .meanwhile("docker rm web", host -> host.engine("docker").play("rm", "web"))
            .now(own(WEB)),
        units("first-apply", "A unit runs the container, through a script.")
            .now(Asked.of(WEB).on("docker")),
        units("replacement-that-is-refused-goes-back", "What was there before runs again.")
            .before(Asked.of(WEB).on("docker"))
            .now(Asked.of(WEB.replace("serve", "refused")).on("docker")),
        units("gated-start", "The start of its unit ends when it is healthy.")
            .withoutReads()
            .now(Asked.of(GATED).on("docker")),
        units("takes-over-from-dockers-care", "The container ends before its unit starts it.")
            .before(own(WEB))
            .now(Asked.of(WEB).on("docker")),
        units("takes-over-from-dockers-care-and-fails", "What was there is gone by then.")
            .before(own(WEB))
            .now(Asked.of(WEB.replace("serve", "refused")).on("docker")),
        units("gives-over-to-dockers-care", "The unit goes, the container is made anew.")
            .before(Asked.of(WEB).on("docker"))
            .now(own(WEB)));
  }

  private static Asked own(String yaml) {
    return Asked.of(yaml).inDockersCare();
  }

  private static CallScenario own(String name, String says) {
    return new CallScenario("docker-" + name, says);
  }

  private static CallScenario units(String name, String says) {
    return new CallScenario("docker-unit-" + name, says);
  }
}
