package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warns of {@code ${NAME}} in a value: Compose would put a variable in its place, here it stays as
 * it is. What a shell, a program or systemd reads may well hold one, and is left alone.
 */
final class VariableMarks {
  private static final Pattern MARK = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*[^}]*}");
  private static final Set<Key> OF_SHELLS =
      EnumSet.of(
          Key.COMMAND,
          Key.ENTRYPOINT,
          Key.HEALTHCHECK,
          Key.PRE_STOP_EXEC,
          Key.SYSTEMD_EXEC_FLAGS,
          Key.LABELS,
          Key.ANNOTATIONS);

  private VariableMarks() {}

  /** Once for each key. */
  static void check(ContainerSpec spec, Problems problems) {
    spec.values()
        .forEach(
            (key, value) -> {
              if (!OF_SHELLS.contains(key)) {
                first(value)
                    .ifPresent(
                        marked ->
                            problems.warning(
                                marked.at(),
                                "`"
                                    + key.label()
                                    + "`: "
                                    + name(marked.text())
                                    + " stays as it is: no variable is put in its place",
                                "write the value; in `environment` a name without a value takes"
                                    + " that of Berth's own environment"));
              }
            });
  }

  private static Optional<Value.Scalar> first(Value value) {
    return switch (value) {
      case Value.Scalar scalar ->
          // Looked for with a pattern only where there can be one: that takes longer than all else.
          scalar.text().indexOf('$') >= 0 && MARK.matcher(scalar.text()).find()
              ? Optional.of(scalar)
              : Optional.empty();
      case Value.Sequence sequence -> first(sequence.items());
      case Value.Mapping mapping -> first(mapping.entries().values());
    };
  }

  private static Optional<Value.Scalar> first(Collection<Value> values) {
    for (Value value : values) {
      Optional<Value.Scalar> found = first(value);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Without what may follow it, such as a password that would be the default. */
  private static String name(String text) {
    Matcher mark = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*").matcher(text);
    return mark.find() ? Quote.of(mark.group() + "}") : "a variable";
  }
}
