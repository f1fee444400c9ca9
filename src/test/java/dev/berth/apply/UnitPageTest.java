package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.engine.podman.Podman;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.ObservedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The unit that docs/reference/labels.md explains line by line is one that Berth writes. */
class UnitPageTest {
  private static final String SITE =
      """
      web:
        image: registry.example/web:1
        restart: always
        start_order: 1
        environment: {PASSWORD: x}
        volumes: ['/srv/web:/data']
        healthcheck: {test: "true"}
        depends_on: {db: {condition: service_healthy}, chronyd.service: {required: false}}
      db: {image: registry.example/db:1, restart: always, healthcheck: {test: "true"}}
      """;

  @Test
  void thePageShowsAUnitAsItIsWritten() throws IOException {
    assertThat(shown()).isEqualTo(written());
  }

  /** Without the comments that give the reasons. */
  private static List<String> shown() throws IOException {
    String page = Files.readString(Path.of("docs/reference/labels.md"));
    String section = page.substring(page.indexOf("## The unit of a service"));
    int begin = section.indexOf("```ini\n") + "```ini\n".length();
    return section
        .substring(begin, section.indexOf("```", begin))
        .lines()
        .filter(line -> !line.startsWith("# ") || line.startsWith("# Written by Berth"))
        .toList();
  }

  /** The end of a command is left out on the page, and digest and seal are anybody's. */
  private static List<String> written() {
    RecordedRunner nothing = new RecordedRunner(line -> RecordedRunner.answer(""));
    String text =
        PlayedHost.renderer(
                Podman.of(nothing, "podman", "/usr/bin/podman").commandLine(),
                HostPaths.system(),
                PlayedHost.OPTIONS,
                DigestKey.random())
            .render(
                new Desired(List.of(Configurations.read("site", SITE))),
                PlayedHost.facts(
                    Map.of(
                        "registry.example/web:1", new ObservedImage("1", List.of(), false),
                        "registry.example/db:1", new ObservedImage("2", List.of(), false))))
            .container(new ContainerName("web"))
            .orElseThrow()
            .unit()
            .orElseThrow()
            .text();
    return text.lines()
        .map(
            line ->
                line.replaceFirst("^Digest=.*", "Digest=0123456789abcdef0123456789abcdef")
                    .replaceFirst("(?<=\"1 )[0-9a-f]{32}(?=\")", "89abcdef0123456789abcdef01234567")
                    .replaceFirst("^(ExecStart=.* --pull=never ).*", "$1…"))
        .toList();
  }
}
