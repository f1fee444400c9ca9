package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;

import dev.berth.apply.PlayedContainer.Conduct;
import dev.berth.host.CommandResult;
import dev.berth.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Podman or Docker, played: containers, images with their names, volumes, networks. */
final class PlayedEngine {
  final String name;
  final Map<String, PlayedContainer> containers = new LinkedHashMap<>();

  /** The ids of images, by reference. */
  final Map<String, String> images = new TreeMap<>();

  /** Further names of images, by id. */
  private final Map<String, Set<String>> held = new TreeMap<>();

  final PlayedVolumes volumes;

  final PlayedNetworks networks;

  private final Set<String> renewed = new TreeSet<>();
  private int made;

  /**
   * One that has nothing.
   *
   * @param storage where the content of its volumes lies
   */
  PlayedEngine(String name, Path storage) {
    this.name = name;
    this.volumes = new PlayedVolumes(storage, isPodman());
    this.networks =
        new PlayedNetworks(
            isPodman(),
            network ->
                containers.values().stream()
                    .filter(one -> isPodman() || one.isRunning())
                    .anyMatch(one -> one.networks.contains(network)));
  }

  boolean isPodman() {
    return name.equals("podman");
  }

  /** The id of the image that a reference has unless it was fetched anew. */
  static String imageId(String reference) {
    return HexFormat.of().toHexDigits(reference.hashCode()).repeat(8);
  }

  void image(String reference) {
    images.put(reference, imageId(reference));
  }

  /** What images are called that have ever been here. */
  Set<String> known() {
    Set<String> known = new TreeSet<>(images.keySet());
    renewed.forEach(reference -> known.add("another " + reference));
    return known;
  }

  /** A registry has another image of this name by now. */
  void renew(String reference) {
    renewed.add(reference);
  }

  /** Somebody uses the engine. */
  void play(String verb, String container) {
    play(List.of(name, verb, container));
  }

  /** What a command that begins with the engine's name comes to. */
  CommandResult play(List<String> argv) {
    List<String> words = argv.subList(1, argv.size());
    int dashes = words.lastIndexOf("--");
    List<String> subjects =
        words.subList(dashes < 0 ? Math.min(2, words.size()) : dashes + 1, words.size());
    String verb = words.getFirst();
    return switch (verb) {
      case "--version" -> answer("podman version 5.4.2");
      case "version" -> answer("26.1.5\n");
      case "ps" -> ps(words);
      case "images" -> answer(String.join("\n", images.values()));
      case "image" -> image(words, subjects);
      case "container" -> inspect(subjects);
      case "volume" -> volumes.play(words, subjects);
      case "network" -> {
        if (words.get(1).equals("disconnect")) {
          find(words.getLast()).ifPresent(one -> one.networks.remove(words.get(2)));
        }
        yield networks.play(words, subjects);
      }
      case "pull" -> {
        String reference = words.getLast();
        images.put(
            reference,
            renewed.contains(reference) ? imageId("another " + reference) : imageId(reference));
        yield answer("");
      }
      case "tag" -> {
        held.computeIfAbsent(words.get(1), key -> new TreeSet<>())
            .addAll(words.subList(2, words.size()));
        yield answer("");
      }
      case "untag" -> {
        held.getOrDefault(words.get(1), Set.of()).removeAll(words.subList(2, words.size()));
        yield answer("");
      }
      case "create" -> {
        create(words.subList(1, words.size()));
        yield answer("");
      }
      case "run" -> run(words.subList(1, words.size()));
      case "start" -> {
        yield find(words.getLast()).map(this::start).orElseGet(() -> noSuch(words.getLast()));
      }
      case "stop" -> {
        find(words.getLast()).ifPresent(one -> end(one, 0));
        yield answer("");
      }
      case "rm" -> {
        words.stream()
            .skip(1)
            .map(word -> word.replaceFirst("--filter=name=\\^(.*)\\$", "$1"))
            .filter(word -> !word.startsWith("--"))
            .forEach(this::remove);
        yield answer("");
      }
      case "rename" -> rename(words.get(1), words.get(2));
      case "update" -> update(words);
      case "wait" ->
          find(words.getLast())
              .map(
                  one -> {
                    end(one, one.conduct() == Conduct.FALLS ? 1 : 0);
                    return answer(one.exitCode + "\n");
                  })
              .orElseGet(() -> noSuch(words.getLast()));
      case "exec" -> exec(words);
      case "info" -> answer("");
      default -> throw new AssertionError("what does the engine do then: " + words);
    };
  }

  private CommandResult noSuch(String container) {
    return failure(isPodman() ? 125 : 1, "", "Error: no such container " + container + "\n");
  }

  private CommandResult ps(List<String> words) {
    if (words.contains("--quiet")) {
      return answer(
          containers.values().stream().map(one -> one.id + "\n").collect(Collectors.joining()));
    }
    if (words.contains("--format={{.Names}}")) {
      return answer(
          containers.values().stream()
              .filter(one -> words.contains("--all") || one.isRunning())
              .filter(one -> words.stream().allMatch(word -> isFiltered(one, word)))
              .map(one -> one.name + "\n")
              .collect(Collectors.joining()));
    }
    return isPodman()
        ? answer(
            JsonText.compact(containers.values().stream().map(PlayedContainer::listed).toList()))
        : answer(
            containers.values().stream()
                .map(one -> one.id + " " + one.status() + "\n")
                .collect(Collectors.joining()));
  }

  private static boolean isFiltered(PlayedContainer one, String word) {
    String[] words = word.split("=", 3);
    return !word.startsWith("--filter=")
        || (words[1].equals("volume")
            ? one.volumes.stream().anyMatch(volume -> volume.startsWith(words[2] + ":"))
            : one.networks.contains(words[2]));
  }

  private CommandResult image(List<String> words, List<String> subjects) {
    if (words.get(1).equals("rm")) {
      held.values().forEach(names -> names.removeAll(words));
      return answer("");
    }
    if (words.get(1).equals("ls")) {
      StringBuilder list = new StringBuilder();
      images.forEach((reference, id) -> list.append(id + " " + reference + ":latest\n"));
      held.forEach((id, names) -> names.forEach(it -> list.append(id + " " + it + "\n")));
      return answer(list.toString());
    }
    List<Map<String, Object>> found = new ArrayList<>();
    StringBuilder errors = new StringBuilder();
    for (String subject : subjects) {
      String id = idOf(subject);
      if (id.isEmpty()) {
        errors.append(
            isPodman()
                ? "Error: " + subject + ": image not known\n"
                : "Error response from daemon: No such image: " + subject + ":latest\n");
      } else {
        Set<String> names = new TreeSet<>(held.getOrDefault(id, Set.of()));
        images.forEach(
            (reference, its) -> names.addAll(its.equals(id) ? Set.of(reference) : Set.of()));
        found.add(
            Map.of(
                "Id",
                id,
                "RepoTags",
                names,
                "RepoDigests",
                List.of(),
                "Config",
                Map.of("Labels", Map.of())));
      }
    }
    String json = JsonText.compact(found);
    return errors.isEmpty() ? answer(json) : failure(isPodman() ? 125 : 1, json, errors.toString());
  }

  private String idOf(String subject) {
    return images.getOrDefault(
        subject.replaceFirst(":latest$", ""),
        images.containsValue(subject)
            ? subject
            : held.entrySet().stream()
                .filter(image -> image.getValue().contains(subject))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(""));
  }

  private CommandResult inspect(List<String> subjects) {
    Map<String, String> ids = new LinkedHashMap<>();
    containers.forEach((key, one) -> ids.put(key, one.id));
    List<Map<String, Object>> found = new ArrayList<>();
    StringBuilder errors = new StringBuilder();
    for (String subject : subjects) {
      find(subject)
          .ifPresentOrElse(
              one -> found.add(one.inspected(ids, volumes::content)),
              () -> errors.append("Error: no such container " + subject + "\n"));
    }
    String json = JsonText.compact(found);
    return errors.isEmpty() ? answer(json) : failure(isPodman() ? 125 : 1, json, errors.toString());
  }

  /** By name or id. */
  Optional<PlayedContainer> find(String subject) {
    return containers.values().stream()
        .filter(one -> one.name.equals(subject) || one.id.equals(subject))
        .findFirst();
  }

  PlayedContainer create(List<String> words) {
    made++;
    String id = HexFormat.of().toHexDigits(made).repeat(8);
    PlayedContainer one = PlayedContainer.of(words, id, images);
    containers.put(one.name, one);
    return one;
  }

  /** Makes it in the place of one of the same name, and starts it. */
  private CommandResult run(List<String> words) {
    String given = words.stream().filter(it -> it.startsWith("--name=")).findFirst().orElseThrow();
    String container = given.substring("--name=".length());
    if (containers.containsKey(container) && !words.contains("--replace")) {
      return failure(125, "", "Error: the name \"" + container + "\" is in use\n");
    }
    remove(container);
    PlayedContainer one = create(words);
    if (one.networks.stream().anyMatch(networks::isGone)) {
      containers.remove(one.name);
      return failure(125, "", "Error: network not found\n");
    }
    if (words.contains("--detach")) {
      CommandResult started = start(one);
      return started.succeeded() ? answer(one.id + "\n") : started;
    }
    CommandResult started = start(one);
    if (started.succeeded()) {
      int code = one.conduct() == Conduct.FALLS ? 1 : 0;
      end(one, code);
      return code == 0 ? answer("") : failure(code, "", "it did not work\n");
    }
    return started;
  }

  /**
   * Starts what is there; what is refused stays as Docker leaves it, and is not there for Podman.
   */
  CommandResult start(PlayedContainer one) {
    if (one.conduct() == Conduct.REFUSED) {
      if (isPodman()) {
        remove(one.name);
      }
      return failure(125, "", "Error: the engine refuses it\n");
    }
    one.state = "running";
    one.idFile.ifPresent(file -> write(Path.of(file), one.id));
    if (one.conduct() == Conduct.FALLS && !one.restart.equals("no")) {
      one.restarts++;
    } else if (one.conduct() == Conduct.FALLS) {
      end(one, 1);
    }
    return answer("");
  }

  void end(PlayedContainer one, int code) {
    if (one.isRunning()) {
      one.state = "exited";
      one.exitCode = code;
    }
    if (one.isRemovedAtItsEnd) {
      remove(one.name);
    }
  }

  void remove(String subject) {
    find(subject)
        .ifPresent(
            one -> {
              containers.remove(one.name);
              one.idFile.ifPresent(PlayedEngine::delete);
            });
  }

  private CommandResult rename(String from, String to) {
    PlayedContainer one = containers.get(from);
    if (one == null) {
      return noSuch(from);
    }
    if (containers.containsKey(to)) {
      return failure(125, "", "Error: the name \"" + to + "\" is in use\n");
    }
    containers.remove(from);
    one.name = to;
    containers.put(to, one);
    return answer("");
  }

  private CommandResult update(List<String> words) {
    Optional<PlayedContainer> one = find(words.getLast());
    words.stream()
        .filter(word -> word.startsWith("--restart="))
        .map(word -> word.substring("--restart=".length()))
        .forEach(policy -> one.ifPresent(it -> it.restart = policy));
    return one.isPresent() ? answer("") : noSuch(words.getLast());
  }

  private CommandResult exec(List<String> words) {
    boolean runs =
        words.stream()
            .skip(1)
            .flatMap(word -> find(word).stream())
            .anyMatch(PlayedContainer::isRunning);
    return !runs
        ? failure(125, "", "Error: container state improper\n")
        : words.contains("falls") ? failure(1, "", "it did not work\n") : answer("");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text + "\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static void delete(String file) {
    try {
      Files.deleteIfExists(Path.of(file));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
