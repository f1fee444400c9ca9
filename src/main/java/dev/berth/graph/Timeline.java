package dev.berth.graph;

import static java.util.Comparator.naturalOrder;

import dev.berth.model.BootTimes;
import dev.berth.model.BootTimes.UnitTimes;
import dev.berth.model.ContainerName;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How the services of a host came up at its boot.
 *
 * @param finished how long the boot took; zero while it goes on
 * @param end where the picture of it ends
 * @param bars in the order in which they began; last those that did not start at boot
 */
public record Timeline(Duration finished, Duration end, List<Bar> bars) {

  /** The facts known of a service's start. */
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

    /** A remark on the start besides its times; empty for none. */
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

    /** All that is known of it. */
    String sentence() {
      String times = "began at " + seconds(began) + ", took " + seconds(took());
      return !isOfTheBoot() ? note() : note().isEmpty() ? times : times + "; " + note();
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
    Stream<Duration> ups = bars.stream().filter(Bar::isOfTheBoot).map(Bar::up);
    Duration end = Stream.concat(Stream.of(finished), ups).max(naturalOrder()).orElse(finished);
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
        unit.owner().container().map(ContainerName::text).orElse(""),
        unit.owner().configId(),
        HostGraph.groupTitle(unit.unit()),
        unit.unit().name().text(),
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
    return Duration.of(Math.max(0, moment - times.userspace()), ChronoUnit.MICROS);
  }

  /** Seconds as a person reads them. */
  static String seconds(Duration time) {
    double seconds = time.toNanos() / 1e9;
    return String.format(Locale.ROOT, seconds < 100 ? "%.2f s" : "%.0f s", seconds);
  }

  /** The whole in a sentence. */
  String summary() {
    String took =
        finished.isZero() ? "The boot is not over yet" : "The boot took " + seconds(finished);
    List<Duration> ups =
        bars.stream().filter(bar -> bar.outcome() == Outcome.UP).map(Bar::up).sorted().toList();
    return ups.isEmpty()
        ? took + "."
        : "%s; %s came up in it, the last after %s."
            .formatted(
                took,
                ups.size() == 1 ? "1 service" : ups.size() + " services",
                seconds(ups.getLast()));
  }
}
