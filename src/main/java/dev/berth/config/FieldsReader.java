package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Named texts, as a mapping or as a list of {@code NAME=value}.
 *
 * <p>Canonical: a mapping; in a list the last of a name wins, as with the engines. ENVIRONMENT:
 * what has no value has that of Berth's own environment, and text stays as written ({@code true},
 * {@code 0755}). FIELDS: what has no value is empty.
 */
final class FieldsReader {
  private static final String SHAPE = "a mapping or a list of `NAME=value`";

  private static final Pattern CAPITALS = Pattern.compile("[A-Z_][A-Z0-9_]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private FieldsReader() {}

  static Optional<Value> environment(Setting setting) {
    return read(setting);
  }

  static Optional<Value> fields(Setting setting) {
    return read(setting);
  }

  private static Optional<Value> read(Setting setting) {
    SortedMap<String, Value> named = new TreeMap<>();
    if (setting.value() instanceof Tree.Fields fields) {
      fields.fields().forEach(field -> put(setting, field, named));
    } else {
      for (Tree item : setting.items(SHAPE)) {
        setting.text(item, SHAPE).ifPresent(text -> put(setting, field(text), named));
      }
    }
    return named.isEmpty() ? Optional.empty() : Optional.of(new Value.Mapping(named, setting.at()));
  }

  /** {@code NAME=value}, or a bare name whose value is nothing. */
  private static Tree.Field field(Tree.Text item) {
    int equals = item.text().indexOf('=');
    return equals < 0
        ? new Tree.Field(item.text(), item.at(), new Tree.Text("", true, item.at()))
        : new Tree.Field(
            item.text().substring(0, equals),
            item.at(),
            new Tree.Text(item.text().substring(equals + 1), false, item.at()));
  }

  private static void put(Setting setting, Tree.Field field, SortedMap<String, Value> named) {
    String name = field.name();
    Optional<String> flaw = flaw(setting.key(), name);
    if (flaw.isPresent()) {
      setting.fail(field.at(), flaw.get(), "write NAME=value, without blanks around the name");
    } else if (setting.key() == Key.LABELS && Labels.OWN.contains(name)) {
      setting.fail(
          field.at(), "the label " + Quote.of(name) + " is Berth's own", "choose another name");
    } else if (field.value().isNothing()) {
      missing(setting, name, field.value().at()).ifPresent(value -> named.put(name, value));
    } else {
      setting
          .text(field.value(), "one text for " + (isShown(name) ? Quote.of(name) : "each name"))
          .filter(text -> fits(setting, name, field.at(), text))
          .ifPresent(text -> named.put(name, Setting.scalar(text.text(), text.at())));
    }
  }

  /**
   * Why nothing can have this name; the name itself may be a value whose mark was forgotten. A
   * blank within is a shell's own matter, one at an end is a slip: {@code "NAME = value"}.
   */
  private static Optional<String> flaw(Key key, String name) {
    if (name.isEmpty()) {
      return Optional.of("an empty name");
    }
    if (name.indexOf('=') >= 0) {
      return Optional.of("a name with an equals sign in it");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("a name with a control character in it");
    }
    // The text of a label is anybody's, but no program looks for one that ends in a blank.
    return name.equals(name.strip())
        ? Optional.empty()
        : Optional.of(
            (key == Key.ENVIRONMENT ? "the name of a variable" : "a name")
                + " that begins or ends with a blank");
  }

  /** What has no grammar fits. */
  private static boolean fits(Setting setting, String name, SourcePosition at, Tree.Text text) {
    return switch (setting.key()) {
      // The name may be a value, where a mark was forgotten.
      case SYSCTLS ->
          Grammar.parameter(name)
              .map(fault -> setting.fail(at, fault.message(), fault.advice()))
              .isEmpty();
      case LOG_OPTS ->
          setting.judged(text.text(), text.at(), Grammar.logOption(name, text.text())).isPresent();
      default -> true;
    };
  }

  /** A word may be a value as well, unless it looks as the names of variables do. */
  private static boolean isShown(String name) {
    return CAPITALS.matcher(name).matches();
  }

  private static Optional<Value> missing(Setting setting, String name, SourcePosition at) {
    if (setting.key() != Key.ENVIRONMENT) {
      return Optional.of(Setting.scalar("", at));
    }
    if (!VARIABLE.matcher(name).matches()) {
      // It may be a value whose name was forgotten, so it is not shown.
      return setting.fail(at, "neither NAME=value nor the name of a variable", "write NAME=value");
    }
    String inherited = setting.options().environment().get(name);
    return inherited == null
        ? setting.fail(
            at,
            (isShown(name) ? Quote.of(name) : "a name")
                + " has no value here, and none in Berth's own environment",
            "write NAME= for an empty value")
        : Optional.of(Setting.scalar(inherited, at));
  }
}
