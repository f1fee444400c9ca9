package dev.berth.systemd;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyUnit.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises the units that Paunch and tripleo-ansible wrote, by what they run: their names alone
 * prove nothing.
 */
final class FormerUnits {
  private static final String SERVICE = ".service";
  private static final String HEALTHCHECK = "_healthcheck";

  /** They name every unit so. */
  private static final String PREFIX = "tripleo_";

  private static final List<String> START_SCRIPTS =
      List.of("paunch-start-podman-container", "tripleo-start-podman-container");

  private FormerUnits() {}

  /**
   * A unit file of theirs.
   *
   * @param name with its suffix
   * @param container the container that it is about
   */
  record Found(String name, Kind kind, ContainerName container) {
    /** The timer that lies beside it, where it has one. */
    String timer() {
      String bare = name.substring(0, name.length() - SERVICE.length());
      return (kind == Kind.SERVICE ? bare + HEALTHCHECK : bare) + ".timer";
    }
  }

  /** What a unit file with this text is to them; empty where it is none of theirs. */
  static Optional<Found> parse(String name, String text) {
    if (!text.contains("podman") || UnitOwners.parse(text).isPresent()) {
      return Optional.empty();
    }
    Map<String, String> lines = lines(text);
    List<String> words = Arrays.asList(lines.getOrDefault("ExecStart", "").strip().split("\\s+"));
    return service(name, lines, words).or(() -> healthcheck(name, lines, words));
  }

  /** What the operator has masked is theirs by its name: there is no text to go by. */
  static Optional<Found> masked(String name) {
    boolean isTheirs =
        name.startsWith(PREFIX)
            && name.endsWith(SERVICE)
            && !name.endsWith(HEALTHCHECK + SERVICE)
            && name.length() > PREFIX.length() + SERVICE.length();
    return isTheirs
        ? found(
            name, Kind.SERVICE, name.substring(PREFIX.length(), name.length() - SERVICE.length()))
        : Optional.empty();
  }

  /** Nothing where no engine can have such a container. */
  private static Optional<Found> found(String name, Kind kind, String container) {
    return ContainerName.find(container).map(it -> new Found(name, kind, it));
  }

  private static Optional<Found> service(
      String name, Map<String, String> lines, List<String> words) {
    String container = words.getLast();
    boolean starts =
        (words.size() == 3
                && fileName(words.getFirst()).equals("podman")
                && words.get(1).equals("start"))
            || (words.size() == 2 && START_SCRIPTS.contains(fileName(words.getFirst())));
    String pidFile = lines.getOrDefault("PIDFile", "");
    boolean isTheirs =
        starts
            && lines.getOrDefault("Type", "").equals("forking")
            && (pidFile.equals("/var/run/" + container + ".pid")
                || pidFile.equals("/run/" + container + ".pid"));
    return isTheirs ? found(name, Kind.SERVICE, container) : Optional.empty();
  }

  private static Optional<Found> healthcheck(
      String name, Map<String, String> lines, List<String> words) {
    boolean isTheirs =
        name.endsWith(HEALTHCHECK + SERVICE)
            && words.size() > 4
            && fileName(words.getFirst()).equals("podman")
            && words.subList(1, 4).equals(List.of("exec", "--user", "root"))
            && lines.getOrDefault("Type", "").equals("oneshot")
            && lines.containsKey("Requisite");
    return isTheirs ? found(name, Kind.HEALTHCHECK, words.get(4)) : Optional.empty();
  }

  private static Map<String, String> lines(String text) {
    Map<String, String> lines = new HashMap<>();
    for (String line : text.split("\\R")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        lines.putIfAbsent(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return lines;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
