package dev.berth.plan;

import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** Says which keys changed since the last apply, by name and never by value. */
final class ConfigurationDifference {
  private static final int NAMED_AT_MOST = 5;
  private static final String FILES = "files.";

  private ConfigurationDifference() {}

  /** A reason in words; says so where nothing is known of the last apply. */
  static String describe(Rendered wanted, String formerDigest, Observed observed) {
    return Optional.ofNullable(observed.applied().get(wanted.name()))
        .filter(applied -> applied.digest().equals(formerDigest))
        .map(applied -> changed(applied.configuration(), wanted.configuration()))
        .orElse("configuration changed (the former one is not recorded here)");
  }

  /** The keys that differ, in words. */
  static String changed(SortedMap<String, String> former, SortedMap<String, String> now) {
    TreeSet<String> paths = new TreeSet<>(former.keySet());
    paths.addAll(now.keySet());
    List<String> changed = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(former.get(path), now.get(path))) {
        changed.add(inWords(path));
      }
    }
    if (changed.size() <= NAMED_AT_MOST) {
      return "changed: " + String.join(", ", changed);
    }
    return "changed: "
        + String.join(", ", changed.subList(0, NAMED_AT_MOST))
        + " and "
        + (changed.size() - NAMED_AT_MOST)
        + " more";
  }

  /** A file that comes with the configuration is called as the container sees it. */
  private static String inWords(String path) {
    int field = path.lastIndexOf('.');
    return path.startsWith(FILES) && field > FILES.length()
        ? path.substring(field + 1) + " of " + path.substring(FILES.length(), field)
        : path;
  }
}
