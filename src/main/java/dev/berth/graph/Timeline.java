package dev.berth.graph;

import dev.berth.model.BootTimes;
import dev.berth.model.BootTimes.UnitTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How the services of a host came up at its boot.
 *
 * @param finished how long the boot took; zero while it goes on
 * @param end where the picture of it ends
 * @param bars in the order in which they began; last those that did not start at boot
 */
public record Timeline(Duration finished, Duration end, List<Bar> bars) {

  /** What is known of a service's start. */
  public enum Outcome {
    /** It came up at boot. */
    UP,
    /** It is still on its way. */
    STARTING,
    /** It began, and ended without having been up. */
    FAILED,
    /** Its last start was not that of the boot, whose times are gone. */
    LATER,
    /** It has not been started since. */
    NEVER
  }

  /**
   * A service; times count from the beginning of systemd.
   *
   * @param unit the name of its unit
   * @param began when its last start began
   * @param up when it was up, or had failed; the beginning where it is neither
   * @param restarts how often systemd has restarted it
   * @param isDown whether it was up and is not any more
   */
  public record Bar(
      String container,
      String configId,
      String group,
      String unit,
      Outcome outcome,
      Duration began,
      Duration up,
      int restarts,
      boolean isDown) {

    /** Whether it has a place in the picture of the boot. */
    public boolean isOfTheBoot() {
      return outcome != Outcome.LATER && outcome != Outcome.NEVER;
    }

    Duration took() {
      return up.minus(began);
    }

    /** What has to be said of it besides its times; empty for nothing. */
    public String note() {
      List<String> parts = new ArrayList<>();
      switch (outcome) {
        case UP -> {}
        case STARTING -> parts.add("still starting");
        case FAILED -> parts.add("failed");
        case LATER -> parts.add("last started " + seconds(began) + " after the boot began");
        case NEVER -> parts.add("not started");
      }
      if (restarts > 0) {
        parts.add("restarted " + (restarts == 1 ? "once" : restarts + " times") + " by systemd");
      }
      if (isDown) {
        parts.add("not up any more");
      }
      return String.join(", ", parts);
    }
  }

  private static final Comparator<Bar> ORDER =
      Comparator.comparing((Bar bar) -> !bar.isOfTheBoot())
          .thenComparing(Bar::began)
          .thenComparing(Bar::container);

  /** Keeps its own copy. */
  public Timeline {
    bars = List.copyOf(bars);
  }

  /**
   * The timeline of these times.
   *
   * @param configIds whose services are in it; empty for all
   */
  public static Timeline of(BootTimes times, Collection<String> configIds) {
    Duration finished = since(times, times.finished());
    List<Bar> bars =
        times.units().stream()
            .filter(unit -> configIds.isEmpty() || configIds.contains(unit.owner().configId()))
            .map(unit -> bar(times, unit))
            .sorted(ORDER)
            .toList();
    Duration end = finished;
    for (Bar bar : bars) {
      if (bar.isOfTheBoot() && bar.up().compareTo(end) > 0) {
        end = bar.up();
      }
    }
    return new Timeline(finished, end, bars);
  }

  private static Bar bar(BootTimes times, UnitTimes unit) {
    Outcome outcome = outcome(times, unit);
    Duration began = since(times, unit.began());
    long until =
        switch (outcome) {
          case UP, LATER -> unit.up();
          case FAILED -> unit.ended();
          case STARTING, NEVER -> unit.began();
        };
    Duration up = since(times, until);
    return new Bar(
        unit.owner().container(),
        unit.owner().configId(),
        HostGraph.groupTitle(unit.unit()),
        unit.unit().name(),
        outcome,
        began,
        up.compareTo(began) < 0 ? began : up,
        unit.unit().restarts(),
        unit.up() >= unit.began() && unit.ended() > unit.up() && !unit.unit().isActive());
  }

  private static Outcome outcome(BootTimes times, UnitTimes start) {
    if (start.began() == 0) {
      return Outcome.NEVER;
    }
    boolean isUp = start.up() >= start.began();
    long last = isUp ? start.up() : start.began();
    if (times.finished() > 0 && last > times.finished()) {
      return Outcome.LATER;
    }
    if (isUp) {
      return Outcome.UP;
    }
    return start.unit().activeState().equals("activating") ? Outcome.STARTING : Outcome.FAILED;
  }

  private static Duration since(BootTimes times, long moment) {
    return Duration.of(
        Math.max(0, moment - times.userspace()), java.time.temporal.ChronoUnit.MICROS);
  }

  /** How long it took until the last of them was up. */
  Duration lastUp() {
    return bars.stream()
        .filter(bar -> bar.outcome() == Outcome.UP)
        .map(Bar::up)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** Seconds as a person reads them. */
  static String seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return seconds < 100
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : String.format(Locale.ROOT, "%.0f s", seconds);
  }

  /** The whole in a sentence. */
  String summary() {
    String took =
        finished.isZero() ? "The boot is not over yet" : "The boot took " + seconds(finished);
    long up = bars.stream().filter(bar -> bar.outcome() == Outcome.UP).count();
    if (up == 0) {
      return took + ".";
    }
    return took
        + "; "
        + (up == 1 ? "1 service came" : up + " services came")
        + " up in it, the last after "
        + seconds(lastUp())
        + ".";
  }
}
