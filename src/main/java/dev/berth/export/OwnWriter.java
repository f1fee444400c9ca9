package dev.berth.export;

import dev.berth.export.OwnKeys.OwnContainer;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes Berth's own files. */
final class OwnWriter {
  /** What means something else at the top of a file than a container. */
  private static final Set<String> RESERVED = Set.of("services", "include");

  private final Desired desired;
  private final List<Loss> losses = new ArrayList<>();

  OwnWriter(Desired desired) {
    this.desired = desired;
  }

  Exported exported() {
    List<Document> documents = new ArrayList<>();
    for (ContainerSet set : desired.sets()) {
      documents.add(document(set));
    }
    Sets.tellOrder(desired, losses);
    return new Exported(documents, losses);
  }

  private Document document(ContainerSet set) {
    Map<String, Object> file = new LinkedHashMap<>();
    Map<String, Object> declared = declared(set);
    if (!declared.isEmpty()) {
      file.put("x-berth", declared);
    }
    for (ContainerSpec spec : Sets.sorted(set)) {
      String name = spec.name().text();
      if (RESERVED.contains(name) || name.startsWith("x-")) {
        losses.add(
            new Loss(
                spec.at(),
                name,
                "name",
                "it means something else at the top of a file; the container is left out",
                "give it another name"));
      } else {
        OwnContainer container = new OwnContainer(spec, losses);
        KeyRow.write(OwnKeys.ALL, container);
        file.put(name, container.body());
      }
    }
    return Document.of(set.configId() + ".yaml", BerthYaml.of(file), Sets.mayHoldSecrets(set));
  }

  private static Map<String, Object> declared(ContainerSet set) {
    Map<String, Object> networks = new LinkedHashMap<>();
    Map<String, Object> volumes = new LinkedHashMap<>();
    Sets.networks(set)
        .forEach(
            it ->
                networks.put(
                    it.name(), DeclaredForm.network(it.network(), UnaryOperator.identity())));
    Sets.volumes(set)
        .forEach(
            it -> {
              Map<String, Object> form = DeclaredForm.volume(it.volume(), UnaryOperator.identity());
              if (it.isExternal()) {
                form.put("external", true);
              }
              volumes.put(it.name(), form);
            });
    Map<String, Object> declared = new LinkedHashMap<>();
    if (!networks.isEmpty()) {
      declared.put("networks", networks);
    }
    if (!volumes.isEmpty()) {
      declared.put("volumes", volumes);
    }
    return declared;
  }
}
