package dev.berth.engine.podman;

import static dev.berth.engine.podman.PodmanOption.Style.CSV_FIELDS;
import static dev.berth.engine.podman.PodmanOption.Style.CSV_ITEMS;
import static dev.berth.engine.podman.PodmanOption.Style.FIELDS;
import static dev.berth.engine.podman.PodmanOption.Style.ITEMS;
import static dev.berth.engine.podman.PodmanOption.Style.LIMIT;
import static dev.berth.engine.podman.PodmanOption.Style.SCALAR;

import dev.berth.engine.podman.PodmanOption.Style;
import dev.berth.engine.podman.PodmanOption.Version;
import dev.berth.model.Key;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Podman's table: which key is which option, since which version, and which keys need code. */
final class PodmanOptions {
  private static final Version ANY = new Version(3, 0);

  /** The rows, in the order in which the arguments are written. */
  static final List<PodmanOption> TABLE =
      List.of(
          row(Key.WORKING_DIR, "--workdir", SCALAR),
          row(Key.HOSTNAME, "--hostname", SCALAR),
          row(Key.MAC_ADDRESS, "--mac-address", SCALAR),
          row(Key.STOP_SIGNAL, "--stop-signal", SCALAR),
          row(Key.INIT, "--init", SCALAR),
          row(Key.INTERACTIVE, "--interactive", SCALAR),
          row(Key.TTY, "--tty", SCALAR),
          row(Key.NET, "--network", SCALAR),
          row(Key.EXPOSE, "--expose", CSV_ITEMS),
          row(Key.DNS, "--dns", CSV_ITEMS),
          row(Key.DNS_SEARCH, "--dns-search", CSV_ITEMS),
          row(Key.DNS_OPT, "--dns-option", CSV_ITEMS),
          row(Key.NETWORK_ALIAS, "--network-alias", CSV_ITEMS),
          row(Key.IP, "--ip", SCALAR),
          row(Key.IP6, "--ip6", SCALAR, 4, 0),
          row(Key.IPC, "--ipc", SCALAR),
          row(Key.PID, "--pid", SCALAR),
          row(Key.UTS, "--uts", SCALAR),
          row(Key.USERNS, "--userns", SCALAR),
          row(Key.CGROUPNS, "--cgroupns", SCALAR),
          row(Key.PRIVILEGED, "--privileged", SCALAR),
          row(Key.USER, "--user", SCALAR),
          row(Key.GROUP_ADD, "--group-add", CSV_ITEMS),
          row(Key.CAP_ADD, "--cap-add", CSV_ITEMS),
          row(Key.CAP_DROP, "--cap-drop", CSV_ITEMS),
          row(Key.SECURITY_OPT, "--security-opt", ITEMS),
          row(Key.DEVICES, "--device", ITEMS),
          row(Key.SYSCTLS, "--sysctl", CSV_FIELDS),
          row(Key.ULIMIT, "--ulimit", CSV_ITEMS),
          row(Key.READ_ONLY, "--read-only", SCALAR),
          row(Key.TMPFS, "--tmpfs", ITEMS),
          row(Key.SHM_SIZE, "--shm-size", SCALAR),
          row(Key.VOLUMES_FROM, "--volumes-from", ITEMS),
          row(Key.CPU_SHARES, "--cpu-shares", SCALAR),
          row(Key.CPUS, "--cpus", SCALAR),
          row(Key.MEM_LIMIT, "--memory", LIMIT),
          row(Key.MEM_RESERVATION, "--memory-reservation", LIMIT),
          row(Key.MEMSWAP_LIMIT, "--memory-swap", SCALAR),
          row(Key.MEM_SWAPPINESS, "--memory-swappiness", SCALAR),
          row(Key.PIDS_LIMIT, "--pids-limit", SCALAR),
          row(Key.OOM_SCORE_ADJ, "--oom-score-adj", SCALAR),
          row(Key.ANNOTATIONS, "--annotation", FIELDS));

  /** Keys of the container that {@link PodmanRun} and its parts write by code. */
  static final Set<Key> BY_CODE =
      EnumSet.of(
          Key.IMAGE,
          Key.COMMAND,
          Key.ENTRYPOINT,
          Key.REMOVE,
          Key.ENVIRONMENT,
          Key.ENV_FILE,
          Key.NETWORKS,
          Key.PORTS,
          Key.EXTRA_HOSTS,
          Key.VOLUMES,
          Key.CPUSET_CPUS,
          Key.LOG_DRIVER,
          Key.LOG_OPTS,
          Key.LOG_TAG,
          Key.LOGGING,
          Key.LABELS,
          Key.SECRETS,
          Key.HEALTHCHECK,
          Key.CHECK_INTERVAL,
          Key.STOP_GRACE_PERIOD);

  /**
   * Keys whose options split at commas in Podman 4.3 (pflag's StringSlice) and no longer do in 5.4
   * (StringArray). They are written for the latter.
   */
  static final Set<Key> ONCE_SPLIT_AT_COMMAS =
      EnumSet.of(Key.ANNOTATIONS, Key.DEVICES, Key.ENV_FILE, Key.LOG_OPTS, Key.LOG_TAG);

  /** Keys that Podman has nothing for. */
  static final Set<Key> REFUSED = EnumSet.of(Key.DOMAINNAME);

  private PodmanOptions() {}

  /** The key's row. */
  static Optional<PodmanOption> of(Key key) {
    return TABLE.stream().filter(option -> option.key() == key).findFirst();
  }

  private static PodmanOption row(Key key, String flag, Style style) {
    return new PodmanOption(key, flag, style, ANY);
  }

  private static PodmanOption row(Key key, String flag, Style style, int major, int minor) {
    return new PodmanOption(key, flag, style, new Version(major, minor));
  }
}
