package dev.berth.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Compares two volumes. */
final class VolumeComparison {
  private VolumeComparison() {}

  /** What differs, a line for each, by path; none where one is a true copy of the other. */
  public static List<String> differences(VolumeListing before, VolumeListing after) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> paths = new TreeSet<>(before.entries().keySet());
    paths.addAll(after.entries().keySet());
    for (String path : paths) {
      VolumeEntry one = before.entries().get(path);
      VolumeEntry other = after.entries().get(path);
      if (one == null) {
        differences.add(path + " was not there");
      } else if (other == null) {
        differences.add(path + " is missing");
      } else {
        differ(path, one, other, differences);
      }
    }
    return List.copyOf(differences);
  }

  private static void differ(
      String path, VolumeEntry one, VolumeEntry other, List<String> differences) {
    compare(path, "type", one.type(), other.type(), differences);
    compare(path, "mode", octal(one.mode()), octal(other.mode()), differences);
    compare(
        path, "owner", one.uid() + ":" + one.gid(), other.uid() + ":" + other.gid(), differences);
    compare(path, "size", one.size(), other.size(), differences);
    compare(path, "time", one.modified(), other.modified(), differences);
    compare(path, "link", one.link(), other.link(), differences);
    compare(path, "device", one.device(), other.device(), differences);
    compare(path, "attributes", one.attributes(), other.attributes(), differences);
    compare(path, "content", one.digest(), other.digest(), differences);
  }

  private static void compare(
      String path, String what, Object one, Object other, List<String> differences) {
    if (!one.equals(other)) {
      differences.add(path + ": " + what + " " + one + " became " + other);
    }
  }

  private static String octal(int mode) {
    return String.format("%04o", mode);
  }
}
