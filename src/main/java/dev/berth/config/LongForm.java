package dev.berth.config;

import dev.berth.model.SourcePosition;
import java.util.List;
import java.util.Optional;

/** Compose's long form of an item: a mapping of single values, and of mappings of such. */
record LongForm(Setting setting, Tree.Fields fields) {

  SourcePosition at() {
    return fields.at();
  }

  /** A field's text; empty when it was not given, is nothing, or is reported. */
  Optional<String> text(String name) {
    return given(name)
        .flatMap(field -> setting.text(field.value(), "one text for `" + name + "`"))
        .map(Tree.Text::text);
  }

  boolean flag(String name) {
    return given(name).flatMap(field -> TextReader.bool(setting, field.value())).orElse(false);
  }

  Optional<LongForm> nested(String name, List<String> known) {
    Optional<Tree.Field> given = given(name);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (!(given.get().value() instanceof Tree.Fields inner)) {
      return setting.wrong(given.get().value(), "a mapping for `" + name + "`");
    }
    setting.rejectOthers(inner, known);
    return Optional.of(new LongForm(setting, inner));
  }

  void rejectNested(String name, String type) {
    given(name)
        .ifPresent(
            field ->
                setting.fail(field.at(), "`" + name + "` has no meaning for the type " + type, ""));
  }

  private Optional<Tree.Field> given(String name) {
    return fields.field(name).filter(field -> !field.value().isNothing());
  }
}
