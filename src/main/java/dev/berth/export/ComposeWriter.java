package dev.berth.export;

import dev.berth.export.ComposeKeys.ComposeService;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Mount;
import dev.berth.model.NetworkSpec;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes Compose projects. */
final class ComposeWriter {
  private static final String HEAD =
      """
      # Made by 'berth export compose'.
      # Each service has its container's name. One without a network of its own is in the engine's
      # (network_mode: bridge), as Berth has it, and not in one of the project's.
      """;

  private final Desired desired;
  private final List<Loss> losses = new ArrayList<>();

  ComposeWriter(Desired desired) {
    this.desired = desired;
  }

  Exported exported() {
    List<Document> documents = desired.sets().stream().map(this::document).toList();
    Sets.tellOrder(desired, losses);
    return new Exported(documents, losses);
  }

  private Document document(ContainerSet set) {
    Map<String, Object> services = new LinkedHashMap<>();
    ComposeResources resources = new ComposeResources();
    for (ContainerSpec spec : sorted(set)) {
      if (spec.role() == ContainerSpec.Role.EXEC) {
        losses.add(
            new Loss(
                spec.at(),
                spec.name().text(),
                "action",
                "Compose runs no command in another service's container; it is left out",
                "run it by hand: docker compose exec SERVICE COMMAND"));
      } else {
        ComposeService service = new ComposeService(spec, set, resources, losses);
        service.write();
        services.put(spec.name().text(), service.body());
      }
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("name", project(set.configId()));
    file.put("services", services);
    put(file, "networks", networks(set, resources));
    put(file, "volumes", volumes(set));
    put(file, "configs", resources.configs());
    put(file, "secrets", resources.secrets());
    return Document.of(
        set.configId() + ".yaml", HEAD + BerthYaml.of(file), Sets.mayHoldSecrets(set));
  }

  private static List<ContainerSpec> sorted(ContainerSet set) {
    return set.containers().stream().sorted(Comparator.comparing(ContainerSpec::name)).toList();
  }

  private static void put(Map<String, Object> file, String name, Map<String, Object> entries) {
    if (!entries.isEmpty()) {
      file.put(name, entries);
    }
  }

  /** As Compose makes one of a directory's name. */
  static String project(String configId) {
    String lower = configId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    String name = lower.replaceFirst("^[_-]+", "");
    return name.isEmpty() ? "berth" : name;
  }

  private static Map<String, Object> networks(ContainerSet set, ComposeResources resources) {
    Map<String, Object> networks = new TreeMap<>();
    for (String name : resources.networks()) {
      Map<String, Object> external = new LinkedHashMap<>();
      external.put("name", name);
      external.put("external", true);
      networks.put(name, external);
    }
    for (NetworkSpec spec : Sets.networks(set)) {
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("name", spec.name());
      own.putAll(DeclaredForm.network(spec.network(), ComposeService::escaped));
      networks.put(spec.name(), own);
    }
    return networks;
  }

  private static Map<String, Object> volumes(ContainerSet set) {
    Map<String, Object> volumes = new TreeMap<>();
    set.containers().stream()
        .filter(spec -> spec.role() != ContainerSpec.Role.EXEC)
        .flatMap(spec -> spec.mounts().stream())
        .filter(mount -> mount.kind() == Mount.Kind.NAMED)
        .forEach(mount -> volumes.put(mount.source(), named(mount.source())));
    for (VolumeSpec spec : Sets.volumes(set)) {
      Map<String, Object> own = named(spec.name());
      if (spec.isExternal()) {
        own.put("external", true);
      } else {
        own.putAll(DeclaredForm.volume(spec.volume(), ComposeService::escaped));
      }
      volumes.put(spec.name(), own);
    }
    return volumes;
  }

  private static Map<String, Object> named(String name) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("name", name);
    return named;
  }
}
