package dev.berth.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/** Turns the canonical {@code healthcheck} mapping into its record. */
final class Healthchecks {
  private Healthchecks() {}

  static Optional<Healthcheck> of(ContainerSpec spec) {
    if (!(spec.values().get(Key.HEALTHCHECK) instanceof Value.Mapping mapping)) {
      return Optional.empty();
    }
    SortedMap<String, Value> given = mapping.entries();
    List<String> test = given.containsKey("test") ? given.get("test").texts() : List.of();
    return Optional.of(
        new Healthcheck(
            test,
            duration(given, "interval")
                .or(() -> spec.text(Key.CHECK_INTERVAL).flatMap(Durations::parse))
                .orElse(Healthcheck.DEFAULT_INTERVAL),
            duration(given, "timeout"),
            text(given, "retries")
                .map(retries -> OptionalInt.of(Integer.parseInt(retries)))
                .orElse(OptionalInt.empty()),
            duration(given, "start_period"),
            duration(given, "start_interval"),
            text(given, "on_failure")
                .map(word -> Healthcheck.OnFailure.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Healthcheck.OnFailure.NONE),
            text(given, "user")));
  }

  private static Optional<String> text(SortedMap<String, Value> given, String field) {
    return Optional.ofNullable(given.get(field)).map(value -> value.texts().getFirst());
  }

  private static Optional<Duration> duration(SortedMap<String, Value> given, String field) {
    return text(given, field).flatMap(Durations::parse);
  }
}
