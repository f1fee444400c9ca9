package dev.berth.config.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of every type, by the names of types. */
final class Tables {
  private static final Map<String, Map<String, FieldRow>> BY_TYPE = byName(all());

  private Tables() {}

  /** All types in the order of the reference. */
  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.putAll(WorkloadRows.all());
    all.putAll(PodRows.all());
    all.putAll(ContainerRows.all());
    all.putAll(VolumeRows.all());
    all.putAll(ResourceRows.all());
    return all;
  }

  /** The fields of a type by their names. */
  static Map<String, FieldRow> of(String type) {
    Map<String, FieldRow> rows = BY_TYPE.get(type);
    if (rows == null) {
      throw new IllegalStateException("no table of " + type);
    }
    return rows;
  }

  private static Map<String, Map<String, FieldRow>> byName(Map<String, List<FieldRow>> tables) {
    Map<String, Map<String, FieldRow>> types = new LinkedHashMap<>();
    tables.forEach(
        (type, rows) -> {
          Map<String, FieldRow> named = new LinkedHashMap<>();
          rows.forEach(row -> named.put(row.label(), row));
          types.put(type, named);
        });
    return types;
  }
}
