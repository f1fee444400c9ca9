package dev.berth.migrate;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Docker's containers on a network. A container remembers its network by id: when the network was
 * made anew under its name, the container would not start until it has joined that one.
 */
final class Endpoints {
  private final EngineCli docker;

  Endpoints(EngineCli docker) {
    this.docker = docker;
  }

  /** All of them, those that are stopped too. */
  List<Endpoint> of(String network) {
    CommandResult result =
        docker.read(List.of("ps", "--all", "--quiet", "--no-trunc", "--filter=network=" + network));
    if (!result.succeeded()) {
      throw new MigrationException("cannot see who is on the network " + network, result);
    }
    return of(network, result.stdout().lines().filter(line -> !line.isBlank()).toList());
  }

  /** Those of these containers that are on it or were when it was taken away. */
  List<Endpoint> of(String network, List<String> containers) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (Json container : docker.inspectPresent("container", containers)) {
      Json place = place(container, network);
      if (place.isPresent()) {
        Json fixed = place.get("IPAMConfig");
        endpoints.add(
            new Endpoint(
                container.get("Name").textOrEmpty().replaceFirst("^/", ""),
                fixed.get("IPv4Address").textOrEmpty(),
                fixed.get("IPv6Address").textOrEmpty(),
                place.get("Aliases").texts()));
      }
    }
    return List.copyOf(endpoints);
  }

  /** Joins those to the network that is there now which still look for the one that was. */
  void rejoin(String network, List<Endpoint> endpoints) {
    String id =
        docker.inspectPresent("network", List.of(network)).stream()
            .findFirst()
            .map(answer -> answer.get("Id").textOrEmpty())
            .orElse("");
    for (Endpoint endpoint : endpoints) {
      for (Json container : docker.inspectPresent("container", List.of(endpoint.container()))) {
        Json place = place(container, network);
        String remembered = place.get("NetworkID").textOrEmpty();
        if (place.isPresent() && (remembered.isEmpty() || remembered.equals(id))) {
          continue;
        }
        if (place.isPresent()) {
          docker.must(
              "cannot take " + endpoint.container() + " off the network that was",
              List.of("network", "disconnect", network, endpoint.container()));
        }
        docker.must(
            "cannot join " + endpoint.container() + " to the network " + network,
            joining(network, endpoint));
      }
    }
  }

  static List<String> joining(String network, Endpoint endpoint) {
    List<String> arguments = new ArrayList<>(List.of("network", "connect"));
    if (!endpoint.ipv4().isEmpty()) {
      arguments.add("--ip=" + endpoint.ipv4());
    }
    if (!endpoint.ipv6().isEmpty()) {
      arguments.add("--ip6=" + endpoint.ipv6());
    }
    endpoint.aliases().forEach(alias -> arguments.add("--alias=" + alias));
    arguments.add(network);
    arguments.add(endpoint.container());
    return arguments;
  }

  private static Json place(Json container, String network) {
    return container.get("NetworkSettings").get("Networks").get(network);
  }
}
