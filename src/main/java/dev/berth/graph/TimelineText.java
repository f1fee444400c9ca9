package dev.berth.graph;

import dev.berth.graph.Timeline.Bar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timeline as bars made of characters. */
public final class TimelineText {
  private static final int WIDTH = 48;
  private static final String STARTING = "█";
  private static final String UP = "─";

  private final Timeline timeline;

  private TimelineText(Timeline timeline) {
    this.timeline = timeline;
  }

  /** The bars, one a line, without a newline at their end. */
  public static String render(Timeline timeline) {
    return new TimelineText(timeline).render();
  }

  private String render() {
    if (timeline.bars().isEmpty()) {
      return "No services.";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CONTAINER", "GROUP", "BEGAN", "TOOK", axis()));
    for (Bar bar : timeline.bars()) {
      boolean isDrawn = bar.isOfTheBoot();
      rows.add(
          List.of(
              bar.container(),
              bar.configId() + ", " + bar.group(),
              isDrawn ? Timeline.seconds(bar.began()) : "",
              isDrawn ? Timeline.seconds(bar.took()) : "",
              ((isDrawn ? drawn(bar) + "  " : "") + bar.note()).stripTrailing()));
    }
    List<String> lines = new ArrayList<>(List.of(timeline.summary(), ""));
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(padded(rows, row, column));
      }
      lines.add(line.toString().stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static String padded(List<List<String>> rows, List<String> row, int column) {
    String cell = row.get(column);
    if (column == row.size() - 1) {
      return cell;
    }
    int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
    String blanks = " ".repeat(width - cell.length());
    boolean isNumber = column == 2 || column == 3;
    return (isNumber ? blanks + cell : cell + blanks) + "  ";
  }

  private String axis() {
    String end = Timeline.seconds(timeline.end());
    return "0" + " ".repeat(Math.max(1, WIDTH - 1 - end.length())) + end;
  }

  private String drawn(Bar bar) {
    int from = Math.min(WIDTH - 1, place(bar.began()));
    int to =
        switch (bar.outcome()) {
          case STARTING -> WIDTH;
          default -> Math.clamp(place(bar.up()), from + 1, WIDTH);
        };
    String after = bar.outcome() == Timeline.Outcome.FAILED ? " " : UP;
    return " ".repeat(from) + STARTING.repeat(to - from) + after.repeat(WIDTH - to);
  }

  private int place(Duration time) {
    long end = Math.max(1, timeline.end().toNanos());
    return (int) Math.round((double) time.toNanos() * WIDTH / end);
  }
}
