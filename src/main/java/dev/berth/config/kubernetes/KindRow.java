package dev.berth.config.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a kind.
 *
 * @param label its name
 * @param apiVersion its group and version; empty where any will do
 * @param words how it is done, why it is passed over, or what to do instead; Markdown
 */
record KindRow(String label, String apiVersion, FieldRow.Fate fate, String words) {
  private static final String ACCESS = "there is no API that it gives access to";
  private static final String ONE_HOST = "one host runs one pod of each";

  /** All that are known by name. */
  static final List<KindRow> ALL =
      List.of(
          done(
              "Pod",
              "v1",
              "a pod of its name, a container `POD-CONTAINER` of each of its containers"),
          done("Deployment", "apps/v1", "a pod of its name; more than one replica is refused"),
          done(
              "StatefulSet",
              "apps/v1",
              "a pod `NAME-0`, and a volume `TEMPLATE-NAME-0` of each template of a claim; more than one"
                  + " replica is refused"),
          done("DaemonSet", "apps/v1", "a pod of its name"),
          done("ReplicaSet", "apps/v1", "a pod of its name; more than one replica is refused"),
          done("ReplicationController", "v1", "the same"),
          done(
              "Job", "batch/v1", "a task: it runs at an apply, once, and again when it is changed"),
          refused(
              "CronJob",
              "write a Job, and a timer of systemd that runs `berth apply` of it: `OnCalendar=`"),
          done("ConfigMap", "v1", "files and variables of the containers that name it"),
          done("Secret", "v1", "the same; no plan, message or label shows what it holds"),
          done("PersistentVolumeClaim", "v1", "a volume of its name"),
          done(
              "Service",
              "v1",
              "a name of its pod in the network of the configuration; ports of the host for NodePort,"
                  + " LoadBalancer and `externalIPs`"),
          done("List", "v1", "what is in it"),
          told("Namespace", "names of containers have no namespace"),
          told("ServiceAccount", ACCESS),
          told("Role", ACCESS),
          told("RoleBinding", ACCESS),
          told("ClusterRole", ACCESS),
          told("ClusterRoleBinding", ACCESS),
          told("PodDisruptionBudget", ONE_HOST),
          told("HorizontalPodAutoscaler", ONE_HOST),
          told("PriorityClass", "the host's processes have no such order; `oom_score_adj` has one"),
          told("StorageClass", "volumes are the engine's own"),
          told("ResourceQuota", "limits stand at the containers: `resources.limits`"),
          refused("LimitRange", "write the limits at the containers: `resources.limits`"),
          refused(
              "NetworkPolicy",
              "leaving it out would open what it closes: publish no port of the pod, or bind it to one"
                  + " address with `hostIP`, and close others in the host's firewall"),
          refused(
              "PersistentVolume",
              "a claim is a volume of the engine's; for a directory of the host write `hostPath` in"
                  + " the pod"),
          refused(
              "Ingress",
              "run a proxy such as Caddy or HAProxy as a container that publishes its port"),
          refused(
              "Gateway",
              "run a proxy such as Caddy or HAProxy as a container that publishes its port"),
          refused("HTTPRoute", "write the route in the configuration of the proxy that you run"),
          refused("Endpoints", "name the address in the configuration of its client"),
          refused("EndpointSlice", "name the address in the configuration of its client"),
          refused(
              "Kustomization",
              "render it first: `kubectl kustomize DIR | berth apply -f - --config-id ID`"),
          refused("PodTemplate", "write a Pod or a Deployment"),
          refused("CustomResourceDefinition", "there is no API to extend"),
          refused("ValidatingWebhookConfiguration", "there is no API to extend"),
          refused("MutatingWebhookConfiguration", "there is no API to extend"),
          refused("APIService", "there is no API to extend"));

  private static KindRow done(String label, String apiVersion, String words) {
    return new KindRow(label, apiVersion, FieldRow.Fate.DONE, words);
  }

  private static KindRow told(String label, String words) {
    return new KindRow(label, "", FieldRow.Fate.TOLD, words);
  }

  private static KindRow refused(String label, String words) {
    return new KindRow(label, "", FieldRow.Fate.REFUSED, words);
  }

  /** The one of this name; empty where there is none. */
  static Optional<KindRow> named(String label) {
    return ALL.stream().filter(row -> row.label().equals(label)).findFirst();
  }
}
