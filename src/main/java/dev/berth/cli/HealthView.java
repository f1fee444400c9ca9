package dev.berth.cli;

import dev.berth.cli.TextTable.Cell;
import dev.berth.model.ObservedHealth.Since;
import dev.berth.model.VisibleText;
import dev.berth.service.ContainerHealth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  String text(List<ContainerHealth> containers) {
    List<String> head = new ArrayList<>(whole ? HEAD.subList(0, HEAD.size() - 1) : HEAD);
    boolean withRestarts = containers.stream().anyMatch(container -> container.restarts() > 0);
    if (withRestarts) {
      head.add(HEAD.indexOf("SINCE"), "RESTARTS");
    }
    TextTable table = new TextTable(head);
    containers.forEach(container -> table.add(cells(container, withRestarts)));
    List<String> rows = table.lines(style);
    List<String> lines = new ArrayList<>(rows.subList(0, 1));
    for (int i = 0; i < containers.size(); i++) {
      lines.add(rows.get(i + 1));
      if (whole) {
        said(containers.get(i))
            .lines()
            .map(said -> "    " + VisibleText.of(said))
            .forEach(lines::add);
      }
    }
    return String.join("\n", lines);
  }

  private List<Cell> cells(ContainerHealth container, boolean withRestarts) {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(container.name().text()));
    cells.add(new Cell(container.word(), text -> painted(container, text)));
    cells.add(new Cell(container.isChecked() ? Integer.toString(container.failingStreak()) : ""));
    if (withRestarts) {
      cells.add(new Cell(Integer.toString(container.restarts())));
    }
    cells.add(new Cell(container.since().map(this::since).orElse("")));
    if (!whole) {
      cells.add(new Cell(brief(container)));
    }
    return cells;
  }

  private String brief(ContainerHealth container) {
    return container.unchecked().isPresent() ? said(container) : firstLine(container.said());
  }

  /** Why the state is an old one counts more than what that check has printed. */
  private String said(ContainerHealth container) {
    Optional<String> last =
        container.lastChecked().map(when -> "not checked since " + TIME.format(when.atZone(zone)));
    return container
        .unchecked()
        .map(why -> last.map(when -> when + ": " + why).orElse(why))
        .orElseGet(container::said);
  }

  private String since(Since since) {
    String time = TIME.format(since.instant().atZone(zone));
    return since.isExact() ? time : time + " or before";
  }

  private static String firstLine(String output) {
    String line = VisibleText.of(output.lines().findFirst().orElse("").strip());
    boolean isCut = line.length() > LONGEST_OUTPUT || output.lines().count() > 1;
    return isCut ? line.substring(0, Math.min(line.length(), LONGEST_OUTPUT)) + " …" : line;
  }

  private String painted(ContainerHealth container, String text) {
    return switch (container.state()) {
      case HEALTHY -> container.unchecked().isEmpty() ? style.green(text) : style.yellow(text);
      case STARTING, ELSEWHERE -> style.yellow(text);
      case UNHEALTHY, DOWN -> style.red(text);
      case UNCHECKED -> style.faint(text);
    };
  }

  /** The line that tells of a change. */
  String change(String before, ContainerHealth now) {
    String said = now.isWell() ? "" : brief(now);
    return now.name()
        + ": "
        + (before.isEmpty() ? "" : before + " -> ")
        + painted(now, now.word())
        + (said.isEmpty() ? "" : ": " + said);
  }
}
