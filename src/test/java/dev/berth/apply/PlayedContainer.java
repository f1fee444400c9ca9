package dev.berth.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A container of a played engine, made from the words of a {@code run} or {@code create}. */
final class PlayedContainer {
  /** What a container does that is told so by the first word of its command. */
  enum Conduct {
    /** It runs, and is healthy where it is checked; as a task it ends well. */
    GOOD,
    /** The engine refuses to start it. */
    REFUSED,
    /** It ends right after its start, with exit code 1. */
    FALLS,
    /** It runs and is unhealthy where it is checked. */
    SICK
  }

  final String id;
  String name;
  final String image;
  final String imageId;
  final Map<String, String> labels = new LinkedHashMap<>();
  final List<String> command;
  final List<String> volumes = new ArrayList<>();
  final List<String> networks = new ArrayList<>();
  final List<String> ports = new ArrayList<>();
  Optional<String> idFile = Optional.empty();
  Optional<String> owner = Optional.empty();
  String restart = "no";
  boolean isChecked;
  boolean isRemovedAtItsEnd;
  String state = "created";
  int exitCode;
  int restarts;

  PlayedContainer(String id, String name, String image, String imageId, List<String> command) {
    this.id = id;
    this.name = name;
    this.image = image;
    this.imageId = imageId;
    this.command = List.copyOf(command);
  }

  /**
   * One from the words after {@code run}: options that begin with two dashes and hold their value,
   * then the image, then the command.
   */
  static PlayedContainer of(List<String> words, String id, Map<String, String> images) {
    int image = 0;
    while (words.get(image).startsWith("--")) {
      image++;
    }
    String given = words.get(image);
    String reference =
        images.entrySet().stream()
            .filter(entry -> entry.getValue().equals(given))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(given);
    PlayedContainer made =
        new PlayedContainer(
            id,
            "",
            reference,
            images.getOrDefault(reference, given),
            words.subList(image + 1, words.size()));
    words.subList(0, image).forEach(made::take);
    return made;
  }

  private void take(String option) {
    String value = option.substring(option.indexOf('=') + 1);
    switch (option.replaceFirst("=.*", "")) {
      case "--name" -> name = value;
      case "--label" ->
          labels.put(value.replaceFirst("=.*", ""), value.substring(value.indexOf('=') + 1));
      case "--restart" -> restart = value;
      case "--volume" -> volumes.add(value);
      case "--publish" -> ports.add(value);
      case "--cidfile" -> idFile = Optional.of(value);
      case "--rm" -> isRemovedAtItsEnd = true;
      case "--health-cmd" -> isChecked = !value.equals("none");
      case "--network" -> {
        if (value.startsWith("container:")) {
          owner = Optional.of(value.substring("container:".length()));
        } else {
          networks.add(value.replaceFirst("^name=", "").split("[:,]", 2)[0]);
        }
      }
      default -> {}
    }
  }

  Conduct conduct() {
    return command.isEmpty()
        ? Conduct.GOOD
        : switch (command.getFirst()) {
          case "refused" -> Conduct.REFUSED;
          case "falls" -> Conduct.FALLS;
          case "sick" -> Conduct.SICK;
          default -> Conduct.GOOD;
        };
  }

  boolean isRunning() {
    return state.equals("running");
  }

  private String health() {
    return !isChecked ? "" : conduct() == Conduct.SICK ? "unhealthy" : "healthy";
  }

  /** As {@code podman ps} has it. */
  Map<String, Object> listed() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Id", id);
    answer.put("Names", List.of(name));
    answer.put("Image", image);
    answer.put("ImageID", imageId);
    answer.put("Labels", labels);
    answer.put("State", state);
    answer.put("ExitCode", exitCode);
    answer.put("Status", status());
    answer.put("Networks", networks);
    return answer;
  }

  /** As {@code ps} words it. */
  String status() {
    return isRunning()
        ? "Up 5 minutes" + (health().isEmpty() ? "" : " (" + health() + ")")
        : state.equals("exited") ? "Exited (" + exitCode + ") 5 minutes ago" : "Created";
  }

  /** As {@code container inspect} of both engines has it. */
  Map<String, Object> inspected(Map<String, String> idsByName, UnaryOperator<String> contents) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Id", id);
    answer.put("Name", name);
    answer.put("Image", imageId);
    answer.put("RestartCount", restarts);
    if (conduct() == Conduct.FALLS && isRunning() && restarts > 0) {
      // It does so again and again.
      restarts++;
    }
    answer.put("Config", Map.of("Image", image, "Labels", labels, "Cmd", command));
    answer.put(
        "State",
        Map.of(
            "Status",
            state,
            "ExitCode",
            exitCode,
            "Running",
            isRunning(),
            "Health",
            Map.of("Status", health().isEmpty() ? "none" : health())));
    answer.put(
        "HostConfig",
        Map.of(
            "RestartPolicy",
            Map.of("Name", restart),
            "NetworkMode",
            owner.map(it -> "container:" + idsByName.getOrDefault(it, it)).orElse("bridge")));
    answer.put(
        "Mounts",
        volumes.stream()
            .map(volume -> volume.split(":"))
            .map(
                words ->
                    words[0].startsWith("/")
                        ? Map.of("Type", "bind", "Source", words[0], "Destination", words[1])
                        : Map.of(
                            "Type",
                            "volume",
                            "Name",
                            words[0],
                            "Source",
                            contents.apply(words[0]),
                            "Destination",
                            words[1],
                            "RW",
                            true))
            .toList());
    Map<String, Object> attached = new LinkedHashMap<>();
    networks.forEach(network -> attached.put(network, Map.of("NetworkID", "id-of-" + network)));
    answer.put("NetworkSettings", Map.of("Networks", attached));
    return answer;
  }

  /** For a reader. */
  @Override
  public String toString() {
    return name
        + ": "
        + (state.equals("exited") ? "exited with " + exitCode : state)
        + ", image "
        + image
        + (command.isEmpty() ? "" : ", command " + String.join(" ", command))
        + (restart.equals("no") ? "" : ", restart " + restart)
        + labels.entrySet().stream()
            .filter(label -> label.getKey().equals("managed_by"))
            .map(label -> ", of " + label.getValue())
            .findFirst()
            .orElse(", of nobody");
  }
}
