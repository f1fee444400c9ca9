package dev.berth.engine.cli;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ImageHealthcheck;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rfc3339;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images of an engine: which stands behind each reference, and which have names that begin
 * alike. The engine resolves the reference itself, by the rules by which it will resolve it when it
 * runs the container.
 */
public final class EngineImages {
  // Podman: "Error: inspecting object: REF: image not known" (4.3), "Error: REF: image not known"
  // (5.x). Docker: "Error: No such image: REF", "Error response from daemon: No such image: REF".
  private static final String ABSENT = ": image not known";
  private static final String NONE_SUCH = "No such image: ";
  private static final String DIGEST = "sha256:";
  private static final String LATEST = ":latest";
  private static final Pattern LAYER = Pattern.compile("(/.+)/[a-z0-9-]+/[0-9a-z]{25,64}/diff");

  private final CommandRunner runner;
  private final String program;

  /** Reads from the engine with this program. */
  public EngineImages(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  /** The images that are there, by the reference that was asked. */
  public Map<String, ObservedImage> inspect(Collection<String> references) {
    List<String> asked = List.copyOf(new TreeSet<>(references));
    if (asked.isEmpty()) {
      return Map.of();
    }
    CommandResult result = run(asked);
    return matched(asked, result).orElseGet(() -> oneByOne(asked));
  }

  private CommandResult run(List<String> references) {
    List<String> argv = new ArrayList<>(List.of(program, "image", "inspect", "--"));
    argv.addAll(references);
    return runner.run(Command.reading(argv));
  }

  /**
   * The answer is an array in the order of the question, without the references that are absent;
   * those are named on standard error. Empty when the two do not add up.
   */
  private Optional<Map<String, ObservedImage>> matched(List<String> asked, CommandResult result) {
    List<String> present =
        result.succeeded()
            ? asked
            : asked.stream().filter(reference -> !isReportedAbsent(reference, result)).toList();
    if (result.timedOut()) {
      throw new EngineException(result);
    }
    if (!result.succeeded() && present.size() == asked.size()) {
      return Optional.empty();
    }
    List<Json> answers = answers(result);
    if (answers.size() != present.size()) {
      return Optional.empty();
    }
    Map<String, ObservedImage> images = new LinkedHashMap<>();
    for (int i = 0; i < present.size(); i++) {
      images.put(present.get(i), image(answers.get(i)));
    }
    return Optional.of(images);
  }

  private static boolean isReportedAbsent(String reference, CommandResult result) {
    return result
        .stderr()
        .lines()
        .map(String::strip)
        .anyMatch(
            line ->
                line.endsWith(" " + reference + ABSENT)
                    || line.equals(reference + ABSENT)
                    || line.endsWith(NONE_SUCH + reference)
                    || line.endsWith(NONE_SUCH + reference + LATEST));
  }

  private Map<String, ObservedImage> oneByOne(List<String> asked) {
    Map<String, ObservedImage> images = new LinkedHashMap<>();
    for (String reference : asked) {
      CommandResult result = run(List.of(reference));
      if (result.succeeded()) {
        answers(result).stream()
            .findFirst()
            .ifPresent(answer -> images.put(reference, image(answer)));
      } else if (result.timedOut() || !isAboutAbsence(result.stderr())) {
        throw new EngineException(result);
      }
    }
    return images;
  }

  private static boolean isAboutAbsence(String stderr) {
    return stderr.contains("image not known")
        || stderr.contains(NONE_SUCH)
        || stderr.contains("no such image")
        || stderr.contains("no such object")
        || stderr.contains("unable to find");
  }

  private List<Json> answers(CommandResult result) {
    String source = program + " image inspect";
    return Json.parse(source, result.stdout(), EngineException::new).list(source);
  }

  private ObservedImage image(Json answer) {
    String id = answer.required(program + " image inspect answered an image", "Id", "ID");
    Json volumes = answer.get("Config", "ContainerConfig").get("Volumes");
    return new ObservedImage(
        id.replaceFirst("^" + DIGEST, ""),
        List.copyOf(new TreeSet<>(volumes.fields().keySet())),
        answer.get("Config", "ContainerConfig").get("Labels").textFields(),
        declaredCheck(answer),
        Optional.of(answer.get("Config", "ContainerConfig").get("User").textOrEmpty()),
        answer.fields().containsKey("RepoTags")
            ? Optional.of(Set.copyOf(answer.get("RepoTags").texts()))
            : Optional.empty(),
        store(answer.get("GraphDriver").get("Data").get("UpperDir").textOrEmpty()),
        answer.get("Created").text().flatMap(Rfc3339::parse),
        answer.get("RepoDigests").texts());
  }

  /** The directory of a layer lies in that of the engine, by the driver's name and its own. */
  private static Optional<String> store(String layer) {
    Matcher matcher = LAYER.matcher(layer);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A check that is switched off is the one word NONE (image-spec of Docker). */
  private static Optional<ImageHealthcheck> declaredCheck(Json answer) {
    for (Json level : List.of(answer, answer.get("Config"))) {
      Json check = level.get("Healthcheck", "HealthCheck");
      List<String> test = check.get("Test", "test").texts();
      if (!test.isEmpty()) {
        return test.getFirst().equals("NONE")
            ? Optional.empty()
            : Optional.of(
                new ImageHealthcheck(
                    test,
                    check.get("Interval").number(),
                    check.get("Timeout").number(),
                    check.get("StartPeriod").number(),
                    check.get("StartInterval").number(),
                    check.get("Retries").number()));
      }
    }
    return Optional.empty();
  }

  /**
   * Which images have names that begin alike, with one process; see {@link
   * ContainerRuntime#imagesNamed}.
   *
   * @throws EngineException when the engine does not answer
   */
  public Map<String, Set<String>> named(String prefix) {
    CommandResult result =
        runner.run(
            Command.reading(
                List.of(
                    program,
                    "image",
                    "ls",
                    "--no-trunc",
                    "--filter=reference=" + prefix + "*",
                    "--format={{.ID}} {{.Repository}}:{{.Tag}}")));
    if (!result.succeeded()) {
      throw new EngineException(result);
    }
    Map<String, Set<String>> names = new LinkedHashMap<>();
    result
        .stdout()
        .lines()
        .map(line -> line.strip().split(" ", 2))
        .filter(words -> words.length == 2 && words[1].startsWith(prefix))
        .forEach(
            words ->
                names
                    .computeIfAbsent(
                        words[0].replaceFirst("^" + DIGEST, ""), key -> new TreeSet<>())
                    .add(words[1]));
    return names;
  }
}
