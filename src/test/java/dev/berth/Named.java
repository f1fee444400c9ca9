package dev.berth;

import dev.berth.model.ContainerName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of containers from their texts, for tests. */
public final class Named {
  private Named() {}

  /** In their order. */
  public static List<ContainerName> list(String... names) {
    return Stream.of(names).map(ContainerName::new).toList();
  }

  /** Each once. */
  public static Set<ContainerName> set(String... names) {
    return Stream.of(names).map(ContainerName::new).collect(Collectors.toSet());
  }

  /** The same with names as texts. */
  public static <T> Map<String, T> texts(Map<ContainerName, T> named) {
    Map<String, T> texts = new TreeMap<>();
    named.forEach((name, value) -> texts.put(name.text(), value));
    return texts;
  }
}
