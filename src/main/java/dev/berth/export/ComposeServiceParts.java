package dev.berth.export;

import dev.berth.export.ComposeKeys.ComposeService;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.ContentFile;
import dev.berth.model.Credential;
import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The values of a service that are more than a text or a list. */
final class ComposeServiceParts {
  private static final String CONTAINER = "container:";
  private static final Set<String> PROPAGATIONS =
      Set.of("shared", "slave", "private", "rshared", "rslave", "rprivate");

  private ComposeServiceParts() {}

  /** Whose namespace it is, in Compose's words. */
  static String owner(ComposeService service, String text) {
    String name = text.startsWith(CONTAINER) ? text.substring(CONTAINER.length()) : "";
    return service.hasService(name) ? "service:" + name : text;
  }

  static boolean isAwaited(ComposeService service) {
    String name = service.spec().name().text();
    return service.set().containers().stream()
        .filter(other -> other.role() != Role.EXEC)
        .flatMap(other -> other.declaredDependencies().stream())
        .anyMatch(
            it ->
                it.target().equals(name)
                    && it.condition() == Condition.SERVICE_COMPLETED_SUCCESSFULLY);
  }

  static void restart(ComposeService service) {
    if (service.spec().role() == Role.TASK && !isAwaited(service)) {
      service.lost(
          Key.RESTART,
          service.spec().at(),
          "a task runs at each `docker compose up`, not once for its configuration",
          "run it by hand, or let others await its end: condition service_completed_successfully");
    }
  }

  static void pod(ComposeService service, Value value) {
    if (!service.spec().isPod()) {
      service.lost(
          Key.POD,
          value.at(),
          "Compose has no pods: its members start, end and restart one by one",
          "restart them together: docker compose restart");
    }
  }

  static void podInit(ComposeService service, Value value) {
    if (!service.spec().isPod()) {
      service.lost(
          Key.POD_INIT,
          value.at(),
          "the others of its pod do not wait for its end",
          "await it: depends_on with service_completed_successfully");
    }
  }

  static void detach(ComposeService service, Value value) {
    if (!isAwaited(service)) {
      service.lost(
          Key.DETACH,
          value.at(),
          "nobody waits for the end of the task",
          "await it where it is needed: depends_on with service_completed_successfully");
    }
  }

  static void envFile(ComposeService service, Value value) {
    service.put("env_file", ComposeService.escaped(value.texts()));
    service.lost(
        Key.ENV_FILE,
        value.at(),
        "Compose reads quotes and variables in it, and Berth takes each line as it is",
        "`format: raw` beside its `path`, with Compose 2.30");
  }

  static void uts(ComposeService service, Value value) {
    switch (ContainerPart.text(value)) {
      case "host" -> service.put("uts", "host");
      case "private" -> {} // As it is where nothing is said.
      default ->
          service.lost(
              Key.UTS, value.at(), "Compose shares it with the host alone", "leave it out");
    }
  }

  static void ulimits(ComposeService service, Value value) {
    Map<String, Object> limits = new LinkedHashMap<>();
    for (Value item : ContainerPart.items(value)) {
      String[] parts = ContainerPart.text(item).split("[=:]");
      if (parts.length < 3) {
        service.lost(
            Key.ULIMIT, item.at(), "Compose has no word for the host's limits", "write them out");
      } else {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("soft", Long.valueOf(parts[1]));
        both.put("hard", Long.valueOf(parts[2]));
        limits.put(parts[0], both);
      }
    }
    if (!limits.isEmpty()) {
      service.put("ulimits", limits);
    }
  }

  static void volumes(ComposeService service, Value value) {
    List<Object> mounts = new ArrayList<>();
    for (Mount mount : service.spec().mounts()) {
      mounts.add(mount(service, mount));
    }
    service.put("volumes", mounts);
  }

  private static Map<String, Object> mount(ComposeService service, Mount mount) {
    Map<String, Object> form = new LinkedHashMap<>();
    boolean isBind = mount.kind() == Mount.Kind.BIND;
    form.put("type", isBind ? "bind" : "volume");
    if (mount.kind() != Mount.Kind.ANONYMOUS) {
      form.put("source", ComposeService.escaped(mount.source()));
    }
    form.put("target", ComposeService.escaped(mount.destination()));
    if (!mount.isWritable()) {
      form.put("read_only", true);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    for (String option : mount.options()) {
      if (isBind && PROPAGATIONS.contains(option)) {
        details.put("propagation", option);
      } else if (isBind && Set.of("z", "Z").contains(option)) {
        details.put("selinux", option);
      } else if (!isBind && option.equals("nocopy")) {
        details.put("nocopy", true);
      } else if (!Set.of("ro", "rw", "readonly").contains(option)) {
        service.lost(
            Key.VOLUMES,
            mount.at(),
            "the option `" + option + "` of a mount is left out",
            "Compose has no word for it");
      }
    }
    if (isBind) {
      // A source that is not there is a fault, as with Berth.
      details.put("create_host_path", false);
    }
    if (!details.isEmpty()) {
      form.put(isBind ? "bind" : "volume", details);
    }
    return form;
  }

  static void lenders(ComposeService service, Value value) {
    service.put(
        "volumes_from",
        value.texts().stream()
            .map(text -> service.hasService(text.split(":", 2)[0]) ? text : CONTAINER + text)
            .toList());
  }

  static void secrets(ComposeService service, Value value) {
    List<Object> references = new ArrayList<>();
    for (Value item : ContainerPart.items(value)) {
      secret(service, item, references);
    }
    if (!references.isEmpty()) {
      service.put("secrets", references);
    }
  }

  private static void secret(ComposeService service, Value item, List<Object> references) {
    String[] parts = ContainerPart.text(item).split(",");
    if (Credential.isOne(item)) {
      service.lost(
          Key.SECRETS,
          item.at(),
          "Compose has no credentials of systemd's",
          "give the file: secrets: {NAME: {file: …}}");
      return;
    }
    if (ContainerPart.text(item).contains(",type=env")) {
      service.lost(
          Key.SECRETS,
          item.at(),
          "Compose gives a secret as a file alone",
          "let the program read it from /run/secrets/" + parts[0]);
      return;
    }
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("source", parts[0]);
    for (int i = 1; i < parts.length; i++) {
      String[] option = parts[i].split("=", 2);
      if (!option[0].equals("type")) {
        reference.put(option[0], ComposeService.escaped(option[1]));
      }
    }
    references.add(reference);
    service.resources().secret(parts[0]);
    service.lost(
        Key.SECRETS,
        item.at(),
        "the secret is declared as external: `docker compose` finds none without a swarm",
        "put a `file` in the place of `external`");
  }

  static void files(ComposeService service, Value value) {
    List<Object> references = new ArrayList<>();
    for (ContentFile file : ContentFile.of(service.spec())) {
      Map<String, Object> reference = new LinkedHashMap<>();
      reference.put(
          "source",
          service
              .resources()
              .config(service.spec().name().text(), ComposeService.escaped(file.content())));
      reference.put("target", ComposeService.escaped(file.target()));
      reference.put("uid", Integer.toString(file.access().uid()));
      reference.put("gid", Integer.toString(file.access().gid()));
      reference.put("mode", file.access().mode());
      references.add(reference);
    }
    service.put("configs", references);
  }

  static void healthcheck(ComposeService service, Value value) {
    Map<String, Value> given = ((Value.Mapping) value).entries();
    Map<String, Object> check = new LinkedHashMap<>();
    Value test = given.get("test");
    if (test != null && test.texts().equals(List.of("NONE"))) {
      service.put("healthcheck", Map.of("disable", true));
      return;
    }
    if (test != null) {
      check.put("test", ComposeService.escaped(test.texts()));
      check.put("interval", "60s");
    }
    for (String field :
        List.of("interval", "timeout", "retries", "start_period", "start_interval")) {
      Value each = given.get(field);
      if (each != null) {
        String text = ContainerPart.text(each);
        check.put(field, field.equals("retries") ? Long.valueOf(text) : text);
      }
    }
    lost(service, given, "user", "the check runs as the container's own user", "");
    lost(
        service,
        given,
        "on_failure",
        "nothing becomes of an unhealthy container",
        "let the program end where it cannot go on");
    if (!check.isEmpty()) {
      service.put("healthcheck", check);
    }
  }

  private static void lost(
      ComposeService service, Map<String, Value> given, String field, String what, String instead) {
    Value value = given.get(field);
    if (value != null) {
      service.lost("healthcheck." + field, value.at(), what, instead);
    }
  }

  static void dependencies(ComposeService service, Value value) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Dependency dependency : service.spec().declaredDependencies()) {
      SourcePosition at = dependency.at();
      if (!service.hasService(dependency.target())) {
        service.lost(
            "depends_on." + dependency.target(),
            at,
            dependency.kind() == Dependency.Kind.HOST_UNIT
                ? "Compose does not wait for a unit of the host"
                : "Compose waits for services of its own project alone",
            "");
        continue;
      }
      Map<String, Object> manner = new LinkedHashMap<>();
      manner.put("condition", dependency.condition().name().toLowerCase(Locale.ROOT));
      if (dependency.restarts()) {
        manner.put("restart", true);
      }
      if (!dependency.required()) {
        manner.put("required", false);
      }
      all.put(dependency.target(), manner);
    }
    if (!all.isEmpty()) {
      service.put("depends_on", all);
    }
  }

  static void logging(ComposeService service) {
    Map<String, Object> logging = new LinkedHashMap<>();
    service.spec().text(Key.LOG_DRIVER).ifPresent(driver -> logging.put("driver", driver));
    Map<String, Object> options = new LinkedHashMap<>();
    service
        .spec()
        .fields(Key.LOG_OPTS)
        .forEach((name, text) -> options.put(name, ComposeService.escaped(text)));
    service
        .spec()
        .text(Key.LOG_TAG)
        .ifPresent(tag -> options.put("tag", ComposeService.escaped(tag)));
    if (!options.isEmpty()) {
      logging.put("options", options);
    }
    if (!logging.isEmpty()) {
      service.put("logging", logging);
    }
  }
}
