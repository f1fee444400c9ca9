package dev.berth.config.compose;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of each attribute of a service (Compose specification, "services"): the table that
 * reading and the documentation go by.
 */
enum Attribute {
  ANNOTATIONS,
  ATTACH(Fate.TOLD, "output goes to the log in any case"),
  BLKIO_CONFIG(
      Fate.REFUSED, "set the weight in the unit: `x-berth: {systemd_exec_flags: {IOWeight: 500}}`"),
  BUILD(
      Fate.DONE,
      "the image is built by hand: a service without `image` is refused with the line to run"),
  CAP_ADD,
  CAP_DROP,
  CGROUP("cgroupns"),
  CGROUP_PARENT(
      Fate.REFUSED, "a unit has a slice: `x-berth: {systemd_exec_flags: {Slice: NAME.slice}}`"),
  COMMAND,
  CONFIGS(
      Fate.DONE,
      "a `file` is mounted read-only as it is; `content` and `environment` are [written](secrets.md) for the service"),
  CONTAINER_NAME(Fate.DONE, "the container's name; without it PROJECT-SERVICE"),
  CPU_COUNT(Fate.REFUSED, "of Windows; write `cpus`"),
  CPU_PERCENT(Fate.REFUSED, "of Windows; write `cpus`"),
  CPU_PERIOD(Fate.REFUSED, "write `cpus`: the quota divided by the period"),
  CPU_QUOTA(Fate.REFUSED, "write `cpus`: the quota divided by the period"),
  CPU_RT_PERIOD(Fate.REFUSED, "no engine under systemd gives real time any more"),
  CPU_RT_RUNTIME(Fate.REFUSED, "no engine under systemd gives real time any more"),
  CPU_SHARES,
  CPUS,
  CPUSET("cpuset_cpus"),
  CREDENTIAL_SPEC(Fate.REFUSED, "of Windows"),
  DEPENDS_ON(
      Fate.DONE,
      "conditions are kept. Under systemd a required one takes along who depends on it; with `restart: true` one that is not, and in Docker's own care, too"),
  DEPLOY(
      Fate.DONE,
      "`resources.limits`, `resources.reservations` of memory and devices, `replicas`, `restart_policy`; what is of a swarm is told and passed over"),
  DEVELOP(Fate.TOLD, "Berth neither builds nor watches"),
  DEVICE_CGROUP_RULES,
  DEVICES,
  DNS,
  DNS_OPT,
  DNS_SEARCH,
  DOMAINNAME,
  ENTRYPOINT,
  ENV_FILE(Fate.DONE, "read as Compose reads it; its variables become the service's"),
  ENVIRONMENT,
  EXPOSE,
  EXTENDS(Fate.DONE, "from the same file or another"),
  EXTERNAL_LINKS(Fate.REFUSED, "give both a network, where names are found"),
  EXTRA_HOSTS,
  GPUS(
      Fate.DONE,
      "devices of CDI: `all` is `nvidia.com/gpu=all`, a count the first ones; the vendor's tool writes /etc/cdi"),
  GROUP_ADD,
  HEALTHCHECK,
  HOSTNAME,
  IMAGE,
  INIT,
  IPC(Fate.DONE, "`service:NAME` is the container of that service"),
  ISOLATION(Fate.REFUSED, "of Windows"),
  LABEL_FILE(Fate.DONE, "read as Compose reads it; its labels become the service's"),
  LABELS,
  LINKS(Fate.DONE, "an order; a link with another name is refused: give `aliases` in the network"),
  LOGGING,
  MAC_ADDRESS,
  MEM_LIMIT,
  MEM_RESERVATION,
  MEM_SWAPPINESS,
  MEMSWAP_LIMIT,
  MODELS(Fate.REFUSED, "Berth runs no models"),
  NETWORK_MODE(Fate.DONE, "`service:NAME` is the container of that service"),
  NETWORKS(
      Fate.DONE,
      "with `aliases`, addresses, `mac_address`, `interface_name`; the service's name is an alias; [networks](stacks.md) are made and removed"),
  OOM_KILL_DISABLE(Fate.REFUSED, "cgroups of version 2 do not know it; write `oom_score_adj`"),
  OOM_SCORE_ADJ,
  PID(Fate.DONE, "`service:NAME` is the container of that service"),
  PIDS_LIMIT,
  PLATFORM(
      Fate.DONE,
      "that of this host; another one is refused: name an image of this host's platform"),
  PORTS(Fate.DONE, "`app_protocol`, `mode` and `name` are passed over"),
  POST_START(Fate.REFUSED, "a container with `action: exec` in a file of Berth's own form does it"),
  PRE_START(
      Fate.REFUSED, "a service that others await by `service_completed_successfully` does it"),
  PRE_STOP(Fate.REFUSED, "`x-berth: {pre_stop_exec: […]}`"),
  PRIVILEGED,
  PROFILES(Fate.DONE, "of `COMPOSE_PROFILES`"),
  PROVIDER(Fate.REFUSED, "Berth runs no programs beside the engine"),
  PULL_POLICY(Fate.DONE, "`always`, `never`, `missing`, `if_not_present`; others are refused"),
  PULL_REFRESH_AFTER(Fate.REFUSED, "`pull_policy: always`, at the time of your choice"),
  READ_ONLY,
  RESTART(
      Fate.DONE,
      "absent or `no`: not restarted when it ends, though a unit is started at boot; who is awaited until the end is a task"),
  RUNTIME(Fate.REFUSED, "set the runtime for the engine; for that of NVIDIA write `gpus: all`"),
  SCALE(Fate.DONE, "several are PROJECT-SERVICE-1, PROJECT-SERVICE-2 …"),
  SECRETS(
      Fate.DONE,
      "a `file` is mounted read-only as it is; `content` and `environment` are [written](secrets.md) for the service; `external` ones are Podman's"),
  SECURITY_OPT,
  SHM_SIZE,
  STDIN_OPEN,
  STOP_GRACE_PERIOD,
  STOP_SIGNAL,
  STORAGE_OPT(Fate.REFUSED, "set the storage's options for the engine"),
  SYSCTLS,
  TMPFS,
  TTY,
  ULIMITS,
  UMASK(Fate.REFUSED, "set it in the image's command"),
  USE_API_SOCKET(Fate.REFUSED, "mount the engine's socket, if its users may become root"),
  USER,
  USERNS_MODE,
  UTS,
  VOLUMES(
      Fate.DONE,
      "binds and volumes; `tmpfs` too. Volumes are made with their options; `subpath` and `image` are refused"),
  VOLUMES_FROM(Fate.DONE, "of a service, or `container:NAME`"),
  WORKING_DIR;

  /** What Berth does with it. */
  enum Fate {
    /** The same as a key of Berth's own. */
    SAME,
    /** Carried over by code. */
    DONE,
    /** Without effect, which is said. */
    TOLD,
    /** A problem. */
    REFUSED
  }

  private final Fate fate;
  private final String key;
  private final String words;

  Attribute() {
    this.fate = Fate.SAME;
    this.key = label();
    this.words = "";
  }

  Attribute(String key) {
    this.fate = Fate.SAME;
    this.key = key;
    this.words = "`" + key + "` of Berth's own";
  }

  Attribute(Fate fate, String words) {
    this.fate = fate;
    this.key = label();
    this.words = words;
  }

  /** Its name in a file. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Fate fate() {
    return fate;
  }

  /** The key of Berth's own that says the same. */
  String key() {
    return key;
  }

  /** How it is done, or what to do instead; empty where there is nothing to say. */
  String words() {
    return words;
  }

  /** The attribute of this name; empty for {@code x-} ones. */
  static Optional<Attribute> named(String name) {
    return Stream.of(values()).filter(one -> one.label().equals(name)).findFirst();
  }
}
