package dev.berth.model;

import static dev.berth.model.Key.Scope.APPLY;
import static dev.berth.model.Key.Scope.CONTAINER;
import static dev.berth.model.Key.Scope.IGNORED;
import static dev.berth.model.Key.Scope.UNIT;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of a container's configuration: the one table from which reading, the JSON Schema and
 * the reference are made.
 *
 * <p>Names and meanings are those of Paunch where it has the key, else of the Compose
 * specification.
 */
public enum Key {
  ACTION(
      "action",
      KeyType.CHOICE,
      APPLY,
      "`run` (default) starts a container; `exec` runs a command in one that runs",
      "run",
      "exec"),
  START_ORDER(
      "start_order",
      KeyType.INTEGER,
      UNIT,
      "groups of equal order start side by side, the groups one after the other; default 0"),
  IMAGE("image", KeyType.TEXT, CONTAINER, "the image's reference"),
  PULL_POLICY(
      "pull_policy",
      KeyType.CHOICE,
      APPLY,
      "when the image is pulled: when `missing` (default), `always`, `never`",
      "missing",
      "always",
      "never"),
  COMMAND(
      "command",
      KeyType.WORDS,
      CONTAINER,
      "the arguments after the image; with `action: exec` the container's name, then the command"),
  ENTRYPOINT("entrypoint", KeyType.WORDS, CONTAINER, "replaces the image's entry point"),
  WORKING_DIR("working_dir", KeyType.TEXT, CONTAINER, "the directory in which the command starts"),
  HOSTNAME("hostname", KeyType.TEXT, CONTAINER, "the host name inside"),
  DOMAINNAME("domainname", KeyType.TEXT, CONTAINER, "the NIS domain name inside"),
  MAC_ADDRESS("mac_address", KeyType.TEXT, CONTAINER, "the address of the container's interface"),
  POD(
      "pod",
      KeyType.TEXT,
      CONTAINER,
      "the pod that it belongs to: the containers of a configuration with the same one share"
          + " network, host name and IPC"),
  POD_INIT(
      "pod_init",
      KeyType.FLAG,
      CONTAINER,
      "runs to its end at each start of its pod, one after the other in the order of the file, before"
          + " all others of the pod"),
  STOP_SIGNAL("stop_signal", KeyType.TEXT, CONTAINER, "the signal that asks the container to end"),
  INIT("init", KeyType.FLAG, CONTAINER, "runs a small init as process 1"),
  WHEN(
      "when",
      KeyType.CHOICE,
      APPLY,
      "`action: exec` runs at every apply (`always`, default), or only when its configuration or"
          + " its container `changed`",
      "always",
      "changed"),
  DETACH("detach", KeyType.FLAG, APPLY, "`false` waits until a task has ended; default true"),
  REMOVE("remove", KeyType.FLAG, CONTAINER, "removes a task's container when it has ended"),
  INTERACTIVE("interactive", "stdin_open", KeyType.FLAG, CONTAINER, "keeps standard input open"),
  TTY("tty", KeyType.FLAG, CONTAINER, "gives the container a terminal"),
  RESTART(
      "restart",
      KeyType.RESTART,
      UNIT,
      "`no`, `on-failure[:N]`, `always`, `unless-stopped` make a service; absent or `none` makes a"
          + " task"),
  EXIT_CODES(
      "exit_codes",
      KeyType.INTEGERS,
      APPLY,
      "the exit codes of a task that count as success; default 0"),
  ENVIRONMENT(
      "environment",
      KeyType.ENVIRONMENT,
      CONTAINER,
      "environment variables; one without a value is taken from Berth's own environment"),
  ENV_FILE(
      "env_file",
      KeyType.LIST,
      CONTAINER,
      "files of `NAME=value` lines; their content counts as configuration"),
  NET(
      "net",
      "network_mode",
      KeyType.TEXT,
      CONTAINER,
      "`host`, `none`, `bridge`, `container:NAME` or a network"),
  NETWORKS("networks", KeyType.NETWORKS, CONTAINER, "the networks to join"),
  PORTS("ports", KeyType.PORTS, CONTAINER, "published ports, `[[ip:]host:]container[/protocol]`"),
  EXPOSE("expose", KeyType.LIST, CONTAINER, "ports that other containers may use"),
  DNS("dns", KeyType.LIST, CONTAINER, "name servers"),
  DNS_SEARCH("dns_search", KeyType.LIST, CONTAINER, "domains to search"),
  DNS_OPT("dns_opt", KeyType.LIST, CONTAINER, "resolver options"),
  EXTRA_HOSTS("extra_hosts", KeyType.HOSTS, CONTAINER, "lines for /etc/hosts, `name:address`"),
  NETWORK_ALIAS("network_alias", KeyType.LIST, CONTAINER, "further names in the network"),
  IP("ip", KeyType.TEXT, CONTAINER, "a fixed IPv4 address"),
  IP6("ip6", KeyType.TEXT, CONTAINER, "a fixed IPv6 address"),
  IPC("ipc", KeyType.TEXT, CONTAINER, "the IPC namespace: `host`, `private`, `container:NAME` …"),
  PID("pid", KeyType.TEXT, CONTAINER, "the process namespace: `host`, `private`, `container:NAME`"),
  UTS("uts", KeyType.TEXT, CONTAINER, "the host name namespace: `host`, `private`"),
  USERNS(
      "userns",
      "userns_mode",
      KeyType.TEXT,
      CONTAINER,
      "the user namespace: `host`, `auto`, `keep-id` …"),
  CGROUPNS("cgroupns", KeyType.TEXT, CONTAINER, "the cgroup namespace: `host`, `private`"),
  PRIVILEGED("privileged", KeyType.FLAG, CONTAINER, "lifts the separation from the host"),
  USER("user", KeyType.TEXT, CONTAINER, "`user[:group]` that the command runs as"),
  GROUP_ADD("group_add", KeyType.LIST, CONTAINER, "further groups of that user"),
  CAP_ADD("cap_add", KeyType.LIST, CONTAINER, "capabilities to add"),
  CAP_DROP("cap_drop", KeyType.LIST, CONTAINER, "capabilities to take away"),
  SECURITY_OPT(
      "security_opt",
      KeyType.LIST,
      CONTAINER,
      "security options such as `label=disable`, `no-new-privileges`"),
  DEVICES(
      "devices",
      "device",
      KeyType.LIST,
      CONTAINER,
      "devices of the host, `host[:container[:rwm]]`"),
  DEVICE_CGROUP_RULES(
      "device_cgroup_rules",
      KeyType.LIST,
      CONTAINER,
      "devices that it may make and use, `type major:minor rwm`"),
  SYSCTLS(
      "sysctls",
      "sysctl",
      KeyType.FIELDS,
      CONTAINER,
      "kernel parameters of the container's namespaces"),
  ULIMIT("ulimit", "ulimits", KeyType.ULIMITS, CONTAINER, "resource limits, `name=soft[:hard]`"),
  READ_ONLY("read_only", KeyType.FLAG, CONTAINER, "mounts the root file system read-only"),
  TMPFS("tmpfs", KeyType.LIST, CONTAINER, "memory file systems, `path[:options]`"),
  SHM_SIZE("shm_size", KeyType.SIZE, CONTAINER, "the size of /dev/shm"),
  VOLUMES(
      "volumes",
      KeyType.MOUNTS,
      CONTAINER,
      "`SRC:DST[:OPTS]` or `NAME:DST[:OPTS]`; options are passed as written"),
  VOLUMES_FROM("volumes_from", KeyType.LIST, CONTAINER, "takes the volumes of these containers"),
  CPU_SHARES("cpu_shares", KeyType.INTEGER, CONTAINER, "relative weight of processor time"),
  CPUS("cpus", KeyType.DECIMAL, CONTAINER, "how many processors' worth of time"),
  CPUSET_CPUS(
      "cpuset_cpus",
      KeyType.TEXT,
      CONTAINER,
      "the processors that may be used; `all` sets no limit"),
  MEM_LIMIT("mem_limit", KeyType.SIZE, CONTAINER, "the most memory"),
  MEM_RESERVATION("mem_reservation", KeyType.SIZE, CONTAINER, "memory that is kept free for it"),
  MEMSWAP_LIMIT(
      "memswap_limit", KeyType.SIZE, CONTAINER, "memory and swap together; -1 for no limit"),
  MEM_SWAPPINESS(
      "mem_swappiness", KeyType.INTEGER, CONTAINER, "0 to 100, how readily its memory is swapped"),
  PIDS_LIMIT("pids_limit", KeyType.INTEGER, CONTAINER, "the most processes; -1 for no limit"),
  OOM_SCORE_ADJ(
      "oom_score_adj",
      KeyType.INTEGER,
      CONTAINER,
      "-1000 to 1000, how readily it is killed when memory runs out"),
  LOG_DRIVER("log_driver", KeyType.TEXT, CONTAINER, "where its output goes; default `journald`"),
  LOG_OPTS("log_opts", KeyType.FIELDS, CONTAINER, "options of the log driver"),
  LOG_TAG("log_tag", KeyType.TEXT, CONTAINER, "the tag of its log lines"),
  LOGGING("logging", KeyType.LOGGING, CONTAINER, "Compose's form of `log_driver` and `log_opts`"),
  LABELS("labels", KeyType.FIELDS, CONTAINER, "labels of the container; Berth's own cannot be set"),
  ANNOTATIONS("annotations", "annotation", KeyType.FIELDS, CONTAINER, "OCI annotations"),
  SECRETS(
      "secrets",
      KeyType.SECRETS,
      CONTAINER,
      "secrets that the engine keeps, or `credential`s of systemd's"),
  FILES(
      "files",
      KeyType.FILES,
      CONTAINER,
      "files that Berth writes for it alone, by path: a text, or `content`, `mode`, `uid`, `gid`"),
  HEALTHCHECK(
      "healthcheck",
      KeyType.HEALTHCHECK,
      CONTAINER,
      "`test`, `user`, `interval`, `timeout`, `retries`, `start_period`, `start_interval`,"
          + " `on_failure`, `disable`"),
  CHECK_INTERVAL(
      "check_interval", KeyType.DURATION, CONTAINER, "Paunch's name of `healthcheck.interval`"),
  DEPENDS_ON("depends_on", KeyType.DEPENDENCIES, UNIT, "containers and host units that come first"),
  STOP_GRACE_PERIOD(
      "stop_grace_period",
      KeyType.DURATION,
      CONTAINER,
      "how long a stop waits before it kills; default 10 s"),
  SYSTEMD_EXEC_FLAGS(
      "systemd_exec_flags",
      KeyType.FIELDS,
      UNIT,
      "further lines of the unit's [Service] section, in systemd's own syntax"),
  KILL_MODE(
      "kill_mode",
      KeyType.CHOICE,
      UNIT,
      "the unit's KillMode; default `mixed`",
      "control-group",
      "mixed",
      "process",
      "none"),
  PRE_STOP_EXEC(
      "pre_stop_exec", KeyType.WORDS, UNIT, "a command run in the container before it is stopped"),
  RELOAD_SIGNAL(
      "reload_signal", KeyType.TEXT, UNIT, "the signal of `systemctl reload`; default HUP"),
  RESTART_ON(
      "restart_on",
      KeyType.LIST,
      CONTAINER,
      "files whose content counts as configuration; `mounts` for all that is bound into it"),
  RELOAD_ON(
      "reload_on",
      KeyType.LIST,
      UNIT,
      "files with whose content the service is reloaded; `mounts` for all that is bound into it"),
  PART_OF(
      "part_of",
      KeyType.LIST,
      UNIT,
      "units, by their whole names, whose stop and restart this one follows"),
  CONFIG_VOLUME(
      "config_volume",
      KeyType.TEXT,
      IGNORED,
      "TripleO's own bookkeeping, accepted and without effect");

  /** What a change of the key's value touches. */
  public enum Scope {
    /** The container: it is replaced. */
    CONTAINER,
    /** Its unit: rewritten, the container goes on. */
    UNIT,
    /** Only what Berth does. */
    APPLY,
    /** Nothing. */
    IGNORED
  }

  private static final Map<String, Key> BY_NAME = new HashMap<>();

  static {
    for (Key key : values()) {
      BY_NAME.put(key.label, key);
      key.alias().ifPresent(alias -> BY_NAME.put(alias, key));
    }
  }

  private final String label;
  private final String alias;
  private final KeyType type;
  private final Scope scope;
  private final String description;
  private final List<String> choices;

  Key(String label, KeyType type, Scope scope, String description, String... choices) {
    this(label, "", type, scope, description, choices);
  }

  Key(
      String label,
      String alias,
      KeyType type,
      Scope scope,
      String description,
      String... choices) {
    this.label = label;
    this.alias = alias;
    this.type = type;
    this.scope = scope;
    this.description = description;
    this.choices = List.of(choices);
  }

  /** The key with this name or alias; empty when there is no such key. */
  public static Optional<Key> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The name in the configuration. */
  public String label() {
    return label;
  }

  /** The other name that works too; empty when there is only one. */
  public Optional<String> alias() {
    return alias.isEmpty() ? Optional.empty() : Optional.of(alias);
  }

  /** How its value is read. */
  public KeyType type() {
    return type;
  }

  /** What a change of it touches. */
  public Scope scope() {
    return scope;
  }

  /** One line for the reference; Markdown. */
  public String description() {
    return description;
  }

  /** The words that it takes; empty when its type does not limit them. */
  public List<String> choices() {
    return choices;
  }

  /** Whether it has an effect with {@code action: exec}. */
  public boolean isForExec() {
    return switch (this) {
      case ACTION,
          START_ORDER,
          COMMAND,
          USER,
          ENVIRONMENT,
          PRIVILEGED,
          WORKING_DIR,
          EXIT_CODES,
          WHEN,
          DEPENDS_ON,
          CONFIG_VOLUME ->
          true;
      default -> false;
    };
  }
}
