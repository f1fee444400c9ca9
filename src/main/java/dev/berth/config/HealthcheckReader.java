package dev.berth.config;

import dev.berth.model.Durations;
import dev.berth.model.Healthcheck;
import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Health checks.
 *
 * <p>Canonical: a mapping; {@code test} a list that begins with CMD or CMD-SHELL, or NONE alone and
 * then nothing else beside it; durations as everywhere; beside a test the default interval is left
 * out, and so is {@code on_failure: none}. Where the file is Paunch's a check without a user is
 * root's, as Paunch ran it: that user stands where the check stands, since it is written nowhere.
 */
final class HealthcheckReader {
  private static final String USER = "user";
  private static final List<String> FIELDS =
      List.of(
          "test",
          "interval",
          "timeout",
          "retries",
          "start_period",
          "start_interval",
          "on_failure",
          "disable",
          USER);
  private static final List<String> REACTIONS = List.of("none", "restart", "stop");
  private static final String DEFAULT_INTERVAL = Durations.format(Healthcheck.DEFAULT_INTERVAL);

  /** {@code minimumDuration} of Docker's daemon; Podman makes no timer for far less. */
  private static final Duration LEAST = Duration.ofMillis(1);

  private static final int MOST_RETRIES = 1_000_000;

  private HealthcheckReader() {}

  static Optional<Value> read(Setting setting) {
    if (!(setting.value() instanceof Tree.Fields fields)) {
      return setting.wrong(setting.value(), "a mapping with `test`");
    }
    setting.rejectOthers(fields, FIELDS);
    SortedMap<String, Value> read = new TreeMap<>();
    boolean disabled = false;
    for (Tree.Field field : fields.fields()) {
      if (field.value().isNothing()) {
        continue;
      }
      if (field.name().equals("disable")) {
        disabled = TextReader.bool(setting, field.value()).orElse(false);
      } else {
        entry(setting, field).ifPresent(value -> read.put(field.name(), value));
      }
    }
    return canonical(setting, disabled, read);
  }

  private static Optional<Value> canonical(
      Setting setting, boolean disabled, SortedMap<String, Value> read) {
    Value test = read.get("test");
    if (disabled || (test != null && test.texts().equals(List.of("NONE")))) {
      Value none = new Value.Sequence(List.of(Setting.scalar("NONE", setting.at())), setting.at());
      return Optional.of(new Value.Mapping(new TreeMap<>(Map.of("test", none)), setting.at()));
    }
    withoutDefault(read);
    if (test != null && setting.dialect().isPaunch()) {
      read.putIfAbsent(USER, Setting.scalar("root", setting.at()));
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(new Value.Mapping(read, setting.at()));
  }

  /** Without a test the interval must stay: it changes that of the image's own check. */
  private static void withoutDefault(SortedMap<String, Value> read) {
    Value interval = read.get("interval");
    if (read.containsKey("test")
        && interval != null
        && interval.texts().getFirst().equals(DEFAULT_INTERVAL)) {
      read.remove("interval");
    }
  }

  /** The same check with the interval that stood beside it. */
  static Value withInterval(Value.Mapping healthcheck, Value interval) {
    SortedMap<String, Value> entries = new TreeMap<>(healthcheck.entries());
    entries.put("interval", interval);
    withoutDefault(entries);
    return new Value.Mapping(entries, healthcheck.at());
  }

  private static Optional<Value> entry(Setting setting, Tree.Field field) {
    Tree value = field.value();
    return switch (field.name()) {
      case "test" -> test(setting, value);
      case "interval", "timeout", "start_interval" -> duration(setting, value, false);
      case "start_period" -> duration(setting, value, true);
      case "retries" -> {
        OptionalLong retries = NumberReader.integer(setting, value, 1, MOST_RETRIES);
        yield retries.isPresent()
            ? Optional.of(Setting.scalar(Long.toString(retries.getAsLong()), value.at()))
            : Optional.empty();
      }
      case "on_failure" -> onFailure(setting, value);
      case USER -> user(setting, value);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> user(Setting setting, Tree value) {
    return setting
        .text(value, "a user such as root")
        .flatMap(
            text ->
                text.text()
                        .matches("[A-Za-z0-9_.][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_.][A-Za-z0-9_.-]*)?")
                    ? Optional.of(Setting.scalar(text.text(), value.at()))
                    : setting.fail(
                        value.at(),
                        ShownValue.of(text.text()) + " is no user",
                        "write user or user:group, by name or number"));
  }

  private static Optional<Value> duration(Setting setting, Tree value, boolean mayBeZero) {
    var duration = NumberReader.duration(setting, value);
    if (duration.isPresent() && duration.get().isZero()) {
      return mayBeZero
          ? Optional.empty()
          : setting.fail(value.at(), "a duration of zero", "leave it out for the default");
    }
    if (duration.filter(HealthcheckReader::isTooShort).isPresent()) {
      return tooShort(setting, value.at());
    }
    return duration.map(given -> Setting.scalar(Durations.format(given), value.at()));
  }

  /** Whether an engine cannot check so often, or for so short a time. */
  static boolean isTooShort(Duration given) {
    return given.compareTo(LEAST) < 0;
  }

  static Optional<Value> tooShort(Setting setting, SourcePosition at) {
    return setting.fail(at, "less than 1 ms cannot be honoured", "write 1ms or more");
  }

  private static Optional<Value> onFailure(Setting setting, Tree value) {
    Optional<Tree.Text> text = setting.text(value, "none, restart or stop");
    if (text.isEmpty() || text.get().text().equals("none")) {
      return Optional.empty();
    }
    return REACTIONS.contains(text.get().text())
        ? Optional.of(Setting.scalar(text.get().text(), value.at()))
        : setting.fail(
            value.at(),
            Quote.value(text.get().text(), REACTIONS) + " is none of none, restart, stop",
            Suggestion.advice(text.get().text(), REACTIONS, ""));
  }

  private static Optional<Value> test(Setting setting, Tree value) {
    return switch (value) {
      case Tree.Text text -> {
        boolean none = text.text().toUpperCase(Locale.ROOT).equals("NONE") || text.text().isBlank();
        yield words(value, none ? List.of("NONE") : List.of("CMD-SHELL", text.text()));
      }
      case Tree.Items items -> listed(setting, items);
      case Tree.Fields fields -> setting.wrong(fields, "a text or a list for `test`");
    };
  }

  private static Optional<Value> listed(Setting setting, Tree.Items items) {
    List<String> given =
        items.items().stream()
            .flatMap(item -> setting.text(item, "a list of words for `test`").stream())
            .map(Tree.Text::text)
            .toList();
    if (given.size() < items.items().size()) {
      return Optional.empty();
    }
    String first = given.isEmpty() ? "" : given.getFirst();
    boolean fits =
        switch (first) {
          case "NONE" -> given.size() == 1;
          case "CMD" -> given.size() > 1;
          case "CMD-SHELL" -> given.size() == 2;
          default -> false;
        };
    return fits
        ? words(items, given)
        : setting.fail(
            items.at(),
            "a `test` list of "
                + given.size()
                + (given.size() == 1 ? " item" : " items")
                + " that does not begin as one does",
            "write [CMD, program, argument…], [CMD-SHELL, one text], [NONE], or one text");
  }

  private static Optional<Value> words(Tree at, List<String> words) {
    return Optional.of(
        new Value.Sequence(
            words.stream().map(word -> Setting.scalar(word, at.at())).toList(), at.at()));
  }
}
