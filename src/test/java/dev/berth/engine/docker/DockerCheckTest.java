package dev.berth.engine.docker;

import static dev.berth.engine.Specs.AT;
import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DockerCheckTest {
  private static final DockerCheck ALONE = new DockerCheck(false, false);
  private static final DockerCheck UNDER_UNITS = new DockerCheck(true, false);

  @Test
  void saysNothingAboutWhatItCanHonour() {
    assertThat(
            check(
                ALONE,
                "26.1.5+dfsg1",
                Map.of(
                    Key.RESTART, scalar("always"),
                    Key.DOMAINNAME, scalar("d"),
                    Key.NETWORKS, list("a:alias=x,mac=02:00:00:00:00:01", "b"),
                    Key.PID, scalar("private"),
                    Key.IPC, scalar("container:x"),
                    Key.ANNOTATIONS, fields(Map.of("a", "b,c")),
                    Key.VOLUMES, list("/a:/b:ro,Z,rshared", "v:/c:nocopy"),
                    Key.SECURITY_OPT, list("label=disable", "seccomp=unconfined"))))
        .isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(Key.SECRETS, list("s"), "docker cannot honour secrets: it keeps secrets in a"),
        arguments(
            Key.USERNS, scalar("auto"), "docker cannot honour this value of userns (give host"),
        arguments(Key.UTS, scalar("container:x"), "docker cannot honour this value of uts"),
        arguments(Key.PID, scalar("ns:/x"), "docker cannot honour this value of pid"),
        arguments(Key.IPC, scalar("pod"), "docker cannot honour this value of ipc"),
        arguments(Key.CGROUPNS, scalar("ns:/x"), "docker cannot honour this value of cgroupns"),
        arguments(Key.NET, scalar("slirp4netns:x"), "docker cannot honour this value of net"),
        arguments(Key.NET, scalar("pasta"), "docker cannot honour this value of net"),
        arguments(Key.GROUP_ADD, list("a", "keep-groups"), "this value of group_add"),
        arguments(Key.SECURITY_OPT, list("unmask=ALL"), "this value of security_opt"),
        arguments(Key.ULIMIT, list("host"), "docker cannot honour this value of ulimit"),
        arguments(
            Key.TMPFS, list("/t:size=1m,notmpcopyup"), "docker cannot honour this value of tmpfs"),
        arguments(Key.VOLUMES, list("/a:/b:U"), "docker cannot honour the option `U` of a mount"),
        arguments(Key.VOLUMES, list("v:/b:idmap"), "the option `idmap` of a mount"),
        arguments(Key.LOG_DRIVER, scalar("k8s-file"), "docker cannot honour log_driver k8s-file"),
        arguments(Key.NETWORKS, list("a:interface_name=x"), "interface_name of networks"),
        arguments(Key.NETWORK_ALIAS, list("x"), "network_alias in its default network"),
        arguments(Key.IP, scalar("1.2.3.4"), "docker cannot honour ip in its default network"),
        arguments(Key.ENVIRONMENT, fields(Map.of("a b", "x")), "'a b' cannot be the name"),
        arguments(
            Key.HEALTHCHECK,
            mapping(Map.of("test", list("CMD", "x"), "on_failure", scalar("restart"))),
            "docker cannot honour healthcheck.on_failure: restart"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesEngineKeyAndPosition(Key key, Value value, String words) {
    assertThat(check(ALONE, "26.1.5", Map.of(key, value)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.toString()).startsWith("web.yaml:3:5: error: ").contains(words);
            });
  }

  static Stream<Arguments> newer() {
    return Stream.of(
        arguments("24.0", Key.ANNOTATIONS, fields(Map.of("a", "b"))),
        arguments("25.0", Key.NETWORKS, list("a", "b")),
        arguments("25.0", Key.NETWORKS, list("a:mac=02:00:00:00:00:01")),
        arguments(
            "25.0",
            Key.HEALTHCHECK,
            mapping(Map.of("test", list("CMD", "x"), "start_interval", scalar("1s")))));
  }

  @ParameterizedTest
  @MethodSource("newer")
  void knowsSinceWhen(String since, Key key, Value value) {
    assertThat(check(ALONE, "20.10.24+dfsg1", Map.of(key, value)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("20.10.24", since));
    assertThat(check(ALONE, since + ".0", Map.of(key, value))).isEmpty();
  }

  @Test
  void wantsUnitsForTheirKeys() {
    Map<Key, Value> service = Map.of(Key.RESTART, scalar("always"), Key.KILL_MODE, scalar("mixed"));
    assertThat(check(ALONE, "26.1.5", service))
        .extracting(Problem::toString)
        .containsExactly(
            "web.yaml:3:5: error: docker cannot honour kill_mode: web has no unit"
                + " (leave it out, or use --supervisor systemd or --ignore-systemd-keys)");
    assertThat(check(UNDER_UNITS, "26.1.5", service)).isEmpty();
    assertThat(check(new DockerCheck(false, true), "26.1.5", service)).isEmpty();
    assertThat(check(UNDER_UNITS, "26.1.5", Map.of(Key.KILL_MODE, scalar("mixed"))))
        .singleElement()
        .matches(problem -> !problem.isError());
  }

  @Test
  void takesNoNameOfOneLetter() {
    Problems problems = new Problems();
    ContainerSpec spec =
        new ContainerSpec(
            new ContainerName("x"), AT, Map.of(Key.IMAGE, scalar("busybox")), new TreeMap<>());
    ALONE.check(spec, new EngineInfo("docker", "26.1.5"), problems);
    assertThat(problems.hasErrors()).isTrue();
  }

  private static List<Problem> check(DockerCheck check, String version, Map<Key, Value> values) {
    Problems problems = new Problems();
    check.check(spec(values), new EngineInfo("docker", version), problems);
    return problems.sorted();
  }
}
