package dev.berth.cli;

import dev.berth.graph.Timeline;
import dev.berth.graph.TimelineSvg;
import dev.berth.graph.TimelineText;
import dev.berth.service.Documents;
import dev.berth.service.InvalidUse;

/** Shows the timeline of a boot. */
final class BootView {
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
      default -> OutputFormat.json.write(Documents.boot(timeline));
    };
  }
}
