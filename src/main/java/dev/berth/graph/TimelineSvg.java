package dev.berth.graph;

import dev.berth.graph.Layout.Box;
import dev.berth.graph.Timeline.Bar;
import dev.berth.graph.Timeline.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** A timeline as a picture: a row for each service, as systemd-analyze plot has them. */
public final class TimelineSvg {
  private static final double MARGIN = 20;
  private static final double TOP = 74;
  private static final double ROW = 22;
  private static final double BAR = 14;
  private static final double CHART = 720;
  private static final double NAME_LETTER = 7.3;
  private static final double LETTER = 6.4;
  private static final int LONGEST_NAME = 32;
  private static final int MOST_TICKS = 12;

  private static final String HEAD =
      """
      <style>
      %s.band{fill:#f1f5f9}
      .tick{stroke:#cbd5e1}
      .finish{stroke:#047857;stroke-width:1.5;stroke-dasharray:5 4}
      .up{fill:#bfdbfe}
      .starting{fill:#2563eb}
      .failed{fill:#dc2626}
      </style>
      """
          .formatted(Svg.STYLE);

  private final Timeline timeline;
  private final double groupLeft;
  private final double left;
  private final Svg svg = new Svg();

  private TimelineSvg(Timeline timeline) {
    this.timeline = timeline;
    this.groupLeft = MARGIN + widest(TimelineSvg::name) * NAME_LETTER + 16;
    this.left = groupLeft + widest(TimelineSvg::group) * LETTER + 16;
  }

  /** The whole picture, without a newline at its end. */
  public static String render(Timeline timeline) {
    return new TimelineSvg(timeline).render();
  }

  private int widest(Function<Bar, String> words) {
    return timeline.bars().stream().mapToInt(bar -> words.apply(bar).length()).max().orElse(0);
  }

  private static String name(Bar bar) {
    return Svg.shortened(bar.container(), LONGEST_NAME);
  }

  private static String group(Bar bar) {
    return Svg.shortened(bar.configId() + ", " + bar.group(), 2 * LONGEST_NAME);
  }

  private String render() {
    double foot = TOP + ROW * timeline.bars().size();
    double width = left + CHART + 8 + widest(TimelineSvg::after) * LETTER + MARGIN;
    svg.text("title", MARGIN, 26, "How the services came up at boot");
    svg.text("", MARGIN, 44, timeline.summary());
    for (int i = 0; i < timeline.bars().size(); i += 2) {
      svg.box("band", new Box(0, TOP + i * ROW, width, ROW), 0);
    }
    ticks(foot);
    for (int i = 0; i < timeline.bars().size(); i++) {
      row(timeline.bars().get(i), TOP + i * ROW);
    }
    if (!timeline.finished().isZero()) {
      svg.path("finish", "M", x(timeline.finished()), TOP - 4, "V", foot + 4);
      svg.path("finish", "M", left + 260, foot + 36, "h26");
      svg.text("", left + 292, foot + 40, "the boot is over");
    }
    legend("starting", left, foot + 30);
    legend("up", left + 100, foot + 30);
    if (timeline.bars().stream().anyMatch(bar -> bar.outcome() == Outcome.FAILED)) {
      legend("failed", left + 170, foot + 30);
    }
    return svg.finish(width, foot + 56, "Boot of Berth's services", timeline.summary(), HEAD);
  }

  /** As many as fit, at 1, 2 or 5 of a power of ten of a second. */
  private void ticks(double foot) {
    double end = end();
    double step = Math.pow(10, Math.floor(Math.log10(end / MOST_TICKS)));
    double tick =
        DoubleStream.of(step, 2 * step, 5 * step)
            .filter(it -> end / it <= MOST_TICKS)
            .findFirst()
            .orElse(10 * step);
    int digits = tick >= 1 ? 0 : (int) Math.ceil(-Math.log10(tick));
    for (int i = 0; i * tick <= end + tick / 1000; i++) {
      double x = left + i * tick / end * CHART;
      svg.path("tick", "M", x, TOP - 4, "V", foot);
      svg.text("", x + 3, TOP - 8, String.format(Locale.ROOT, "%." + digits + "f s", i * tick));
    }
  }

  private void row(Bar bar, double y) {
    svg.begin("row", bar.container() + " (" + group(bar) + "): " + bar.sentence());
    svg.text("name", MARGIN, y + 15, name(bar));
    svg.text("", groupLeft, y + 15, group(bar));
    if (bar.isOfTheBoot()) {
      bar(bar, y + (ROW - BAR) / 2);
      svg.text("", left + CHART + 8, y + 15, after(bar));
    } else {
      svg.text("", left + 6, y + 15, bar.note());
    }
    svg.end();
  }

  private void bar(Bar bar, double y) {
    double begin = x(bar.began());
    double up = bar.outcome() == Outcome.STARTING ? left + CHART : x(bar.up());
    if (bar.outcome() == Outcome.UP) {
      svg.box("up", new Box(up, y, left + CHART - up, BAR), 0);
    }
    String colour = bar.outcome() == Outcome.FAILED ? "failed" : "starting";
    svg.box(colour, new Box(begin, y, Math.max(1.5, up - begin), BAR), 0);
  }

  /** The text to the right of its bar. */
  private static String after(Bar bar) {
    if (!bar.isOfTheBoot()) {
      return "";
    }
    String took = bar.outcome() == Outcome.STARTING ? "" : Timeline.seconds(bar.took());
    return took + (took.isEmpty() || bar.note().isEmpty() ? "" : ", ") + bar.note();
  }

  private void legend(String meaning, double x, double y) {
    svg.box(meaning, new Box(x, y, 26, 12), 0);
    svg.text("", x + 32, y + 10, meaning);
  }

  private double x(Duration time) {
    return left + time.toNanos() / 1e9 / end() * CHART;
  }

  /** In seconds; never quite none, so that a width can be divided by it. */
  private double end() {
    return Math.max(1e-3, timeline.end().toNanos() / 1e9);
  }
}
