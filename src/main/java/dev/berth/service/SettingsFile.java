package dev.berth.service;

import dev.berth.config.SettingsReader;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The settings file, as far as there is one. */
public final class SettingsFile {
  private SettingsFile() {}

  /** Its values; problems in it end the run. */
  public static Map<HostSetting, Settings.Sourced> read(Path file, Listener listener) {
    Map<HostSetting, Settings.Sourced> found = new EnumMap<>(HostSetting.class);
    if (!Files.exists(file)) {
      return found;
    }
    List<String> names = new ArrayList<>();
    List<HostSetting> settings =
        Arrays.stream(HostSetting.values()).filter(HostSetting::isInFile).toList();
    for (HostSetting setting : settings) {
      names.add(setting.key());
      setting.alias().ifPresent(names::add);
    }
    Problems problems = new Problems();
    Map<String, Value.Scalar> values = new SettingsReader(names).read(file, problems);
    new FileTrust(problems).file(file.toString(), SourcePosition.startOf(file.toString()));
    listener.problems(problems.sorted(), problems.errors());
    if (problems.hasErrors()) {
      throw new InvalidUse("the settings in " + file + " cannot be used; nothing has changed");
    }
    for (HostSetting setting : settings) {
      for (String name : List.of(setting.alias().orElse(setting.key()), setting.key())) {
        Value.Scalar value = values.get(name);
        if (value != null) {
          found.put(setting, new Settings.Sourced(value.text(), value.at().toString()));
        }
      }
    }
    return found;
  }
}
