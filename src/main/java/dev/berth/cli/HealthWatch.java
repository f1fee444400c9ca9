package dev.berth.cli;

import dev.berth.json.JsonText;
import dev.berth.model.ContainerName;
import dev.berth.service.ContainerHealth;
import dev.berth.service.Documents;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at the health of containers again and again. */
final class HealthWatch {
  private static final String GONE = "gone";
  // So often is looked whether Ctrl-C has been pressed.
  private static final Duration SLICE = Duration.ofMillis(50);

  private final Supplier<List<ContainerHealth>> look;
  private final HealthView view;
  private final Console console;
  private final OutputFormat format;
  private final Interruption interruption;
  private final Map<ContainerName, String> told = new LinkedHashMap<>();

  HealthWatch(
      Supplier<List<ContainerHealth>> look,
      HealthView view,
      Console console,
      OutputFormat format,
      Interruption interruption) {
    this.look = look;
    this.view = view;
    this.console = console;
    this.format = format;
    this.interruption = interruption;
  }

  /** Goes on until interrupted, until nobody reads any more, or for so long. */
  int run(Duration interval, Optional<Duration> longest) {
    long begun = System.nanoTime();
    while (true) {
      long turn = System.nanoTime();
      List<ContainerHealth> found = look.get();
      if (interruption.isRequested()) {
        return ExitStatus.INTERRUPTED;
      }
      show(found);
      boolean isUnread = console.data().checkError();
      if (isUnread || longest.filter(limit -> passed(begun, limit)).isPresent()) {
        return HealthCommand.status(found);
      }
      while (!passed(turn, interval)
          && !interruption.isRequested()
          && longest.filter(limit -> passed(begun, limit)).isEmpty()) {
        pause();
      }
      if (interruption.isRequested()) {
        return ExitStatus.INTERRUPTED;
      }
    }
  }

  private static boolean passed(long since, Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private void pause() {
    try {
      Thread.sleep(SLICE);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while watching", ended);
    }
  }

  private void show(List<ContainerHealth> found) {
    if (format == OutputFormat.text && console.dataIsTerminal()) {
      console.redraw(view.text(found));
      return;
    }
    Map<ContainerName, String> gone = new LinkedHashMap<>(told);
    for (ContainerHealth container : found) {
      String before = gone.getOrDefault(container.name(), "");
      gone.remove(container.name());
      if (!before.equals(container.word())) {
        told.put(container.name(), container.word());
        tell(view.change(before, container), Documents.health(container), before);
      }
    }
    gone.forEach(
        (name, before) -> {
          told.remove(name);
          tell(name + ": " + before + " -> " + GONE, Documents.gone(name, GONE), before);
        });
  }

  private void tell(String line, Map<String, Object> entry, String before) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Object> document = Documents.change(now, before, entry);
    console.data(
        switch (format) {
          case text -> now + " " + line;
          case json -> JsonText.compact(document);
          case yaml -> "---\n" + format.write(document);
        });
  }
}
