package dev.berth.engine.docker;

import dev.berth.engine.EngineException;
import dev.berth.engine.cli.CliReader;
import dev.berth.engine.cli.Inspection;
import dev.berth.engine.cli.SharingReader;
import dev.berth.host.CommandRunner;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.HeldImage;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedVolume;
import dev.berth.model.PublishedPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what Docker has: at most seven processes. Its lists run labels together with commas, so
 * they only name what is then inspected, all at once.
 */
final class DockerReader extends CliReader {
  private final Inspection inspection;

  DockerReader(CommandRunner runner, String program) {
    super(Docker.NAME, runner, program);
    this.inspection = new Inspection(runner, program);
  }

  /** The daemon's: what it does not know, no client can ask it for. */
  @Override
  protected String version() {
    String version =
        read(List.of(program, "version", "--format={{.Server.Version}}")).stdout().strip();
    if (!version.matches("\\d+\\.\\d+\\S*")) {
      throw new EngineException(program + " version did not answer a version");
    }
    return version;
  }

  /**
   * The names by id; Docker itself only knows how an image was called when a container was made of
   * it.
   */
  private Map<String, String> imageNames() {
    Map<String, String> names = new TreeMap<>();
    read(List.of(program, "image", "ls", "--no-trunc", "--format={{.ID}} {{.Repository}}:{{.Tag}}"))
        .stdout()
        .lines()
        .map(line -> line.split(" ", 2))
        .filter(words -> words.length == 2 && !words[1].contains("<none>"))
        .filter(words -> !words[1].startsWith(HeldImage.PREFIX))
        .forEach(words -> names.putIfAbsent(bare(words[0]), words[1].strip()));
    return names;
  }

  private static String bare(String imageId) {
    return imageId.replaceFirst("^sha256:", "");
  }

  @Override
  protected List<ObservedContainer> containers() {
    Map<String, String> imageNames = imageNames();
    Map<String, String> statuses = new LinkedHashMap<>();
    read(List.of(program, "ps", "--all", "--no-trunc", "--format={{.ID}} {{.Status}}"))
        .stdout()
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> statuses.put(id(words[0]), words.length > 1 ? words[1].strip() : ""));
    List<ObservedContainer> containers = new ArrayList<>();
    for (Json answer : inspection.answers("container", statuses.keySet())) {
      containers.add(container(answer, statuses, imageNames));
    }
    return containers;
  }

  /**
   * An id; Docker would say of anything else that there is no such container, as if there were
   * none.
   */
  private String id(String word) {
    if (!word.matches("[0-9a-f]{64}")) {
      throw new EngineException(program + " ps answered what is no container's id");
    }
    return word;
  }

  private ObservedContainer container(
      Json answer, Map<String, String> statuses, Map<String, String> imageNames) {
    String source = program + " container inspect answered a container";
    String id = answer.required(source, "Id");
    String imageId = answer.required(source, "Image");
    Json config = answer.get("Config");
    Json state = answer.get("State");
    // Berth runs an image by its id.
    String image = config.get("Image").textOrEmpty();
    List<String> command = config.get("Cmd").texts();
    return new ObservedContainer(
            id,
            ContainerName.observed(answer.required(source, "Name").replaceFirst("^/", ""), id),
            new Made(
                bare(image).equals(bare(imageId))
                    ? imageNames.getOrDefault(bare(imageId), image)
                    : image,
                bare(imageId),
                config.labels(source),
                command.isEmpty()
                    ? Stream.concat(
                            answer.get("Path").text().stream(), answer.get("Args").texts().stream())
                        .toList()
                    : command,
                restart(answer.get("HostConfig").get("RestartPolicy")),
                0),
            new Life(
                state.required(source, "Status"),
                (int) state.get("ExitCode").number(),
                state.get("Pid").number(),
                statuses.getOrDefault(id, ""),
                (int) answer.get("RestartCount").number(),
                state.get("OOMKilled").isTrue()))
        .with(SharingReader.of(answer))
        .attached(networks(answer.get("NetworkSettings").get("Networks")))
        .publishing(ports(answer.get("HostConfig").get("PortBindings")));
  }

  private static Map<String, String> networks(Json attached) {
    Map<String, String> networks = new TreeMap<>();
    attached
        .fields()
        .forEach((name, end) -> networks.put(name, end.get("NetworkID").textOrEmpty()));
    return networks;
  }

  /** As they were asked for: {@code {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}}. */
  private static List<PublishedPort> ports(Json bindings) {
    List<PublishedPort> ports = new ArrayList<>();
    bindings
        .fields()
        .forEach(
            (inside, given) -> {
              for (Json binding : given.items()) {
                String host = binding.get("HostPort").textOrEmpty();
                String ip = binding.get("HostIp").textOrEmpty();
                String address = ip.indexOf(':') >= 0 ? "[" + ip + "]" : ip;
                PublishedPort.parse((ip.isEmpty() ? "" : address + ":") + host + ":" + inside)
                    .ifPresent(ports::add);
              }
            });
    return ports;
  }

  Map<String, ObservedNetwork> networks() {
    List<String> ids = read(List.of(program, "network", "ls", "--quiet")).stdout().lines().toList();
    Map<String, ObservedNetwork> networks = new TreeMap<>();
    for (Json answer : inspection.answers("network", ids)) {
      String name = answer.required(program + " network inspect answered a network", "Name");
      networks.put(
          name, new ObservedNetwork(answer.get("Id").textOrEmpty(), NetworkAnswer.read(answer)));
    }
    return networks;
  }

  /** As {@code --restart} takes it. */
  private static String restart(Json policy) {
    String name = policy.get("Name").text().filter(word -> !word.isEmpty()).orElse("no");
    long retries = policy.get("MaximumRetryCount").number();
    return retries > 0 ? name + ":" + retries : name;
  }

  @Override
  public Map<String, ObservedVolume> volumes() {
    List<String> names =
        read(List.of(program, "volume", "ls", "--quiet")).stdout().lines().toList();
    return volumes(program + " volume inspect", inspection.answers("volume", names));
  }
}
