package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configurations for tests. */
public final class Specs {
  public static final SourcePosition AT = new SourcePosition("web.yaml", 3, 5);

  private Specs() {}

  public static Value scalar(String text) {
    return new Value.Scalar(text, AT);
  }

  public static Value list(String... texts) {
    return new Value.Sequence(List.of(texts).stream().map(Specs::scalar).toList(), AT);
  }

  public static Value fields(Map<String, String> entries) {
    TreeMap<String, Value> values = new TreeMap<>();
    entries.forEach((name, text) -> values.put(name, scalar(text)));
    return new Value.Mapping(values, AT);
  }

  public static Value mapping(Map<String, Value> entries) {
    return new Value.Mapping(new TreeMap<>(entries), AT);
  }

  public static ContainerSpec spec(Map<Key, Value> values) {
    EnumMap<Key, Value> all = new EnumMap<>(Key.class);
    all.put(Key.IMAGE, scalar("busybox"));
    all.putAll(values);
    return new ContainerSpec(new ContainerName("web"), AT, all, new TreeMap<>());
  }

  public static RunRequest request(
      ContainerSpec spec, RunRequest.Mode mode, String... imageVolumes) {
    return new RunRequest(
        spec,
        mode,
        new RunImage("0123abcd", List.of(imageVolumes), Map.of()),
        new TreeMap<>(Map.of("managed_by", "berth")),
        Path.of("/var/lib/berth/web.env"),
        Optional.empty(),
        true,
        false);
  }

  /** What a unit is asked for whose image is on the host, with a grace period of 1.5 s. */
  public static UnitRequest unitRequest(
      String container, List<String> runArgv, String... beforeStop) {
    return new UnitRequest(
        new ContainerName(container),
        runArgv,
        Optional.of("ab".repeat(32)),
        List.of(beforeStop),
        Duration.ofMillis(1500),
        "USR1",
        Path.of("/etc/berth/unit"),
        Optional.empty());
  }
}
