package dev.berth.config.quadlet;

import static dev.berth.config.quadlet.KeyRow.done;
import static dev.berth.config.quadlet.KeyRow.refused;
import static dev.berth.config.quadlet.KeyRow.told;

import java.util.List;

/** The keys of [Container], those of Podman 5.4 and those that came after it. */
final class ContainerKeys {
  private static final String MAPPING =
      "write `UserNS=`, which takes mappings too: `UserNS=auto:uidmapping=0:10000:1000`";
  private static final String OLD_MAPPING = "an old word: write `UserNS=keep-id` or `UserNS=auto`";
  private static final String STARTUP =
      "write `HealthStartPeriod=`: while it lasts a failed check does not count";
  private static final String RETRIES = "Berth tries a pull again by itself";

  private ContainerKeys() {}

  static final List<KeyRow> ALL =
      List.of(
          done("AddCapability", "4.4", "`cap_add`"),
          done(
              "AddDevice",
              "4.4",
              "`devices`; one with `-` before it, which may be missing, is refused"),
          done("AddHost", "5.3", "`extra_hosts`"),
          done("Annotation", "4.4", "`annotations`"),
          refused(
              "AppArmor", "5.8", "`PodmanArgs=--security-opt=apparmor=PROFILE` is carried over"),
          done(
              "AutoUpdate",
              "4.6",
              "the label `io.containers.autoupdate`, which `podman auto-update` reads"),
          done(
              "CgroupsMode",
              "5.3",
              "`split`, as each service of Berth's has it; others are refused"),
          done("ContainerName", "4.4", "the container's name; without it `systemd-NAME`"),
          refused(
              "ContainersConfModule",
              "4.8",
              "put what is in it into /etc/containers/containers.conf.d"),
          done("DNS", "4.7", "`dns`"),
          done("DNSOption", "4.7", "`dns_opt`"),
          done("DNSSearch", "4.7", "`dns_search`"),
          done("DropCapability", "4.4", "`cap_drop`"),
          done("Entrypoint", "5.0", "`entrypoint`: one word, or a JSON list of words"),
          done("Environment", "4.4", "`environment`; a name without a value is refused"),
          done("EnvironmentFile", "4.4", "`env_file`; a relative path begins where the unit lies"),
          refused(
              "EnvironmentHost", "4.4", "name the variables in `Environment=`, with their values"),
          done("Exec", "4.4", "`command`"),
          done("ExposeHostPort", "4.4", "`expose`"),
          refused("GIDMap", "4.8", MAPPING),
          refused(
              "GlobalArgs",
              "4.8",
              "settings of Podman itself stand in /etc/containers/containers.conf"),
          done("Group", "4.4", "the group in `user`"),
          done("GroupAdd", "5.1", "`group_add`"),
          done("HealthCmd", "4.5", "`healthcheck.test`; `none` disables that of the image"),
          done(
              "HealthInterval",
              "4.5",
              "`healthcheck.interval`; without it Podman's 30 s are written; `disable` is refused"),
          told(
              "HealthLogDestination", "5.3", "results are kept where Podman keeps them by default"),
          told("HealthMaxLogCount", "5.3", "as many results are kept as Podman keeps by default"),
          told(
              "HealthMaxLogSize",
              "5.3",
              "results are kept as long as Podman keeps them by default"),
          done(
              "HealthOnFailure",
              "4.5",
              "`healthcheck.on_failure`; `kill` is `restart` where the unit restarts after a failure, else `stop`"),
          done("HealthRetries", "4.5", "`healthcheck.retries`"),
          done("HealthStartPeriod", "4.5", "`healthcheck.start_period`"),
          refused("HealthStartupCmd", "4.5", STARTUP),
          refused("HealthStartupInterval", "4.5", STARTUP),
          refused("HealthStartupRetries", "4.5", STARTUP),
          refused("HealthStartupSuccess", "4.5", STARTUP),
          refused("HealthStartupTimeout", "4.5", STARTUP),
          done("HealthTimeout", "4.5", "`healthcheck.timeout`"),
          done("HostName", "4.6", "`hostname`"),
          refused("HttpProxy", "5.7", "name the variables in `Environment=`"),
          done(
              "Image",
              "4.4",
              "`image`; `NAME.image` is what that unit names, `NAME.build` the tag that it would give"),
          done("IP", "4.5", "`ip`"),
          done("IP6", "4.5", "`ip6`"),
          done("Label", "4.4", "`labels`"),
          done("LogDriver", "4.5", "`log_driver`"),
          done("LogOpt", "5.2", "`log_opts`"),
          done("Mask", "4.6", "`security_opt: [mask=…]`"),
          done("Memory", "5.5", "`mem_limit`"),
          done(
              "Mount",
              "4.5",
              "`volumes` for `bind` and `volume`, `tmpfs` for `tmpfs`; other types are refused"),
          done(
              "Network",
              "4.4",
              "`networks`; `host`, `none` and other words `net`; `NAME.network` that unit's, `NAME.container` the network of that container"),
          done("NetworkAlias", "5.2", "`network_alias`"),
          done("NoNewPrivileges", "4.4", "`security_opt: [no-new-privileges]`"),
          done(
              "Notify",
              "4.4",
              "`healthy`: who depends on it waits for its health; `true`, a word of the program's own, is refused"),
          done("PidsLimit", "4.7", "`pids_limit`"),
          done("Pod", "5.0", "`pod`; what the pod's unit says is said in its first container"),
          done(
              "PodmanArgs",
              "4.4",
              "the options that a key of Berth's stands for; others are refused by name"),
          done("PublishPort", "4.4", "`ports`"),
          done("Pull", "4.6", "`pull_policy`; `newer` is refused"),
          done("ReadOnly", "4.4", "`read_only`"),
          done(
              "ReadOnlyTmpfs",
              "4.8",
              "`true`, as Podman has it; `false` is refused beside `ReadOnly=true`"),
          refused(
              "ReloadCmd", "5.5", "a service of Berth's is reloaded by a signal: `ReloadSignal=`"),
          done("ReloadSignal", "5.5", "`reload_signal`"),
          refused("RemapGid", "4.4", OLD_MAPPING),
          refused("RemapUid", "4.4", OLD_MAPPING),
          refused("RemapUidSize", "4.4", OLD_MAPPING),
          refused("RemapUsers", "4.4", OLD_MAPPING),
          told("Retry", "5.5", RETRIES),
          told("RetryDelay", "5.5", RETRIES),
          refused("Rootfs", "4.5", "make an image of it: `tar -C DIR -c . | podman import - NAME`"),
          done("RunInit", "4.4", "`init`"),
          done("SeccompProfile", "4.4", "`security_opt: [seccomp=…]`"),
          done("Secret", "4.5", "`secrets`"),
          done("SecurityLabelDisable", "4.5", "`security_opt: [label=disable]`"),
          done("SecurityLabelFileType", "4.5", "`security_opt: [label=filetype:…]`"),
          done("SecurityLabelLevel", "4.5", "`security_opt: [label=level:…]`"),
          done("SecurityLabelNested", "4.6", "`security_opt: [label=nested]`"),
          done("SecurityLabelType", "4.5", "`security_opt: [label=type:…]`"),
          done(
              "ServiceName",
              "5.3",
              "by which other units may name it; the unit is then berth-CONTAINER.service"),
          done("ShmSize", "4.7", "`shm_size`"),
          done("StartWithPod", "5.3", "`true`, as it is; `false` is refused"),
          done("StopSignal", "5.2", "`stop_signal`"),
          done("StopTimeout", "5.0", "`stop_grace_period`"),
          refused("SubGIDMap", "4.8", MAPPING),
          refused("SubUIDMap", "4.8", MAPPING),
          done("Sysctl", "4.6", "`sysctls`"),
          refused(
              "Timezone",
              "4.4",
              "mount it: `Volume=/etc/localtime:/etc/localtime:ro`, or set `Environment=TZ=…` where the image has the zones"),
          done("Tmpfs", "4.5", "`tmpfs`"),
          refused("UIDMap", "4.8", MAPPING),
          done("Ulimit", "4.7", "`ulimit`"),
          done("Unmask", "4.6", "`security_opt: [unmask=…]`"),
          done("User", "4.4", "`user`"),
          done("UserNS", "4.5", "`userns`"),
          done(
              "VolatileTmp",
              "4.4",
              "`tmpfs: [/tmp:rw,size=512M,mode=1777]`, unless `ReadOnly=true`"),
          done(
              "Volume",
              "4.4",
              "`volumes`; `NAME.volume` is that unit's, a relative path begins where the unit lies"),
          done("WorkingDir", "4.6", "`working_dir`"));
}
