package dev.berth.config.compose;

import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which files of a directory are a Compose project. */
final class ComposeFiles {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
  private static final List<String> OVERRIDES =
      List.of(
          "compose.override.yml",
          "compose.override.yaml",
          "docker-compose.override.yml",
          "docker-compose.override.yaml");

  private static final Pattern SERVICES = Pattern.compile("(?m)^services:");
  private static final Set<String> TOP =
      Set.of("name", "version", "services", "networks", "volumes", "secrets", "configs", "models");

  private ComposeFiles() {}

  /** Those that {@code COMPOSE_FILE} names, or else the {@linkplain #standard standard} ones. */
  static List<Path> of(Path directory, Map<String, String> environment) {
    String named = environment.getOrDefault("COMPOSE_FILE", "");
    String separator = environment.getOrDefault("COMPOSE_PATH_SEPARATOR", ":");
    return named.isEmpty() || separator.isEmpty()
        ? standard(directory)
        : Stream.of(named.split(Pattern.quote(separator)))
            .filter(name -> !name.isEmpty())
            .map(directory::resolve)
            .toList();
  }

  /** The project's file and what lies over it; empty where there is none. */
  static List<Path> standard(Path directory) {
    Optional<Path> file = first(directory, NAMES);
    return Stream.concat(
            file.stream(), file.stream().flatMap(_ -> first(directory, OVERRIDES).stream()))
        .toList();
  }

  /**
   * Whether a file's top level has {@code services} whose values are mappings, or {@code include}.
   * A container of Berth's own form may be called so, too: then keys stand below it, or other
   * containers beside it; but not in a file that is called as Compose's are, as a directory with
   * such a file is a project in any case.
   */
  static boolean isCompose(Path file, byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (NAMES.contains(String.valueOf(file.getFileName())) && SERVICES.matcher(text).find()) {
      return true;
    }
    return (text.contains("services") || text.contains("include"))
        && Document.read(file.toString(), content, new Problems()).stream()
            .anyMatch(document -> isCompose(document.top()));
  }

  private static boolean isCompose(Data.Fields top) {
    Data.Fields services = top.fields("services");
    boolean areMappings =
        !services.names().isEmpty()
            && services.names().stream()
                .allMatch(name -> services.get(name) instanceof Data.Fields);
    if (top.has("services") && services.names().isEmpty()) {
      return top.get("services") instanceof Data.Fields
          && top.names().stream().allMatch(name -> TOP.contains(name) || name.startsWith("x-"))
          && top.names().size() > 1;
    }
    return (areMappings && services.names().stream().anyMatch(name -> isService(name, services)))
        || top.get("include") instanceof Data.Items;
  }

  /** A service may be called as a key is, {@code init}. */
  private static boolean isService(String name, Data.Fields services) {
    return Key.named(name).isEmpty()
        || Stream.of("image", "build", "extends").anyMatch(services.fields(name)::has);
  }

  /** Whether there is something to read, though it may turn out to be no file. */
  static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file);
  }

  private static Optional<Path> first(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(ComposeFiles::isThere).findFirst();
  }
}
