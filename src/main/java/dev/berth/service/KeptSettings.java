package dev.berth.service;

import dev.berth.engine.EngineName;
import dev.berth.migrate.JournalEvent.RunBegun;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of a run, as the journal of a migration keeps them for the run that finishes it. */
public final class KeptSettings {
  private static final Set<HostSetting> OF_ONE_RUN =
      Set.of(HostSetting.SCOPE, HostSetting.LOCK_TIMEOUT, HostSetting.PARALLEL);

  private KeptSettings() {}

  static RunBegun of(Settings settings, List<String> labels, EngineName from, EngineName to) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (HostSetting setting : HostSetting.values()) {
      if (!OF_ONE_RUN.contains(setting) && !settings.text(setting).isEmpty()) {
        kept.put(setting.key(), settings.text(setting));
      }
    }
    return new RunBegun(from.toString(), to.toString(), kept, labels, "", List.of());
  }

  /** The settings again, as if they were given as options. */
  public static Map<HostSetting, String> options(RunBegun run) {
    Map<HostSetting, String> options = new EnumMap<>(HostSetting.class);
    for (HostSetting setting : HostSetting.values()) {
      String value = run.settings().get(setting.key());
      if (value != null) {
        options.put(setting, value);
      }
    }
    return options;
  }
}
