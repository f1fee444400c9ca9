package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;

import dev.berth.host.CommandResult;
import dev.berth.json.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The networks of a played engine, that of the engine's own not among them. */
final class PlayedNetworks {
  private final boolean isPodman;

  /** Whether somebody is in the network of a name. */
  private final Predicate<String> isUsed;

  private final Map<String, Made> networks = new TreeMap<>();
  private final Set<String> known = new TreeSet<>();

  private record Made(Map<String, String> labels, List<String> subnets, boolean isInternal) {}

  PlayedNetworks(boolean isPodman, Predicate<String> isUsed) {
    this.isPodman = isPodman;
    this.isUsed = isUsed;
  }

  Set<String> names() {
    return networks.keySet();
  }

  /** Whether it was there once and is not now. */
  boolean isGone(String name) {
    return known.contains(name) && !networks.containsKey(name);
  }

  /** What the words after the engine's name come to. */
  CommandResult play(List<String> words, List<String> subjects) {
    String name = words.getLast();
    return switch (words.get(1)) {
      case "ls" -> {
        List<Object> listed = new ArrayList<>(List.of(Map.of("name", "podman")));
        listed.addAll(described(names()));
        yield answer(isPodman ? JsonText.compact(listed) : String.join("\n", names()));
      }
      case "inspect" -> answer(JsonText.compact(described(subjects)));
      case "create" -> {
        Made made = made(words);
        boolean isTaken =
            networks.values().stream()
                .anyMatch(other -> other.subnets().stream().anyMatch(made.subnets()::contains));
        if (isTaken || networks.containsKey(name)) {
          yield failure(125, "", "Error: " + name + " is taken\n");
        }
        networks.put(name, made);
        known.add(name);
        yield answer(name + "\n");
      }
      case "disconnect" -> answer("");
      default -> {
        if (isUsed.test(name)) {
          yield failure(2, "", "Error: somebody is in " + name + "\n");
        }
        networks.remove(name);
        yield answer(name + "\n");
      }
    };
  }

  private List<Map<String, Object>> described(Collection<String> asked) {
    List<Map<String, Object>> answers = new ArrayList<>();
    networks.forEach(
        (name, made) -> {
          if (asked.contains(name)) {
            answers.add(isPodman ? ofPodman(name, made) : ofDocker(name, made));
          }
        });
    return answers;
  }

  private static Map<String, Object> ofPodman(String name, Made made) {
    return Map.of(
        "name",
        name,
        "id",
        "id-of-" + name,
        "driver",
        "bridge",
        "labels",
        made.labels(),
        "internal",
        made.isInternal(),
        "subnets",
        made.subnets().stream().map(one -> Map.of("subnet", one)).toList());
  }

  private static Map<String, Object> ofDocker(String name, Made made) {
    return Map.of(
        "Name",
        name,
        "Id",
        "id-of-" + name,
        "Driver",
        "bridge",
        "Labels",
        made.labels(),
        "Internal",
        made.isInternal(),
        "IPAM",
        Map.of("Config", made.subnets().stream().map(one -> Map.of("Subnet", one)).toList()));
  }

  private static Made made(List<String> words) {
    Map<String, String> labels = new LinkedHashMap<>();
    List<String> subnets = new ArrayList<>();
    for (String word : words) {
      String[] parts = word.split("=", 3);
      switch (parts[0]) {
        case "--label" -> labels.put(parts[1], parts[2]);
        case "--subnet" -> subnets.add(parts[1]);
        default -> {}
      }
    }
    return new Made(labels, subnets, words.contains("--internal"));
  }
}
