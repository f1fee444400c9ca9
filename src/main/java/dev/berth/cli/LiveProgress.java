package dev.berth.cli;

import dev.berth.apply.StepResult;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Plan;
import dev.berth.model.Step;
import dev.berth.model.VisibleText;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table on a terminal: what runs now at the bottom, redrawn in place; what has ended scrolls away
 * above it.
 */
final class LiveProgress implements ShownProgress {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final String CLEAR_TO_END = "\u001b[J";
  private static final String[] SPINNER = {"|", "/", "-", "\\"};

  private static final int MARGIN = 10;

  private final Console console;
  private final int width;
  private final PrintStream out;
  private final Style style;
  private final PlanWarnings warnings;
  private final Map<Step, Long> running = new LinkedHashMap<>();
  private final Map<Step, String> lastLines = new LinkedHashMap<>();
  private final Thread painter;
  private int total;
  private int ended;
  private int drawn;
  private int turn;
  private boolean open = true;

  LiveProgress(Console console, PlanWarnings warnings) {
    this.width = console.terminalColumns().orElse(TerminalWidth.USUAL);
    this.console = console;
    this.out = console.talk();
    this.style = console.talkStyle();
    this.warnings = warnings;
    this.painter = Thread.ofVirtual().start(this::repaint);
  }

  @Override
  public synchronized void note(String line) {
    print(line);
  }

  @Override
  public synchronized void warning(String line) {
    clear();
    console.warning(line);
    draw();
  }

  @Override
  public synchronized void planned(Plan plan) {
    clear();
    warnings.show(plan);
    total = ended + (int) plan.steps().stream().count();
    draw();
  }

  @Override
  public synchronized void started(Step step) {
    running.put(step, System.nanoTime());
    draw();
  }

  @Override
  public synchronized void output(Step step, String line) {
    lastLines.put(step, VisibleText.of(line.strip()));
  }

  @Override
  public synchronized void finished(StepResult result) {
    running.remove(result.step());
    lastLines.remove(result.step());
    if (result.outcome() != Outcome.SKIPPED) {
      ended++;
    }
    print(ReportView.line(result, style));
  }

  @Override
  public synchronized void close() {
    open = false;
    clear();
    out.flush();
    painter.interrupt();
  }

  private void repaint() {
    try {
      while (true) {
        Thread.sleep(REDRAW);
        synchronized (this) {
          if (!open) {
            return;
          }
          turn++;
          draw();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(String line) {
    clear();
    out.println(style.visible(line));
    console.log(TalkLog.Level.INFO, line);
    draw();
  }

  private void draw() {
    clear();
    if (running.isEmpty()) {
      out.flush();
      return;
    }
    long now = System.nanoTime();
    running.forEach(
        (step, begun) -> {
          String said = lastLines.getOrDefault(step, "");
          String took = ReportView.seconds(Duration.ofNanos(now - begun));
          out.println(
              style.bold(SPINNER[turn % SPINNER.length])
                  + "        "
                  + shortened(PlanView.title(step.change()) + "  " + took + "  " + said));
        });
    out.println(style.faint("         " + Math.min(ended, total) + " of " + total));
    drawn = running.size() + 1;
    out.flush();
  }

  /** A line that wraps would spoil the count of lines that are drawn over. */
  private String shortened(String line) {
    int room = width - MARGIN;
    return line.length() > room ? line.substring(0, room) : line;
  }

  private void clear() {
    if (drawn > 0) {
      out.print("\u001b[" + drawn + "F" + CLEAR_TO_END);
      drawn = 0;
    }
  }
}
