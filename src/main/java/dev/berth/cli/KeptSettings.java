package dev.berth.cli;

import dev.berth.engine.EngineName;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a run, as the journal of a migration keeps them for the run that finishes it. */
final class KeptSettings {
  static final String FROM = "from";
  static final String TO = "to";

  private static final String SETTING = "setting.";
  private static final String LABEL = "label.";
  private static final Set<HostSetting> OF_ONE_RUN =
      Set.of(HostSetting.SCOPE, HostSetting.LOCK_TIMEOUT, HostSetting.PARALLEL);

  private KeptSettings() {}

  static Map<String, String> of(
      Settings settings, List<String> labels, EngineName from, EngineName to) {
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put(FROM, from.toString());
    kept.put(TO, to.toString());
    for (HostSetting setting : HostSetting.values()) {
      if (!OF_ONE_RUN.contains(setting) && !settings.text(setting).isEmpty()) {
        kept.put(SETTING + setting.key(), settings.text(setting));
      }
    }
    for (int i = 0; i < labels.size(); i++) {
      kept.put(LABEL + i, labels.get(i));
    }
    return kept;
  }

  /** The settings again, as if they were given as options. */
  static Map<HostSetting, String> options(Map<String, String> kept) {
    Map<HostSetting, String> options = new EnumMap<>(HostSetting.class);
    for (HostSetting setting : HostSetting.values()) {
      String value = kept.get(SETTING + setting.key());
      if (value != null) {
        options.put(setting, value);
      }
    }
    return options;
  }

  /** The labels again, in their order. */
  static List<String> labels(Map<String, String> kept) {
    return java.util.stream.IntStream.range(0, kept.size())
        .mapToObj(number -> LABEL + number)
        .filter(kept::containsKey)
        .map(kept::get)
        .toList();
  }
}
