package dev.berth.systemd;

import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code systemctl show} says about one unit. */
record UnitProperties(Map<String, String> values) {
  static final String ASKED =
      "--property=Id,Names,LoadState,ActiveState,SubState,UnitFileState,Result,NeedDaemonReload,"
          + "NRestarts,FragmentPath,ExecMainStatus,StateChangeTimestampMonotonic,Job";

  /** One block a unit, a blank line between two, no promise about their order. */
  static Map<String, UnitProperties> parse(String output) {
    Map<String, UnitProperties> units = new LinkedHashMap<>();
    for (String block : output.split("\n\n+")) {
      UnitProperties unit = new UnitProperties(values(block));
      for (String name : unit.names()) {
        units.putIfAbsent(name, unit);
      }
    }
    return units;
  }

  /** The properties of one block, by name. */
  static Map<String, String> values(String block) {
    Map<String, String> values = new HashMap<>();
    for (String line : block.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Map.copyOf(values);
  }

  /** Its name and its aliases: a unit that was asked by an alias is found under both. */
  private List<String> names() {
    List<String> names = new ArrayList<>(List.of(text("Names").split(" ")));
    names.add(text("Id"));
    names.removeIf(String::isBlank);
    return names;
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  private int number(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException absent) {
      return 0;
    }
  }

  /**
   * The same without a deleted file: systemd goes on with one until its next reload, and shows it.
   */
  UnitProperties withoutDeletedFile(Path file) {
    if (!text("FragmentPath").equals(file.toString())
        || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return this;
    }
    Map<String, String> deleted = new HashMap<>(values);
    deleted.put("LoadState", "not-found");
    deleted.put("UnitFileState", "");
    deleted.put("NeedDaemonReload", "no");
    return new UnitProperties(Map.copyOf(deleted));
  }

  ObservedUnit observed(UnitName name, Optional<String> fileText) {
    return new ObservedUnit(
        name,
        fileText,
        fileText.flatMap(UnitOwners::parse),
        text("LoadState"),
        isQueued() ? "activating" : text("ActiveState"),
        isQueued() ? ObservedUnit.QUEUED : text("SubState"),
        text("UnitFileState"),
        text("Result"),
        text("NeedDaemonReload").equals("yes"),
        number("NRestarts"));
  }

  /**
   * Whether it is to start once others have: systemd has a job for it, and shows it as down. For a
   * unit that is down there is no other job that lasts.
   */
  private boolean isQueued() {
    String active = text("ActiveState");
    return number("Job") > 0 && (active.equals("inactive") || active.equals("failed"));
  }

  /** Whether it is up, or has done what it should and ended. */
  boolean isUp() {
    String active = text("ActiveState");
    return active.equals("active") || active.equals("reloading") || active.equals("refreshing");
  }

  /**
   * Its state in words. How it ended is left out where that was before: systemd keeps the result of
   * the last run for a unit that did not get as far as to begin another one.
   *
   * @param begun when it was asked for something, in microseconds of the monotonic clock
   */
  String summary(long begun) {
    String state = text("ActiveState") + " (" + text("SubState") + ")";
    if (isUnchangedSince(begun)) {
      return state + ", as before";
    }
    String status = text("ExecMainStatus");
    return state
        + ", result "
        + text("Result")
        + (status.isEmpty() || status.equals("0") ? "" : ", exit status " + status);
  }

  private boolean isUnchangedSince(long begun) {
    String changed = text("StateChangeTimestampMonotonic");
    return changed.matches("[1-9][0-9]{0,17}") && Long.parseLong(changed) < begun;
  }
}
