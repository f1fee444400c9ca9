package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.host.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Pulls what a registry still has under the same digest. A registry that gives no answer is asked
 * once, and all of them side by side, so that together they cost one {@link #PATIENCE}.
 */
final class ImagePulls {
  /** How long a registry may take to answer; what it then sends may take any time. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Said before anything was heard of the registry, or when it was not. */
  private static final List<String> NO_ANSWER = List.of("Trying to pull", "retrying", "Retrying");

  /** What engines say when the registry did answer, but has no such image for us. */
  private static final List<String> REFUSALS =
      List.of("manifest unknown", "not found", "unauthorized", "denied", "forbidden");

  private final Engine target;
  private final BooleanSupplier givenUp;

  ImagePulls(Engine target, BooleanSupplier givenUp) {
    this.target = target;
    this.givenUp = givenUp;
  }

  /**
   * Pulls.
   *
   * @param digests by image id, {@code name@sha256:…}
   * @return the ids of the images that the target now has
   */
  Set<String> pull(Map<String, String> digests) {
    Map<String, List<Map.Entry<String, String>>> byHost = new LinkedHashMap<>();
    digests
        .entrySet()
        .forEach(
            entry ->
                byHost
                    .computeIfAbsent(
                        ImageName.parse(entry.getValue()).host(), host -> new ArrayList<>())
                    .add(entry));
    Set<String> pulled = ConcurrentHashMap.newKeySet();
    try (ExecutorService hosts = Executors.newVirtualThreadPerTaskExecutor()) {
      byHost.values().forEach(images -> hosts.execute(() -> fromOneHost(images, pulled)));
    }
    return Set.copyOf(pulled);
  }

  private void fromOneHost(List<Map.Entry<String, String>> images, Set<String> pulled) {
    for (Map.Entry<String, String> image : images) {
      CommandResult result = pull(image.getValue());
      if (result.succeeded()) {
        if (ImageNames.means(target, image.getValue(), image.getKey())) {
          pulled.add(image.getKey());
        }
      } else if (REFUSALS.stream().noneMatch(result.stderr()::contains)) {
        return;
      }
    }
  }

  private CommandResult pull(String digest) {
    AtomicBoolean answered = new AtomicBoolean();
    long begun = System.nanoTime();
    return target
        .control()
        .pull(
            digest,
            line -> {
              if (NO_ANSWER.stream().noneMatch(line::contains)) {
                answered.set(true);
              }
            },
            () ->
                givenUp.getAsBoolean()
                    || (!answered.get() && System.nanoTime() - begun > PATIENCE.toNanos()));
  }
}
