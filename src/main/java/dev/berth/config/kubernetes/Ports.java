package dev.berth.config.kubernetes;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Ports that are published. */
final class Ports {
  private static final int LAST = 65_535;

  private Ports() {}

  /**
   * One of them.
   *
   * @param text as the key {@code ports} has it
   */
  record Published(String text, SourcePosition at) {}

  static boolean isPort(long number) {
    return number > 0 && number <= LAST;
  }

  /** The port of a container that a number or a name stands for; empty where there is none. */
  static Optional<String> number(Node container, String given) {
    if (given.matches("\\d{1,5}")) {
      return isPort(Long.parseLong(given)) ? Optional.of(given) : Optional.empty();
    }
    return container.objects("ports").stream()
        .filter(port -> port.text("name").equals(given) && !given.isEmpty())
        .map(port -> port.text("containerPort"))
        .findFirst();
  }

  /** The containers of a pod that run on: its own ones, and those of its init containers. */
  static List<Node> lasting(Workload pod) {
    return Stream.concat(
            pod.spec().objects("containers").stream(),
            pod.spec().objects("initContainers").stream()
                .filter(container -> container.text("restartPolicy").equals("Always")))
        .toList();
  }

  /** Those that a pod's containers publish themselves. */
  static List<Published> ofContainers(Workload pod, Problems problems) {
    List<Published> all = new ArrayList<>();
    for (Node container : lasting(pod)) {
      for (Node port : container.objects("ports")) {
        if (!isPort(port.number("containerPort", 0))) {
          problems.error(
              port.at("containerPort"),
              "`" + port.path("containerPort") + "` is no port",
              "write a number from 1 to " + LAST);
        } else if (port.has("hostPort")) {
          of(pod, port, problems).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  private static Optional<Published> of(Workload pod, Node port, Problems problems) {
    long host = port.number("hostPort", 0);
    long inner = port.number("containerPort", 0);
    if (host == 0) {
      return Optional.empty();
    }
    if (!isPort(host)) {
      problems.error(
          port.at("hostPort"),
          "`" + port.path("hostPort") + "` is no port",
          "write a number from 1 to " + LAST);
      return Optional.empty();
    }
    if (pod.isOnHostNetwork()) {
      if (host != inner) {
        problems.error(
            port.at("hostPort"),
            "in the host's network a container's port is the host's",
            "write the same number, or leave `hostPort` out");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Published(
            text(port.text("hostIP"), Long.toString(host), Long.toString(inner), port),
            port.at("hostPort")));
  }

  /** A port as it is published. */
  static String text(String address, String host, String inner, Node port) {
    String protocol = port.text("protocol").toLowerCase(Locale.ROOT);
    String where =
        address.isEmpty() ? "" : (address.contains(":") ? "[" + address + "]" : address) + ":";
    return where
        + host
        + ":"
        + inner
        + (protocol.isEmpty() || protocol.equals("tcp") ? "" : "/" + protocol);
  }
}
