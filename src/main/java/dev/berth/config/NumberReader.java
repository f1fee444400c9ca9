package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Numbers, durations and sizes.
 *
 * <p>Canonical: INTEGER in decimal; DECIMAL without zeros at its end; DURATION by {@link
 * Durations#format}; SIZE in bytes. What equals the default, and a limit of 0 that the engines read
 * as none, is left out.
 */
final class NumberReader {
  /** What each key of the type INTEGER takes: what the kernel, the engines and an int take. */
  private static final Map<Key, Range> RANGES =
      Map.of(
          Key.START_ORDER, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE),
          Key.CPU_SHARES, new Range(0, Integer.MAX_VALUE),
          Key.MEM_SWAPPINESS, new Range(0, 100),
          Key.PIDS_LIMIT, new Range(-1, Integer.MAX_VALUE),
          Key.OOM_SCORE_ADJ, new Range(-1000, 1000));

  private record Range(long least, long most) {}

  private NumberReader() {}

  static Optional<Value> integer(Setting setting) {
    Range range = Optional.ofNullable(RANGES.get(setting.key())).orElseThrow();
    OptionalLong number = integer(setting, setting.value(), range.least(), range.most());
    if (number.isEmpty() || (setting.key() == Key.START_ORDER && number.getAsLong() == 0)) {
      return Optional.empty();
    }
    return Optional.of(Setting.scalar(Long.toString(number.getAsLong()), setting.at()));
  }

  /** The number, or empty with a problem. */
  static OptionalLong integer(Setting setting, Tree tree, long least, long most) {
    OptionalLong number =
        tree instanceof Tree.Text text ? Numbers.whole(text.text()) : OptionalLong.empty();
    if (number.isEmpty()) {
      setting.wrongWord(tree, "a whole number in decimal", List.of());
    } else if (number.getAsLong() < least || number.getAsLong() > most) {
      setting.fail(tree.at(), number.getAsLong() + " is not between " + least + " and " + most, "");
      return OptionalLong.empty();
    }
    return number;
  }

  static Optional<Value> decimal(Setting setting) {
    if (!(setting.value() instanceof Tree.Text text) || !Numbers.isDecimal(text.text())) {
      return setting.wrongWord(setting.value(), "a number such as 2 or 0.5", List.of());
    }
    BigDecimal number = new BigDecimal(text.text());
    return number.signum() == 0
        ? Optional.empty()
        : Optional.of(Setting.scalar(number.stripTrailingZeros().toPlainString(), setting.at()));
  }

  static Optional<Value> duration(Setting setting) {
    Optional<Duration> given = duration(setting, setting.value());
    if (setting.key() == Key.CHECK_INTERVAL
        && given.filter(HealthcheckReader::isTooShort).isPresent()) {
      return HealthcheckReader.tooShort(setting, setting.at());
    }
    return given
        .filter(
            duration ->
                setting.key() != Key.STOP_GRACE_PERIOD
                    || !duration.equals(ContainerSpec.DEFAULT_GRACE))
        .map(duration -> Setting.scalar(Durations.format(duration), setting.at()));
  }

  /** The duration, or empty with a problem. */
  static Optional<Duration> duration(Setting setting, Tree tree) {
    Optional<Duration> duration =
        tree instanceof Tree.Text text ? Durations.parse(text.text()) : Optional.empty();
    return duration.isPresent()
        ? duration
        : setting.wrongWord(tree, "a duration such as 90, 30s or 1m30s", List.of());
  }

  static Optional<Value> size(Setting setting) {
    OptionalLong size =
        setting.value() instanceof Tree.Text text
            ? Numbers.size(text.text())
            : OptionalLong.empty();
    if (size.isEmpty()) {
      return setting.wrongWord(setting.value(), "a size such as 512m, 2g or 65536", List.of());
    }
    if (size.getAsLong() < 0 && setting.key() != Key.MEMSWAP_LIMIT) {
      return setting.fail(setting.at(), "-1 is no size here", "leave the key out for no limit");
    }
    return size.getAsLong() == 0 && setting.key() != Key.SHM_SIZE
        ? Optional.empty()
        : Optional.of(Setting.scalar(Long.toString(size.getAsLong()), setting.at()));
  }
}
