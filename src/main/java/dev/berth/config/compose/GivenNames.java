package dev.berth.config.compose;

import dev.berth.model.Labels;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;

/** Names of labels and options as an engine is given them, {@code NAME=value}. */
final class GivenNames {
  private GivenNames() {}

  /** Reports what cannot be given so, and Berth's own. */
  static void check(String path, Data.Fields mapping, Problems problems) {
    mapping
        .fields()
        .forEach(
            (name, field) -> {
              String value = field.value() instanceof Data.Nothing ? "" : Data.shown(field.value());
              if (name.isEmpty()
                  || name.contains("=")
                  || PlainText.firstForbidden(name + value).isPresent()) {
                problems.error(
                    field.at(),
                    "`" + path + "` has a name with =, or what is no text",
                    "choose another name");
              } else if (Labels.OWN.contains(name)) {
                problems.error(
                    field.at(),
                    "`" + path + "`: the label '" + name + "' is Berth's own",
                    "choose another name");
              }
            });
  }
}
