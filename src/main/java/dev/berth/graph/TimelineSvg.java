package dev.berth.graph;

import dev.berth.graph.Layout.Box;
import dev.berth.graph.Timeline.Bar;
import dev.berth.graph.Timeline.Outcome;
import java.time.Duration;
import java.util.Locale;

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

  private static final String STYLE =
      """
      .page{fill:#ffffff}
      text{%s;font-size:11px;fill:#475569}
      .title{font-size:16px;font-weight:600;fill:#1d2733}
      .name{%s;font-size:12px;fill:#1d2733}
      .band{fill:#f1f5f9}
      .tick{stroke:#cbd5e1}
      .finish{stroke:#047857;stroke-width:1.5;stroke-dasharray:5 4}
      .up{fill:#bfdbfe}
      .starting{fill:#2563eb}
      .failed{fill:#dc2626}
      @media (prefers-color-scheme:dark){
      .page{fill:#14181f}
      text{fill:#a9b4c2}
      .title,.name{fill:#e6ebf2}
      .band{fill:#1c232e}
      .tick{stroke:#3b4656}
      .finish{stroke:#34d399}
      .up{fill:#1e3a6e}
      .starting{fill:#60a5fa}
      .failed{fill:#f87171}
      }
      """
          .formatted(Svg.FONT, Svg.FIXED);

  private final Timeline timeline;
  private final double left;
  private final double groupLeft;
  private final double perSecond;

  private TimelineSvg(Timeline timeline) {
    this.timeline = timeline;
    this.groupLeft = MARGIN + widest(LONGEST_NAME, true) * NAME_LETTER + 16;
    this.left = groupLeft + widest(2 * LONGEST_NAME, false) * LETTER + 16;
    this.perSecond = CHART / Math.max(0.001, seconds(timeline.end()));
  }

  /** The whole picture, without a newline at its end. */
  public static String render(Timeline timeline) {
    return new TimelineSvg(timeline).render();
  }

  private int widest(int most, boolean isName) {
    return timeline.bars().stream()
        .mapToInt(bar -> (isName ? bar.container() : group(bar)).length())
        .map(length -> Math.min(length, most))
        .max()
        .orElse(0);
  }

  private int notes() {
    return timeline.bars().stream()
        .filter(Bar::isOfTheBoot)
        .mapToInt(bar -> words(bar).length())
        .max()
        .orElse(0);
  }

  private static String group(Bar bar) {
    return Svg.shortened(bar.configId() + ", " + bar.group(), 2 * LONGEST_NAME);
  }

  private String render() {
    double foot = TOP + ROW * timeline.bars().size();
    double width = left + CHART + 8 + notes() * LETTER + MARGIN;
    Svg svg = new Svg(width, foot + 56, "Boot of Berth's services", timeline.summary(), STYLE);
    svg.text("title", MARGIN, 26, "How the services came up at boot");
    svg.text("", MARGIN, 44, timeline.summary());
    for (int i = 0; i < timeline.bars().size(); i += 2) {
      svg.box("band", new Box(0, TOP + i * ROW, width, ROW), 0);
    }
    ticks(svg, foot);
    double y = TOP;
    for (Bar bar : timeline.bars()) {
      row(svg, bar, y);
      y += ROW;
    }
    if (!timeline.finished().isZero()) {
      double x = x(timeline.finished());
      svg.path("finish", "M" + GraphSvg.at(x, TOP - 4) + "V" + Svg.number(foot + 4));
    }
    legend(svg, foot + 30);
    return svg.finish();
  }

  /** As many as fit, at 1, 2 or 5 of a power of ten of a second. */
  private void ticks(Svg svg, double foot) {
    double end = seconds(timeline.end());
    double step = Math.pow(10, Math.floor(Math.log10(Math.max(0.001, end) / MOST_TICKS)));
    double tick = step;
    for (double factor : new double[] {1, 2, 5, 10}) {
      tick = step * factor;
      if (end / tick <= MOST_TICKS) {
        break;
      }
    }
    int digits = tick >= 1 ? 0 : (int) Math.ceil(-Math.log10(tick));
    for (int i = 0; i * tick <= end + tick / 1000; i++) {
      double x = left + i * tick * perSecond;
      svg.path("tick", "M" + GraphSvg.at(x, TOP - 4) + "V" + Svg.number(foot));
      svg.text("", x + 3, TOP - 8, String.format(Locale.ROOT, "%." + digits + "f s", i * tick));
    }
  }

  private void row(Svg svg, Bar bar, double y) {
    svg.begin("row", bar.container() + " (" + group(bar) + "): " + sentence(bar));
    svg.text("name", MARGIN, y + 15, Svg.shortened(bar.container(), LONGEST_NAME));
    svg.text("", groupLeft, y + 15, group(bar));
    if (bar.isOfTheBoot()) {
      drawn(svg, bar, y + (ROW - BAR) / 2);
    } else {
      svg.text("", left + 6, y + 15, bar.note());
    }
    svg.end();
  }

  private static String sentence(Bar bar) {
    String note = bar.note();
    return bar.isOfTheBoot()
        ? "began at "
            + Timeline.seconds(bar.began())
            + ", took "
            + Timeline.seconds(bar.took())
            + (note.isEmpty() ? "" : "; " + note)
        : note;
  }

  private void drawn(Svg svg, Bar bar, double y) {
    double begin = x(bar.began());
    double up = bar.outcome() == Outcome.STARTING ? left + CHART : x(bar.up());
    if (bar.outcome() == Outcome.UP) {
      svg.box("up", new Box(up, y, left + CHART - up, BAR), 0);
    }
    String colour = bar.outcome() == Outcome.FAILED ? "failed" : "starting";
    svg.box(colour, new Box(begin, y, Math.max(1.5, up - begin), BAR), 0);
    svg.text("", left + CHART + 8, y + 11, words(bar));
  }

  private static String words(Bar bar) {
    String note = bar.note();
    if (bar.outcome() == Outcome.STARTING) {
      return note;
    }
    return Timeline.seconds(bar.took()) + (note.isEmpty() ? "" : ", " + note);
  }

  private void legend(Svg svg, double y) {
    double x = left;
    svg.box("starting", new Box(x, y, 26, 12), 0);
    svg.text("", x + 32, y + 10, "starting");
    svg.box("up", new Box(x + 100, y, 26, 12), 0);
    svg.text("", x + 132, y + 10, "up");
    if (timeline.bars().stream().anyMatch(bar -> bar.outcome() == Outcome.FAILED)) {
      svg.box("failed", new Box(x + 170, y, 26, 12), 0);
      svg.text("", x + 202, y + 10, "failed");
    }
    if (!timeline.finished().isZero()) {
      svg.path("finish", "M" + GraphSvg.at(x + 260, y + 6) + "h26");
      svg.text("", x + 292, y + 10, "the boot is over");
    }
  }

  private double x(Duration time) {
    return left + seconds(time) * perSecond;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
