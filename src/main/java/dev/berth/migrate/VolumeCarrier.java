package dev.berth.migrate;

import dev.berth.engine.Json;
import dev.berth.host.CommandResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Copies volumes with all that belongs to their content, by cp(1). */
final class VolumeCarrier implements Cargo {
  private final EngineCli source;
  private final EngineCli target;

  VolumeCarrier(EngineCli source, EngineCli target) {
    this.source = source;
    this.target = target;
  }

  @Override
  public Optional<String> obstacle(List<VolumePair> volumes, Predicate<String> ours) {
    return Optional.empty();
  }

  @Override
  public void carry(VolumePair volume) {
    target.change(List.of("volume", "create", volume.target()));
    CommandResult copied =
        target
            .runner()
            .run(
                dev.berth.host.Command.reading(
                        List.of(
                            "cp",
                            "-a",
                            mountpoint(source, volume.source()) + "/.",
                            mountpoint(target, volume.target())))
                    .withoutTimeout());
    if (!copied.succeeded()) {
      throw new MigrationException("cannot copy the volume " + volume.source(), copied);
    }
  }

  private static String mountpoint(EngineCli engine, String volume) {
    return engine.inspectPresent("volume", List.of(volume)).stream()
        .findFirst()
        .map(answer -> answer.get("Mountpoint"))
        .flatMap(Json::text)
        .orElseThrow(() -> new MigrationException("the volume " + volume + " is not on " + engine));
  }
}
