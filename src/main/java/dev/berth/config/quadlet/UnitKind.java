package dev.berth.config.quadlet;

import java.util.Optional;
import java.util.stream.Stream;

/** What a Quadlet unit makes. */
enum UnitKind {
  CONTAINER("Container", ""),
  POD("Pod", "-pod"),
  VOLUME("Volume", "-volume"),
  NETWORK("Network", "-network"),
  IMAGE("Image", "-image"),
  KUBE("Kube", ""),
  BUILD("Build", "-build");

  private final String section;
  private final String suffix;

  UnitKind(String section, String suffix) {
    this.section = section;
    this.suffix = suffix;
  }

  /** The section that is Quadlet's. */
  String section() {
    return section;
  }

  /** How the name of its file ends. */
  String ending() {
    return "." + section.toLowerCase(java.util.Locale.ROOT);
  }

  /** What stands behind the unit's name in that of its service. */
  String suffix() {
    return suffix;
  }

  /** The kind of a file; empty where its name ends otherwise. */
  static Optional<UnitKind> of(String fileName) {
    return Stream.of(values())
        .filter(kind -> fileName.endsWith(kind.ending()))
        .filter(kind -> fileName.length() > kind.ending().length())
        .findFirst();
  }
}
