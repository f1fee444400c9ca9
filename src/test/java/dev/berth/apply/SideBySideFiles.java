package dev.berth.apply;

import dev.berth.apply.HostFiles.Difference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of several services are written side by side, those of one service one after the other:
 * these keep their order, and the services are put in that of their names. So are their records,
 * and what is kept of them.
 */
final class SideBySideFiles {
  private static final Pattern OWNED =
      Pattern.compile(
          ".*/etc/berth/env/([^/]+)\\.(?:env|engine-env)"
              + "|.*/etc/systemd/system/berth-([^/]+)\\.service");

  /** Scripts, which whoever comes first writes. */
  private static final Pattern SHARED = Pattern.compile(".*/etc/berth/[^/]+");

  private static final Pattern RECORD = Pattern.compile(".*/(applied|former)/([^/]+)\\.json");

  private SideBySideFiles() {}

  static List<Difference> settled(List<Difference> differences) {
    List<Difference> settled = new ArrayList<>();
    List<Difference> block = new ArrayList<>();
    String former = "";
    for (Difference difference : differences) {
      String directory = directory(difference);
      if (service(difference).isEmpty() || !directory.equals(former)) {
        settled.addAll(sorted(block));
        block.clear();
      }
      former = directory;
      if (service(difference).isEmpty()) {
        settled.add(difference);
      } else {
        block.add(difference);
      }
    }
    settled.addAll(sorted(block));
    return settled;
  }

  /** Where it lies, for what is written for many at once; else nothing. */
  private static String directory(Difference difference) {
    Matcher record = RECORD.matcher(difference.path().toString());
    return record.matches() && !isAnnounced(difference) ? record.group(1) : "";
  }

  /** Right before the unit of the same service, and not with other records. */
  private static boolean isAnnounced(Difference difference) {
    return difference.entry().content().contains("\"unit\":")
        && difference.path().toString().contains("/applied/");
  }

  private static List<Difference> sorted(List<Difference> block) {
    if (block.stream()
            .flatMap(it -> service(it).stream())
            .filter(it -> !it.isEmpty())
            .distinct()
            .count()
        > 1) {
      return block.stream().sorted(Comparator.comparing(SideBySideFiles::rank)).toList();
    }
    return List.copyOf(block);
  }

  private static String rank(Difference difference) {
    String service = service(difference).orElse("");
    return service.isEmpty() ? " " + difference.path() : service;
  }

  /** Whose file it is that may be written beside others; an empty name for one of many. */
  private static Optional<String> service(Difference difference) {
    Path path = difference.path();
    Matcher owned = OWNED.matcher(path.toString());
    if (owned.matches() && (owned.group(1) != null || difference.verb().equals("write"))) {
      return Optional.of(owned.group(1) == null ? owned.group(2) : owned.group(1));
    }
    Matcher record = RECORD.matcher(path.toString());
    if (record.matches()) {
      return Optional.of(record.group(2));
    }
    return SHARED.matcher(path.toString()).matches() && difference.verb().equals("write")
        ? Optional.of("")
        : Optional.empty();
  }
}
