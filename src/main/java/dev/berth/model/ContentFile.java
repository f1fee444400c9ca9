package dev.berth.model;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that is written for a container alone, and that it finds at a path of its own.
 *
 * @param target its path in the container
 * @param content what stands in it; may be secret
 * @param access who may do what with it
 */
public record ContentFile(String target, String content, Access access) {
  /** The mode of one of which nothing is said: what only the container sees, all in it may read. */
  public static final String READABLE = "0444";

  /**
   * Who may do what with a file.
   *
   * @param mode in octal
   * @param uid whose it is; negative for that of who writes it
   * @param gid whose group it is of; negative for that of who writes it
   */
  public record Access(String mode, int uid, int gid) {
    /** That of a file for its owner alone. */
    public static final Access OWNERS = new Access("0600", -1, -1);
  }

  /** Those of a configuration, by their paths. */
  public static List<ContentFile> of(ContainerSpec spec) {
    return spec.values().get(Key.FILES) instanceof Value.Mapping files
        ? files.entries().entrySet().stream()
            .map(file -> of(file.getKey(), (Value.Mapping) file.getValue()))
            .toList()
        : List.of();
  }

  private static ContentFile of(String target, Value.Mapping file) {
    return new ContentFile(
        target,
        word(file, "content"),
        new Access(
            word(file, "mode"),
            Integer.parseInt(word(file, "uid")),
            Integer.parseInt(word(file, "gid"))));
  }

  private static String word(Value.Mapping file, String name) {
    return file.entries().get(name) instanceof Value.Scalar(String text, var _) ? text : "";
  }

  /** All of it, by words; secret. */
  public SortedMap<String, String> flattened() {
    return new TreeMap<>(
        java.util.Map.of(
            "target",
            target,
            "content",
            content,
            "mode",
            access.mode(),
            "uid",
            "" + access.uid(),
            "gid",
            "" + access.gid()));
  }

  @Override
  public String toString() {
    return target;
  }
}
