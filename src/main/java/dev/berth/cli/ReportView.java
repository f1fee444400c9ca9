package dev.berth.cli;

import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.VisibleText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A report for people and for programs. */
final class ReportView {
  private ReportView() {}

  /**
   * What failed and was skipped, line by line, and a summary.
   *
   * @param told the results whose lines its readers have had already
   */
  static String text(Report report, Style style, Set<StepResult> told) {
    StringBuilder text = new StringBuilder();
    for (StepResult result : report.results()) {
      if (result.outcome() != Outcome.DONE && !told.contains(result)) {
        text.append(line(result, style)).append('\n');
      }
    }
    report
        .unhealthy()
        .forEach(
            (container, why) ->
                text.append(style.red("failed   "))
                    .append("wait for ")
                    .append(container.text())
                    .append(": ")
                    .append(why)
                    .append('\n'));
    long failed = report.count(Outcome.FAILED);
    long restored = report.count(Outcome.RESTORED);
    long skipped = report.count(Outcome.SKIPPED);
    List<String> parts = new ArrayList<>();
    parts.add(report.count(Outcome.DONE) + " done");
    if (failed > 0) {
      parts.add(style.red(failed + " failed"));
    }
    if (restored > 0) {
      parts.add(style.red(restored + " restored"));
    }
    if (skipped > 0) {
      parts.add(style.yellow(skipped + " skipped"));
    }
    parts.add(report.unchanged().size() + " unchanged");
    if (!report.left().isEmpty()) {
      parts.add(style.yellow(report.left().size() + " left as masked"));
    }
    text.append(String.join(", ", parts)).append('.');
    if (!report.downtimes().isEmpty()) {
      text.append('\n').append(downtimes(report, style));
    }
    return text.toString();
  }

  private static String downtimes(Report report, Style style) {
    List<Map<String, String>> rows = new ArrayList<>();
    report
        .downtimes()
        .forEach(
            (name, downtime) ->
                rows.add(Map.of("container", name.text(), "downtime", seconds(downtime))));
    return ListFormat.table.write(rows, List.of("container", "downtime"), style);
  }

  /** One result on one line. */
  static String line(StepResult result, Style style) {
    String title = PlanView.title(result.step().change());
    return switch (result.outcome()) {
      case DONE -> style.green("done     ") + title + style.faint("  " + seconds(result.took()));
      case FAILED -> style.red("failed   ") + title + said(result);
      case RESTORED -> style.red("restored ") + title + said(result);
      case SKIPPED -> style.yellow("skipped  ") + title + said(result);
    };
  }

  /** The engine's words may quote those of a registry, or of an image. */
  private static String said(StepResult result) {
    return ": " + VisibleText.lines(result.message());
  }

  static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}
