package dev.berth.engine.podman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootlessCheckTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports: ['80:80']                         | port 80 is below 1024",
        "ports: ['127.0.0.1:443:8443']            | port 443 is below 1024",
        "ports: ['[::1]:53:5353/udp']             | port 53 is below 1024",
        "ports: ['1000-1030:1000-1030']           | port 1000 is below 1024",
        "ports: [{target: 80, published: 81}]     | port 81 is below 1024",
        "ip: 10.0.0.2                             | ip needs a bridge network",
        "network_alias: [web]                     | network_alias needs a bridge network",
        "cpuset_cpus: 0-1                         | needs the cgroup controller cpuset",
        "cpus: 1.5                                | needs the cgroup controller cpu,"
      })
  void warnsOfWhatOnlyRootCanHave(String line, String message) {
    List<Problem> problems = problems(line);
    assertThat(problems)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.message()).contains(message);
              assertThat(problem.at().line()).isEqualTo(4);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports: ['8080:80', '80', '1024:1', '127.0.0.1::80']",
        "mem_limit: 64m",
        "cpuset_cpus: all",
        "expose: [80]"
      })
  void restIsFine(String line) {
    assertThat(problems(line)).isEmpty();
  }

  @Test
  void anAddressInABridgeNetworkIsFine() {
    assertThat(problems("net: bridge\n  ip: 10.0.0.2")).isEmpty();
  }

  @Test
  void whatCannotBeSeenIsNotWarnedOf() {
    assertThat(problems("cpus: 1", new RootlessCheck(80, Optional.empty()))).isEmpty();
    assertThat(problems("ports: ['80:80']", new RootlessCheck(80, Optional.empty()))).isEmpty();
  }

  private static List<Problem> problems(String line) {
    return problems(line, new RootlessCheck(1024, Optional.of(Set.of("memory", "pids"))));
  }

  private static List<Problem> problems(String line, RootlessCheck check) {
    Problems problems = new Problems();
    Configurations.read("set", "web:\n  image: i\n  restart: always\n  " + line + "\n")
        .containers()
        .forEach(spec -> check.check(spec, problems));
    return problems.sorted();
  }
}
