package dev.berth.cli;

import dev.berth.config.JsonSchema;
import dev.berth.service.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes what a package holds beside the program: the manual, completions, the JSON Schema and the
 * settings file, all from the tables of the program. See ./package.
 */
final class PackagedFiles {
  private PackagedFiles() {}

  /** Writes them; the first argument is the directory, the second the date of the release. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    CommandLine berth = commandLine();
    write(directory.resolve("berth.schema.json"), JsonSchema.text());
    write(directory.resolve("berth.yaml"), DefaultSettings.text());
    write(directory.resolve("completions/berth"), AutoComplete.bash("berth", berth));
    write(directory.resolve("completions/_berth"), ZshCompletion.text(berth));
    write(directory.resolve("completions/berth.fish"), FishCompletion.text(berth));
    page(directory, berth, arguments[1]);
    for (CommandLine command : berth.getSubcommands().values()) {
      page(directory, command, arguments[1]);
    }
  }

  private static CommandLine commandLine() {
    Console console = Console.ofProcess();
    return new Commands(new CommandWiring(console, Caller.ofProcess(Map.of())), new Interruption())
        .commandLine();
  }

  private static void page(Path directory, CommandLine command, String date) throws IOException {
    write(directory.resolve("man/" + ManPage.name(command) + ".1"), ManPage.text(command, date));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
  }
}
