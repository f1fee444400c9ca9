package dev.berth.apply;

import java.util.ArrayList;
import java.util.List;

/** Containers of the host's other engine come over with all they need, and go back. */
final class MigrationCalls {
  private static final String WEB =
      """
      web:
        image: d
        restart: always
        command: [serve]
        environment: {SECRET: hunter2}
      """;

  private static final String WITH_VOLUME = WEB + "  volumes: ['data:/data']\n";

  private static final String CHECKED = WEB + "  healthcheck: {test: 'true'}\n";

  private static final String TWO =
      WITH_VOLUME + "also: {image: d, restart: always, volumes: ['data:/data']}\n";

  private static final String FOLLOWED =
      WEB + "after: {image: d, restart: always, depends_on: [web]}\n";

  private static final String PROJECT =
      """
      services:
        db: {image: d, command: [serve], restart: always, volumes: ['data:/data']}
        init:
          image: d
          command: [init]
          depends_on: [db]
        web:
          image: d
          command: [serve]
          restart: always
          networks: [default, front]
          depends_on: {init: {condition: service_completed_successfully}}
      networks:
        front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
      volumes:
        data:
      """;

  private static final String ONE =
      """
      services:
        web: {image: d, command: [serve], restart: always, networks: [default, front]}
      networks:
        front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
      """;

  private MigrationCalls() {}

  static List<CallScenario> all() {
    return List.of(
        crossing("is-not-without-a-word", "The plan is refused.", WEB)
            .now(Asked.of(WEB).beside("docker")),
        crossing("of-a-service", "Its image comes first; it ends right before it starts.", WEB)
            .now(over(WEB)),
        crossing("of-a-volume", "It is copied while nobody writes to it.", WITH_VOLUME)
            .now(over(WITH_VOLUME)),
        crossing("of-two-that-share-a-volume", "Both end before it is copied, once.", TWO)
            .now(over(TWO)),
        crossing("of-a-volume-that-cannot-be-copied", "It runs where it ran.", WITH_VOLUME)
            .now(over(WITH_VOLUME).failing("flock .* cp .*", "cp: no space left on device")),
        crossing("of-an-image-that-cannot-be-carried", "Nothing is touched.", WEB)
            .now(over(WEB).failing("docker save .*", "no space left on device")),
        crossing("that-is-refused-goes-back", "It runs on the other engine again.", WEB)
            .now(over(WEB.replace("serve", "refused"))),
        crossing(
                "of-a-volume-that-goes-back",
                "The original is used, and the copy stays until the migration ends.",
                WITH_VOLUME)
            .now(over(WITH_VOLUME.replace("serve", "refused"))),
        crossing("that-falls-goes-back", "It is found out only in the end.", WEB)
            .now(over(WEB.replace("serve", "falls"))),
        crossing("that-does-not-get-healthy-goes-back", "It is unhealthy here.", CHECKED)
            .now(over(CHECKED.replace("serve", "sick"))),
        crossing(
                "of-two-that-share-a-volume-of-which-one-falls",
                "It cannot go back while the other one has its volume here, and is told so.",
                TWO)
            .now(over(TWO.replace("serve", "falls"))),
        crossing("that-is-refused-is-kept-on-demand", "With --on-failure keep it stays here.", WEB)
            .now(over(WEB.replace("serve", "refused")).keeping()),
        crossing("whose-way-back-fails-too", "Both reasons are told.", WEB)
            .now(
                over(WEB.replace("serve", "refused"))
                    .failing("docker start web", "Error: it does not start")),
        crossing("skips-what-depends-on-a-failure", "It runs where it ran.", FOLLOWED)
            .now(over(FOLLOWED.replace("serve", "refused"))),
        crossing("of-one-that-does-not-stop", "It is not started here.", WEB)
            .now(over(WEB).failing("/bin/sh -c .* docker stop .*", "Error: it does not stop")),
        new CallScenario("migration-of-a-unit-of-docker", "Its unit goes, and ours has its name.")
            .meanwhile("Docker has the image d", host -> host.engine("docker").image("d"))
            .before(Asked.of(WEB).on("docker"))
            .now(over(WEB)),
        new CallScenario("migration-of-a-unit-of-docker-goes-back", "Its unit is as it was.")
            .meanwhile("Docker has the image d", host -> host.engine("docker").image("d"))
            .before(Asked.of(WEB).on("docker"))
            .now(over(WEB.replace("serve", "refused"))),
        crossing(
                "of-a-task-that-has-run",
                "It goes with the others, and does not run again.",
                WEB + "init: {image: d, detach: false, command: [init]}\n")
            .now(over(WEB + "init: {image: d, detach: false, command: [init]}\n")),
        crossing("that-is-interrupted", "What has begun is finished, the other stays.", FOLLOWED)
            .now(over(FOLLOWED).interrupted("systemctl restart .*berth-web.*")),
        crossing("after-one-killed-before-the-start", "It goes on from there.", WITH_VOLUME)
            .before(over(WITH_VOLUME).killed("systemctl restart .*berth-web.*"))
            .now(over(WITH_VOLUME)),
        crossing("after-one-killed-while-it-copied", "It is copied anew.", WITH_VOLUME)
            .before(over(WITH_VOLUME).killed("sync .*"))
            .now(over(WITH_VOLUME)),
        composed("is-not-without-a-word", "Whatever Compose calls it, it is not started twice.")
            .now(Asked.of(PROJECT).beside("docker").migrating()),
        composed("", "By their ids: they keep the names that Compose gave them.")
            .now(overComposed(PROJECT)),
        composed("goes-back", "Compose finds it as it left it.")
            .now(overComposed(PROJECT.replace("[serve]", "[refused]"))),
        composed("after-one-killed-between-its-networks", "It goes on from there.")
            .before(overComposed(ONE).killed("podman network create .*front"))
            .now(overComposed(ONE)),
        new CallScenario("migration-the-other-way", "From Podman's units into Docker's own care.")
            .meanwhile("Podman has the image d", host -> host.engine("podman").image("d"))
            .before(WITH_VOLUME)
            .meanwhile("web writes to data", host -> host.engine("podman").volumes.fill("data"))
            .now(Asked.of(WITH_VOLUME).inDockersCare().beside("podman").migrating()),
        new CallScenario("migration-the-other-way-goes-back", "Its unit is as it was.")
            .meanwhile("Podman has the image d", host -> host.engine("podman").image("d"))
            .before(WITH_VOLUME)
            .meanwhile("web writes to data", host -> host.engine("podman").volumes.fill("data"))
            .now(
                Asked.of(WITH_VOLUME.replace("serve", "refused"))
                    .inDockersCare()
                    .beside("podman")
                    .migrating()));
  }

  private static Asked overComposed(String yaml) {
    return Asked.of(yaml).beside("docker").migratingComposed();
  }

  /** As Compose makes the project on Docker, and calls what it makes. */
  private static CallScenario composed(String name, String says) {
    return new CallScenario("migration-of-a-project" + (name.isEmpty() ? "" : "-" + name), says)
        .meanwhile("docker compose up", host -> compose(host.engine("docker")));
  }

  private static void compose(PlayedEngine docker) {
    docker.image("d");
    docker.play(List.of("docker", "network", "create", "set_default"));
    docker.play(List.of("docker", "network", "create", "--subnet=10.9.0.0/24", "set_front"));
    docker.play(List.of("docker", "volume", "create", "set_data"));
    docker.volumes.fill("set_data");
    compose(docker, "db", "serve", "--volume=set_data:/data", "--restart=always");
    compose(docker, "init", "init");
    docker.play("stop", "set-init-1");
    compose(docker, "web", "serve", "--network=set_front", "--restart=always");
  }

  private static void compose(
      PlayedEngine docker, String service, String command, String... options) {
    List<String> words = new ArrayList<>(List.of("docker", "run", "--detach"));
    words.add("--name=set-" + service + "-1");
    words.add("--label=com.docker.compose.project=set");
    words.add("--label=com.docker.compose.service=" + service);
    words.add("--label=com.docker.compose.container-number=1");
    words.add("--label=com.docker.compose.oneoff=False");
    words.add("--network=set_default");
    words.addAll(List.of(options));
    words.addAll(List.of("d", command));
    docker.play(words);
  }

  private static Asked over(String yaml) {
    return Asked.of(yaml).beside("docker").migrating();
  }

  /** In Docker's own care, with data in its volumes, before. */
  private static CallScenario crossing(String name, String says, String yaml) {
    CallScenario scenario =
        new CallScenario("migration-" + name, says)
            .meanwhile("Docker has the image d", host -> host.engine("docker").image("d"))
            .before(Asked.of(yaml).inDockersCare());
    return yaml.contains("data:/data")
        ? scenario.meanwhile(
            "web writes to data", host -> host.engine("docker").volumes.fill("data"))
        : scenario;
  }
}
