package dev.berth.config.quadlet;

import java.util.ArrayList;
import java.util.List;

/**
 * The name of a Quadlet unit.
 *
 * @param base the file's name without its ending
 */
record UnitId(String base, UnitKind kind) {
  /** The file's name. */
  String fileName() {
    return base + kind.ending();
  }

  /** Whether an instance has to be named before it makes something. */
  boolean isTemplate() {
    return base.endsWith("@");
  }

  /** Whether it comes of a template. */
  boolean isInstance() {
    return base.indexOf('@') >= 0 && !isTemplate();
  }

  /** What stands before the {@code @}, or all of it. */
  String prefix() {
    int sign = base.indexOf('@');
    return sign < 0 ? base : base.substring(0, sign);
  }

  /** What stands behind the {@code @}; empty where there is none. */
  String instance() {
    int sign = base.indexOf('@');
    return sign < 0 ? "" : base.substring(sign + 1);
  }

  /** An instance of the template. */
  UnitId instance(String name) {
    return new UnitId(prefix() + "@" + name, kind);
  }

  /** The directories of drop-ins that are looked into, the most general first. */
  List<String> dropIns() {
    String ending = kind.ending() + ".d";
    List<String> directories = new ArrayList<>();
    directories.add(ending.substring(1));
    String prefix = prefix();
    for (int i = prefix.indexOf('-'); i >= 0; i = prefix.indexOf('-', i + 1)) {
      if (i < prefix.length() - 1 || isInstance() || isTemplate()) {
        directories.add(prefix.substring(0, i + 1) + ending);
      }
    }
    if (isInstance()) {
      directories.add(prefix + "@" + ending);
    }
    directories.add(base + ending);
    return List.copyOf(directories);
  }
}
