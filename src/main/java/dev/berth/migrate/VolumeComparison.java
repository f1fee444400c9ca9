package dev.berth.migrate;

import dev.berth.host.CommandStreams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Compares two volumes. */
final class VolumeComparison {
  /** So many are told: where a copy went wrong, few tell as much as all. */
  static final int TOLD = 5;

  private VolumeComparison() {}

  /**
   * What differs, a line for each of the first {@value #TOLD}; none where one is a true copy of the
   * other. Both are read at the same time.
   *
   * @throws MigrationException when one cannot be read, or changes while it is
   */
  static List<String> differences(
      CommandStreams streams, Path before, Path after, BooleanSupplier givenUp) {
    VolumeEntries one = VolumeEntries.of(streams, before, givenUp);
    VolumeEntries other = VolumeEntries.of(streams, after, givenUp);
    List<String> differences = differences(one::next, other::next);
    one.end();
    other.end();
    return differences;
  }

  /**
   * The same of entries in the order in which tar has them, each side to its end: where a name is
   * on one side alone, what follows is no longer compared.
   */
  static List<String> differences(
      Supplier<Optional<VolumeEntry>> before, Supplier<Optional<VolumeEntry>> after) {
    List<String> differences = new ArrayList<>();
    Optional<VolumeEntry> one = before.get();
    Optional<VolumeEntry> other = after.get();
    while (one.isPresent() && other.isPresent() && one.get().path().equals(other.get().path())) {
      differ(one.get(), other.get(), differences);
      one = before.get();
      other = after.get();
    }
    if (one.isPresent() || other.isPresent()) {
      differences.add("the copy has " + name(other) + " where the volume has " + name(one));
    }
    drain(one, before);
    drain(other, after);
    return differences.stream().limit(TOLD).toList();
  }

  private static void drain(Optional<VolumeEntry> last, Supplier<Optional<VolumeEntry>> source) {
    Optional<VolumeEntry> entry = last;
    while (entry.isPresent()) {
      entry = source.get();
    }
  }

  private static String name(Optional<VolumeEntry> entry) {
    return entry.map(VolumeEntry::path).orElse("nothing");
  }

  private static void differ(VolumeEntry one, VolumeEntry other, List<String> differences) {
    if (one.equals(other) || differences.size() >= TOLD) {
      return;
    }
    String path = one.path();
    compare(path, "type", one.type(), other.type(), differences);
    compare(path, "mode", octal(one.mode()), octal(other.mode()), differences);
    compare(path, "owner", one.owner().toString(), other.owner().toString(), differences);
    compare(path, "size", one.size(), other.size(), differences);
    compare(path, "time", one.modified(), other.modified(), differences);
    compare(path, "link", one.link(), other.link(), differences);
    compare(path, "device", one.device(), other.device(), differences);
    compare(path, "attributes", one.attributes(), other.attributes(), differences);
    if (one.content() != other.content()) {
      differences.add(path + ": content differs");
    }
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
