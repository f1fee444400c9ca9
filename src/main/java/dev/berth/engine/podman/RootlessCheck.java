package dev.berth.engine.podman;

import dev.berth.engine.NetworkCheck;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContentFile;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warns of what Podman can only do for root on this host as it is set up now: it would be an error
 * at the container's start.
 *
 * @param firstPort the first port that everybody may listen on
 * @param controllers the cgroup controllers that a user's units have; empty where that cannot be
 *     seen
 */
public record RootlessCheck(int firstPort, Optional<Set<String>> controllers) {
  private static final int USUAL_FIRST_PORT = 1024;
  private static final int LONGEST = 4096;
  private static final Path FIRST_PORT = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
  private static final Map<Key, String> CONTROLLERS = new EnumMap<>(Key.class);

  static {
    CONTROLLERS.put(Key.CPUS, "cpu");
    CONTROLLERS.put(Key.CPU_SHARES, "cpu");
    CONTROLLERS.put(Key.CPUSET_CPUS, "cpuset");
    CONTROLLERS.put(Key.MEM_LIMIT, "memory");
    CONTROLLERS.put(Key.MEM_RESERVATION, "memory");
    CONTROLLERS.put(Key.MEMSWAP_LIMIT, "memory");
    CONTROLLERS.put(Key.PIDS_LIMIT, "pids");
  }

  /** Canonical, see PortsReader: [[ip:][host]:]container/protocol, the host's a port or a range. */
  private static final Pattern PORT = Pattern.compile("(?:.*:)?(\\d+)(?:-\\d+)?:[^:]*");

  /** What this host lets a user do. */
  public static RootlessCheck ofHost(int uid) {
    String cgroup = "/sys/fs/cgroup/user.slice/user-%d.slice/user@%d.service/".formatted(uid, uid);
    return new RootlessCheck(
        read(FIRST_PORT)
            .filter(text -> text.matches("\\d{1,5}"))
            .map(Integer::parseInt)
            .orElse(USUAL_FIRST_PORT),
        read(Path.of(cgroup, "cgroup.controllers"))
            .map(text -> Set.copyOf(Arrays.asList(text.split(" ")))));
  }

  private static Optional<String> read(Path file) {
    // One read takes all: the kernel gives a sysctl's value to the first read alone, however short
    // that is.
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(LONGEST);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  void check(ContainerSpec spec, Problems problems) {
    checkPorts(spec, problems);
    checkAddresses(spec, problems);
    ContentFile.of(spec).stream()
        .filter(file -> file.access().uid() != 0 || file.access().gid() != 0)
        .findFirst()
        .ifPresent(
            file ->
                problems.warning(
                    spec.position(Key.FILES),
                    "`uid` and `gid` of " + file + " have no effect: a user gives files to nobody",
                    "leave them out; its mode says who in the container may read it"));
    CONTROLLERS.forEach((key, controller) -> checkController(key, controller, spec, problems));
  }

  private void checkPorts(ContainerSpec spec, Problems problems) {
    List<Value> ports =
        spec.values().get(Key.PORTS) instanceof Value.Sequence sequence
            ? sequence.items()
            : List.of();
    for (Value port : ports) {
      Matcher published = PORT.matcher(port.texts().getFirst());
      if (published.matches() && Integer.parseInt(published.group(1)) < firstPort) {
        problems.warning(
            port.at(),
            "port " + published.group(1) + " is below " + firstPort + ", and so only for root",
            "choose a higher one, or let root set net.ipv4.ip_unprivileged_port_start");
      }
    }
  }

  private static void checkAddresses(ContainerSpec spec, Problems problems) {
    if (spec.values().containsKey(Key.NET) || spec.values().containsKey(Key.NETWORKS)) {
      return;
    }
    for (Key key : NetworkCheck.BRIDGE_ONLY) {
      if (spec.values().containsKey(key)) {
        problems.warning(
            spec.position(key),
            key.label() + " needs a bridge network, which is not a user's default",
            "add net: bridge, or a network");
      }
    }
  }

  private void checkController(Key key, String controller, ContainerSpec spec, Problems problems) {
    boolean isMissing = controllers.filter(present -> !present.contains(controller)).isPresent();
    if (isMissing && spec.values().containsKey(key) && !spec.text(key).orElse("").equals("all")) {
      problems.warning(
          spec.position(key),
          key.label()
              + " needs the cgroup controller "
              + controller
              + ", which users do not have here",
          "let root add it to Delegate= of user@.service, or leave the key out");
    }
  }
}
