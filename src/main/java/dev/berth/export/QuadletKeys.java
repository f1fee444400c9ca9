package dev.berth.export;

import static dev.berth.export.KeyRow.lost;
import static dev.berth.export.KeyRow.partly;
import static dev.berth.export.KeyRow.passed;
import static dev.berth.export.KeyRow.written;

import dev.berth.export.QuadletContainer.UnitKey;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;

/** What becomes of each key in a unit of Quadlet's. */
final class QuadletKeys {
  private static final String OTHER = "Quadlet runs no command in another container";
  private static final String NO_FILES = "Quadlet does not look at the content of files";

  private QuadletKeys() {}

  static final List<KeyRow<QuadletContainer>> ALL =
      List.of(
          lost(Key.ACTION, OTHER, ""),
          written(Key.START_ORDER, "`After=` of the group before, in [Unit]", (_, _) -> {}),
          written(
              Key.IMAGE,
              "`Image=`",
              (container, value) ->
                  container.put(
                      Key.IMAGE,
                      UnitKey.last("Image", "4.4", ""),
                      container.spec().isPod() ? Sets.PAUSE : ContainerPart.text(value),
                      value.at())),
          last(Key.PULL_POLICY, "Pull", "4.6", "--pull"),
          partly(Key.COMMAND, "`Exec=`; no empty word", QuadletValues::command),
          partly(Key.ENTRYPOINT, "`Entrypoint=` (5.0)", QuadletValues::entrypoint),
          last(Key.WORKING_DIR, "WorkingDir", "4.6", "--workdir"),
          last(Key.HOSTNAME, "HostName", "4.6", "--hostname"),
          lost(Key.DOMAINNAME, "Podman has no option for it", "write the domain into hostname"),
          option(Key.MAC_ADDRESS, "--mac-address"),
          written(
              Key.POD, "`Pod=` (5.0), and a `.pod` of what its members share", QuadletValues::pod),
          written(
              Key.POD_INIT,
              "`Type=oneshot`, which the other members have in `After=` and `Requires=`",
              (_, _) -> {}),
          last(Key.STOP_SIGNAL, "StopSignal", "5.2", "--stop-signal"),
          flag(Key.INIT, "RunInit"),
          lost(Key.WHEN, OTHER, ""),
          passed(Key.DETACH, "who needs a task waits for its end in any case"),
          passed(Key.REMOVE, "each container goes when it has ended"),
          option(Key.INTERACTIVE, "--interactive"),
          option(Key.TTY, "--tty"),
          partly(
              Key.RESTART,
              "`Restart=` in [Service]; a task is `Type=oneshot`",
              QuadletValues::restart),
          lost(
              Key.EXIT_CODES,
              "0 alone is success",
              "`SuccessExitStatus=` in [Service], in a drop-in"),
          pairs(Key.ENVIRONMENT, UnitKey.argument("Environment", "4.4", "--env")),
          each(Key.ENV_FILE, UnitKey.argument("EnvironmentFile", "4.4", "--env-file")),
          written(
              Key.NET, "`Network=`; that of a declared one is its unit", QuadletValues::network),
          written(
              Key.NETWORKS,
              "`Network=`; that of a declared one is its unit",
              QuadletValues::network),
          each(Key.PORTS, UnitKey.each("PublishPort", "4.4", "--publish")),
          each(Key.EXPOSE, UnitKey.each("ExposeHostPort", "4.4", "--expose")),
          each(Key.DNS, UnitKey.each("DNS", "4.7", "--dns")),
          each(Key.DNS_SEARCH, UnitKey.each("DNSSearch", "4.7", "--dns-search")),
          each(Key.DNS_OPT, UnitKey.each("DNSOption", "4.7", "--dns-option")),
          each(Key.EXTRA_HOSTS, UnitKey.each("AddHost", "5.3", "--add-host")),
          each(Key.NETWORK_ALIAS, UnitKey.each("NetworkAlias", "5.2", "--network-alias")),
          last(Key.IP, "IP", "4.5", "--ip"),
          last(Key.IP6, "IP6", "4.5", "--ip6"),
          shared(Key.IPC, new UnitKey("", "", "--ipc", UnitText::argument)),
          option(Key.PID, "--pid"),
          option(Key.UTS, "--uts"),
          shared(Key.USERNS, UnitKey.last("UserNS", "4.5", "--userns")),
          option(Key.CGROUPNS, "--cgroupns"),
          option(Key.PRIVILEGED, "--privileged"),
          written(Key.USER, "`User=`, `Group=`", QuadletValues::user),
          each(Key.GROUP_ADD, UnitKey.each("GroupAdd", "5.1", "--group-add")),
          each(Key.CAP_ADD, UnitKey.word("AddCapability", "4.4", "--cap-add")),
          each(Key.CAP_DROP, UnitKey.word("DropCapability", "4.4", "--cap-drop")),
          written(
              Key.SECURITY_OPT,
              "`NoNewPrivileges=`, `SecurityLabelDisable=`, `SeccompProfile=`, else"
                  + " `PodmanArgs=--security-opt=…`",
              QuadletValues::security),
          each(Key.DEVICES, UnitKey.word("AddDevice", "4.4", "--device")),
          each(
              Key.DEVICE_CGROUP_RULES,
              new UnitKey("", "", "--device-cgroup-rule", UnitText::argument)),
          pairs(Key.SYSCTLS, UnitKey.word("Sysctl", "4.6", "--sysctl")),
          written(
              Key.ULIMIT,
              "`Ulimit=` (4.7, several 5.0), else `PodmanArgs=--ulimit=…`",
              QuadletValues::ulimits),
          flag(Key.READ_ONLY, "ReadOnly"),
          each(Key.TMPFS, UnitKey.each("Tmpfs", "4.5", "--tmpfs")),
          last(Key.SHM_SIZE, "ShmSize", "4.7", "--shm-size"),
          written(
              Key.VOLUMES, "`Volume=`; that of a declared one is its unit", QuadletValues::volumes),
          each(Key.VOLUMES_FROM, new UnitKey("", "", "--volumes-from", UnitText::argument)),
          option(Key.CPU_SHARES, "--cpu-shares"),
          option(Key.CPUS, "--cpus"),
          written(
              Key.CPUSET_CPUS,
              "`PodmanArgs=--cpuset-cpus=…`; not for `all`",
              QuadletValues::processors),
          last(Key.MEM_LIMIT, "Memory", "5.5", "--memory"),
          option(Key.MEM_RESERVATION, "--memory-reservation"),
          option(Key.MEMSWAP_LIMIT, "--memory-swap"),
          option(Key.MEM_SWAPPINESS, "--memory-swappiness"),
          last(Key.PIDS_LIMIT, "PidsLimit", "4.7", "--pids-limit"),
          option(Key.OOM_SCORE_ADJ, "--oom-score-adj"),
          last(Key.LOG_DRIVER, "LogDriver", "4.5", "--log-driver"),
          pairs(Key.LOG_OPTS, UnitKey.word("LogOpt", "5.2", "--log-opt")),
          written(
              Key.LOG_TAG,
              "`LogOpt=tag=…` (5.2), else `PodmanArgs=--log-opt=tag=…`",
              (container, value) ->
                  container.put(
                      Key.LOG_TAG,
                      UnitKey.word("LogOpt", "5.2", "--log-opt"),
                      "tag=" + ContainerPart.text(value),
                      value.at())),
          passed(Key.LOGGING, "as `log_driver`, `log_opts`"),
          pairs(Key.LABELS, UnitKey.argument("Label", "4.4", "--label")),
          pairs(Key.ANNOTATIONS, UnitKey.argument("Annotation", "4.4", "--annotation")),
          partly(
              Key.SECRETS, "`Secret=` (4.5); no credential of systemd's", QuadletValues::secrets),
          partly(Key.FILES, "a file beside the unit, mounted by `Volume=`", QuadletValues::files),
          partly(
              Key.HEALTHCHECK,
              "`HealthCmd=` and its like (4.5), without `user` and `start_interval`",
              QuadletHealth::put),
          passed(Key.CHECK_INTERVAL, "as `healthcheck.interval`"),
          partly(
              Key.DEPENDS_ON,
              "`After=`, `Requires=` in [Unit]; `Notify=healthy` (5.0) in the other one",
              (_, _) -> {}),
          partly(
              Key.STOP_GRACE_PERIOD,
              "`StopTimeout=` (5.0), whole seconds, else `PodmanArgs=--stop-timeout=…`",
              QuadletValues::grace),
          partly(
              Key.SYSTEMD_EXEC_FLAGS,
              "lines of [Service], but those that Quadlet writes itself",
              QuadletValues::lines),
          partly(
              Key.KILL_MODE,
              "`KillMode=` in [Service]: `mixed`, `control-group`",
              QuadletValues::killMode),
          lost(
              Key.PRE_STOP_EXEC,
              "it is not run before a stop",
              "`ExecStop=podman exec NAME COMMAND` in [Service], in a drop-in"),
          last(Key.RELOAD_SIGNAL, "ReloadSignal", "5.5", ""),
          lost(Key.RESTART_ON, NO_FILES, "systemctl restart, or a .path unit"),
          lost(Key.RELOAD_ON, NO_FILES, "systemctl reload, or a .path unit"),
          written(Key.PART_OF, "`PartOf=` in [Unit]", QuadletValues::partOf),
          passed(Key.CONFIG_VOLUME, "has no effect"));

  private static String words(UnitKey key) {
    if (key.label().isEmpty()) {
      return "`PodmanArgs=" + key.option() + "=…`";
    }
    boolean isOld = key.since().equals("4.4");
    return "`"
        + key.label()
        + "=`"
        + (isOld ? "" : " (" + key.since() + ")")
        + (isOld || key.option().isEmpty() ? "" : ", else `PodmanArgs=" + key.option() + "=…`");
  }

  private static KeyRow<QuadletContainer> last(Key key, String label, String since, String option) {
    UnitKey unitKey = UnitKey.last(label, since, option);
    return written(
        key,
        words(unitKey),
        (container, value) -> container.put(key, unitKey, ContainerPart.text(value), value.at()));
  }

  private static KeyRow<QuadletContainer> flag(Key key, String label) {
    return written(
        key,
        "`" + label + "=`",
        (container, _) -> container.unit().add(QuadletContainer.CONTAINER, label, "true"));
  }

  private static KeyRow<QuadletContainer> option(Key key, String option) {
    return written(
        key,
        "`PodmanArgs=" + option + "=…`",
        (container, value) ->
            container.argument(key, option, ContainerPart.text(value), value.at()));
  }

  private static KeyRow<QuadletContainer> shared(Key key, UnitKey unitKey) {
    return written(
        key,
        words(unitKey),
        (container, value) -> QuadletValues.shared(container, key, unitKey, value));
  }

  private static KeyRow<QuadletContainer> each(Key key, UnitKey unitKey) {
    return written(
        key, words(unitKey), (container, value) -> container.putAll(key, unitKey, value));
  }

  private static KeyRow<QuadletContainer> pairs(Key key, UnitKey unitKey) {
    return written(
        key,
        words(unitKey),
        (container, value) ->
            ((Value.Mapping) value)
                .entries()
                .forEach(
                    (name, each) ->
                        container.put(
                            key, unitKey, name + "=" + ContainerPart.text(each), each.at())));
  }
}
