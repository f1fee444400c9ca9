package dev.berth.config.kubernetes;

import dev.berth.config.Dialect;
import dev.berth.config.Draft;
import dev.berth.config.Tree;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Makes containers of Berth's own form of a pod. */
final class PodTranslation {
  private static final String COMPLETED = "service_completed_successfully";
  private static final int LONGEST_NAME = 63;

  private final Workload pod;
  private final ObjectSet objects;
  private final Services services;
  private final Problems problems;
  private final PodFields fields;
  private final Volumes volumes;
  private final List<Node> init;
  private final List<Node> containers;

  PodTranslation(
      Workload pod,
      ObjectSet objects,
      Services services,
      DeclaredVolumes declared,
      Supplier<String> nodeName,
      Problems problems) {
    this.pod = pod;
    this.objects = objects;
    this.services = services;
    this.problems = problems;
    this.fields = new PodFields(pod, nodeName, problems);
    this.volumes =
        new Volumes(pod, new GivenFiles(pod, objects, fields, problems), declared, problems);
    this.init = pod.spec().objects("initContainers");
    this.containers = pod.spec().objects("containers");
  }

  /** Its containers, those that begin first before the others. */
  List<Draft> drafts() {
    checkPod();
    List<Draft> drafts = new ArrayList<>();
    Body before = new Body(pod.spec().named("initContainers"));
    Set<String> names = new HashSet<>();
    Part part = pod.isTask() ? Part.LATE_INIT : Part.INIT;
    for (Node container : init) {
      boolean isSidecar = container.text("restartPolicy").equals("Always");
      if (isNamed(container, names)) {
        drafts.add(draft(container, isSidecar ? Part.SIDECAR : part, before.tree()));
        if (!isSidecar && part == Part.INIT) {
          continue;
        }
        part = Part.LATE_INIT;
        Body condition = new Body(container.at());
        boolean isAwaited = isSidecar && container.has("startupProbe");
        String started = isAwaited ? "service_healthy" : "service_started";
        condition.put("condition", isSidecar ? started : COMPLETED, container.at());
        before.put(name(container), condition);
      }
    }
    boolean isFirst = true;
    for (Node container : containers) {
      if (isNamed(container, names)) {
        Part its = pod.isTask() ? Part.TASK : isFirst ? Part.FIRST : Part.OTHER;
        drafts.add(draft(container, its, before.tree(), isFirst));
        isFirst = false;
      }
    }
    return drafts;
  }

  /** What a container is in its pod. */
  private enum Part {
    /** It ends before the rest begins, at each start of the pod. */
    INIT,
    /** It ends before the rest begins, and comes after a service or is part of what runs once. */
    LATE_INIT,
    /** It begins before the rest. */
    SIDECAR,
    /** One of those that run. */
    FIRST,
    /** Another one. */
    OTHER,
    /** One that runs once. */
    TASK;

    boolean isTask() {
      return this == INIT || this == LATE_INIT || this == TASK;
    }
  }

  private void checkPod() {
    Node spec = pod.spec();
    if (containers.isEmpty()) {
      problems.error(
          spec.at("containers"),
          "the pod of " + pod.maker().kind() + " `" + pod.maker().name() + "` has no containers",
          "write `containers: [{name: …, image: …}]`");
    }
    init.stream()
        .dropWhile(container -> !container.text("restartPolicy").equals("Always"))
        .filter(container -> !container.text("restartPolicy").equals("Always"))
        .findFirst()
        .ifPresent(
            late ->
                problems.warning(
                    late.at(),
                    "an init container after a sidecar runs at an apply that changes it, not at each"
                        + " start of the pod",
                    "write it before the sidecars where each start needs it"));
    String policy = spec.text("restartPolicy");
    if (pod.isTask() && !List.of("Never", "OnFailure").contains(policy)) {
      problems.error(
          spec.at("restartPolicy"), "a Job's pod has no `restartPolicy: Always`", "write Never");
    }
    boolean isMade = !List.of("Pod", "Job").contains(pod.maker().kind());
    if (isMade && !policy.isEmpty() && !policy.equals("Always")) {
      problems.error(
          spec.at("restartPolicy"),
          "the pod of a " + pod.maker().kind() + " has `restartPolicy: Always`",
          "leave it out, or write a Pod");
    }
    if (isPod() && pod.isTask()) {
      problems.warning(
          pod.at(),
          "the pod of a Job of several containers stays when they have ended",
          "what it holds is a process that does nothing");
    }
    if (spec.flag("shareProcessNamespace") && spec.flag("hostPID")) {
      problems.error(
          spec.at("shareProcessNamespace"), "the pod shares the host's processes", "leave one out");
    }
  }

  private boolean isNamed(Node container, Set<String> names) {
    if (container.text("name").isEmpty()) {
      problems.error(container.at(), "`" + container.path() + "` has no `name`", "name it");
      return false;
    }
    boolean fits =
        ManifestReader.isName(
            container.given("name").orElseThrow(),
            container.path("name"),
            LONGEST_NAME,
            false,
            problems);
    boolean isNew = names.add(container.text("name"));
    if (!isNew) {
      problems.error(
          container.at("name"),
          "a second container of this name in the pod",
          "rename one of the two");
    }
    return fits && isNew;
  }

  private String name(Node container) {
    return pod.name() + "-" + container.text("name");
  }

  /** One task alone needs nobody to hold its network. */
  private boolean isPod() {
    return !pod.isTask() || init.size() + containers.size() > 1;
  }

  private Draft draft(Node container, Part part, Tree.Fields before) {
    return draft(container, part, before, false);
  }

  private Draft draft(Node container, Part part, Tree.Fields before, boolean holdsPod) {
    Body body = new Body(container.at());
    image(body, container);
    if (isPod()) {
      body.put("pod", pod.name(), pod.at());
    }
    Environment environment = Environment.of(pod, container, objects, fields, problems);
    process(body, container, environment);
    if (!before.fields().isEmpty()) {
      body.put("depends_on", before.at(), before);
    }
    volumes.mount(body, container, environment);
    new Resources(container.object("resources"), problems).put(body);
    new Security(
            pod.spec().object("securityContext"), container.object("securityContext"), problems)
        .put(body);
    life(body, container, part);
    metadata(body);
    processes(body);
    if (holdsPod) {
      shared(body);
    }
    return new Draft(name(container), container.at("name"), body.tree(), Dialect.OF_FILE, true);
  }

  private void image(Body body, Node container) {
    String image = container.text("image");
    if (image.isEmpty()) {
      // Whoever reads the container says so.
      return;
    }
    body.put("image", image, container.at("image"));
    switch (container.text("imagePullPolicy")) {
      case "Always" -> body.put("pull_policy", "always", container.at("imagePullPolicy"));
      case "Never" -> body.put("pull_policy", "never", container.at("imagePullPolicy"));
      case "" -> {
        String last = image.substring(image.lastIndexOf('/') + 1);
        boolean isLatest = last.indexOf(':') < 0 || last.endsWith(":latest");
        if (isLatest && image.indexOf('@') < 0 && !image.startsWith("localhost/")) {
          body.put("pull_policy", "always", container.at("image"));
        }
      }
      default -> {}
    }
  }

  private void process(Body body, Node container, Environment environment) {
    container
        .texts("command")
        .forEach(word -> body.add("entrypoint", environment.argument(word), word.at()));
    container
        .texts("args")
        .forEach(word -> body.add("command", environment.argument(word), word.at()));
    container.given("workingDir").ifPresent(text -> body.put("working_dir", text));
    Body variables = new Body(container.named(container.has("env") ? "env" : "envFrom"));
    environment.variables().forEach((name, value) -> variables.put(name, value.text(), value.at()));
    body.put("environment", variables);
    if (container.flag("stdin")) {
      body.put("interactive", "true", container.at("stdin"));
    }
    if (container.flag("tty")) {
      body.put("tty", "true", container.at("tty"));
    }
  }

  private void life(Body body, Node container, Part part) {
    if (part == Part.INIT) {
      body.put("pod_init", "true", container.at());
    }
    long grace = pod.spec().number("terminationGracePeriodSeconds", 30);
    if (grace < 0 || grace > Integer.MAX_VALUE) {
      problems.error(
          pod.spec().at("terminationGracePeriodSeconds"),
          "no number of seconds",
          "write one such as 30");
    } else if (part != Part.INIT) {
      body.put("stop_grace_period", grace + "s", pod.spec().at("terminationGracePeriodSeconds"));
    }
    Node lifecycle = container.object("lifecycle");
    if (part.isTask()) {
      boolean hasMore = Probes.areIn(container) || lifecycle.has("preStop");
      if (hasMore && part != Part.TASK) {
        problems.error(
            container.at(),
            "an init container that ends has no probe and no `lifecycle`",
            "leave it out, or make it a sidecar: `restartPolicy: Always`");
      } else if (hasMore) {
        problems.warning(
            container.at(), "nobody looks after the health of a task", "leave the probe out");
      }
      return;
    }
    String policy = policy(container, part);
    SourcePosition at =
        part == Part.SIDECAR || container.has("restartPolicy")
            ? container.at("restartPolicy")
            : pod.spec().at("restartPolicy");
    body.put("restart", policy, at);
    new Probes(container, problems).put(body, !policy.equals("no"));
    lifecycle
        .object("preStop")
        .object("exec")
        .texts("command")
        .forEach(word -> body.add("pre_stop_exec", word.text(), word.at()));
    lifecycle.given("stopSignal").ifPresent(text -> body.put("stop_signal", text));
  }

  private String policy(Node container, Part part) {
    String own = container.text("restartPolicy");
    String policy = own.isEmpty() ? pod.spec().text("restartPolicy") : own;
    return part == Part.SIDECAR
        ? "always"
        : switch (policy) {
          case "Never" -> "no";
          case "OnFailure" -> "on-failure";
          default -> "always";
        };
  }

  private void metadata(Body body) {
    for (String field : List.of("labels", "annotations")) {
      Body entries = new Body(pod.metadata().named(field));
      pod.metadata()
          .map(field)
          .forEach(
              (name, value) -> {
                if (!name.startsWith("kubectl.kubernetes.io/")) {
                  entries.put(name, value.text(), value.at());
                }
              });
      body.put(field, entries);
    }
  }

  private void processes(Body body) {
    Node spec = pod.spec();
    if (spec.flag("hostPID")) {
      body.put("pid", "host", spec.at("hostPID"));
    } else if (spec.flag("shareProcessNamespace") && isPod()) {
      body.put(
          "pid",
          "container:" + ContainerSpec.podsOwn(pod.name()),
          spec.at("shareProcessNamespace"));
    }
  }

  /** What is the pod's own stands at one of its containers. */
  private void shared(Body body) {
    Node spec = pod.spec();
    List<Ports.Published> ports = new ArrayList<>(Ports.ofContainers(pod, problems));
    ports.addAll(services.ports(pod));
    if (spec.flag("hostNetwork")) {
      body.put("net", "host", spec.at("hostNetwork"));
    } else {
      body.put("hostname", pod.hostname(), spec.has("hostname") ? spec.at("hostname") : pod.at());
      join(body, ports);
    }
    if (spec.flag("hostIPC")) {
      body.put("ipc", "host", spec.at("hostIPC"));
    }
    if (spec.has("hostUsers") && !spec.flag("hostUsers")) {
      body.put("userns", "auto", spec.at("hostUsers"));
    }
    for (Node alias : spec.objects("hostAliases")) {
      alias
          .texts("hostnames")
          .forEach(
              name -> body.add("extra_hosts", name.text() + ":" + alias.text("ip"), name.at()));
    }
    resolver(body, spec);
    Body sysctls = new Body(spec.object("securityContext").named("sysctls"));
    for (Node one : spec.object("securityContext").objects("sysctls")) {
      sysctls.put(one.text("name"), one.text("value"), one.at("value"));
    }
    body.put("sysctls", sysctls);
  }

  private void join(Body body, List<Ports.Published> ports) {
    services
        .network()
        .ifPresent(
            network -> {
              Body joined = new Body(pod.at());
              services.names(pod).forEach(name -> joined.add("aliases", name, pod.at()));
              Body all = new Body(pod.at());
              all.put(network.name(), pod.at(), joined.tree());
              body.put("networks", all);
            });
    Set<String> published = new LinkedHashSet<>();
    for (Ports.Published port : ports) {
      if (published.add(port.text())) {
        body.add("ports", port.text(), port.at());
      }
    }
  }

  private void resolver(Body body, Node spec) {
    Node config = spec.object("dnsConfig");
    if (spec.text("dnsPolicy").equals("None") && config.texts("nameservers").isEmpty()) {
      problems.error(
          spec.at("dnsPolicy"), "`dnsPolicy: None` names no server", "add `dnsConfig.nameservers`");
    }
    config.texts("nameservers").forEach(text -> body.add("dns", text.text(), text.at()));
    config.texts("searches").forEach(text -> body.add("dns_search", text.text(), text.at()));
    for (Node option : config.objects("options")) {
      String value = option.text("value");
      body.add(
          "dns_opt", option.text("name") + (value.isEmpty() ? "" : ":" + value), option.at("name"));
    }
  }
}
