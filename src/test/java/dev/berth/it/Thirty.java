package dev.berth.it;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Thirty services c01 to c30, written so that single ones can be changed. */
final class Thirty {
  static final String SECRET = "hunter2-in-thirty";

  private final Map<String, String> containers = new LinkedHashMap<>();

  Thirty() {
    for (int number = 1; number <= 30; number++) {
      containers.put(
          "c%02d".formatted(number),
          """
            image: localhost/berth-test/busybox:1
            restart: always
            environment: {MODE: one, PASSWORD: %s}
          """
              .formatted(SECRET));
    }
  }

  /** Adds keys to a container. */
  Thirty with(String container, String... lines) {
    String keys =
        java.util.Arrays.stream(lines)
            .map(line -> "  " + line + "\n")
            .collect(Collectors.joining());
    containers.computeIfPresent(container, (name, text) -> text + keys);
    return this;
  }

  /** Changes the text of a container. */
  Thirty replace(String container, String from, String to) {
    if (!containers.getOrDefault(container, "").contains(from)) {
      throw new IllegalArgumentException(container + " has no '" + from + "'");
    }
    containers.computeIfPresent(container, (name, text) -> text.replace(from, to));
    return this;
  }

  Thirty without(String container) {
    containers.remove(container);
    return this;
  }

  /** As YAML. */
  String text() {
    return containers.entrySet().stream()
        .map(entry -> entry.getKey() + ":\n" + entry.getValue())
        .collect(Collectors.joining());
  }
}
