package dev.berth.config.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What follows from a whole project: networks that are not named, names, implied dependencies. */
final class Normal {
  private static final Set<String> NAMESPACES =
      Set.of("network_mode", "ipc", "pid", "uts", "cgroup");

  private final String project;
  private final Map<String, String> environment;

  Normal(String project, Map<String, String> environment) {
    this.project = project;
    this.environment = environment;
  }

  Data.Fields of(Data.Fields file) {
    Data.Fields services =
        file.fields("services").mapped((_, service) -> networked((Data.Fields) service));
    boolean usesDefault =
        services.names().stream()
            .anyMatch(name -> services.fields(name).fields("networks").has("default"));
    Data.Fields networks = file.fields("networks");
    if (usesDefault && !networks.has("default")) {
      networks = networks.with("default", new Data.Nothing(services.at()));
    }
    Data.Fields whole =
        file.with("services", services.mapped((_, service) -> service((Data.Fields) service)));
    if (!networks.names().isEmpty()) {
      whole = whole.with("networks", networks);
    }
    for (String kind : List.of("networks", "volumes", "configs", "secrets")) {
      if (whole.get(kind) instanceof Data.Fields resources) {
        whole = whole.with(kind, resources.mapped(this::named));
      }
    }
    return whole;
  }

  private static Data.Fields networked(Data.Fields service) {
    boolean joins = !service.fields("networks").names().isEmpty();
    return service.has("provider") || service.has("network_mode") || joins
        ? service
        : service.with(
            "networks",
            Data.Fields.empty(service.at()).with("default", new Data.Nothing(service.at())));
  }

  private Data.Fields service(Data.Fields given) {
    Data.Fields service = given;
    if (service.text("pull_policy").equals("if_not_present")) {
      service = service.with("pull_policy", new Data.Text("missing", service.at()));
    }
    if (service.get("build") instanceof Data.Fields build) {
      Data.Fields whole =
          build.has("dockerfile") || build.has("dockerfile_inline")
              ? build
              : build.with("dockerfile", new Data.Text("Dockerfile", build.at()));
      Data arguments = build.get("args");
      service =
          service.with(
              "build", arguments == null ? whole : whole.with("args", resolved(arguments, false)));
    }
    Data variables = service.get("environment");
    if (variables != null) {
      service = service.with("environment", resolved(variables, true));
    }
    Data.Fields implied = implied(service);
    return implied.names().isEmpty() ? service : service.with("depends_on", implied);
  }

  /** What is named without a value has that of the environment. */
  private Data resolved(Data data, boolean keeps) {
    return switch (data) {
      case Data.Items list ->
          new Data.Items(
              valued(list, environment).items().stream()
                  .filter(item -> keeps || Data.shown(item).contains("="))
                  .toList(),
              list.at());
      case Data.Fields mapping -> {
        Data.Fields resolved = mapping;
        for (String name : mapping.names()) {
          if (mapping.get(name) instanceof Data.Nothing nothing) {
            String value = environment.get(name);
            resolved =
                value == null
                    ? keeps ? resolved : resolved.without(name)
                    : resolved.with(name, new Data.Text(value, nothing.at()));
          }
        }
        yield resolved;
      }
      default -> data;
    };
  }

  /** The same of a list: a name that has a value there gets it. */
  static Data.Items valued(Data.Items list, Map<String, String> environment) {
    return new Data.Items(
        list.items().stream()
            .map(
                item -> {
                  String name = Data.shown(item);
                  String value = name.contains("=") ? null : environment.get(name);
                  return value == null ? item : (Data) new Data.Text(name + "=" + value, item.at());
                })
            .toList(),
        list.at());
  }

  private static Data.Fields implied(Data.Fields service) {
    Data.Fields dependencies = service.fields("depends_on");
    for (Data link : service.items("links")) {
      String[] parts = Data.shown(link).split(":", -1);
      dependencies =
          dependency(dependencies, parts.length == 2 ? parts[0] : Data.shown(link), true, link);
    }
    for (String namespace : NAMESPACES) {
      Data owner = service.get(namespace);
      if (owner != null && Data.shown(owner).startsWith("service:")) {
        dependencies =
            dependency(dependencies, Data.shown(owner).substring("service:".length()), true, owner);
      }
    }
    for (Data lender : service.items("volumes_from")) {
      String text = Data.shown(lender);
      if (!text.startsWith("container:")) {
        dependencies = dependency(dependencies, text.split(":", 2)[0], false, lender);
      }
    }
    return dependencies;
  }

  private static Data.Fields dependency(
      Data.Fields dependencies, String name, boolean restarts, Data at) {
    return dependencies.has(name)
        ? dependencies
        : dependencies.with(
            name,
            Data.Fields.empty(at.at())
                .with("condition", new Data.Text("service_started", at.at()))
                .with("restart", new Data.Flag(restarts, at.at()))
                .with("required", new Data.Flag(true, at.at())));
  }

  private Data named(String key, Data given) {
    Data.Fields resource =
        given instanceof Data.Fields mapping ? mapping : Data.Fields.empty(given.at());
    if (resource.has("name") && !(resource.get("name") instanceof Data.Nothing)) {
      return resource;
    }
    String name = resource.flag("external") ? key : project + "_" + key;
    return resource.with("name", new Data.Text(name, resource.at()));
  }
}
