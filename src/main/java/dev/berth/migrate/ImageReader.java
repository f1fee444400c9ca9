package dev.berth.migrate;

import dev.berth.engine.EngineException;
import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the images of an engine. */
final class ImageReader {
  private ImageReader() {}

  /**
   * The images behind references.
   *
   * @throws MigrationException that names every reference which the engine does not have
   */
  static Map<String, SourceImage> read(EngineCli engine, Collection<String> references) {
    List<String> asked = List.copyOf(new LinkedHashSet<>(references));
    if (asked.isEmpty()) {
      return Map.of();
    }
    List<String> arguments = new ArrayList<>(List.of("image", "inspect"));
    arguments.addAll(asked);
    CommandResult result = engine.read(arguments);
    if (result.succeeded()) {
      List<Json> answers =
          Json.parse(engine + " image inspect", result.stdout(), EngineException::new).items();
      if (answers.size() == asked.size()) {
        Map<String, SourceImage> images = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
          images.put(asked.get(i), image(answers.get(i)));
        }
        return images;
      }
    }
    return oneByOne(engine, asked);
  }

  private static Map<String, SourceImage> oneByOne(EngineCli engine, List<String> asked) {
    Map<String, SourceImage> images = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String reference : asked) {
      find(engine, reference)
          .ifPresentOrElse(image -> images.put(reference, image), () -> missing.add(reference));
    }
    if (!missing.isEmpty()) {
      throw new MigrationException(engine + " has no image " + String.join(", ", missing));
    }
    return images;
  }

  /** The image that a reference means to the engine now. */
  static Optional<SourceImage> find(EngineCli engine, String reference) {
    CommandResult result = engine.read(List.of("image", "inspect", reference));
    if (result.timedOut()) {
      throw new MigrationException("cannot look for the image " + reference, result);
    }
    return result.succeeded()
        ? Json.parse(engine + " image inspect", result.stdout(), EngineException::new)
            .items()
            .stream()
            .findFirst()
            .map(ImageReader::image)
        : Optional.empty();
  }

  /** The ids of all images, those without a name included. */
  static Set<String> ids(EngineCli engine) {
    CommandResult result = engine.read(List.of("images", "--all", "--quiet", "--no-trunc"));
    if (!result.succeeded()) {
      throw new MigrationException("cannot list the images of " + engine, result);
    }
    return result
        .stdout()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .map(ImageName::hex)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static SourceImage image(Json answer) {
    return new SourceImage(
        ImageName.hex(answer.get("Id", "ID").textOrEmpty()),
        answer.get("RepoTags").texts(),
        answer.get("RepoDigests").texts());
  }
}
