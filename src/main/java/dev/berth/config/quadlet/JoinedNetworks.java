package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The networks that a container joins, {@code Network=}. */
final class JoinedNetworks {
  /** What is no network's name to Podman. */
  private static final Set<String> MODES =
      Set.of(
          "host",
          "none",
          "bridge",
          "private",
          "default",
          "pasta",
          "slirp4netns",
          "container",
          "ns");

  private final Resources resources;
  private final Problems problems;

  JoinedNetworks(Resources resources, Problems problems) {
    this.resources = resources;
    this.problems = problems;
  }

  void put(Values values, Body body) {
    List<Word> networks = values.each("Network");
    for (Word network : networks) {
      int colon = network.text().indexOf(':');
      String name = colon < 0 ? network.text() : network.text().substring(0, colon);
      String options = colon < 0 ? "" : network.text().substring(colon);
      if (name.endsWith(".network")) {
        resources
            .named(network, name)
            .ifPresent(
                unit ->
                    body.add("networks", Body.text(network.with(resources.name(unit) + options))));
      } else if (name.endsWith(".container")) {
        container(network, name, options).ifPresent(word -> mode(word, networks, body));
      } else if (MODES.contains(name)) {
        mode(network, networks, body);
      } else {
        body.add("networks", Body.text(network));
      }
    }
  }

  /** The network of another container; empty with a problem where that is none. */
  private Optional<Word> container(Word network, String name, String options) {
    if (!options.isEmpty()) {
      problems.error(
          network.at(),
          "the network of another container takes no options",
          "take away what stands behind the colon");
      return Optional.empty();
    }
    return resources
        .named(network, name)
        .map(unit -> network.with("container:" + resources.name(unit)));
  }

  private void mode(Word mode, List<Word> networks, Body body) {
    if (networks.size() > 1) {
      problems.error(
          mode.at(), "several networks, and one of them is a mode", "name one mode, or networks");
    } else {
      body.put("net", mode);
    }
  }
}
