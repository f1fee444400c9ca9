package dev.berth.config;

import dev.berth.model.ShownValue;
import dev.berth.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Resource limits.
 *
 * <p>Canonical: {@code name=soft:hard} by name, with both numbers always and -1 for no limit;
 * Podman's word {@code host} as it is.
 */
final class UlimitsReader {
  private static final String SHAPE = "a mapping or a list of `name=soft[:hard]`";
  private static final String HOST = "host";
  private static final List<String> FIELDS = List.of("soft", "hard");

  private UlimitsReader() {}

  static Optional<Value> read(Setting setting) {
    SortedMap<String, Value> limits = new TreeMap<>();
    if (setting.value() instanceof Tree.Fields fields) {
      fields.fields().forEach(field -> named(setting, field, limits));
    } else {
      for (Tree item : setting.items(SHAPE)) {
        setting.text(item, SHAPE).ifPresent(text -> written(setting, text, limits));
      }
    }
    return setting.sequence(List.copyOf(limits.values()));
  }

  private static void written(Setting setting, Tree.Text item, SortedMap<String, Value> limits) {
    String text = item.text();
    int equals = text.indexOf('=');
    if (text.equals(HOST)) {
      limits.put(HOST, Setting.scalar(HOST, item.at()));
    } else if (equals < 1) {
      setting.fail(item.at(), "no `name=soft[:hard]`", "");
    } else {
      String[] numbers = text.substring(equals + 1).split(":", -1);
      String soft = numbers[0];
      String hard = numbers.length > 1 ? numbers[1] : soft;
      put(setting, item, text.substring(0, equals), numbers.length > 2 ? "" : soft, hard, limits);
    }
  }

  private static void named(Setting setting, Tree.Field field, SortedMap<String, Value> limits) {
    switch (field.value()) {
      case Tree.Text text -> put(setting, text, field.name(), text.text(), text.text(), limits);
      case Tree.Fields both -> {
        setting.rejectOthers(both, FIELDS);
        String soft = text(both, "soft");
        String hard = text(both, "hard");
        put(setting, both, field.name(), soft, hard, limits);
      }
      case Tree.Items items ->
          setting.wrong(
              items,
              "a number or `soft` and `hard` for "
                  + Quote.value(field.name(), KnownNames.RESOURCES));
    }
  }

  private static String text(Tree.Fields fields, String name) {
    return fields
        .field(name)
        .map(field -> field.value() instanceof Tree.Text text ? text.text() : "")
        .orElse("");
  }

  private static void put(
      Setting setting,
      Tree at,
      String name,
      String soft,
      String hard,
      SortedMap<String, Value> limits) {
    if (setting.judged(name, at.at(), Grammar.resource(name)).isEmpty()) {
      return;
    }
    Optional<Long> softly = limit(soft);
    Optional<Long> hardly = limit(hard);
    if (softly.isEmpty() || hardly.isEmpty()) {
      setting.fail(
          at.at(),
          "the limits of "
              + Quote.of(name)
              + ", "
              + ShownValue.of(soft)
              + " and "
              + ShownValue.of(hard)
              + ", are no numbers",
          "write two whole numbers, or -1 for no limit");
    } else if (unlimited(softly.get()) > unlimited(hardly.get())) {
      setting.fail(
          at.at(),
          "the soft limit " + soft + " of " + Quote.of(name) + " exceeds the hard one, " + hard,
          "");
    } else if (limits.containsKey(name)) {
      setting.fail(at.at(), Quote.of(name) + " is given twice", "remove one of the two");
    } else {
      limits.put(name, Setting.scalar(name + "=" + softly.get() + ":" + hardly.get(), at.at()));
    }
  }

  private static Optional<Long> limit(String text) {
    if (text.equals("unlimited")) {
      return Optional.of(-1L);
    }
    var number = Numbers.whole(text);
    return number.isPresent() && number.getAsLong() >= -1
        ? Optional.of(number.getAsLong())
        : Optional.empty();
  }

  private static long unlimited(long limit) {
    return limit == -1 ? Long.MAX_VALUE : limit;
  }
}
