package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.model.Declared;
import dev.berth.model.Desired;
import dev.berth.model.Network;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks and volumes in a file of Berth's own form. */
class DeclarationsTest {
  @TempDir Path directory;

  private final Problems problems = new Problems();

  private Declared declared(String... files) throws IOException {
    for (int i = 0; i < files.length; i++) {
      Files.writeString(directory.resolve(i + ".yaml"), files[i]);
    }
    Desired desired =
        new ConfigReader(
                ReadOptions.defaults().withConfigId("a"),
                new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read(directory.toString(), problems);
    return desired.sets().getFirst().declared();
  }

  @Test
  void theyStandBesideTheContainersInComposesWords() throws IOException {
    Declared declared =
        declared(
            """
            x-berth:
              networks:
                plain:
                app:
                  driver: bridge
                  internal: yes
                  enable_ipv6: true
                  ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1, ip_range: 10.0.0.128/25}]}
                  driver_opts: {mtu: 1400, com.docker.network.bridge.name: br9, isolate: true}
                  labels: {a: b}
              volumes:
                data: {driver_opts: {type: tmpfs, device: tmpfs}, labels: {a: 1}}
                theirs: {external: true}
            a: {image: i, networks: [app]}
            """,
            "x-berth: {volumes: {more: }}\nb: {image: i}\n");
    assertThat(problems.sorted()).isEmpty();
    assertThat(declared.isPossible()).isTrue();
    Network app = declared.networks().get(1).network();
    assertThat(app.flattened().toString())
        .isEqualTo(
            "{driver=bridge, driver_opts.isolate=true, enable_ipv6=true, gateway[0]=10.0.0.1,"
                + " interface=br9, internal=true, ip_range[0]=10.0.0.128/25, mtu=1400,"
                + " subnet[0]=10.0.0.0/24}");
    assertThat(app.labels()).isEqualTo(Map.of("a", "b"));
    assertThat(declared.volumes().stream().map(spec -> spec.name() + spec.isExternal()))
        .containsExactly("datafalse", "theirstrue", "morefalse");
    assertThat(declared.volume("data").orElseThrow().volume().flattened().toString())
        .isEqualTo("{driver=local, driver_opts.device=tmpfs, driver_opts.type=tmpfs}");
  }

  @Test
  void aFileWithoutThemHasNoRoomForThem() throws IOException {
    assertThat(declared("a: {image: i}\nx-other: {networks: {}}\n")).isEqualTo(Declared.IMPOSSIBLE);
    assertThat(declared("x-berth: \na: {image: i}\n").isPossible()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-berth: [] | 1:10: error: `x-berth` is a list",
        "x-berth: {network: {}} | 1:11: error: `x-berth`: unknown field `network`",
        "x-berth: {networks: {a b: }} | 1:22: error: `x-berth.networks`: `a…` is no name",
        "x-berth: {networks: {host: }} | 1:22: error: `x-berth.networks.host` has a name that is none",
        "x-berth: {networks: {a: {drive: x}}} | 1:26: error: `x-berth.networks.a`: unknown field",
        "x-berth: {networks: {a: {driver: overlay}}} | 1:22: error: `x-berth.networks.a` has a driver",
        "x-berth: {networks: {a: {driver: []}}} | 1:34: error: `x-berth.networks.a.driver` is a list",
        "x-berth: {networks: {a: {driver_opts: {mtu: 5}}}} | 1:22: error: `x-berth.networks.a.driver_opts` has no size",
        "x-berth: {networks: {a: {internal: maybe}}} | 1:36: error: `x-berth.networks.a.internal` is neither",
        "x-berth: {networks: {a: {ipam: {config: 5}}}} | 1:33: error: `x-berth.networks.a.ipam.config` is no list",
        "x-berth: {networks: {a: {ipam: {config: [{}]}}}} | 1:42: error: `x-berth.networks.a.ipam.config` has no subnet",
        "x-berth: {volumes: {a: {labels: {config_id: x}}}} | 1:34: error: `x-berth.volumes.a.labels` has a name",
        "x-berth: {volumes: {a: {labels: {b: []}}}} | 1:37: error: `x-berth.volumes.a.labels.b` is a list",
      })
  void whatIsWrongIsToldWithItsPlace(String text, String expected) throws IOException {
    declared(text + "\na: {image: i}\n");
    assertThat(problems.sorted().stream().map(Problem::toString))
        .anyMatch(problem -> problem.startsWith(directory + "/0.yaml:" + expected));
  }

  @Test
  void noneIsDeclaredTwice() throws IOException {
    declared(
        "x-berth: {networks: {a: }, volumes: {b: }}\nc: {image: i}\n",
        "x-berth: {networks: {a: }, volumes: {b: }}\nd: {image: i}\n");
    assertThat(problems.errors()).isEqualTo(2);
  }
}
