package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import dev.berth.model.RestartPolicy;
import dev.berth.model.SourcePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A workload as a pod, and what runs it. */
final class KubernetesPod {
  /** The order of a pod's fields; those that are not here stand behind. */
  private static final List<String> FIELDS =
      List.of(
          "restartPolicy",
          "terminationGracePeriodSeconds",
          "hostname",
          "hostNetwork",
          "hostPID",
          "hostIPC",
          "hostUsers",
          "hostAliases",
          "dnsPolicy",
          "dnsConfig",
          "securityContext",
          "initContainers",
          "containers",
          "volumes");

  private final Workload workload;
  private final List<Loss> losses;
  private final KubernetesNames containers = new KubernetesNames();
  private final Map<String, Object> spec = new LinkedHashMap<>();
  private final SortedMap<String, Object> labels = new TreeMap<>();
  private final SortedMap<String, Object> annotations = new TreeMap<>();
  private final KubernetesVolumes volumes;
  private final String name;

  KubernetesPod(
      Workload workload, KubernetesNames workloads, KubernetesNames claims, List<Loss> losses) {
    this.workload = workload;
    this.losses = losses;
    this.name = workloads.of(workload.name());
    this.volumes = new KubernetesVolumes(name, claims);
  }

  Map<String, Object> spec() {
    return spec;
  }

  KubernetesVolumes volumes() {
    return volumes;
  }

  SortedMap<String, Object> labels() {
    return labels;
  }

  SortedMap<String, Object> annotations() {
    return annotations;
  }

  /** Whether a member of this name runs to its end before another one. */
  boolean isEndedBefore(String name, ContainerSpec member) {
    return workload.isEndedBefore(name, member);
  }

  /** A mapping of the pod's own, which is made where it is not there yet. */
  Map<String, Object> part(String field) {
    return KubernetesContainer.part(spec, field);
  }

  /** The objects that it takes, what it needs before it. */
  List<Document> documents(boolean isDeployed) {
    tellName();
    List<Object> first = new ArrayList<>();
    List<Object> all = new ArrayList<>();
    for (ContainerSpec member : workload.members()) {
      boolean isTask = member.role() == Role.TASK && workload.members().size() > 1;
      if (isTask) {
        lostRestart(
            member,
            member.at(),
            "it is an init container, which runs at each start of the pod",
            "pod_init: true says so here, too");
      }
      KubernetesContainer container =
          new KubernetesContainer(member, this, containers.of(member.name().text()), losses);
      container.write();
      (isTask || member.role() == Role.INIT ? first : all).add(container.body());
    }
    if (all.isEmpty()) {
      all.add(first.removeLast());
    }
    restart();
    grace();
    if (!first.isEmpty()) {
      spec.put("initContainers", first);
    }
    spec.put("containers", all);
    if (!volumes.pod().isEmpty()) {
      spec.put("volumes", volumes.pod());
    }
    List<Document> documents = new ArrayList<>(volumes.documents());
    documents.add(workload(isDeployed));
    return documents;
  }

  private void tellName() {
    if (!name.equals(workload.name())) {
      losses.add(
          new Loss(
              workload.members().getFirst().at(),
              workload.name(),
              "name",
              "its pod is called " + name,
              "Kubernetes takes small letters, digits and - alone"));
    }
  }

  private Document workload(boolean isDeployed) {
    boolean isSecret = Sets.mayHoldSecrets(workload.members());
    boolean isTask = policy().equals("Never") && isAllTasks();
    if (!isDeployed || (!isTask && !policy().equals("Always"))) {
      if (isDeployed) {
        losses.add(
            new Loss(
                workload.members().getFirst().position(Key.RESTART),
                workload.name(),
                "restart",
                "a Deployment always restarts its pods, so it is a Pod",
                "write restart: always"));
      }
      Map<String, Object> pod = KubernetesWriter.object("v1", "Pod", metadata(true));
      pod.put("spec", ordered());
      return KubernetesWriter.document("Pod", name, pod, isSecret);
    }
    Map<String, Object> template = new LinkedHashMap<>();
    if (isTask) {
      Map<String, Object> metadata = metadata(false);
      if (!metadata.isEmpty()) {
        template.put("metadata", metadata);
      }
    } else {
      labels.put("app", name);
      template.put("metadata", metadata(false));
    }
    template.put("spec", ordered());
    Map<String, Object> body = new LinkedHashMap<>();
    if (isTask) {
      body.put("backoffLimit", 0L);
    } else {
      body.put("replicas", 1L);
      body.put("selector", Map.of("matchLabels", Map.of("app", name)));
      // Two at once would write to the same volumes.
      body.put("strategy", Map.of("type", "Recreate"));
    }
    body.put("template", template);
    String kind = isTask ? "Job" : "Deployment";
    Map<String, Object> object =
        KubernetesWriter.object(isTask ? "batch/v1" : "apps/v1", kind, Map.of("name", name));
    object.put("spec", body);
    return KubernetesWriter.document(kind, name, object, isSecret);
  }

  private boolean isAllTasks() {
    return workload.members().stream().noneMatch(it -> it.role() == Role.SERVICE);
  }

  private Map<String, Object> metadata(boolean isNamed) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    if (isNamed) {
      metadata.put("name", name);
    }
    if (!labels.isEmpty()) {
      metadata.put("labels", labels);
    }
    if (!annotations.isEmpty()) {
      metadata.put("annotations", annotations);
    }
    return metadata;
  }

  private Map<String, Object> ordered() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    FIELDS.stream().filter(spec::containsKey).forEach(it -> ordered.put(it, spec.get(it)));
    spec.forEach(ordered::putIfAbsent);
    return ordered;
  }

  private String policy() {
    return String.valueOf(spec.get("restartPolicy"));
  }

  /** The pod has one policy: that of its services. */
  private void restart() {
    List<ContainerSpec> services =
        workload.members().stream().filter(it -> it.role() == Role.SERVICE).toList();
    String policy =
        services.stream()
            .map(KubernetesPod::policy)
            .min(Comparator.comparingInt(List.of("Always", "OnFailure", "Never")::indexOf))
            .orElse("Never");
    spec.put("restartPolicy", policy);
    for (ContainerSpec service : services) {
      RestartPolicy given = service.restart().orElseThrow();
      SourcePosition at = service.position(Key.RESTART);
      if (!policy(service).equals(policy)) {
        lostRestart(service, at, "the pod has one policy, " + policy, "give all its members one");
      } else if (given.kind() == RestartPolicy.Kind.UNLESS_STOPPED) {
        lostRestart(
            service, at, "Kubernetes starts it again, whoever has stopped it", "delete the pod");
      } else if (given.retries().isPresent()) {
        lostRestart(service, at, "Kubernetes starts it again without limit", "");
      }
    }
  }

  private void lostRestart(ContainerSpec member, SourcePosition at, String what, String instead) {
    losses.add(new Loss(at, member.name().text(), "restart", what, instead));
  }

  private static String policy(ContainerSpec service) {
    return switch (service.restart().orElseThrow().kind()) {
      case ALWAYS, UNLESS_STOPPED -> "Always";
      case ON_FAILURE -> "OnFailure";
      case NO -> "Never";
    };
  }

  /** The longest of its members, always: Kubernetes' own default is another one. */
  private void grace() {
    Duration longest =
        workload.members().stream()
            .map(ContainerSpec::stopGracePeriod)
            .max(Comparator.naturalOrder())
            .orElse(ContainerSpec.DEFAULT_GRACE);
    spec.put("terminationGracePeriodSeconds", Durations.wholeSeconds(longest));
    for (ContainerSpec member : workload.members()) {
      if (!member.stopGracePeriod().equals(Duration.ofSeconds(Durations.wholeSeconds(longest)))) {
        losses.add(
            new Loss(
                member.position(Key.STOP_GRACE_PERIOD),
                member.name().text(),
                Key.STOP_GRACE_PERIOD.label(),
                "the pod has " + Durations.wholeSeconds(longest) + " s",
                "Kubernetes takes whole seconds, the same for all of a pod"));
      }
    }
  }
}
