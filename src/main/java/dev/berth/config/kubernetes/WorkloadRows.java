package dev.berth.config.kubernetes;

import static dev.berth.config.kubernetes.FieldRow.done;
import static dev.berth.config.kubernetes.FieldRow.passed;
import static dev.berth.config.kubernetes.FieldRow.refused;
import static dev.berth.config.kubernetes.FieldRow.told;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of what pods are made by. */
final class WorkloadRows {
  private static final String WRITTEN_BY_API = "the API server writes it";
  private static final String ROLLOUT = "of how several pods are replaced one by one";
  private static final FieldRow TEMPLATE = done("template", Shape.object("PodTemplate"), "the pod");
  private static final FieldRow REPLICAS =
      done("replicas", Shape.INTEGER, "1, or left out; others are refused");
  private static final FieldRow SELECTOR = passed("selector", "the pod is that of the template");

  private WorkloadRows() {}

  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.put(
        "ObjectMeta",
        meta("the name of what is made", "of the object; a pod's are its containers'"));
    all.put("Pod", object(done("spec", Shape.object("PodSpec"), "below")));
    all.put("Deployment", object(spec("DeploymentSpec")));
    all.put("StatefulSet", object(spec("StatefulSetSpec")));
    all.put("DaemonSet", object(spec("DaemonSetSpec")));
    all.put("ReplicaSet", object(spec("ReplicaSetSpec")));
    all.put("ReplicationController", object(spec("ReplicationControllerSpec")));
    all.put("Job", object(spec("JobSpec")));
    all.put("PodTemplate", List.of(metadata(), spec("PodSpec")));
    all.put(
        "DeploymentSpec",
        List.of(
            passed("minReadySeconds", ROLLOUT),
            refused("paused", "leave it out"),
            passed("progressDeadlineSeconds", ROLLOUT),
            REPLICAS,
            passed("revisionHistoryLimit", ROLLOUT),
            SELECTOR,
            passed("strategy", ROLLOUT),
            TEMPLATE));
    all.put(
        "StatefulSetSpec",
        List.of(
            passed("minReadySeconds", ROLLOUT),
            refused("ordinals", "there is one pod, with the number 0"),
            passed("persistentVolumeClaimRetentionPolicy", "volumes stay until they are removed"),
            passed("podManagementPolicy", ROLLOUT),
            REPLICAS,
            passed("revisionHistoryLimit", ROLLOUT),
            SELECTOR,
            done("serviceName", Shape.TEXT, "`subdomain` of the pod"),
            TEMPLATE,
            passed("updateStrategy", ROLLOUT),
            done(
                "volumeClaimTemplates",
                Shape.objects("PersistentVolumeClaim"),
                "a volume `TEMPLATE-NAME-0` of each")));
    all.put(
        "DaemonSetSpec",
        List.of(
            passed("minReadySeconds", ROLLOUT),
            passed("revisionHistoryLimit", ROLLOUT),
            SELECTOR,
            TEMPLATE,
            passed("updateStrategy", ROLLOUT)));
    all.put(
        "ReplicaSetSpec",
        List.of(passed("minReadySeconds", ROLLOUT), REPLICAS, SELECTOR, TEMPLATE));
    all.put(
        "ReplicationControllerSpec",
        List.of(passed("minReadySeconds", ROLLOUT), REPLICAS, SELECTOR, TEMPLATE));
    all.put("JobSpec", job());
    return all;
  }

  private static List<FieldRow> job() {
    return List.of(
        refused("activeDeadlineSeconds", "begin the command with `timeout SECONDS`"),
        told("backoffLimit", "a task that fails is told, and tried again at the next apply"),
        told(
            "backoffLimitPerIndex", "a task that fails is told, and tried again at the next apply"),
        done("completionMode", Shape.choice("NonIndexed"), "`NonIndexed`"),
        done("completions", Shape.INTEGER, "1, or left out; others are refused"),
        refused("managedBy", "leave it out"),
        passed("manualSelector", "the pod is that of the template"),
        refused("maxFailedIndexes", "leave it out"),
        done("parallelism", Shape.INTEGER, "1, or left out; others are refused"),
        told("podFailurePolicy", "a task that fails is told, and tried again at the next apply"),
        passed("podReplacementPolicy", "a task is not tried twice"),
        told("scheduling", "there is one host"),
        SELECTOR,
        refused("successPolicy", "leave it out: a task has succeeded when it has ended with 0"),
        refused("suspend", "leave the Job out until it shall run"),
        TEMPLATE,
        told("ttlSecondsAfterFinished", "what a task left stays until its configuration goes"));
  }

  private static FieldRow spec(String type) {
    return done("spec", Shape.object(type), "below");
  }

  private static FieldRow metadata() {
    return done("metadata", Shape.object("ObjectMeta"), "its name, its labels");
  }

  /** The fields of an object of the API, with these of its own. */
  static List<FieldRow> object(FieldRow... own) {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(passed("apiVersion", "says, with `kind`, what it is"));
    rows.add(passed("kind", "says what it is"));
    rows.add(metadata());
    rows.addAll(List.of(own));
    rows.add(passed("status", WRITTEN_BY_API));
    return rows;
  }

  private static List<FieldRow> meta(String name, String words) {
    return List.of(
        done("annotations", Shape.MAP, words),
        passed("creationTimestamp", WRITTEN_BY_API),
        passed("deletionGracePeriodSeconds", WRITTEN_BY_API),
        passed("deletionTimestamp", WRITTEN_BY_API),
        told("finalizers", "nobody waits for them"),
        refused("generateName", "write `name`: Berth knows a container by its name"),
        passed("generation", WRITTEN_BY_API),
        done("labels", Shape.MAP, words),
        passed("managedFields", WRITTEN_BY_API),
        done("name", Shape.TEXT, name),
        done("namespace", Shape.TEXT, "which ConfigMaps, Secrets and Services belong to a pod"),
        told("ownerReferences", "nothing is removed with another object"),
        passed("resourceVersion", WRITTEN_BY_API),
        passed("selfLink", WRITTEN_BY_API),
        passed("uid", WRITTEN_BY_API));
  }
}
