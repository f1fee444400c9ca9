package dev.berth.config.compose;

import dev.berth.config.Addresses;
import dev.berth.model.Cycles;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether what a project's parts say fits together. */
final class Consistency {
  private static final Set<String> TESTS = Set.of("CMD", "CMD-SHELL", "NONE");

  private final Project project;
  private final Problems problems;

  Consistency(Project project, Problems problems) {
    this.project = project;
    this.problems = problems;
  }

  void check() {
    for (String name : project.services().names()) {
      check(name, project.services().fields(name));
    }
    files("secrets", List.of("file", "environment"));
    files("configs", List.of("file", "environment", "content"));
    volumes();
    cycles();
  }

  private void check(String name, Data.Fields service) {
    SourcePosition at = service.at();
    if (!service.has("build") && service.text("image").isEmpty() && !service.has("provider")) {
      problems.error(at, "the service `" + name + "` has no image", "give it one");
    }
    Data.Fields build = service.fields("build");
    if (build.has("dockerfile") && build.has("dockerfile_inline")) {
      error(build, "dockerfile_inline", "`dockerfile` and `dockerfile_inline` exclude each other");
    }
    if (service.has("network_mode") && !service.fields("networks").names().isEmpty()) {
      error(service, "network_mode", "`network_mode` and `networks` exclude each other");
    }
    references(name, service);
    dependencies(name, service);
    healthcheck(service);
    replicas(service);
    limits(service);
    mounts(service);
    requests(service.items("gpus"));
    requests(service.fields("deploy").fields("resources").fields("reservations").items("devices"));
    addresses(service);
  }

  private void references(String name, Data.Fields service) {
    service
        .fields("networks")
        .fields()
        .forEach(
            (network, field) ->
                undefined(name, "network", network, project.networks(), field.at()));
    for (Data item : service.items("volumes")) {
      Data.Fields mount = (Data.Fields) item;
      if (mount.text("type").equals("volume") && !mount.text("source").isEmpty()) {
        undefined(name, "volume", mount.text("source"), project.volumes(), mount.at());
      }
    }
    for (Data item : service.items("configs")) {
      undefined(name, "config", ((Data.Fields) item).text("source"), project.configs(), item.at());
    }
    for (Data item : service.items("secrets")) {
      undefined(name, "secret", ((Data.Fields) item).text("source"), project.secrets(), item.at());
    }
    String mode = service.text("network_mode");
    if (mode.startsWith("service:")) {
      undefined(
          name,
          "service",
          mode.substring("service:".length()),
          project.services(),
          at(service, "network_mode"));
    }
  }

  private void undefined(
      String name, String kind, String wanted, Data.Fields known, SourcePosition at) {
    if (!known.has(wanted)) {
      problems.error(
          at,
          "the service `" + name + "` names the " + kind + " `" + wanted + "`, and there is none",
          kind.equals("service") ? "" : "declare it under `" + kind + "s`");
    }
  }

  private void dependencies(String name, Data.Fields service) {
    service
        .fields("depends_on")
        .fields()
        .forEach(
            (target, field) -> {
              boolean isOptional =
                  project.disabled().contains(target)
                      && field.value() instanceof Data.Fields manner
                      && manner.has("required")
                      && !manner.flag("required");
              if (!project.services().has(target) && !isOptional) {
                problems.error(
                    field.at(),
                    "the service `"
                        + name
                        + "` depends on `"
                        + target
                        + "`, "
                        + (project.disabled().contains(target)
                            ? "whose profile is not active"
                            : "and there is none"),
                    project.disabled().contains(target) ? "`required: false`, or --profile" : "");
              }
            });
  }

  private void healthcheck(Data.Fields service) {
    List<Data> test = service.fields("healthcheck").items("test");
    if (!test.isEmpty() && !TESTS.contains(Data.shown(test.getFirst()))) {
      problems.error(
          test.getFirst().at(), "a `test` begins with CMD, CMD-SHELL or NONE", "write [CMD, …]");
    }
  }

  private void replicas(Data.Fields service) {
    Data.Fields deploy = service.fields("deploy");
    String scale = service.text("scale");
    String replicas = deploy.text("replicas");
    if (!scale.isEmpty() && !replicas.isEmpty() && !scale.equals(replicas)) {
      error(service, "scale", "`scale` and `deploy.replicas` are two numbers");
    }
    String wanted = scale.isEmpty() ? replicas : scale;
    if (wanted.startsWith("-")) {
      problems.error(service.at(), "fewer than no replicas", "");
    }
    if (Project.replicas(service) > 1 && service.has("container_name")) {
      error(service, "container_name", "`container_name` is for one, and there are " + wanted);
    }
  }

  private void limits(Data.Fields service) {
    if (!service.has("deploy")) {
      return;
    }
    Data.Fields resources = service.fields("deploy").fields("resources");
    if (resources.has("limits")) {
      Data.Fields limits = resources.fields("limits");
      equal(service, "cpus", limits, "cpus");
      equal(service, "mem_limit", limits, "memory");
      equal(service, "pids_limit", limits, "pids");
    }
    if (resources.has("reservations")) {
      equal(service, "mem_reservation", resources.fields("reservations"), "memory");
    }
  }

  private void equal(Data.Fields service, String key, Data.Fields limits, String limit) {
    String one = service.text(key);
    String other = limits.has(limit) ? limits.text(limit) : "0";
    if (!one.isEmpty() && !one.equals("0") && !one.equals(other)) {
      error(
          service,
          key,
          limits.has(limit)
              ? "`" + key + "` and `" + limit + "` under `deploy` are two values"
              : "`" + key + "` stands beside limits under `deploy` that have no `" + limit + "`");
    }
  }

  private void mounts(Data.Fields service) {
    Map<String, SourcePosition> places = new HashMap<>();
    for (Data item : service.items("tmpfs")) {
      twice(Data.shown(item).split(":", 2)[0], item.at(), places);
    }
    for (Data item : service.items("volumes")) {
      Data.Fields mount = (Data.Fields) item;
      twice(Paths.clean(mount.text("target")), item.at(), places);
      if (mount.text("type").equals("bind") && mount.text("source").isEmpty()) {
        problems.error(item.at(), "a bind mount without a source", "give it one");
      }
    }
  }

  private void twice(String place, SourcePosition at, Map<String, SourcePosition> places) {
    SourcePosition first = places.putIfAbsent(place, at);
    if (first != null) {
      problems.error(at, "a second mount at `" + place + "`; the first is at " + first, "");
    }
  }

  private void requests(List<Data> requests) {
    for (Data item : requests) {
      if (item instanceof Data.Fields request
          && request.has("count")
          && request.has("device_ids")) {
        problems.error(item.at(), "`count` and `device_ids` exclude each other", "");
      }
    }
  }

  private void addresses(Data.Fields service) {
    for (Data item : service.items("ports")) {
      if (item instanceof Data.Fields port
          && port.has("host_ip")
          && !Addresses.isIp(port.text("host_ip"))) {
        problems.error(item.at(), "`host_ip` is no address", "");
      }
      if (item instanceof Data.Fields port && !port.has("target")) {
        problems.error(item.at(), "a port without `target`", "");
      }
    }
  }

  private void files(String kind, List<String> sources) {
    Data.Fields all = kind.equals("secrets") ? project.secrets() : project.configs();
    for (String name : all.names()) {
      Data.Fields resource = all.fields(name);
      List<String> given = sources.stream().filter(resource::has).toList();
      boolean isGivenByOthers =
          kind.equals("secrets")
              ? resource.flag("external")
              : resource.has("external") || resource.has("driver");
      boolean isElsewhere = isGivenByOthers || resource.fields("x-berth").has("credential");
      String one = String.join(", ", sources);
      if (given.size() > 1) {
        problems.error(resource.at(), "`" + kind + "." + name + "`: only one of " + one, "");
      } else if (given.isEmpty() && !isElsewhere) {
        problems.error(resource.at(), "`" + kind + "." + name + "` needs one of " + one, "");
      }
    }
  }

  private void volumes() {
    for (String name : project.volumes().names()) {
      Data.Fields volume = project.volumes().fields(name);
      if (!volume.flag("external")) {
        continue;
      }
      volume
          .fields()
          .forEach(
              (key, field) -> {
                if (!Set.of("name", "external").contains(key) && !key.startsWith("x-")) {
                  problems.error(
                      field.at(),
                      "an external volume has its `" + key + "` already",
                      "leave it out");
                }
              });
    }
  }

  private void cycles() {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    for (String name : project.services().names()) {
      edges.put(
          name, new ArrayList<>(project.services().fields(name).fields("depends_on").names()));
    }
    for (List<String> cycle : Cycles.find(edges)) {
      problems.error(
          project.services().fields(cycle.getFirst()).at(),
          "the dependencies make a cycle: " + String.join(" → ", cycle),
          "remove one of them");
    }
  }

  private void error(Data.Fields service, String key, String message) {
    problems.error(at(service, key), message, "");
  }

  private static SourcePosition at(Data.Fields service, String key) {
    Data.Field field = service.fields().get(key);
    return field == null ? service.at() : field.at();
  }
}
