package dev.berth.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Options that several commands have in common. */
interface SharedOptions extends CommandPart {
  /** What a command calls them; those of one name are described once. */
  String name();

  /** All of them, in the order in which they are listed. */
  List<Argument<?>> arguments();

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
