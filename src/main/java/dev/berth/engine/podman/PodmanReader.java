package dev.berth.engine.podman;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.ImageReader;
import dev.berth.engine.Json;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.host.SideBySide;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedVolume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what Podman has: at most four processes, side by side. */
final class PodmanReader {
  private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+\\S*)");

  private final CommandRunner runner;
  private final String program;

  PodmanReader(CommandRunner runner, String program) {
    this.runner = runner;
    this.program = program;
  }

  EngineSnapshot observe(Collection<String> references, boolean withVolumes) {
    CompletableFuture<List<ObservedContainer>> containers = SideBySide.begin(this::containers);
    CompletableFuture<Map<String, ObservedVolume>> volumes =
        SideBySide.begin(() -> withVolumes ? volumes() : Map.of());
    CompletableFuture<String> version = SideBySide.begin(this::version);
    CompletableFuture<Map<String, ObservedImage>> images =
        SideBySide.begin(() -> new ImageReader(runner, program).inspect(references));
    return new EngineSnapshot(
        new EngineInfo(Podman.NAME, SideBySide.join(version)),
        SideBySide.join(containers),
        SideBySide.join(images),
        SideBySide.join(volumes));
  }

  /** {@code --version} opens no storage, so it answers even where the rest hangs. */
  private String version() {
    CommandResult result = read(List.of(program, "--version"));
    Matcher version = VERSION.matcher(result.stdout());
    if (!version.find()) {
      throw new EngineException(program + " --version did not answer a version");
    }
    return version.group(1);
  }

  private List<ObservedContainer> containers() {
    List<String> argv = List.of(program, "ps", "--all", "--no-trunc", "--format", "json");
    List<ObservedContainer> containers = new ArrayList<>();
    for (Json answer : list(argv)) {
      containers.add(container(answer));
    }
    return containers;
  }

  private ObservedContainer container(Json answer) {
    String source = program + " ps answered a container";
    return new ObservedContainer(
        answer.required(source, "Id", "ID"),
        answer.get("Names", "Name").texts().stream()
            .findFirst()
            .filter(name -> !name.isEmpty())
            .orElseThrow(() -> new EngineException(source + " without a name")),
        answer.get("Image").textOrEmpty(),
        withoutAlgorithm(answer.get("ImageID", "ImageId").textOrEmpty()),
        answer.labels(source),
        answer.required(source, "State"),
        (int) answer.get("ExitCode").number(),
        answer.get("Pid", "PID").number(),
        answer.get("Command").texts(),
        answer.get("Status").textOrEmpty());
  }

  private Map<String, ObservedVolume> volumes() {
    Map<String, ObservedVolume> volumes = new TreeMap<>();
    for (Json answer : list(List.of(program, "volume", "ls", "--format", "json"))) {
      String source = program + " volume ls answered a volume";
      String name = answer.required(source, "Name");
      volumes.put(
          name,
          new ObservedVolume(name, answer.labels(source), answer.get("Mountpoint").textOrEmpty()));
    }
    return volumes;
  }

  private List<Json> list(List<String> argv) {
    Json answer = Json.parse(commandOf(argv), read(argv).stdout());
    if (answer.isPresent() && !answer.isArray()) {
      throw new EngineException(commandOf(argv) + " did not answer a list");
    }
    return answer.items();
  }

  /** Without its options. */
  private static String commandOf(List<String> argv) {
    return argv.stream().takeWhile(word -> !word.startsWith("-")).collect(Collectors.joining(" "));
  }

  private CommandResult read(List<String> argv) {
    CommandResult result = runner.run(Command.reading(argv));
    if (!result.succeeded()) {
      throw new EngineException(result);
    }
    return result;
  }

  private static String withoutAlgorithm(String id) {
    return id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
  }
}
