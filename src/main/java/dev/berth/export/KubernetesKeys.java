package dev.berth.export;

import static dev.berth.export.KeyRow.lost;
import static dev.berth.export.KeyRow.partly;
import static dev.berth.export.KeyRow.passed;
import static dev.berth.export.KeyRow.written;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;

/** What becomes of each key in a pod of Kubernetes. */
final class KubernetesKeys {
  private static final String NO_UNIT = "a pod has no unit that it could stand in";
  private static final String NO_FILES = "Kubernetes does not look at the content of files";
  private static final String NO_RELOAD = "Kubernetes reloads nothing";
  private static final String OTHER =
      "Kubernetes runs no command in another container; it is left out";
  private static final String LOG = "podman kube play --log-driver DRIVER --log-opt NAME=VALUE";
  private static final String LOGGED = "a pod's output goes where its node has it";
  private static final String ONE_NETWORK = "a pod is in its node's network";

  private KubernetesKeys() {}

  static final List<KeyRow<KubernetesContainer>> ALL =
      List.of(
          lost(Key.ACTION, OTHER, ""),
          lost(
              Key.START_ORDER, "pods start side by side", "let the program wait for what it needs"),
          text(Key.IMAGE, "image"),
          written(
              Key.PULL_POLICY,
              "`imagePullPolicy`; `IfNotPresent` where it is not given",
              (container, value) ->
                  container.put(
                      "imagePullPolicy",
                      ContainerPart.text(value).equals("always") ? "Always" : "Never")),
          partly(Key.COMMAND, "`args`", (it, value) -> KubernetesTexts.words(it, "args", value)),
          partly(Key.ENTRYPOINT, "`command`", KubernetesTexts::entrypoint),
          text(Key.WORKING_DIR, "workingDir"),
          partly(
              Key.HOSTNAME, "`hostname` of the pod, one label of DNS", KubernetesNetwork::hostname),
          lost(Key.DOMAINNAME, "a pod has no NIS domain", ""),
          lost(Key.MAC_ADDRESS, ONE_NETWORK, "podman kube play --mac-address ADDRESS"),
          written(Key.POD, "the pod that it is a container of", (_, _) -> {}),
          written(Key.POD_INIT, "`initContainers` of the pod", (_, _) -> {}),
          lost(
              Key.STOP_SIGNAL,
              "the image's own signal stops it",
              "`lifecycle: {stopSignal: …}`, since Kubernetes 1.33"),
          lost(Key.INIT, "Kubernetes adds no init", "let the image have one as its entry point"),
          lost(Key.WHEN, OTHER, ""),
          passed(Key.DETACH, "nobody waits for a pod"),
          passed(Key.REMOVE, "who deletes a pod removes its containers"),
          flag(Key.INTERACTIVE, "stdin"),
          flag(Key.TTY, "tty"),
          partly(
              Key.RESTART,
              "`restartPolicy` of the pod; a task is `Never`, with `--as deployment` a Job",
              (_, _) -> {}),
          lost(Key.EXIT_CODES, "0 alone is success", "let the command end with 0"),
          partly(Key.ENVIRONMENT, "`env`", KubernetesTexts::environment),
          lost(
              Key.ENV_FILE,
              "a pod reads no file of variables",
              "make a ConfigMap of it (kubectl create configmap NAME --from-env-file=FILE) and name"
                  + " that in `envFrom`"),
          partly(
              Key.NET,
              "`host` is `hostNetwork`, `none` and networks are for `podman kube play --network`",
              KubernetesNetwork::net),
          lost(Key.NETWORKS, ONE_NETWORK, "podman kube play --network NAME"),
          partly(Key.PORTS, "`ports` with `hostPort`; ranges one by one", KubernetesNetwork::ports),
          partly(Key.EXPOSE, "`ports` without `hostPort`", KubernetesNetwork::expose),
          partly(Key.DNS, "`dnsConfig.nameservers`, with `dnsPolicy: None`", (_, _) -> {}),
          partly(Key.DNS_SEARCH, "`dnsConfig.searches`", (_, _) -> {}),
          written(Key.DNS_OPT, "`dnsConfig.options`", (_, _) -> {}),
          partly(Key.EXTRA_HOSTS, "`hostAliases`", KubernetesNetwork::hosts),
          lost(
              Key.NETWORK_ALIAS,
              "a pod is known by its name",
              "a Service of that name, or the pod's own"),
          lost(Key.IP, ONE_NETWORK, "podman kube play --ip ADDRESS"),
          lost(Key.IP6, ONE_NETWORK, "podman kube play --network NAME:ip6=ADDRESS"),
          partly(
              Key.IPC,
              "`host` is `hostIPC`",
              (it, value) -> KubernetesNetwork.host(it, Key.IPC, "hostIPC", value)),
          partly(
              Key.PID,
              "`host` is `hostPID`",
              (it, value) -> KubernetesNetwork.host(it, Key.PID, "hostPID", value)),
          partly(Key.UTS, "`host` goes with `hostNetwork`", KubernetesNetwork::uts),
          partly(
              Key.USERNS,
              "`auto` is `hostUsers: false`, `host` is as it is",
              KubernetesNetwork::userns),
          lost(Key.CGROUPNS, "the node decides on it", ""),
          written(
              Key.PRIVILEGED,
              "`securityContext.privileged`",
              (it, _) -> it.part("securityContext").put("privileged", true)),
          partly(Key.USER, "`runAsUser`, `runAsGroup`: numbers", KubernetesSecurity::user),
          partly(
              Key.GROUP_ADD,
              "`supplementalGroups` of the pod: numbers",
              KubernetesSecurity::groups),
          written(
              Key.CAP_ADD,
              "`capabilities.add`",
              (it, value) -> KubernetesSecurity.capabilities(it, "add", value)),
          written(
              Key.CAP_DROP,
              "`capabilities.drop`",
              (it, value) -> KubernetesSecurity.capabilities(it, "drop", value)),
          partly(
              Key.SECURITY_OPT,
              "`no-new-privileges`, `label=…`, `seccomp=unconfined`, `apparmor=unconfined`, `unmask=ALL`",
              KubernetesSecurity::options),
          lost(
              Key.DEVICES,
              "a pod is given no device by its path",
              "a hostPath of the type CharDevice or BlockDevice with podman kube play, a device"
                  + " plugin with Kubernetes"),
          lost(Key.DEVICE_CGROUP_RULES, "the node decides on it", ""),
          written(Key.SYSCTLS, "`securityContext.sysctls` of the pod", KubernetesSecurity::sysctls),
          lost(Key.ULIMIT, "Kubernetes sets no limits of processes", "set those of the engine"),
          written(
              Key.READ_ONLY,
              "`securityContext.readOnlyRootFilesystem`",
              (it, _) -> it.part("securityContext").put("readOnlyRootFilesystem", true)),
          partly(
              Key.TMPFS,
              "`emptyDir` with `medium: Memory`; the options `size` and `ro`",
              KubernetesMounts::memory),
          partly(
              Key.SHM_SIZE,
              "`emptyDir` with `medium: Memory` at /dev/shm",
              KubernetesMounts::sharedMemory),
          partly(
              Key.VOLUMES,
              "`hostPath`, `persistentVolumeClaim`, `emptyDir`; the options `ro` and those of propagation",
              KubernetesMounts::volumes),
          lost(
              Key.VOLUMES_FROM, "a pod takes no volumes of another", "write them out in `volumes`"),
          partly(Key.CPU_SHARES, "`requests.cpu`", KubernetesResources::shares),
          partly(Key.CPUS, "`limits.cpu`, in thousandths", KubernetesResources::cpus),
          lost(
              Key.CPUSET_CPUS,
              "the node decides on it",
              "the annotation `io.podman.annotations.cpuset/CONTAINER` with podman kube play"),
          written(Key.MEM_LIMIT, "`limits.memory`", KubernetesResources::memory),
          partly(Key.MEM_RESERVATION, "`requests.memory`", KubernetesResources::reservation),
          lost(Key.MEMSWAP_LIMIT, "the node decides on swap", ""),
          lost(Key.MEM_SWAPPINESS, "the node decides on swap", ""),
          lost(
              Key.PIDS_LIMIT,
              "the node decides on it",
              "the annotation `io.podman.annotations.pids-limit/CONTAINER` with podman kube play"),
          lost(Key.OOM_SCORE_ADJ, "it follows from `resources`", ""),
          lost(Key.LOG_DRIVER, LOGGED, LOG),
          lost(Key.LOG_OPTS, LOGGED, LOG),
          lost(Key.LOG_TAG, LOGGED, LOG),
          passed(Key.LOGGING, "as `log_driver`, `log_opts`"),
          partly(
              Key.LABELS,
              "`labels` of the pod; one whose value no label can have is an annotation",
              KubernetesTexts::labels),
          partly(Key.ANNOTATIONS, "`annotations` of the pod", KubernetesTexts::annotations),
          lost(
              Key.SECRETS,
              "its value is known to the engine alone",
              "make a Secret of it and mount that: kubectl create secret generic NAME"
                  + " --from-file=FILE"),
          partly(
              Key.FILES,
              "a ConfigMap; a Secret where not everybody may read the file",
              KubernetesMounts::files),
          partly(
              Key.HEALTHCHECK,
              "`readinessProbe`, with `on_failure: restart` `livenessProbe`; `startupProbe` for `start_period`",
              KubernetesProbes::put),
          passed(Key.CHECK_INTERVAL, "as `healthcheck.interval`"),
          partly(
              Key.DEPENDS_ON,
              "of tasks in one pod: `initContainers`",
              KubernetesTexts::dependencies),
          written(
              Key.STOP_GRACE_PERIOD,
              "`terminationGracePeriodSeconds` of the pod, whole seconds; 10 where it is not given",
              (_, _) -> {}),
          lost(Key.SYSTEMD_EXEC_FLAGS, NO_UNIT, ""),
          lost(Key.KILL_MODE, NO_UNIT, ""),
          partly(
              Key.PRE_STOP_EXEC,
              "`lifecycle.preStop.exec`, which podman kube play passes over",
              KubernetesProbes::preStop),
          lost(Key.RELOAD_SIGNAL, NO_RELOAD, "kubectl exec POD -- kill -HUP 1"),
          lost(Key.RESTART_ON, NO_FILES, "put them into a ConfigMap, and restart by hand"),
          lost(Key.RELOAD_ON, NO_RELOAD, "put them into a ConfigMap: it is updated in place"),
          lost(Key.PART_OF, NO_UNIT, ""),
          passed(Key.CONFIG_VOLUME, "has no effect"));

  private static KeyRow<KubernetesContainer> text(Key key, String field) {
    return written(
        key,
        "`" + field + "`",
        (container, value) -> container.put(field, ContainerPart.text(value)));
  }

  private static KeyRow<KubernetesContainer> flag(Key key, String field) {
    return written(key, "`" + field + "`", (container, _) -> container.put(field, true));
  }

  /** The entries of a mapping. */
  static Map<String, Value> entries(Value value) {
    return ((Value.Mapping) value).entries();
  }
}
