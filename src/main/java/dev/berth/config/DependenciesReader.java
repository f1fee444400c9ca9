package dev.berth.config;

import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must come first.
 *
 * <p>Canonical: target → {@code condition} and {@code required}, both always there, and {@code
 * restart} where it is true. What a target is called in the end, {@link References} decides: it
 * knows all containers.
 */
final class DependenciesReader {
  private static final String SHAPE = "a list of names or a mapping by name";
  private static final List<String> FIELDS = List.of("condition", "required", "restart");
  // Each asks for more than the one before.
  private static final List<String> CONDITIONS =
      List.of("service_started", "service_healthy", "service_completed_successfully");

  private DependenciesReader() {}

  static Optional<Value> read(Setting setting) {
    SortedMap<String, Value> targets = new TreeMap<>();
    if (setting.value() instanceof Tree.Fields fields) {
      fields.fields().forEach(field -> named(setting, field, targets));
    } else {
      for (Tree item : setting.items(SHAPE)) {
        setting
            .text(item, SHAPE)
            .ifPresent(
                text ->
                    targets.put(
                        text.text(), manner(CONDITIONS.getFirst(), false, false, text.at())));
      }
    }
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(new Value.Mapping(targets, setting.at()));
  }

  private static void named(Setting setting, Tree.Field field, SortedMap<String, Value> targets) {
    Tree at = new Tree.Text("", true, field.at());
    if (field.value().isNothing()) {
      targets.put(field.name(), manner(CONDITIONS.getFirst(), true, false, at.at()));
      return;
    }
    if (!(field.value() instanceof Tree.Fields given)) {
      setting.wrong(
          field.value(), "`condition`, `required` and `restart` for " + Quote.name(field.name()));
      return;
    }
    setting.rejectOthers(given, FIELDS);
    LongForm form = new LongForm(setting, given);
    String condition = form.text("condition").orElse(CONDITIONS.getFirst());
    if (!CONDITIONS.contains(condition)) {
      setting.fail(
          given.field("condition").map(each -> each.value().at()).orElse(given.at()),
          Quote.value(condition, CONDITIONS) + " is none of " + String.join(", ", CONDITIONS),
          Suggestion.advice(condition, CONDITIONS, ""));
      return;
    }
    boolean required = given.field("required").isEmpty() || form.flag("required");
    targets.put(field.name(), manner(condition, required, form.flag("restart"), at.at()));
  }

  private static Value manner(
      String condition, boolean required, boolean restarts, SourcePosition at) {
    SortedMap<String, Value> entries = new TreeMap<>();
    entries.put("condition", Setting.scalar(condition, at));
    entries.put("required", Setting.scalar(Boolean.toString(required), at));
    if (restarts) {
      entries.put("restart", Setting.scalar("true", at));
    }
    return new Value.Mapping(entries, at);
  }

  /** Whether the target only has to be started. */
  static boolean isForStarted(Value manner) {
    return strength(manner) == 0;
  }

  /** Two entries for what turned out to be one target: the stronger of each wins. */
  static Value stronger(Value one, Value other) {
    return manner(
        CONDITIONS.get(Math.max(strength(one), strength(other))),
        isSet(one, "required") || isSet(other, "required"),
        isSet(one, "restart") || isSet(other, "restart"),
        one.at());
  }

  private static int strength(Value manner) {
    return Math.max(0, CONDITIONS.indexOf(entry(manner, "condition")));
  }

  private static boolean isSet(Value manner, String flag) {
    return entry(manner, flag).equals("true");
  }

  private static String entry(Value manner, String name) {
    Value entry = manner instanceof Value.Mapping mapping ? mapping.entries().get(name) : null;
    return entry == null ? "" : entry.texts().getFirst();
  }
}
