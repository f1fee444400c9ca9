package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Engine;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.podman.Podman;
import dev.berth.host.RecordedRunner;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A password that was put at the wrong place stands in no message. */
class ShownValuesTest {
  private static final String SECRET = "hunter2-SECRET";

  /** What stands there is a name, and is told as one: what is missing has to be known by it. */
  private static final Set<Key> NAMES = EnumSet.of(Key.IMAGE, Key.NETWORKS, Key.DEPENDS_ON);

  private static final List<Engine> ENGINES =
      List.of(
          Podman.of(nothing(), "podman", "/usr/bin/podman"),
          Docker.of(
              nothing(), "docker", "/usr/bin/docker", () -> {}, new DockerCheck(false, false)));

  private static final List<String> SHAPES =
      List.of(
          SECRET,
          "'" + SECRET + " x'",
          "[" + SECRET + "]",
          "['" + SECRET + "=1']",
          "['a:" + SECRET + "']",
          "{" + SECRET + ": x}",
          "{" + SECRET + ": [x]}",
          "{x: " + SECRET + "}",
          "[{" + SECRET + ": x}]",
          "[[" + SECRET + "]]");

  static Stream<String> keys() {
    Stream<String> own =
        Arrays.stream(Key.values())
            .flatMap(key -> Stream.concat(Stream.of(key.label()), key.alias().stream()));
    Stream<String> composes =
        Stream.of("build", "container_name", "deploy", "extends", "links", "platform", "profiles");
    return Stream.concat(own, composes).distinct();
  }

  @ParameterizedTest
  @MethodSource("keys")
  void isNotShownForAnyKey(String key) {
    for (String shape : SHAPES) {
      for (String restart : List.of("", "restart: always\n")) {
        boolean isName = Key.named(key).filter(NAMES::contains).isPresent();
        String text = key + ": " + shape + "\n" + (key.equals("restart") ? "" : restart);
        assertThat(messages("c:\n" + (key.equals("image") ? "" : "  image: i\n") + text.indent(2)))
            .as(text)
            .allSatisfy(
                message -> {
                  if (!isName) {
                    assertThat(message).doesNotContain("hunter2");
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "healthcheck: {test: x, interval: %s}",
        "healthcheck: {test: x, timeout: %s}",
        "healthcheck: {test: x, retries: %s}",
        "healthcheck: {test: x, start_period: %s}",
        "healthcheck: {test: x, on_failure: %s}",
        "healthcheck: {test: x, disable: %s}",
        "healthcheck: {test: x, user: '%s x'}",
        "healthcheck: {test: [%s]}",
        "healthcheck: {%s: x}",
        "logging: {driver: '%s x'}",
        "logging: {options: {max-size: %s}}",
        "logging: {%s: x}",
        "ports: [{target: %s}]",
        "ports: [{target: 80, protocol: %s}]",
        "ports: ['%s:80:80']",
        "ports: ['80:%s']",
        "ports: ['80:80/%s']",
        "volumes: ['/a:/b:%s']",
        "volumes: ['/a:%s']",
        "volumes: [\"/a:/%s\\x01\"]",
        "volumes: ['%s/../..:/b']",
        "volumes: [{type: %s, source: a, target: /b}]",
        "volumes: [{type: bind, source: %s, target: /b}]",
        "volumes: [{type: bind, source: /a, target: /b, bind: {propagation: %s}}]",
        "volumes: [{type: bind, source: /a, target: /b, read_only: %s}]",
        "secrets: ['a,%s']",
        "secrets: ['a,mode=%s']",
        "secrets: [{source: a, mode: %s}]",
        "networks: {n: {ipv4_address: %s}}",
        "networks: {n: {mac_address: %s}}",
        "networks: {n: {aliases: ['%s x']}}",
        "networks: {n: {%s: x}}",
        "networks: ['n:%s']",
        "depends_on: {a: {condition: %s}}",
        "depends_on: {a: {required: %s}}",
        "ulimits: {nofile: %s}",
        "ulimits: {nofile: {soft: %s, hard: 1}}",
        "ulimits: ['nofile=%s:1']",
        "ulimits: {%s: 1}",
        "tmpfs: ['/tmp:%s=1']",
        "tmpfs: ['/tmp:size=%s']",
        "devices: ['/dev/null:%s']",
        "sysctls: {net.ipv4.ip_forward: [%s]}",
        "extra_hosts: {'%s a': 10.0.0.1}",
        "extra_hosts: {a: %s}",
        "systemd_exec_flags: {'%s': x}",
        "systemd_exec_flags: {ExecReload: \"%s\\\\\"}",
        "part_of: ['%s']",
        "environment: [%s]",
        "environment: ['%s = x']",
        "environment: {'%s=x': y}",
        "environment: {A: [%s]}",
        "labels: ['%s = x']",
        "log_driver: %s",
        "net: 'container:%s x'",
        "ipc: %s",
        "userns: %s",
        "cgroupns: %s",
        "{action: exec, command: %s}",
      })
  void isNotShownInsideAKey(String keys) {
    String written = keys.formatted(SECRET);
    String text =
        written.startsWith("{")
            ? "c: " + written + "\n"
            : "c:\n" + ("image: i\nrestart: always\n" + written + "\n").indent(2);

    assertThat(messages(text)).as(text).noneMatch(message -> message.contains("hunter2"));
  }

  @Test
  void isNotShownForSettingsAndOverrides(@TempDir Path directory) throws IOException {
    Reading.Result overridden =
        Reading.plain()
            .override("{\"c\": {\"mem_limit\": \"" + SECRET + "\"}}")
            .override("{\"c\": \"" + SECRET + "\"}")
            .override("\"" + SECRET + "\"")
            .text("c: {image: i}\n");

    assertThat(overridden.errors()).hasSize(3).noneMatch(text -> text.contains("hunter2"));

    Problems problems = new Problems();
    Path file =
        Files.writeString(directory.resolve("berth.yaml"), "hunter2: x\nparallel: [hunter2]\n");
    new SettingsReader(List.of("parallel")).read(file, problems);
    assertThat(problems.sorted()).hasSize(2).noneMatch(each -> each.toString().contains("hunter2"));
  }

  @Test
  void whatIsHarmlessIsShown() {
    assertThat(Reading.plain().keys("restart: alway").errors())
        .containsExactly(
            "<stdin>:3:12: error: `restart`: `alway` is no restart policy (did you mean"
                + " `always`?)");
    assertThat(Reading.plain().keys("ports: ['80:70000']").errors().getFirst())
        .contains("`80:70000` is no port");
    assertThat(Reading.plain().keys("mem_limit: 5x").errors().getFirst()).contains("not `5x`");
  }

  /** What reading says, and what each engine, in its oldest version too, says of what was read. */
  private static List<String> messages(String text) {
    Reading.Result result = Reading.plain().text(text);
    List<String> all = new ArrayList<>(result.texts());
    for (Engine engine : ENGINES) {
      for (String version : List.of("99.0", "1.0")) {
        Problems problems = new Problems();
        result
            .desired()
            .containers()
            .forEach(
                spec ->
                    engine
                        .runtime()
                        .check(spec, new EngineInfo(engine.runtime().name(), version), problems));
        problems.sorted().forEach(problem -> all.add(problem.toString()));
      }
    }
    return all;
  }

  private static RecordedRunner nothing() {
    return new RecordedRunner(
        line -> {
          throw new AssertionError("a check runs nothing: " + line);
        });
  }
}
