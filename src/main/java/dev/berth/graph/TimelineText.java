package dev.berth.graph;

import dev.berth.graph.Timeline.Bar;
import dev.berth.graph.Timeline.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timeline as bars made of characters. */
public final class TimelineText {
  private static final int WIDTH = 48;

  private TimelineText() {}

  /** The bars, one a line, without a newline at their end. */
  public static String render(Timeline timeline) {
    if (timeline.bars().isEmpty()) {
      return "No services.";
    }
    String end = Timeline.seconds(timeline.end());
    String axis = ("0%" + (WIDTH - 1) + "s").formatted(" " + end);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CONTAINER", "GROUP", "BEGAN", "TOOK", axis));
    for (Bar bar : timeline.bars()) {
      String group = bar.configId() + ", " + bar.group();
      rows.add(
          bar.isOfTheBoot()
              ? List.of(
                  bar.container(),
                  group,
                  Timeline.seconds(bar.began()),
                  Timeline.seconds(bar.took()),
                  drawn(timeline, bar) + "  " + bar.note())
              : List.of(bar.container(), group, "", "", bar.note()));
    }
    String form = "%%-%ds  %%-%ds  %%%ds  %%%ds  %%s";
    form = form.formatted(widest(rows, 0), widest(rows, 1), widest(rows, 2), widest(rows, 3));
    List<String> lines = new ArrayList<>(List.of(timeline.summary(), ""));
    for (List<String> row : rows) {
      lines.add(form.formatted(row.toArray()).stripTrailing());
    }
    return String.join("\n", lines);
  }

  private static int widest(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
  }

  private static String drawn(Timeline timeline, Bar bar) {
    int from = Math.min(WIDTH - 1, place(timeline, bar.began()));
    int to =
        bar.outcome() == Outcome.STARTING
            ? WIDTH
            : Math.clamp(place(timeline, bar.up()), from + 1, WIDTH);
    String after = bar.outcome() == Outcome.FAILED ? " " : "─";
    return " ".repeat(from) + "█".repeat(to - from) + after.repeat(WIDTH - to);
  }

  private static int place(Timeline timeline, Duration time) {
    long end = Math.max(1, timeline.end().toNanos());
    return (int) Math.round((double) time.toNanos() * WIDTH / end);
  }
}
