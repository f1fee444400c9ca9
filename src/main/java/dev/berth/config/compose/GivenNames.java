package dev.berth.config.compose;

import dev.berth.model.Labels;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;

/** Names of labels and options as an engine is given them, {@code NAME=value}. */
record GivenNames(Problems problems) {
  /** Reports what cannot be given so, and Berth's own. */
  void check(String path, Data.Fields mapping) {
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
