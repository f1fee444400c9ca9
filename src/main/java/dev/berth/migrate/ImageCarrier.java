package dev.berth.migrate;

import dev.berth.host.Command;
import dev.berth.host.CommandStreams;
import dev.berth.host.PipeResult;
import dev.berth.migrate.CarriedImage.Way;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Carries images from one engine to the other: through one archive, in which each layer is once, or
 * from a registry that has the same. A second run carries what the first did not.
 */
final class ImageCarrier {
  private final EngineCli source;
  private final EngineCli target;
  private final CommandStreams streams;
  private final BooleanSupplier givenUp;

  /**
   * A carrier.
   *
   * @param givenUp asked now and then whether to end what runs
   */
  ImageCarrier(
      EngineCli source, EngineCli target, CommandStreams streams, BooleanSupplier givenUp) {
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
    return ImagePlan.of(ImageReader.read(source, references), ImageReader.ids(target));
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
            Command.reading(source.argv(save(items))).unless(givenUp),
            Command.reading(target.argv(List.of("load"))).unless(givenUp),
            onBytes);
    if (!result.succeeded()) {
      throw new MigrationException(
          "cannot carry " + items.size() + " images from " + source + " to " + target,
          result.culprit());
    }
  }

  /** Podman takes further arguments for names of the first image, but with this option. */
  private List<String> save(List<String> items) {
    List<String> arguments = new ArrayList<>(List.of("save"));
    if (source.isPodman()) {
      arguments.addAll(List.of("--format=docker-archive", "--multi-image-archive"));
    }
    arguments.addAll(items);
    return arguments;
  }
}
