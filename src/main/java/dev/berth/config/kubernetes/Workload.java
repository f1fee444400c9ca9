package dev.berth.config.kubernetes;

import dev.berth.model.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pod that is to run, and by what it is made.
 *
 * @param maker the Deployment, Job or Pod
 * @param name that of the pod
 * @param metadata the pod's own
 * @param spec the pod
 * @param claims the templates of claims of a StatefulSet
 * @param subdomain where the pod's name has its place; may be empty
 */
record Workload(
    Manifest maker, String name, Node metadata, Node spec, List<Node> claims, String subdomain) {
  /** Keeps its own copy. */
  Workload {
    claims = List.copyOf(claims);
  }

  /** The pod of an object that makes one. */
  static Workload of(Manifest maker) {
    Node spec = maker.spec();
    return switch (maker.kind()) {
      case "Pod" ->
          new Workload(
              maker, maker.name(), maker.metadata(), spec, List.of(), spec.text("subdomain"));
      case "StatefulSet" -> {
        Node template = spec.object("template");
        String given = template.object("spec").text("subdomain");
        yield new Workload(
            maker,
            maker.name() + "-0",
            template.object("metadata"),
            template.object("spec"),
            spec.objects("volumeClaimTemplates"),
            given.isEmpty() ? spec.text("serviceName") : given);
      }
      default -> {
        Node template = spec.object("template");
        yield new Workload(
            maker,
            maker.name(),
            template.object("metadata"),
            template.object("spec"),
            List.of(),
            template.object("spec").text("subdomain"));
      }
    };
  }

  boolean isTask() {
    return maker.kind().equals("Job");
  }

  String namespace() {
    return maker.namespace();
  }

  SourcePosition at() {
    return maker.at();
  }

  /** Whether it has all of these labels. */
  boolean isSelectedBy(Map<String, String> labels) {
    Map<String, String> own = new TreeMap<>();
    metadata.map("labels").forEach((name, value) -> own.put(name, value.text()));
    return own.entrySet().containsAll(labels.entrySet());
  }

  boolean isOnHostNetwork() {
    return spec.flag("hostNetwork");
  }

  /** What the pod is called inside. */
  String hostname() {
    for (String field : List.of("hostnameOverride", "hostname")) {
      if (!spec.text(field).isEmpty()) {
        return spec.text(field);
      }
    }
    return name.length() > 63 ? name.substring(0, 63).replaceFirst("[-.]+$", "") : name;
  }
}
