package dev.berth.cli;

import dev.berth.config.Suggestion;
import dev.berth.service.HostSetting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells of variables that nobody reads, as a letter of their name is wrong. */
final class MisspeltVariables {
  private static final String PREFIX = "BERTH_";

  private MisspeltVariables() {}

  static void tell(Map<String, String> environment, Console console) {
    List<String> known = Arrays.stream(HostSetting.values()).map(HostSetting::key).toList();
    for (String variable : new TreeMap<>(environment).keySet()) {
      String name = variable.replaceFirst("^" + PREFIX, "").toLowerCase(Locale.ROOT);
      if (variable.startsWith(PREFIX) && !known.contains(name)) {
        Suggestion.nearest(name, known)
            .map(meant -> PREFIX + meant.toUpperCase(Locale.ROOT))
            .ifPresent(
                meant ->
                    console.warning(
                        "the variable "
                            + variable
                            + " has no effect (did you mean "
                            + meant
                            + "?)"));
      }
    }
  }
}
