package dev.berth.cli;

import dev.berth.graph.Timeline;
import dev.berth.graph.Timeline.Bar;
import dev.berth.graph.TimelineSvg;
import dev.berth.graph.TimelineText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Shows the timeline of a boot. */
final class BootView {
  private static final double NANOS = 1e9;

  private BootView() {}

  /** Refuses a form in which a timeline does not come, before anything is read. */
  static void check(GraphFormat format) {
    if (format == GraphFormat.dot || format == GraphFormat.mermaid) {
      throw new InvalidUse("a timeline comes as text, svg or json, not as " + format);
    }
  }

  static String write(Timeline timeline, GraphFormat format) {
    return switch (format) {
      case text -> TimelineText.render(timeline);
      case svg -> TimelineSvg.render(timeline);
      default -> OutputFormat.json.write(document(timeline));
    };
  }

  private static Map<String, Object> document(Timeline timeline) {
    Map<String, Object> document = new LinkedHashMap<>();
    if (!timeline.finished().isZero()) {
      document.put("finished", seconds(timeline.finished()));
    }
    document.put("services", timeline.bars().stream().map(BootView::bar).toList());
    return document;
  }

  private static Map<String, Object> bar(Bar bar) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("container", bar.container());
    document.put("config_id", bar.configId());
    document.put("group", bar.group());
    document.put("unit", bar.unit());
    document.put("outcome", bar.outcome().name().toLowerCase(Locale.ROOT));
    document.put("began", seconds(bar.began()));
    document.put("up", seconds(bar.up()));
    document.put("restarts", bar.restarts());
    return document;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }
}
