package dev.berth.engine.podman;

import dev.berth.engine.EngineException;
import dev.berth.engine.cli.CliReader;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedSecret;
import dev.berth.model.ObservedVolume;
import dev.berth.model.PublishedPort;
import dev.berth.model.Rfc3339;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what Podman has: at most four processes, side by side. */
final class PodmanReader extends CliReader {
  private static final Pattern VERSION = Pattern.compile("version (\\d+\\.\\d+\\S*)");

  PodmanReader(CommandRunner runner, String program) {
    super(Podman.NAME, runner, program);
  }

  /** {@code --version} opens no storage, so it answers even where the rest hangs. */
  @Override
  protected String version() {
    CommandResult result = read(List.of(program, "--version"));
    Matcher version = VERSION.matcher(result.stdout());
    if (!version.find()) {
      throw new EngineException(program + " --version did not answer a version");
    }
    return version.group(1);
  }

  @Override
  protected List<ObservedContainer> containers() {
    List<String> argv = List.of(program, "ps", "--all", "--no-trunc", "--format", "json");
    List<ObservedContainer> containers = new ArrayList<>();
    for (Json answer : list(argv)) {
      containers.add(container(answer));
    }
    return containers;
  }

  private ObservedContainer container(Json answer) {
    String source = program + " ps answered a container";
    Json networks = answer.get("Networks");
    String id = answer.required(source, "Id", "ID");
    String name =
        answer.get("Names", "Name").texts().stream()
            .findFirst()
            .filter(given -> !given.isEmpty())
            .orElseThrow(() -> new EngineException(source + " without a name"));
    ObservedContainer container =
        new ObservedContainer(
                id,
                ContainerName.observed(name, id),
                new Made(
                    answer.get("Image").textOrEmpty(),
                    withoutAlgorithm(answer.get("ImageID", "ImageId").textOrEmpty()),
                    answer.labels(source),
                    answer.get("Command").texts(),
                    "no",
                    answer.get("Created").number()),
                new Life(
                    answer.required(source, "State"),
                    (int) answer.get("ExitCode").number(),
                    answer.get("Pid", "PID").number(),
                    answer.get("Status").textOrEmpty()))
            .publishing(answer.get("Ports").items().stream().map(PodmanReader::port).toList());
    return networks.isArray()
        ? container.attached(
            networks.texts().stream()
                .distinct()
                .collect(Collectors.toMap(network -> network, _ -> "")))
        : container;
  }

  private static PublishedPort port(Json answer) {
    int first = (int) answer.get("host_port", "hostPort").number();
    int range = (int) Math.max(1, answer.get("range").number());
    return new PublishedPort(
        answer.get("host_ip", "hostIP").textOrEmpty(),
        first,
        first + range - 1,
        answer.get("protocol").text().filter(word -> !word.isEmpty()).orElse("tcp"));
  }

  Map<String, ObservedNetwork> networks() {
    Map<String, ObservedNetwork> networks = new TreeMap<>();
    for (Json answer : list(List.of(program, "network", "ls", "--format", "json"))) {
      String name = answer.required(program + " network ls answered a network", "name", "Name");
      networks.put(
          name,
          new ObservedNetwork(
              answer.get("id", "ID", "Id").textOrEmpty(), NetworkAnswer.read(answer)));
    }
    return networks;
  }

  /** {@code secret ls} has no format that all versions of Podman know; {@code inspect} has one. */
  Map<String, ObservedSecret> secrets(Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    List<String> argv = new ArrayList<>(List.of(program, "secret", "inspect", "--"));
    argv.addAll(names);
    CommandResult result = runner.run(Command.reading(argv));
    boolean onlyAbsence =
        result.stderr().lines().allMatch(line -> line.contains("no such secret") || line.isBlank());
    if (result.timedOut() || (!result.succeeded() && !onlyAbsence)) {
      throw new EngineException(result);
    }
    String source = program + " secret inspect";
    Map<String, ObservedSecret> secrets = new TreeMap<>();
    for (Json answer : Json.parse(source, result.stdout(), EngineException::new).list(source)) {
      String name = answer.get("Spec").required(source + " answered a secret", "Name");
      secrets.put(
          name, new ObservedSecret(name, answer.get("UpdatedAt").text().flatMap(Rfc3339::parse)));
    }
    return secrets;
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    return volumes(
        program + " volume ls", list(List.of(program, "volume", "ls", "--format", "json")));
  }

  private List<Json> list(List<String> argv) {
    Json answer = Json.parse(commandOf(argv), read(argv).stdout(), EngineException::new);
    if (answer.isPresent() && !answer.isArray()) {
      throw new EngineException(commandOf(argv) + " did not answer a list");
    }
    return answer.items();
  }

  /** The command without its options. */
  private static String commandOf(List<String> argv) {
    return argv.stream().takeWhile(word -> !word.startsWith("-")).collect(Collectors.joining(" "));
  }

  private static String withoutAlgorithm(String id) {
    return id.startsWith("sha256:") ? id.substring("sha256:".length()) : id;
  }
}
