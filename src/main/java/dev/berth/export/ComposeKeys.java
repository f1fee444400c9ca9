package dev.berth.export;

import static dev.berth.export.KeyRow.lost;
import static dev.berth.export.KeyRow.partly;
import static dev.berth.export.KeyRow.passed;
import static dev.berth.export.KeyRow.written;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What becomes of each key in a service of Compose. */
final class ComposeKeys {
  private static final String UNIT = "Compose has no unit that it could stand in";
  private static final String ONE_END = "Compose runs no task once, but each service at each `up`";

  private ComposeKeys() {}

  static final List<KeyRow<ComposeService>> ALL =
      List.of(
          lost(Key.ACTION, "Compose runs no command in another service's container", ""),
          lost(Key.START_ORDER, "Compose has no groups", "write `depends_on`"),
          written(
              Key.IMAGE,
              "`image`",
              (service, value) ->
                  service.put(
                      "image",
                      service.spec().isPod()
                          ? new Noted("Holds the namespaces of the pod.", Sets.PAUSE)
                          : ComposeService.escaped(ContainerPart.text(value)))),
          text(Key.PULL_POLICY, "pull_policy"),
          list(Key.COMMAND, "command"),
          written(
              Key.ENTRYPOINT,
              "`entrypoint`",
              (service, value) ->
                  service.put(
                      "entrypoint",
                      value.texts().equals(List.of(""))
                          ? List.of()
                          : ComposeService.escaped(value.texts()))),
          text(Key.WORKING_DIR, "working_dir"),
          text(Key.HOSTNAME, "hostname"),
          text(Key.DOMAINNAME, "domainname"),
          text(Key.MAC_ADDRESS, "mac_address"),
          partly(
              Key.POD,
              "a service that only waits, whose network and IPC the members share",
              ComposeServiceParts::pod),
          partly(Key.POD_INIT, "a service for which nobody waits", ComposeServiceParts::podInit),
          text(Key.STOP_SIGNAL, "stop_signal"),
          flag(Key.INIT, "init"),
          lost(Key.WHEN, "Compose runs no command in another service's container", ""),
          partly(
              Key.DETACH,
              "a task that others await by `service_completed_successfully` is awaited",
              ComposeServiceParts::detach),
          lost(Key.REMOVE, "a container of Compose's stays until `down`", ""),
          flag(Key.INTERACTIVE, "stdin_open"),
          flag(Key.TTY, "tty"),
          partly(
              Key.RESTART,
              "`restart`; a task is one only where others await its end",
              (service, value) -> service.put("restart", ContainerPart.text(value))),
          lost(Key.EXIT_CODES, ONE_END, "let the command end with 0"),
          fields(Key.ENVIRONMENT, "environment"),
          partly(
              Key.ENV_FILE,
              "`env_file`; Compose reads quotes and variables in it",
              ComposeServiceParts::envFile),
          partly(Key.NET, "`network_mode`, or `networks` for one with a name", (_, _) -> {}),
          partly(Key.NETWORKS, "`networks`", (_, _) -> {}),
          list(Key.PORTS, "ports"),
          list(Key.EXPOSE, "expose"),
          list(Key.DNS, "dns"),
          list(Key.DNS_SEARCH, "dns_search"),
          list(Key.DNS_OPT, "dns_opt"),
          written(
              Key.EXTRA_HOSTS,
              "`extra_hosts`",
              (service, value) ->
                  service.put(
                      "extra_hosts",
                      value.texts().stream().map(text -> text.replaceFirst(":", "=")).toList())),
          partly(Key.NETWORK_ALIAS, "`aliases` in `networks`", (_, _) -> {}),
          partly(Key.IP, "`ipv4_address` in `networks`", (_, _) -> {}),
          partly(Key.IP6, "`ipv6_address` in `networks`", (_, _) -> {}),
          shared(Key.IPC, "ipc"),
          shared(Key.PID, "pid"),
          partly(Key.UTS, "`uts: host`", ComposeServiceParts::uts),
          partly(
              Key.USERNS,
              "`userns_mode`; no container's",
              (service, value) -> {
                if (ContainerPart.text(value).startsWith("container:")) {
                  service.lost(
                      Key.USERNS, value.at(), "Compose shares the users of no container", "");
                } else {
                  service.put("userns_mode", ContainerPart.text(value));
                }
              }),
          text(Key.CGROUPNS, "cgroup"),
          flag(Key.PRIVILEGED, "privileged"),
          text(Key.USER, "user"),
          list(Key.GROUP_ADD, "group_add"),
          list(Key.CAP_ADD, "cap_add"),
          list(Key.CAP_DROP, "cap_drop"),
          list(Key.SECURITY_OPT, "security_opt"),
          list(Key.DEVICES, "devices"),
          list(Key.DEVICE_CGROUP_RULES, "device_cgroup_rules"),
          fields(Key.SYSCTLS, "sysctls"),
          partly(Key.ULIMIT, "`ulimits`", ComposeServiceParts::ulimits),
          flag(Key.READ_ONLY, "read_only"),
          list(Key.TMPFS, "tmpfs"),
          number(Key.SHM_SIZE, "shm_size"),
          partly(
              Key.VOLUMES,
              "`volumes`, in the long form; options `ro`, `z`, `Z`, `nocopy` and those of propagation",
              ComposeServiceParts::volumes),
          written(Key.VOLUMES_FROM, "`volumes_from`", ComposeServiceParts::lenders),
          number(Key.CPU_SHARES, "cpu_shares"),
          written(
              Key.CPUS,
              "`cpus`",
              (service, value) -> service.put("cpus", new BigDecimal(ContainerPart.text(value)))),
          text(Key.CPUSET_CPUS, "cpuset"),
          number(Key.MEM_LIMIT, "mem_limit"),
          number(Key.MEM_RESERVATION, "mem_reservation"),
          number(Key.MEMSWAP_LIMIT, "memswap_limit"),
          number(Key.MEM_SWAPPINESS, "mem_swappiness"),
          number(Key.PIDS_LIMIT, "pids_limit"),
          number(Key.OOM_SCORE_ADJ, "oom_score_adj"),
          written(Key.LOG_DRIVER, "`logging.driver`", (_, _) -> {}),
          written(Key.LOG_OPTS, "`logging.options`", (_, _) -> {}),
          written(Key.LOG_TAG, "`logging.options.tag`", (_, _) -> {}),
          passed(Key.LOGGING, "as `log_driver`, `log_opts`"),
          fields(Key.LABELS, "labels"),
          fields(Key.ANNOTATIONS, "annotations"),
          partly(
              Key.SECRETS,
              "`secrets`, external: Podman's own, which `docker compose` without a swarm refuses",
              ComposeServiceParts::secrets),
          written(Key.FILES, "`configs` with their content", ComposeServiceParts::files),
          partly(
              Key.HEALTHCHECK,
              "`healthcheck`, without `user` and `on_failure`",
              ComposeServiceParts::healthcheck),
          passed(Key.CHECK_INTERVAL, "as `healthcheck.interval`"),
          partly(
              Key.DEPENDS_ON,
              "`depends_on` of services of the project",
              ComposeServiceParts::dependencies),
          text(Key.STOP_GRACE_PERIOD, "stop_grace_period"),
          lost(Key.SYSTEMD_EXEC_FLAGS, UNIT, ""),
          lost(Key.KILL_MODE, UNIT, ""),
          lost(
              Key.PRE_STOP_EXEC,
              "it is not run before a stop",
              "`pre_stop` of a service does so in newer ones of Compose"),
          lost(Key.RELOAD_SIGNAL, "Compose reloads nothing", "docker compose kill -s SIGNAL"),
          lost(Key.RESTART_ON, "Compose does not look at the content of files", ""),
          lost(Key.RELOAD_ON, "Compose reloads nothing", "docker compose kill -s SIGNAL"),
          lost(Key.PART_OF, UNIT, ""),
          passed(Key.CONFIG_VOLUME, "has no effect"));

  /** A service of a project. */
  static final class ComposeService extends ContainerPart {
    private final ContainerSet set;
    private final ComposeResources resources;
    private final Map<String, Object> body = new LinkedHashMap<>();

    ComposeService(
        ContainerSpec spec, ContainerSet set, ComposeResources resources, List<Loss> losses) {
      super(spec, losses);
      this.set = set;
      this.resources = resources;
    }

    void write() {
      put("container_name", spec().name().text());
      KeyRow.write(ALL, this);
      ComposeServiceParts.restart(this);
      ComposeServiceParts.logging(this);
      new ComposeNetworks(this).write();
    }

    ContainerSet set() {
      return set;
    }

    ComposeResources resources() {
      return resources;
    }

    Map<String, Object> body() {
      return body;
    }

    void put(String attribute, Object value) {
      body.put(attribute, value);
    }

    /** Whether the project has a service of this name. */
    boolean hasService(String name) {
      return set.containers().stream()
          .anyMatch(
              other -> other.name().text().equals(name) && other.role() != ContainerSpec.Role.EXEC);
    }

    /** Compose puts variables into each text. */
    static String escaped(String text) {
      return text.replace("$", "$$");
    }

    static List<String> escaped(List<String> texts) {
      return texts.stream().map(ComposeService::escaped).toList();
    }
  }

  private static KeyRow<ComposeService> text(Key key, String attribute) {
    return written(
        key,
        "`" + attribute + "`",
        (service, value) ->
            service.put(attribute, ComposeService.escaped(ContainerPart.text(value))));
  }

  private static KeyRow<ComposeService> flag(Key key, String attribute) {
    return written(key, "`" + attribute + "`", (service, _) -> service.put(attribute, true));
  }

  private static KeyRow<ComposeService> number(Key key, String attribute) {
    return written(
        key,
        "`" + attribute + "`",
        (service, value) -> service.put(attribute, Long.valueOf(ContainerPart.text(value))));
  }

  private static KeyRow<ComposeService> list(Key key, String attribute) {
    return written(
        key,
        "`" + attribute + "`",
        (service, value) -> service.put(attribute, ComposeService.escaped(value.texts())));
  }

  private static KeyRow<ComposeService> fields(Key key, String attribute) {
    return written(
        key,
        "`" + attribute + "`",
        (service, value) -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          ((Value.Mapping) value)
              .entries()
              .forEach(
                  (name, each) ->
                      fields.put(name, ComposeService.escaped(ContainerPart.text(each))));
          service.put(attribute, fields);
        });
  }

  private static KeyRow<ComposeService> shared(Key key, String attribute) {
    return written(
        key,
        "`" + attribute + "`; `container:NAME` as `service:NAME` where it is one of the project",
        (service, value) ->
            service.put(attribute, ComposeServiceParts.owner(service, ContainerPart.text(value))));
  }
}
