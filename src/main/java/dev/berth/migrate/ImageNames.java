package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.model.ObservedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives carried images their names, and looks whether each name means what it meant. */
final class ImageNames {
  private final Engine target;

  ImageNames(Engine target) {
    this.target = target;
  }

  /**
   * Names each image.
   *
   * @return by reference, the reference that the target knows it under
   * @throws MigrationException that names each reference which means something else there
   */
  Map<String, String> settle(Map<String, ObservedImage> wanted) {
    Map<String, String> names = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    wanted.forEach(
        (reference, image) -> {
          String name = settled(reference, image.id());
          names.put(reference, name);
          if (!means(name, image.id())) {
            wrong.add(reference);
          }
        });
    if (!wrong.isEmpty()) {
      throw new MigrationException(
          target + " did not get the same image for " + String.join(", ", wrong));
    }
    return names;
  }

  private String settled(String reference, String id) {
    if (ImageName.isId(reference, id) || (!isShort(reference) && means(reference, id))) {
      return reference;
    }
    ImageName name = ImageName.parse(reference);
    if (name.hasDigest()) {
      tag(id, name.standIn());
      return name.standIn();
    }
    if (!means(reference, id)) {
      tag(id, name.repository() + ":" + name.tag());
    }
    if (isShort(reference)) {
      tag(id, name.fullRepository() + ":" + name.tag());
    }
    return reference;
  }

  /**
   * Docker's short names are those of docker.io; Podman makes localhost/ of them when it loads or
   * tags, and looks at both when it looks for one. It gets both, so that either way of writing is
   * found.
   */
  private boolean isShort(String reference) {
    ImageName name = ImageName.parse(reference);
    return target.details().engine() == EngineName.PODMAN && !name.hostNamed() && !name.hasDigest();
  }

  private void tag(String id, String name) {
    MigrationException.require(
        "cannot name the image " + name + " on " + target, target.control().tag(id, List.of(name)));
  }

  private boolean means(String reference, String id) {
    return means(target, reference, id);
  }

  /** Whether a reference is that of this image to an engine now. */
  static boolean means(Engine engine, String reference, String id) {
    ObservedImage found = engine.runtime().images(List.of(reference)).get(reference);
    return found != null && found.id().equals(id);
  }
}
