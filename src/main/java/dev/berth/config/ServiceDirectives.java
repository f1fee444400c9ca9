package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.UnitLine;
import dev.berth.model.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks [Service] directives (systemd.directives(7)): systemd itself passes over a name that it
 * does not know, with a word in the journal. A value is systemd's own syntax, and is written as it
 * is, so that it has to be one line.
 */
final class ServiceDirectives {
  private static final String LIST = "service-directives.txt";

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]*");

  private ServiceDirectives() {}

  /** A slip of the pen is an error; any other unknown name may be that of a newer systemd. */
  static void check(Value.Mapping lines, Problems problems) {
    Set<String> known = known();
    lines
        .entries()
        .forEach(
            (name, value) -> {
              String shown =
                  NAME.matcher(name).matches() ? Quote.of(name) : Quote.value(name, known);
              if (!UnitLine.isWhole(value.texts().getFirst())) {
                problems.error(
                    value.at(),
                    "`systemd_exec_flags`: the value of "
                        + shown
                        + " is not one line: it holds a control character, or ends in a backslash",
                    "write it in one line, in the syntax of systemd");
              }
              if (known.contains(name)) {
                return;
              }
              String what = "`systemd_exec_flags`: " + shown + " is no [Service] directive";
              Optional<String> meant = Suggestion.nearest(name, known);
              if (meant.isPresent()) {
                problems.error(value.at(), what, "did you mean `" + meant.get() + "`?");
              } else if (!NAME.matcher(name).matches()) {
                problems.error(value.at(), what, "write a name of systemd.directives(7)");
              } else {
                problems.warning(value.at(), what + " of systemd 257", "a newer one may know it");
              }
            });
  }

  private static Set<String> known() {
    try (InputStream list =
            Objects.requireNonNull(ServiceDirectives.class.getResourceAsStream(LIST));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot read a file of Berth's own", cause);
    }
  }
}
