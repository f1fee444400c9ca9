package dev.berth.apply;

import dev.berth.plan.RelabelRules.MountPoint;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is mounted, from proc_pid_mountinfo(5). */
final class MountTable {
  private static final int MOUNT_POINT = 4;
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private MountTable() {}

  static List<MountPoint> read(String mountinfo) {
    return mountinfo
        .lines()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length > MOUNT_POINT)
        .map(
            fields ->
                new MountPoint(
                    plain(fields[MOUNT_POINT]),
                    List.of(fields[fields.length - 1].split(",")).contains("seclabel")))
        .toList();
  }

  /** Blanks and backslashes are written as octal numbers. */
  static String plain(String escaped) {
    return OCTAL
        .matcher(escaped)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(match.group(1), 8))));
  }
}
