package dev.berth.cli;

import dev.berth.service.HostSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Options that several commands have in common. */
interface SharedOptions extends CommandPart {
  /** What a command calls them; those of one name are described once. */
  String name();

  /** All of them, in the order in which they are listed. */
  List<Argument<?>> arguments();

  /** The settings that were given: an option of a setting has its name. */
  default Map<HostSetting, String> given() {
    return given(arguments());
  }

  /** The same of these arguments. */
  static Map<HostSetting, String> given(List<Argument<?>> arguments) {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    for (HostSetting setting : HostSetting.values()) {
      for (Argument<?> argument : arguments) {
        if (argument.isCalled(setting.option())) {
          argument.word().ifPresent(word -> given.put(setting, word));
        }
      }
    }
    return given;
  }

  /** Adds them as a group that is given whole or not at all, as far as it is required. */
  default void addTogetherTo(CommandSpec command) {
    command.addArgGroup(Argument.group(arguments()).exclusive(false).build());
  }

  @Override
  default void addTo(CommandSpec command) {
    CommandSpec mixin = CommandSpec.create().interpolateVariables(false);
    arguments().forEach(argument -> argument.addTo(mixin));
    command.addMixin(name(), mixin);
  }
}
