package dev.berth.config.kubernetes;

import static dev.berth.config.kubernetes.FieldRow.done;
import static dev.berth.config.kubernetes.FieldRow.passed;
import static dev.berth.config.kubernetes.FieldRow.refused;
import static dev.berth.config.kubernetes.FieldRow.told;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a container. */
final class ContainerRows {
  private static final FieldRow OPTIONAL =
      done("optional", Shape.FLAG, "`true`: what is not there is left out");
  private static final FieldRow NAME = done("name", Shape.TEXT, "which one");
  private static final FieldRow PORT =
      done("port", Shape.INTEGER_OR_TEXT, "a number, or the name of a port of the container");
  private static final FieldRow HOST = done("host", Shape.TEXT, "without it 127.0.0.1 in the pod");
  private static final String LATER =
      "run it in the command of the container, beside or before its program";

  private ContainerRows() {}

  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.put("Container", container());
    all.put(
        "ContainerPort",
        List.of(
            done("containerPort", Shape.INTEGER, "the port of the pod"),
            done("hostIP", Shape.TEXT, "the host's address in `ports`"),
            done("hostPort", Shape.INTEGER, "`ports`; without it nothing is published"),
            done("name", Shape.TEXT, "by which probes and Services name it"),
            done("protocol", Shape.choice("TCP", "UDP", "SCTP"), "the protocol in `ports`")));
    environment(all);
    all.put(
        "ResourceRequirements",
        List.of(
            refused("claims", "write `devices` in a file of Berth's own form"),
            done(
                "limits",
                Shape.QUANTITIES,
                "`cpu`: `cpus`; `memory`: `mem_limit`; `ephemeral-storage` is told; others are refused"),
            done(
                "requests", Shape.QUANTITIES, "`cpu`: `cpu_shares`; `memory`: `mem_reservation`")));
    all.put(
        "VolumeMount",
        List.of(
            refused("bindMountOptions", "leave it out"),
            done("mountPath", Shape.TEXT, "where it is mounted"),
            done(
                "mountPropagation",
                Shape.choice("None", "HostToContainer", "Bidirectional"),
                "`HostToContainer`: `rslave`; `Bidirectional`: `rshared`"),
            done("name", Shape.TEXT, "a volume of the pod's"),
            done("readOnly", Shape.FLAG, "`ro`"),
            done(
                "recursiveReadOnly",
                Shape.choice("Disabled", "IfPossible", "Enabled"),
                "what is mounted below stays writable: told, and `Enabled` is refused"),
            done(
                "subPath",
                Shape.TEXT,
                "of `hostPath` a path below it, of files one of them; of a volume refused"),
            done("subPathExpr", Shape.TEXT, "the same, with variables")));
    probes(all);
    security(all);
    return all;
  }

  private static List<FieldRow> container() {
    return List.of(
        done("args", Shape.TEXTS, "`command`"),
        done("command", Shape.TEXTS, "`entrypoint`"),
        done("env", Shape.objects("EnvVar"), "`environment`"),
        done("envFrom", Shape.objects("EnvFromSource"), "`environment`"),
        done("image", Shape.TEXT, "`image`"),
        done(
            "imagePullPolicy",
            Shape.choice("Always", "IfNotPresent", "Never"),
            "`pull_policy`; without it `always` for `:latest`, as Kubernetes does, but for `localhost/`"),
        done("lifecycle", Shape.object("Lifecycle"), "see below"),
        done("livenessProbe", Shape.object("Probe"), "`healthcheck`, and a restart when it fails"),
        done("name", Shape.TEXT, "the name after that of the pod"),
        done("ports", Shape.objects("ContainerPort"), "`ports`, those with `hostPort`"),
        done(
            "readinessProbe",
            Shape.object("Probe"),
            "`healthcheck`, unless there is a liveness probe, which then is the one"),
        passed("resizePolicy", "a container with other limits is made anew"),
        done("resources", Shape.object("ResourceRequirements"), "see below"),
        done(
            "restartPolicy",
            Shape.choice("Always", "OnFailure", "Never"),
            "`Always` of an init container: a service that starts before; others as of the pod"),
        refused("restartPolicyRules", "`restartPolicy` alone says when it starts again"),
        done("securityContext", Shape.object("SecurityContext"), "see below"),
        done(
            "startupProbe",
            Shape.object("Probe"),
            "how long failures do not count: `start_period`; alone it is the check"),
        done("stdin", Shape.FLAG, "`interactive`"),
        passed("stdinOnce", "nobody is attached"),
        passed("terminationMessagePath", "a container's log says why it ended"),
        passed("terminationMessagePolicy", "a container's log says why it ended"),
        done("tty", Shape.FLAG, "`tty`"),
        refused(
            "volumeDevices",
            "mount a file system of the device on the host, and name it with `hostPath`"),
        done(
            "volumeMounts", Shape.objects("VolumeMount"), "`volumes`, `tmpfs`, `files`, `devices`"),
        done("workingDir", Shape.TEXT, "`working_dir`"));
  }

  private static void environment(Map<String, List<FieldRow>> all) {
    FieldRow key = done("key", Shape.TEXT, "its entry");
    all.put(
        "EnvVar",
        List.of(
            done("name", Shape.TEXT, "the variable"),
            done("value", Shape.TEXT, "its value; `$(NAME)` stands for what was set before"),
            done("valueFrom", Shape.object("EnvVarSource"), "see below")));
    all.put(
        "EnvVarSource",
        List.of(
            done("configMapKeyRef", Shape.object("KeySelector"), "an entry of a ConfigMap"),
            done("fieldRef", Shape.object("FieldRef"), "a field of the pod"),
            refused("fileKeyRef", "have the command read the file"),
            done("resourceFieldRef", Shape.object("ResourceFieldRef"), "a limit or request"),
            done("secretKeyRef", Shape.object("KeySelector"), "an entry of a Secret")));
    all.put("KeySelector", List.of(key, NAME, OPTIONAL));
    all.put(
        "FieldRef",
        List.of(
            passed("apiVersion", "v1"),
            done(
                "fieldPath",
                Shape.TEXT,
                "`metadata.name`, `metadata.namespace`, `metadata.labels['…']`,"
                    + " `metadata.annotations['…']`, `spec.nodeName`, `spec.serviceAccountName`; in files"
                    + " all labels or annotations, too; addresses and the uid are refused")));
    all.put(
        "ResourceFieldRef",
        List.of(
            done("containerName", Shape.TEXT, "whose; without it the container's own"),
            done("divisor", Shape.QUANTITY, "what it is counted in"),
            done(
                "resource",
                Shape.TEXT,
                "`limits.cpu`, `limits.memory`, `requests.cpu`, `requests.memory`, which must be set")));
    all.put(
        "EnvFromSource",
        List.of(
            done("configMapRef", Shape.object("SourceRef"), "all entries of a ConfigMap"),
            done("prefix", Shape.TEXT, "before each name"),
            done("secretRef", Shape.object("SourceRef"), "all entries of a Secret")));
    all.put("SourceRef", List.of(NAME, OPTIONAL));
  }

  private static void probes(Map<String, List<FieldRow>> all) {
    all.put(
        "Probe",
        List.of(
            done("exec", Shape.object("ExecAction"), "`healthcheck.test`"),
            done("failureThreshold", Shape.INTEGER, "`retries`; without it 3"),
            done(
                "grpc",
                Shape.object("GRPCAction"),
                "a test by `grpc_health_probe`, which the image must have; told"),
            done(
                "httpGet",
                Shape.object("HTTPGetAction"),
                "a test by `curl` or `wget`, one of which the image must have; told"),
            done(
                "initialDelaySeconds",
                Shape.INTEGER,
                "`start_period`, in which failures do not count"),
            done("periodSeconds", Shape.INTEGER, "`interval`; without it 10 s"),
            done("successThreshold", Shape.INTEGER, "1; more is told"),
            done(
                "tcpSocket",
                Shape.object("TCPSocketAction"),
                "a test by `nc -z` or `bash`, one of which the image must have; told"),
            told("terminationGracePeriodSeconds", "the pod's counts for each stop"),
            done("timeoutSeconds", Shape.INTEGER, "`timeout`; without it 1 s")));
    all.put("ExecAction", List.of(done("command", Shape.TEXTS, "the words of the command")));
    all.put(
        "HTTPGetAction",
        List.of(
            HOST,
            done("httpHeaders", Shape.objects("HTTPHeader"), "its headers"),
            done("path", Shape.TEXT, "its path"),
            PORT,
            done("protocol", Shape.choice("HTTP1"), "`HTTP1`"),
            done(
                "scheme",
                Shape.choice("HTTP", "HTTPS"),
                "of `HTTPS` no certificate is looked at")));
    all.put(
        "HTTPHeader",
        List.of(done("name", Shape.TEXT, "the header"), done("value", Shape.TEXT, "its value")));
    all.put("TCPSocketAction", List.of(HOST, PORT));
    all.put(
        "GRPCAction",
        List.of(
            refused("mode", "leave it out"),
            done("port", Shape.INTEGER, "the port"),
            done("service", Shape.TEXT, "the name that is asked for")));
    all.put(
        "Lifecycle",
        List.of(
            refused("postStart", LATER),
            done("preStop", Shape.object("LifecycleHandler"), "`pre_stop_exec`"),
            done("stopSignal", Shape.TEXT, "`stop_signal`")));
    all.put(
        "LifecycleHandler",
        List.of(
            done("exec", Shape.object("ExecAction"), "`pre_stop_exec`"),
            refused("httpGet", "write `exec` with a program that asks"),
            refused("sleep", "write `exec: {command: [sleep, \"SECONDS\"]}`"),
            refused("tcpSocket", "leave it out: it does nothing in Kubernetes either")));
  }

  private static void security(Map<String, List<FieldRow>> all) {
    all.put(
        "SecurityContext",
        List.of(
            done(
                "allowPrivilegeEscalation",
                Shape.FLAG,
                "`false` is `security_opt: [no-new-privileges]`"),
            done(
                "appArmorProfile", Shape.object("AppArmorProfile"), "`security_opt: [apparmor=…]`"),
            done("capabilities", Shape.object("Capabilities"), "`cap_add`, `cap_drop`"),
            done("privileged", Shape.FLAG, "`privileged`"),
            done(
                "procMount",
                Shape.choice("Default", "Unmasked"),
                "`Unmasked` is `security_opt: [unmask=ALL]`"),
            done("readOnlyRootFilesystem", Shape.FLAG, "`read_only`"),
            done("runAsGroup", Shape.INTEGER, "the group in `user`"),
            done("runAsNonRoot", Shape.FLAG, "as of the pod"),
            done("runAsUser", Shape.INTEGER, "`user`"),
            done("seLinuxOptions", Shape.object("SELinuxOptions"), "`security_opt: [label=…]`"),
            done("seccompProfile", Shape.object("SeccompProfile"), "`security_opt: [seccomp=…]`"),
            refused("windowsOptions", "of Windows")));
    all.put(
        "Capabilities",
        List.of(done("add", Shape.TEXTS, "`cap_add`"), done("drop", Shape.TEXTS, "`cap_drop`")));
    all.put(
        "SELinuxOptions",
        List.of(
            done("level", Shape.TEXT, "`label=level:…`"),
            done("role", Shape.TEXT, "`label=role:…`"),
            done("type", Shape.TEXT, "`label=type:…`"),
            done("user", Shape.TEXT, "`label=user:…`")));
    List<FieldRow> profile =
        List.of(
            done(
                "localhostProfile",
                Shape.TEXT,
                "its file below /var/lib/kubelet/seccomp, or its name"),
            done(
                "type",
                Shape.choice("RuntimeDefault", "Unconfined", "Localhost"),
                "`RuntimeDefault` is the engine's own"));
    all.put("SeccompProfile", profile);
    all.put("AppArmorProfile", profile);
  }
}
