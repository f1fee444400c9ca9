package dev.berth.engine.podman;

import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodmanCheckTest {
  @Test
  void saysNothingAboutWhatItCanHonour() {
    assertThat(
            check(
                "4.3.1",
                Map.of(
                    Key.RESTART, scalar("always"),
                    Key.NET, scalar("host"),
                    Key.ANNOTATIONS, fields(Map.of("a", "b")),
                    Key.ENVIRONMENT, fields(Map.of("A", "x\ny", "HOME", "/h")))))
        .isEmpty();
  }

  @Test
  void namesEngineKeyPositionAndAdvice() {
    assertThat(check("5.4.2", Map.of(Key.DOMAINNAME, scalar("x"))))
        .extracting(Problem::toString)
        .containsExactly(
            "web.yaml:3:5: error: podman cannot honour domainname: it has no option for it"
                + " (write the domain into hostname)");
  }

  @Test
  void refusesWhatOnlyDockerTakes() {
    assertThat(
            check(
                "5.4.2",
                Map.of(Key.VOLUMES, list("/a:/b:ro,cached"), Key.LOG_DRIVER, scalar("fluentd"))))
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "podman cannot honour the option `cached` of a mount",
            "podman has no log driver of this name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Environment     | A=b CONTAINERS_STORAGE_CONF=/x | with CONTAINERS_STORAGE_CONF would send
          Environment     | "XDG_DATA_HOME=/x y"           | with XDG_DATA_HOME would send
          PassEnvironment | A STORAGE_OPTS                 | with STORAGE_OPTS would send
          User            | eve                            | User would send
          Environment     | MY_CONTAINERS_CONF=/x          |
          UnsetEnvironment | A                             |
          """)
  void refusesLinesOfAUnitThatLeadToAnotherStore(String directive, String value, String refusal) {
    List<Problem> problems =
        check(
            "5.4.2",
            Map.of(
                Key.RESTART,
                scalar("always"),
                Key.SYSTEMD_EXEC_FLAGS,
                fields(Map.of(directive, value))));
    assertThat(problems).hasSize(refusal == null ? 0 : 1);
    assertThat(problems).allMatch(problem -> problem.isError());
    assertThat(problems).allMatch(problem -> problem.message().contains(String.valueOf(refusal)));
  }

  @Test
  void anImageThatIsToBeUpdatedIsNamedInFull() {
    for (String policy : new String[] {"registry", "local"}) {
      for (String image :
          new String[] {"busybox:1", "quay.io/a/b", "quay.io/a/b@sha256:00", "a/b:1"}) {
        assertThat(
                check(
                    "5.4.2",
                    Map.of(
                        Key.IMAGE,
                        scalar(image),
                        Key.LABELS,
                        fields(Map.of("io.containers.autoupdate", policy)))))
            .as(image)
            .singleElement()
            .asString()
            .contains("needs the image's whole name, with its registry and tag");
      }
      assertThat(
              check(
                  "5.4.2",
                  Map.of(
                      Key.IMAGE,
                      scalar("localhost:5000/a:1"),
                      Key.LABELS,
                      fields(Map.of("io.containers.autoupdate", policy)))))
          .isEmpty();
    }
    assertThat(
            check("5.4.2", Map.of(Key.LABELS, fields(Map.of("io.containers.autoupdate", "bogus")))))
        .singleElement()
        .asString()
        .contains("web.yaml:3:5: error: ", "a policy that Podman does not know");
  }

  @Test
  void warnsOfUnitKeysOnATask() {
    assertThat(check("5.4.2", Map.of(Key.KILL_MODE, scalar("mixed"))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.message()).contains("kill_mode").contains("web has no unit");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "PATH, \\n, ret",
    "discovery.type, \\n, ret",
    "LC_ALL, \\n, ret",
    "NOTIFY_SOCKET, \\n, ret",
    "Http_Proxy, \\n, ret",
    "discovery.type, \\r, ''"
  })
  void refusesAnEndOfALineThatTheFileCannotHold(String name, String end, String rest) {
    String value = "sec" + end.translateEscapes() + rest;
    assertThat(check("5.4.2", Map.of(Key.ENVIRONMENT, fields(Map.of(name, value)))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isTrue();
              assertThat(problem.toString())
                  .contains(name)
                  .contains("more than one line")
                  .doesNotContain("sec");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"#x", " x", "x "})
  void refusesNamesThatTheFileCannotHold(String name) {
    assertThat(check("5.4.2", Map.of(Key.ENVIRONMENT, fields(Map.of(name, "v"))))).hasSize(1);
  }

  @Test
  void refusesVariablesThatAreTooLong() {
    assertThat(check("5.4.2", Map.of(Key.ENVIRONMENT, fields(Map.of("A", "x".repeat(131_072))))))
        .hasSize(1);
    assertThat(check("5.4.2", Map.of(Key.ENVIRONMENT, fields(Map.of("a.b", "x".repeat(65_532))))))
        .hasSize(1);
    assertThat(check("5.4.2", Map.of(Key.ENVIRONMENT, fields(Map.of("A", "x".repeat(100_000))))))
        .isEmpty();
  }

  @Test
  void knowsWhichVersionSplitsAtCommas() {
    Map<Key, Value> values = Map.of(Key.ANNOTATIONS, fields(Map.of("a", "b,c")));
    assertThat(check("4.3.1", values)).hasSize(1);
    assertThat(check("5.4.2", values)).isEmpty();
  }

  @Test
  void refusesHealthChecksThatContradictThemselves() {
    assertThat(
            check(
                "5.4.2",
                Map.of(
                    Key.RESTART, scalar("always"),
                    Key.HEALTHCHECK,
                        mapping(
                            Map.of("test", list("CMD", "x", "y"), "on_failure", scalar("stop"))))))
        .extracting(Problem::message)
        .containsExactly("healthcheck.on_failure: stop contradicts restart: always");
    assertThat(check("5.4.2", Map.of(Key.HEALTHCHECK, fields(Map.of("interval", "5s")))))
        .singleElement()
        .matches(Problem::isError);
    Map<Key, Value> start =
        Map.of(
            Key.HEALTHCHECK,
            mapping(Map.of("test", list("CMD", "x", "y"), "start_interval", scalar("1s"))));
    assertThat(check("4.3.1", start)).singleElement().matches(Problem::isError);
    assertThat(check("5.4.2", start)).singleElement().matches(problem -> !problem.isError());
  }

  @Test
  void refusesAddressesWithoutANetworkOfItsOwn() {
    assertThat(check("5.4.2", Map.of(Key.NET, scalar("host"), Key.MAC_ADDRESS, scalar("m"))))
        .extracting(Problem::message)
        .containsExactly("podman: mac_address does not go with net: host");
  }

  private static List<Problem> check(String version, Map<Key, Value> values) {
    Problems problems = new Problems();
    PodmanCheck.check(spec(values), new EngineInfo("podman", version), problems);
    return problems.sorted();
  }
}
