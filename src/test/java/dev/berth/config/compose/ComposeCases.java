package dev.berth.config.compose;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.model.Desired;
import dev.berth.model.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Inputs of the Compose reader. A line {@code == NAME [ARGUMENT …]} begins a case, a line {@code --
 * FILE} a file of it; what has no file's name is compose.yaml. Arguments are those of {@code docker
 * compose}, and {@code NAME=VALUE} for a variable. The program in {@code src/test/go/compose} reads
 * the same form.
 */
final class ComposeCases {
  private static final Path FOLDER = Path.of("src/test/resources/dev/berth/config/compose");

  /** Whoever calls, in all of them. */
  static final String HOME = "/home/dora";

  private ComposeCases() {}

  /**
   * A case.
   *
   * @param topic the file that it stands in, without its ending
   */
  record Case(String topic, String name, List<String> arguments, Map<String, String> files) {
    /** Its project, read in this directory; empty where it is refused. */
    Optional<Project> read(Path directory, Problems problems) {
      try {
        for (Map.Entry<String, String> file : files.entrySet()) {
          Path path = directory.resolve(file.getKey());
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
      } catch (IOException fault) {
        throw new UncheckedIOException(fault);
      }
      return Project.read(request(directory), problems);
    }

    private Project.Request request(Path directory) {
      Call call = call(directory);
      return new Project.Request(
          call.files(),
          List.of(),
          directory,
          call.project(),
          call.profiles(),
          call.envFiles(),
          call.environment(),
          HOME,
          true);
    }

    /** Its arguments, where its files are in this directory. */
    Call call(Path directory) {
      List<Path> composeFiles = new ArrayList<>();
      List<String> profiles = new ArrayList<>();
      List<Path> envFiles = new ArrayList<>();
      Map<String, String> environment = new HashMap<>();
      String project = "";
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        switch (argument) {
          case "-f" -> composeFiles.add(directory.resolve(arguments.get(++i)));
          case "--env-file" -> envFiles.add(directory.resolve(arguments.get(++i)));
          case "--profile" -> profiles.add(arguments.get(++i));
          case "-p" -> project = arguments.get(++i);
          default -> {
            String[] variable = argument.split("=", 2);
            environment.put(variable[0], variable[1]);
          }
        }
      }
      return new Call(composeFiles, profiles, envFiles, environment, project);
    }
  }

  /**
   * The arguments of a case.
   *
   * @param files those of {@code -f}; empty for those of the directory
   * @param project that of {@code -p}; empty where there is none
   */
  record Call(
      List<Path> files,
      List<String> profiles,
      List<Path> envFiles,
      Map<String, String> environment,
      String project) {
    /** What is desired by these files, or a directory, where they are called so. */
    Desired desired(
        List<Path> paths, List<String> chosen, List<Path> variables, Problems problems) {
      Map<String, String> all = new HashMap<>(environment);
      all.put("HOME", HOME);
      ComposeOptions options =
          new ComposeOptions(
              chosen, variables.stream().map(Path::toString).toList(), Optional.empty(), true);
      return new ConfigReader(
              ReadOptions.defaults().withConfigId(project), new ComposeFrontEnd(all, options))
          .read(paths.stream().map(Path::toString).toList(), problems);
    }
  }

  /** The files with cases. */
  static List<Path> topics() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** What compose-go makes of a topic's cases. */
  static Path answers(String topic) {
    return FOLDER.resolve(topic + ".json");
  }

  static List<Case> of(Path topic) {
    String title = topic.getFileName().toString().replace(".txt", "");
    List<Case> cases = new ArrayList<>();
    String file = "compose.yaml";
    try {
      for (String line : Files.readString(topic).split("(?<=\n)")) {
        if (line.startsWith("== ")) {
          List<String> words = List.of(line.substring(3).strip().split("\\s+"));
          cases.add(
              new Case(
                  title, words.getFirst(), words.subList(1, words.size()), new LinkedHashMap<>()));
          file = "compose.yaml";
        } else if (!cases.isEmpty() && line.startsWith("-- ")) {
          file = line.substring(3).stripTrailing();
          cases.getLast().files().put(file, "");
        } else if (!cases.isEmpty()) {
          cases.getLast().files().merge(file, line, String::concat);
        }
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return cases;
  }
}
