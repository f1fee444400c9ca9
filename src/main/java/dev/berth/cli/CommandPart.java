package dev.berth.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What a command takes: an argument, or several that belong together. */
interface CommandPart {
  /** Adds it to the command, behind what that takes already. */
  void addTo(CommandSpec command);

  /**
   * Describes a command to picocli, which so finds out nothing by reflection; no text has one of
   * its variables ({@code ${...}}), and it need not look for them.
   *
   * @param command what is run
   * @param name by which it is asked for
   * @param description a line each
   * @param footer the lines below the options, examples first
   * @param parts in the order in which they are listed
   */
  static CommandSpec command(
      Object command,
      String name,
      List<String> description,
      List<String> footer,
      CommandPart... parts) {
    CommandSpec spec =
        CommandSpec.wrapWithoutInspection(command).interpolateVariables(false).name(name);
    spec.usageMessage()
        .description(description.toArray(String[]::new))
        .footer(Stream.concat(Stream.of(""), footer.stream()).toArray(String[]::new));
    for (CommandPart part : parts) {
      part.addTo(spec);
    }
    return spec;
  }
}
