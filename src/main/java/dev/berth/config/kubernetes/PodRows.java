package dev.berth.config.kubernetes;

import static dev.berth.config.kubernetes.FieldRow.done;
import static dev.berth.config.kubernetes.FieldRow.passed;
import static dev.berth.config.kubernetes.FieldRow.refused;
import static dev.berth.config.kubernetes.FieldRow.told;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a pod. */
final class PodRows {
  private static final String SCHEDULING = "there is one host that it can run on";
  private static final String ACCESS = "there is no API that it gives access to";
  private static final String WINDOWS = "of Windows";

  private PodRows() {}

  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.put("PodSpec", spec());
    all.put("PodSecurityContext", security());
    all.put(
        "HostAlias",
        List.of(
            done("hostnames", Shape.TEXTS, "`extra_hosts`"),
            done("ip", Shape.TEXT, "their address")));
    all.put(
        "PodDNSConfig",
        List.of(
            done("nameservers", Shape.TEXTS, "`dns`"),
            done("options", Shape.objects("PodDNSConfigOption"), "`dns_opt`"),
            done("searches", Shape.TEXTS, "`dns_search`")));
    all.put(
        "PodDNSConfigOption",
        List.of(done("name", Shape.TEXT, "the option"), done("value", Shape.TEXT, "`NAME:VALUE`")));
    all.put("PodOS", List.of(done("name", Shape.choice("linux"), "`linux`")));
    all.put(
        "Sysctl",
        List.of(done("name", Shape.TEXT, "the parameter"), done("value", Shape.TEXT, "its value")));
    return all;
  }

  private static List<FieldRow> spec() {
    return List.of(
        refused("activeDeadlineSeconds", "begin the command with `timeout SECONDS`"),
        told("affinity", SCHEDULING),
        passed("automountServiceAccountToken", "no container gets a token"),
        done("containers", Shape.objects("Container"), "a container `POD-NAME` of each"),
        done("dnsConfig", Shape.object("PodDNSConfig"), "`dns`, `dns_search`, `dns_opt`"),
        done(
            "dnsPolicy",
            Shape.choice("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
            "`None` needs `dnsConfig.nameservers`; else the engine's own come after them"),
        passed("enableServiceLinks", "no variables are made of Services: use their names"),
        refused("ephemeralContainers", "`berth debug` runs a shell beside a container"),
        told("evictionResponders", SCHEDULING),
        done("hostAliases", Shape.objects("HostAlias"), "`extra_hosts`"),
        done("hostIPC", Shape.FLAG, "`ipc: host`"),
        done("hostNetwork", Shape.FLAG, "`net: host`"),
        done("hostPID", Shape.FLAG, "`pid: host`"),
        done("hostUsers", Shape.FLAG, "`false` is `userns: auto`"),
        done("hostname", Shape.TEXT, "`hostname`; without it the pod's name"),
        done("hostnameOverride", Shape.TEXT, "`hostname`"),
        told("imagePullSecrets", "log the engine in: `podman login REGISTRY`"),
        done(
            "initContainers",
            Shape.objects("Container"),
            "`pod_init`; after a sidecar tasks that the rest waits for; with `restartPolicy: Always` services that start before"),
        told("nodeName", SCHEDULING),
        told("nodeSelector", SCHEDULING),
        done("os", Shape.object("PodOS"), "`linux`"),
        told("overhead", SCHEDULING),
        told("preemptionPolicy", SCHEDULING),
        told("priority", SCHEDULING),
        told("priorityClassName", SCHEDULING),
        told("readinessGates", "there is no API to set a condition by"),
        refused("resourceClaims", "write `devices` in a file of Berth's own form"),
        refused("resources", "write the limits at each container"),
        done(
            "restartPolicy",
            Shape.choice("Always", "OnFailure", "Never"),
            "`restart`: `always`, `on-failure`, `no`; in a Job a task in any case"),
        refused(
            "runtimeClassName",
            "the engine has one runtime for all: `runtime` in /etc/containers/containers.conf"),
        passed("schedulerName", SCHEDULING),
        told("schedulingGates", SCHEDULING),
        told("schedulingGroup", SCHEDULING),
        done("securityContext", Shape.object("PodSecurityContext"), "of each container, see below"),
        passed("serviceAccount", ACCESS),
        told("serviceAccountName", ACCESS),
        refused("setHostnameAsFQDN", "write the whole name in `hostnameOverride`"),
        done(
            "shareProcessNamespace",
            Shape.FLAG,
            "`true` is `pid: container:` of the pod's own container"),
        done("subdomain", Shape.TEXT, "the name `HOSTNAME.SUBDOMAIN` in the network"),
        done(
            "terminationGracePeriodSeconds", Shape.INTEGER, "`stop_grace_period`; without it 30 s"),
        told("tolerations", SCHEDULING),
        told("topologySpreadConstraints", SCHEDULING),
        done("volumes", Shape.objects("Volume"), "what containers mount, see below"));
  }

  private static List<FieldRow> security() {
    return List.of(
        done("appArmorProfile", Shape.object("AppArmorProfile"), "`security_opt: [apparmor=…]`"),
        done(
            "fsGroup",
            Shape.INTEGER,
            "`group_add`, and the group of files of ConfigMaps and Secrets; volumes keep theirs, which is"
                + " told"),
        passed("fsGroupChangePolicy", "no volume's group is changed"),
        done("runAsGroup", Shape.INTEGER, "the group in `user`"),
        done(
            "runAsNonRoot",
            Shape.FLAG,
            "held against `runAsUser`; an image's user is not looked at, which is told"),
        done("runAsUser", Shape.INTEGER, "`user`"),
        passed("seLinuxChangePolicy", "volumes are labelled as the engine does"),
        done("seLinuxOptions", Shape.object("SELinuxOptions"), "`security_opt: [label=…]`"),
        done("seccompProfile", Shape.object("SeccompProfile"), "`security_opt: [seccomp=…]`"),
        done("supplementalGroups", Shape.INTEGERS, "`group_add`"),
        done(
            "supplementalGroupsPolicy",
            Shape.choice("Merge"),
            "`Merge`; the engines know no other"),
        done("sysctls", Shape.objects("Sysctl"), "`sysctls`"),
        refused("windowsOptions", WINDOWS));
  }
}
