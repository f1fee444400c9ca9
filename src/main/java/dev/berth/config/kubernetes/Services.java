package dev.berth.config.kubernetes;

import dev.berth.model.Network;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Services as names of pods in a network, and as ports of the host. */
final class Services {
  private final String network;
  private final List<Manifest> services;
  private final List<Workload> pods;
  private final Problems problems;
  private final Map<Workload, Set<String>> names = new HashMap<>();
  private final Map<Workload, List<Ports.Published>> ports = new HashMap<>();

  /**
   * Those of a configuration.
   *
   * @param network what their network is called
   */
  Services(String network, List<Manifest> services, List<Workload> pods, Problems problems) {
    this.network = network;
    this.services = List.copyOf(services);
    this.pods = List.copyOf(pods);
    this.problems = problems;
    services.forEach(this::read);
    pods.forEach(this::subdomain);
  }

  /** The network in which pods find each other; empty where no Service gives one a name. */
  Optional<NetworkSpec> network() {
    return services.stream()
        .findFirst()
        .map(
            first ->
                new NetworkSpec(
                    Network.bridge(
                        network, List.of(), false, false, "", "", new TreeMap<>(), List.of()),
                    first.at()));
  }

  /** What a pod is called in it. */
  Set<String> names(Workload pod) {
    return names.getOrDefault(pod, Set.of());
  }

  /** What is published of a pod. */
  List<Ports.Published> ports(Workload pod) {
    return ports.getOrDefault(pod, List.of());
  }

  private void read(Manifest service) {
    Node spec = service.spec();
    Map<String, String> selector = new TreeMap<>();
    spec.map("selector").forEach((name, value) -> selector.put(name, value.text()));
    if (spec.text("type").equals("ExternalName")) {
      problems.error(
          spec.at("type"),
          "a Service of another name is not carried over",
          "write that name itself where this one is used");
      return;
    }
    if (selector.isEmpty()) {
      problems.error(
          service.at(),
          "the Service `" + service.name() + "` has no `selector`",
          "write the labels of its pod");
      return;
    }
    if (!List.of("", "None").contains(spec.text("clusterIP"))) {
      problems.warning(
          spec.named("clusterIP"), "a Service has no address of its own here", "use its name");
    }
    List<Workload> selected =
        pods.stream()
            .filter(pod -> pod.namespace().equals(service.namespace()))
            .filter(pod -> !pod.isTask() && pod.isSelectedBy(selector))
            .toList();
    if (selected.isEmpty()) {
      problems.warning(
          spec.at("selector"),
          "the Service `" + service.name() + "` selects no pod of these files",
          "give the file of its pod, too");
    }
    for (Workload pod : selected) {
      name(service, pod);
      publish(service, pod, selected.size());
    }
  }

  private void name(Manifest service, Workload pod) {
    if (pod.isOnHostNetwork()) {
      problems.warning(
          service.at(),
          "the Service `" + service.name() + "` gives no name to a pod in the host's network",
          "others reach it at the host's address");
      return;
    }
    Set<String> all = names.computeIfAbsent(pod, _ -> new LinkedHashSet<>());
    String longer = service.name() + "." + service.namespace();
    all.addAll(List.of(service.name(), longer, longer + ".svc", longer + ".svc.cluster.local"));
  }

  private void subdomain(Workload pod) {
    String service = pod.subdomain();
    boolean isThere =
        services.stream()
            .anyMatch(one -> one.name().equals(service) && one.namespace().equals(pod.namespace()));
    if (!service.isEmpty() && isThere && !pod.isOnHostNetwork()) {
      String longer = pod.hostname() + "." + service;
      names
          .computeIfAbsent(pod, _ -> new LinkedHashSet<>())
          .addAll(
              List.of(
                  longer,
                  longer + "." + pod.namespace(),
                  longer + "." + pod.namespace() + ".svc",
                  longer + "." + pod.namespace() + ".svc.cluster.local"));
    }
  }

  private void publish(Manifest service, Workload pod, int pods) {
    Node spec = service.spec();
    String type = spec.text("type");
    List<String> addresses = new ArrayList<>();
    spec.texts("externalIPs").forEach(address -> addresses.add(address.text()));
    if (type.equals("LoadBalancer")) {
      addresses.add(spec.text("loadBalancerIP"));
    }
    for (Node port : spec.objects("ports")) {
      Optional<String> target = target(port, pod);
      if (target.isEmpty()) {
        problems.error(
            port.at(port.has("targetPort") ? "targetPort" : "port"),
            "`" + port.path("targetPort") + "` is no port of the pod `" + pod.name() + "`",
            "write its number, or the name of a port of one of its containers");
        continue;
      }
      boolean isOfHost = type.equals("NodePort") || !addresses.isEmpty();
      if (isOfHost && pods > 1) {
        problems.error(
            port.at(),
            "a port of the host for " + pods + " pods",
            "select one of them by its labels");
        continue;
      }
      addresses.forEach(address -> add(pod, port, address, port.text("port"), target.get()));
      node(type, port, pod, target.get());
      tellPort(service, port, pod, target.get());
    }
  }

  private void node(String type, Node port, Workload pod, String target) {
    if (port.number("nodePort", 0) > 0) {
      add(pod, port, "", port.text("nodePort"), target);
    } else if (type.equals("NodePort")) {
      problems.error(
          port.at(), "`" + port.path() + "` has no `nodePort`", "name the port of the host");
    }
  }

  private void add(Workload pod, Node port, String address, String host, String target) {
    if (pod.isOnHostNetwork()) {
      if (!host.equals(target)) {
        problems.error(
            port.at(), "in the host's network a pod's port is the host's", "write the same number");
      }
      return;
    }
    ports
        .computeIfAbsent(pod, _ -> new ArrayList<>())
        .add(new Ports.Published(Ports.text(address, host, target, port), port.at()));
  }

  private void tellPort(Manifest service, Node port, Workload pod, String target) {
    boolean isHeadless = service.spec().text("clusterIP").equals("None");
    if (!port.text("port").equals(target) && !isHeadless && !pod.isOnHostNetwork()) {
      problems.warning(
          port.at("port"),
          "in the network the port of `" + service.name() + "` is the pod's own, " + target,
          "have others ask for `"
              + service.name()
              + ":"
              + target
              + "`, or let the pod listen at it");
    }
  }

  private static Optional<String> target(Node port, Workload pod) {
    String given = port.has("targetPort") ? port.text("targetPort") : port.text("port");
    boolean isHosts = Ports.isPort(port.number("port", 0));
    return isHosts
        ? Ports.lasting(pod).stream()
            .flatMap(container -> Ports.number(container, given).stream())
            .findFirst()
        : Optional.empty();
  }
}
