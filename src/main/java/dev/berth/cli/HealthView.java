package dev.berth.cli;

import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Since;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the health of containers to people and to programs.
 *
 * @param style colours, or none
 * @param zone in which people are told times
 * @param whole whether people see all that the last check printed
 */
record HealthView(Style style, ZoneId zone, boolean whole) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final int LONGEST_OUTPUT = 60;
  private static final List<String> HEAD =
      List.of("CONTAINER", "STATE", "FAILING", "SINCE", "LAST OUTPUT");
  private static final int STATE_COLUMN = 1;

  String text(List<ContainerHealth> containers) {
    List<List<String>> rows = new ArrayList<>();
    containers.forEach(container -> rows.add(cells(container)));
    List<Integer> widths = new ArrayList<>();
    List<String> head = whole ? HEAD.subList(0, HEAD.size() - 1) : HEAD;
    for (int column = 0; column < head.size(); column++) {
      int width = head.get(column).length();
      for (List<String> row : rows) {
        width = Math.max(width, row.get(column).length());
      }
      widths.add(width);
    }
    List<String> lines = new ArrayList<>();
    lines.add(style.bold(line(head, widths).stripTrailing()));
    for (int i = 0; i < containers.size(); i++) {
      ContainerHealth container = containers.get(i);
      String state = rows.get(i).get(STATE_COLUMN);
      lines.add(
          line(rows.get(i), widths)
              .stripTrailing()
              .replaceFirst("(?<=  )" + state + "(?=  |$)", painted(container, state)));
      if (whole) {
        container.lastOutput().lines().map(said -> "    " + said).forEach(lines::add);
      }
    }
    return String.join("\n", lines);
  }

  private List<String> cells(ContainerHealth container) {
    return List.of(
        container.name(),
        container.state().word(),
        container.isChecked() ? Integer.toString(container.failingStreak()) : "",
        container.since().map(this::since).orElse(""),
        firstLine(container.lastOutput()));
  }

  private String since(Since since) {
    String time = TIME.format(since.instant().atZone(zone));
    return since.isExact() ? time : time + " or before";
  }

  private static String firstLine(String output) {
    String line = output.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}+", " ").strip();
    boolean isCut = line.length() > LONGEST_OUTPUT || output.lines().count() > 1;
    return isCut ? line.substring(0, Math.min(line.length(), LONGEST_OUTPUT)) + " …" : line;
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.size(); column++) {
      String cell = cells.get(column);
      line.append(cell).append(" ".repeat(widths.get(column) - cell.length() + 2));
    }
    return line.toString();
  }

  private String painted(ContainerHealth container, String text) {
    return switch (container.state()) {
      case HEALTHY -> style.green(text);
      case STARTING -> style.yellow(text);
      case UNHEALTHY, DOWN -> style.red(text);
      case UNCHECKED -> style.faint(text);
    };
  }

  /** The line that tells of a change. */
  String change(String before, ContainerHealth now) {
    String said = now.isWell() ? "" : firstLine(now.lastOutput());
    return now.name()
        + ": "
        + (before.isEmpty() ? "" : before + " -> ")
        + painted(now, now.state().word())
        + (said.isEmpty() ? "" : ": " + said);
  }

  static Map<String, Object> document(List<ContainerHealth> containers) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("healthy", containers.stream().allMatch(ContainerHealth::isWell));
    document.put("containers", containers.stream().map(HealthView::entry).toList());
    return document;
  }

  static Map<String, Object> entry(ContainerHealth container) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("config", container.configId());
    entry.put("container", container.name());
    entry.put("state", container.state().word());
    entry.put("failing_streak", container.failingStreak());
    container
        .since()
        .ifPresent(
            since -> {
              entry.put("since", since.instant().truncatedTo(ChronoUnit.MILLIS).toString());
              entry.put("since_is_exact", since.isExact());
            });
    entry.put("last_output", container.lastOutput());
    entry.put(
        "checks",
        container.observed().stream()
            .flatMap(health -> health.checks().stream())
            .map(HealthView::check)
            .toList());
    return entry;
  }

  private static Map<String, Object> check(Check check) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("start", check.start().truncatedTo(ChronoUnit.MILLIS).toString());
    entry.put("end", check.end().truncatedTo(ChronoUnit.MILLIS).toString());
    entry.put("exit_code", check.exitCode());
    entry.put("output", check.output());
    return entry;
  }
}
