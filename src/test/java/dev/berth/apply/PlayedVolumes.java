package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;

import dev.berth.host.CommandResult;
import dev.berth.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The volumes of a played engine; their contents lie on a real disk. */
final class PlayedVolumes {
  private final Path storage;
  private final boolean listsAsJson;

  /** The labels of each, by name. */
  private final Map<String, Map<String, String>> volumes = new TreeMap<>();

  PlayedVolumes(Path storage, boolean listsAsJson) {
    this.storage = storage;
    this.listsAsJson = listsAsJson;
  }

  Set<String> names() {
    return volumes.keySet();
  }

  /** What the words after the engine's name come to. */
  CommandResult play(List<String> words, List<String> subjects) {
    return switch (words.get(1)) {
      case "ls" -> answer(listsAsJson ? described(names()) : String.join("\n", names()));
      case "inspect" -> answer(described(subjects));
      case "create" -> {
        create(words);
        yield answer(words.getLast() + "\n");
      }
      default -> {
        volumes.keySet().removeAll(words);
        words.stream().skip(2).forEach(volume -> removeAll(storage.resolve(volume)));
        yield answer("");
      }
    };
  }

  private String described(Collection<String> asked) {
    return JsonText.compact(
        asked.stream().filter(volumes::containsKey).map(this::described).toList());
  }

  private Map<String, Object> described(String volume) {
    return Map.of(
        "Name", volume,
        "Driver", "local",
        "Labels", volumes.getOrDefault(volume, Map.of()),
        "Mountpoint", content(volume),
        "Options", Map.of());
  }

  private void create(List<String> words) {
    Map<String, String> labels = new LinkedHashMap<>();
    words.stream()
        .filter(word -> word.startsWith("--label="))
        .map(word -> word.split("=", 3))
        .forEach(label -> labels.put(label[1], label[2]));
    volumes.putIfAbsent(words.getLast(), labels);
    try {
      Files.createDirectories(Path.of(content(words.getLast())));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Where the content of a volume lies. */
  String content(String volume) {
    return storage.resolve(volume).resolve("_data").toString();
  }

  /** A container writes to a volume. */
  void fill(String volume) {
    Path file = Path.of(content(volume), "table");
    try {
      Files.writeString(file, "rows\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static void removeAll(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
