package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DebugShellTest {
  /** What nobody but the person at the shell notices. */
  private static final String KEPT =
      """
      image command entrypoint working_dir hostname domainname stop_signal init remove
      interactive tty environment env_file net networks expose dns dns_search dns_opt
      extra_hosts ipc pid uts userns cgroupns privileged user group_add cap_add cap_drop
      security_opt devices device_cgroup_rules sysctls ulimit read_only tmpfs shm_size volumes volumes_from
      cpu_shares cpus cpuset_cpus mem_limit mem_reservation memswap_limit mem_swappiness
      pids_limit oom_score_adj annotations healthcheck stop_grace_period restart_on
      """;

  /** For a new key somebody has to have said whether others would notice it. */
  @Test
  void whatOthersWouldNoticeIsLeftOut() {
    SourcePosition at = SourcePosition.startOf("web.yaml");
    Map<Key, Value> all = new EnumMap<>(Key.class);
    Arrays.stream(Key.values())
        .filter(key -> key.scope() == Key.Scope.CONTAINER)
        .forEach(key -> all.put(key, new Value.Scalar("x", at)));
    List<String> kept =
        DebugShell.withoutSideEffects(
                new ContainerSpec(new ContainerName("web"), at, all, new TreeMap<>()))
            .values()
            .keySet()
            .stream()
            .map(Key::label)
            .toList();
    assertThat(kept)
        .as("a key is in KEPT here, or in DebugShell.SIDE_EFFECTS")
        .containsExactlyInAnyOrder(KEPT.strip().split("\\s+"));
  }
}
