package dev.berth.engine;

import static dev.berth.engine.OptionMapping.Style.CSV_FIELDS;
import static dev.berth.engine.OptionMapping.Style.CSV_ITEMS;
import static dev.berth.engine.OptionMapping.Style.FIELDS;
import static dev.berth.engine.OptionMapping.Style.ITEMS;
import static dev.berth.engine.OptionMapping.Style.SCALAR;

import dev.berth.engine.OptionMapping.CustomMapping;
import dev.berth.engine.OptionMapping.Flag;
import dev.berth.engine.OptionMapping.Style;
import dev.berth.engine.OptionMapping.Version;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of both engines: what each key becomes. A row gives what they have in common;
 * whatever differs is said in it.
 *
 * <p>The oldest versions are Podman 4.3 and Docker 20.10; "since" is said of what is newer.
 */
public final class EngineOptions {
  private static final String UNIT_ONLY =
      "only for a service under a unit; else refused, unless `--ignore-systemd-keys`";

  /** The rows, in the order in which the arguments are written. */
  public static final List<EngineOption> TABLE =
      List.of(
          row(Key.WORKING_DIR, "--workdir", SCALAR),
          row(Key.HOSTNAME, "--hostname", SCALAR),
          row(Key.DOMAINNAME, "--domainname", SCALAR)
              .notOnPodman("it has no option for it", "write the domain into hostname"),
          row(Key.MAC_ADDRESS, "--mac-address", SCALAR),
          row(Key.STOP_SIGNAL, "--stop-signal", SCALAR),
          row(Key.INIT, "--init", SCALAR),
          row(Key.INTERACTIVE, "--interactive", SCALAR),
          row(Key.TTY, "--tty", SCALAR),
          row(Key.NET, "--network", SCALAR)
              .dockerTakes(
                  "host|none|bridge|default|container:.+|(?!slirp4netns|pasta|private)[^:]+",
                  "give `host`, `none`, `bridge`, `container:NAME` or a network"),
          row(Key.EXPOSE, "--expose", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.DNS, "--dns", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.DNS_SEARCH, "--dns-search", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.DNS_OPT, "--dns-option", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.NETWORK_ALIAS, "--network-alias", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.IP, "--ip", SCALAR),
          row(Key.IP6, "--ip6", SCALAR).podmanSince(4, 0),
          row(Key.IPC, "--ipc", SCALAR)
              .dockerTakes(
                  "none|private|shareable|host|container:.+",
                  "give `none`, `private`, `shareable`, `host` or `container:NAME`"),
          row(Key.PID, "--pid", SCALAR)
              .dockerDefault("private")
              .dockerTakes(
                  "private|host|container:.+", "give `private`, `host` or `container:NAME`"),
          row(Key.UTS, "--uts", SCALAR)
              .dockerDefault("private")
              .dockerTakes("private|host", "give `private` or `host`"),
          row(Key.USERNS, "--userns", SCALAR)
              .dockerTakes(
                  "host", "give `host`; all else is for the daemon to say (`userns-remap`)"),
          row(Key.CGROUPNS, "--cgroupns", SCALAR)
              .dockerTakes("private|host", "give `private` or `host`"),
          row(Key.PRIVILEGED, "--privileged", SCALAR),
          row(Key.USER, "--user", SCALAR),
          row(Key.GROUP_ADD, "--group-add", CSV_ITEMS)
              .dockerStyle(ITEMS)
              .dockerTakes("(?!keep-groups$).+", "name the groups instead of `keep-groups`"),
          row(Key.CAP_ADD, "--cap-add", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.CAP_DROP, "--cap-drop", CSV_ITEMS).dockerStyle(ITEMS),
          row(Key.SECURITY_OPT, "--security-opt", ITEMS)
              .dockerTakes(
                  "(?!(un)?mask=|proc-opts=).+",
                  "instead of `mask=`, `unmask=`, `proc-opts=` it has `systempaths=unconfined`"),
          row(Key.DEVICES, "--device", ITEMS).podmanSplitsBefore(5, 4),
          row(Key.DEVICE_CGROUP_RULES, "--device-cgroup-rule", ITEMS),
          row(Key.SYSCTLS, "--sysctl", CSV_FIELDS).dockerStyle(FIELDS),
          row(Key.ULIMIT, "--ulimit", CSV_ITEMS)
              .dockerStyle(ITEMS)
              .dockerTakes(".+=.+", "write the limits out instead of `host`"),
          row(Key.READ_ONLY, "--read-only", SCALAR),
          row(Key.TMPFS, "--tmpfs", ITEMS)
              .dockerTakes(
                  "(?!.*[:,](no)?tmpcopyup(,|$)).+",
                  "leave `tmpcopyup` and `notmpcopyup` out: it never copies"),
          row(Key.SHM_SIZE, "--shm-size", SCALAR),
          row(Key.VOLUMES_FROM, "--volumes-from", ITEMS),
          row(Key.CPU_SHARES, "--cpu-shares", SCALAR),
          row(Key.CPUS, "--cpus", SCALAR),
          row(Key.MEM_LIMIT, "--memory", SCALAR).leftOutFor("-1"),
          row(Key.MEM_RESERVATION, "--memory-reservation", SCALAR).leftOutFor("-1"),
          row(Key.MEMSWAP_LIMIT, "--memory-swap", SCALAR),
          row(Key.MEM_SWAPPINESS, "--memory-swappiness", SCALAR),
          row(Key.PIDS_LIMIT, "--pids-limit", SCALAR),
          row(Key.OOM_SCORE_ADJ, "--oom-score-adj", SCALAR),
          row(Key.ANNOTATIONS, "--annotation", FIELDS).podmanSplitsBefore(5, 4).dockerSince(24, 0),
          row(Key.CPUSET_CPUS, "--cpuset-cpus", SCALAR).leftOutFor("all"),
          row(Key.NETWORKS, "--network", ITEMS)
              .onDocker(code("more than one, and `mac_address`, since 25.0; no `interface_name`")),
          row(Key.PORTS, "--publish", ITEMS),
          row(Key.EXTRA_HOSTS, "--add-host", ITEMS),
          row(Key.SECRETS, "--secret", ITEMS)
              .notOnDocker("it keeps secrets in a swarm only", "mount a file instead"),
          byCode(Key.FILES),
          byCode(Key.IMAGE),
          byCode(Key.COMMAND),
          byCode(Key.ENTRYPOINT),
          byCode(Key.POD)
              .onDocker(code("only with `pods_on_docker: container`: it has none of its own")),
          byCode(Key.POD_INIT).onDocker(code("refused: a pod's unit runs it")),
          byCode(Key.REMOVE),
          byCode(Key.ENVIRONMENT).onDocker(code("a name cannot hold a blank")),
          byCode(Key.ENV_FILE).podmanSplitsBefore(5, 4),
          byCode(Key.VOLUMES)
              .onDocker(
                  code(
                      "the options `ro rw z Z nocopy` and those of propagation; not `U`, `O`,"
                          + " `idmap` and other ones of Podman")),
          byCode(Key.LOG_DRIVER)
              .onPodman(
                  code(
                      "where the container goes at its end, `json-file`, `k8s-file` and `local`"
                          + " without the option `path` become `journald`, with a warning"))
              .onDocker(
                  code(
                      "default: the daemon's; `local` under a unit. Not `k8s-file`,"
                          + " `passthrough`")),
          byCode(Key.LOG_OPTS).podmanSplitsBefore(5, 4),
          byCode(Key.LOG_TAG).podmanSplitsBefore(5, 4),
          byCode(Key.LOGGING),
          byCode(Key.LABELS),
          byCode(Key.STOP_GRACE_PERIOD),
          byCode(Key.HEALTHCHECK)
              .onPodman(
                  code(
                      "without `test` only `on_failure` and `disable`; `start_interval` since 4.4"))
              .onDocker(
                  code(
                      "`[CMD, …]` runs through `/bin/sh` too, which the image must have;"
                          + " `start_interval` since 25.0; no `on_failure`")),
          byCode(Key.CHECK_INTERVAL).onPodman(code("only with a `healthcheck.test`")),
          byCode(Key.RESTART)
              .onDocker(code("`--restart` of its own, where no unit runs it; `no` is not at boot")),
          byCode(Key.DEPENDS_ON).onDocker(code("holds at apply; at boot only under units")),
          byCode(Key.SYSTEMD_EXEC_FLAGS).onDocker(code(UNIT_ONLY)),
          byCode(Key.KILL_MODE).onDocker(code(UNIT_ONLY)),
          byCode(Key.PRE_STOP_EXEC).onDocker(code(UNIT_ONLY)),
          byCode(Key.RELOAD_SIGNAL).onDocker(code(UNIT_ONLY)),
          byCode(Key.RESTART_ON),
          byCode(Key.RELOAD_ON).onDocker(code(UNIT_ONLY)),
          byCode(Key.PART_OF).onDocker(code(UNIT_ONLY)),
          byCode(Key.ACTION),
          byCode(Key.START_ORDER),
          byCode(Key.PULL_POLICY),
          byCode(Key.WHEN),
          byCode(Key.DETACH),
          byCode(Key.EXIT_CODES),
          byCode(Key.CONFIG_VOLUME));

  private EngineOptions() {}

  /** The key's row. */
  public static EngineOption of(Key key) {
    return TABLE.stream()
        .filter(option -> option.key() == key)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(key + " has no row in EngineOptions.TABLE"));
  }

  /** The arguments of {@code run} for every key that the table alone describes. */
  public static List<String> arguments(EngineName engine, ContainerSpec spec) {
    List<String> arguments = new ArrayList<>();
    TABLE.forEach(option -> arguments.addAll(option.arguments(engine, spec)));
    return List.copyOf(arguments);
  }

  private static EngineOption row(Key key, String flag, Style style) {
    return new EngineOption(key, new Flag(flag, style), new Flag(flag, style));
  }

  private static EngineOption byCode(Key key) {
    return new EngineOption(key, code(""), code(""));
  }

  private static CustomMapping code(String differs) {
    return new CustomMapping(differs, Version.ANY);
  }
}
