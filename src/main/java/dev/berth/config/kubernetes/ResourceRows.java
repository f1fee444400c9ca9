package dev.berth.config.kubernetes;

import static dev.berth.config.kubernetes.FieldRow.done;
import static dev.berth.config.kubernetes.FieldRow.passed;
import static dev.berth.config.kubernetes.FieldRow.refused;
import static dev.berth.config.kubernetes.FieldRow.told;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of what pods refer to. */
final class ResourceRows {
  private static final String ENGINES = "volumes are the engine's own";
  private static final String EMPTY = "fill the volume by an init container";
  private static final String CLUSTER = "no address is made up for it: use its name";

  private ResourceRows() {}

  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.put(
        "ConfigMap",
        WorkloadRows.object(
            done(
                "binaryData",
                Shape.MAP,
                "text in base64; what is none is refused where it is used"),
            done("data", Shape.MAP, "its entries"),
            passed("immutable", "what changes is applied")));
    all.put(
        "Secret",
        WorkloadRows.object(
            done("data", Shape.MAP, "its entries, in base64"),
            passed("immutable", "what changes is applied"),
            done("stringData", Shape.MAP, "its entries as they are, over those of `data`"),
            passed("type", "entries are entries")));
    all.put(
        "PersistentVolumeClaim",
        WorkloadRows.object(done("spec", Shape.object("PersistentVolumeClaimSpec"), "below")));
    all.put(
        "PersistentVolumeClaimSpec",
        List.of(
            passed("accessModes", "every container of the host can mount it"),
            refused("dataSource", EMPTY),
            refused("dataSourceRef", EMPTY),
            done("resources", Shape.object("ClaimResources"), "see below"),
            refused(
                "selector", ENGINES + ": for a directory of the host write `hostPath` in the pod"),
            told("storageClassName", ENGINES),
            told("volumeAttributesClassName", ENGINES),
            done("volumeMode", Shape.choice("Filesystem"), "`Filesystem`"),
            refused("volumeName", "for a directory of the host write `hostPath` in the pod")));
    all.put(
        "ClaimResources",
        List.of(
            told("limits", "nobody limits a volume's size"),
            told("requests", "nobody limits a volume's size")));
    all.put("Service", WorkloadRows.object(done("spec", Shape.object("ServiceSpec"), "below")));
    all.put("ServiceSpec", service());
    all.put(
        "ServicePort",
        List.of(
            passed("appProtocol", "what is spoken is the programs' affair"),
            done("name", Shape.TEXT, "nobody asks for it"),
            done("nodePort", Shape.INTEGER, "the port of the host"),
            done(
                "port",
                Shape.INTEGER,
                "of a LoadBalancer and of `externalIPs` the port of the host; else only told where the"
                    + " pod's is another"),
            done("protocol", Shape.choice("TCP", "UDP", "SCTP"), "its protocol"),
            done("targetPort", Shape.INTEGER_OR_TEXT, "the port of the pod, or its name")));
    return all;
  }

  private static List<FieldRow> service() {
    return List.of(
        passed("allocateLoadBalancerNodePorts", "only what is written is published"),
        done("clusterIP", Shape.TEXT, "`None`, or left out; an address is told"),
        passed("clusterIPs", CLUSTER),
        done("externalIPs", Shape.TEXTS, "addresses of the host that the ports are published at"),
        done("externalName", Shape.TEXT, "refused, as `type: ExternalName` is"),
        passed("externalTrafficPolicy", "there is one host"),
        passed("healthCheckNodePort", "there is one host"),
        passed("internalTrafficPolicy", "there is one host"),
        passed("ipFamilies", "the network's are the pod's"),
        passed("ipFamilyPolicy", "the network's are the pod's"),
        told("loadBalancerClass", "the host's own ports are what is published"),
        done(
            "loadBalancerIP",
            Shape.TEXT,
            "the address of the host that the ports are published at"),
        refused("loadBalancerSourceRanges", "let the host's firewall say who may connect"),
        done("ports", Shape.objects("ServicePort"), "see below"),
        passed("publishNotReadyAddresses", "a pod has its name as long as it runs"),
        done("selector", Shape.MAP, "the labels of its pod; without one it is refused"),
        passed("sessionAffinity", "there is one pod"),
        passed("sessionAffinityConfig", "there is one pod"),
        passed("trafficDistribution", "there is one pod"),
        done(
            "type",
            Shape.choice("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
            "`ClusterIP`: names alone; `NodePort` and `LoadBalancer`: ports of the host, too"));
  }
}
