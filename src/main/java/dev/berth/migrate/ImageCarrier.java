package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.host.Command;
import dev.berth.host.CommandStreams;
import dev.berth.host.PipeResult;
import dev.berth.migrate.CarriedImage.Way;
import dev.berth.model.ObservedImage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Carries images from one engine to the other: through one archive, in which each layer is once, or
 * from a registry that has the same. A second run carries what the first did not.
 */
final class ImageCarrier {
  private final Engine source;
  private final Engine target;
  private final CommandStreams streams;
  private final BooleanSupplier givenUp;

  /**
   * A carrier.
   *
   * @param givenUp asked now and then whether to end what runs
   */
  ImageCarrier(Engine source, Engine target, CommandStreams streams, BooleanSupplier givenUp) {
    this.source = source;
    this.target = target;
    this.streams = streams;
    this.givenUp = givenUp;
  }

  /**
   * Looks at both engines.
   *
   * @param references names, digests or ids
   * @throws MigrationException when the source lacks one
   */
  public ImagePlan plan(Collection<String> references) {
    Map<String, ObservedImage> found = source.runtime().images(references);
    Map<String, ObservedImage> wanted = new LinkedHashMap<>();
    Set<String> missing = new LinkedHashSet<>(references);
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      throw new MigrationException(source + " has no image " + String.join(", ", missing));
    }
    references.forEach(it -> wanted.put(it, Objects.requireNonNull(found.get(it))));
    return ImagePlan.of(
        wanted,
        target.runtime().images(wanted.values().stream().map(ObservedImage::id).toList()).keySet());
  }

  /**
   * Carries. A name that means another image on the target is taken over, as by a pull.
   *
   * @param onBytes told how many bytes of the archive have passed so far
   * @throws MigrationException when an image did not arrive, or not as it was
   */
  public List<CarriedImage> carry(ImagePlan plan, LongConsumer onBytes) {
    Set<String> pulled = new ImagePulls(target, givenUp).pull(plan.pulls());
    Set<String> rest = new LinkedHashSet<>(plan.missing());
    rest.removeAll(pulled);
    if (!rest.isEmpty()) {
      pipe(plan.archived(rest), onBytes);
    }
    Map<String, String> names = new ImageNames(target).settle(plan.wanted());
    return plan.wanted().entrySet().stream()
        .map(
            entry -> {
              String id = entry.getValue().id();
              Way way =
                  plan.present().contains(id)
                      ? Way.PRESENT
                      : pulled.contains(id) ? Way.PULLED : Way.CARRIED;
              return new CarriedImage(
                  entry.getKey(), id, names.getOrDefault(entry.getKey(), entry.getKey()), way);
            })
        .toList();
  }

  private void pipe(List<String> items, LongConsumer onBytes) {
    PipeResult result =
        streams.pipe(
            Command.reading(source.commandLine().save(items)).unless(givenUp),
            Command.reading(target.commandLine().load()).unless(givenUp),
            onBytes);
    if (!result.succeeded()) {
      throw new MigrationException(
          "cannot carry " + items.size() + " images from " + source + " to " + target,
          result.culprit());
    }
  }
}
