package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.migrate.VolumeStep.Way;
import dev.berth.model.ObservedVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at volumes on both engines before anything is copied. */
final class VolumePlanner {
  // File systems get slow, and services fail, when the last block is taken.
  private static final long MARGIN = 64L * 1024 * 1024;
  private static final int MARGIN_PERCENT = 5;

  private final Engine source;
  private final Engine target;
  private final CommandRunner runner;
  private final Path targetStorage;

  /**
   * A planner.
   *
   * @param runner starts what measures
   * @param targetStorage below which the target keeps its volumes
   */
  VolumePlanner(Engine source, Engine target, CommandRunner runner, Path targetStorage) {
    this.source = source;
    this.target = target;
    this.runner = runner;
    this.targetStorage = targetStorage;
  }

  /**
   * Plans.
   *
   * @param names by the name of a volume the name that it gets
   * @param migration marks the volumes that this migration makes, so that its repeat knows them
   * @param labels ours, beside those that a volume has
   */
  public VolumePlan plan(
      Map<String, String> names, VolumeMode mode, String migration, Map<String, String> labels) {
    if (mode == VolumeMode.SKIP || names.isEmpty()) {
      return new VolumePlan(List.of(), List.of());
    }
    Map<String, ObservedVolume> sources = source.details().volumes(names.keySet());
    Map<String, ObservedVolume> targets = target.details().volumes(names.values());
    List<Obstacle> obstacles = new ArrayList<>();
    List<VolumeStep> steps = new ArrayList<>();
    new TreeMap<>(names)
        .forEach(
            (name, other) -> {
              ObservedVolume volume = sources.get(name);
              if (volume == null) {
                obstacles.add(new Obstacle("volume " + name, source + " has no such volume"));
                return;
              }
              conflict(targets.get(other), other, migration).ifPresent(obstacles::add);
              unsupported(volume).ifPresent(obstacles::add);
              Map<String, String> all = NetworkPlan.withoutComposes(volume.labels());
              all.putAll(labels);
              all.put(VolumeStep.MIGRATION, migration);
              steps.add(step(volume, other, mode, all));
            });
    if (obstacles.isEmpty()) {
      space(steps).ifPresent(obstacles::add);
    }
    return new VolumePlan(steps, obstacles);
  }

  private static Optional<Obstacle> conflict(
      @Nullable ObservedVolume there, String name, String migration) {
    if (there == null || migration.equals(there.labels().get(VolumeStep.MIGRATION))) {
      return Optional.empty();
    }
    return Optional.of(
        new Obstacle(
            "volume " + name,
            "exists already at "
                + there.mountpoint()
                + " and was not made by this migration; it is never overwritten"));
  }

  private Optional<Obstacle> unsupported(ObservedVolume volume) {
    if (!volume.driver().equals("local")) {
      return Optional.of(
          new Obstacle(
              "volume " + volume.name(),
              "Driver " + volume.driver() + " is a plugin of " + source));
    }
    List<String> unknown =
        VolumeOptions.unknown(volume.options(), target.details().engine()).stream()
            .sorted()
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                "volume " + volume.name(),
                "Options " + String.join(", ", unknown) + " are unknown to " + target));
  }

  private VolumeStep step(
      ObservedVolume volume, String name, VolumeMode mode, Map<String, String> labels) {
    if (!volume.holdsItsContent()) {
      return new VolumeStep(volume, name, Way.RECREATE, 0, labels);
    }
    Path content = Path.of(volume.mountpoint());
    boolean rename = mode == VolumeMode.MOVE && sameMount(content);
    // Once renamed there is nothing left to be measured.
    long bytes = rename || !Files.exists(content) ? 0 : allocated(content);
    return new VolumeStep(volume, name, rename ? Way.RENAME : Way.COPY, bytes, labels);
  }

  /** By the mount, not the device: no rename crosses from one mount of a device to another. */
  private boolean sameMount(Path mountpoint) {
    // The mountpoint itself has gone when a rename was done before a crash.
    Path volume = mountpoint.resolveSibling("");
    return mount(volume).equals(mount(existing(targetStorage)));
  }

  private String mount(Path path) {
    CommandResult result =
        runner.run(Command.reading(List.of("stat", "--format=%m", "--", path.toString())));
    if (!result.succeeded()) {
      throw new MigrationException("cannot see where " + path + " is mounted", result);
    }
    return result.stdout().strip();
  }

  private static Path existing(Path path) {
    Path found = path;
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }

  /** As du counts: holes take nothing, a file with two names is one. */
  private long allocated(Path directory) {
    CommandResult result =
        runner.run(
            Command.reading(
                    List.of(
                        "du",
                        "--summarize",
                        "--block-size=1",
                        "--one-file-system",
                        "--",
                        directory.toString()))
                .withoutTimeout());
    String first = result.stdout().split("\\s", 2)[0];
    if (!result.succeeded() || !first.matches("\\d+")) {
      throw new MigrationException("cannot measure " + directory, result);
    }
    return Long.parseLong(first);
  }

  private Optional<Obstacle> space(List<VolumeStep> steps) {
    long needed =
        steps.stream().filter(step -> step.way() == Way.COPY).mapToLong(VolumeStep::bytes).sum();
    if (needed == 0) {
      return Optional.empty();
    }
    Path place = existing(targetStorage);
    try {
      FileStore store = Files.getFileStore(place);
      return shortage(needed, store.getUsableSpace(), place);
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot look at the space of " + place, cause);
    }
  }

  static Optional<Obstacle> shortage(long needed, long usable, Path place) {
    long wanted = needed + needed / 100 * MARGIN_PERCENT + MARGIN;
    return usable >= wanted
        ? Optional.empty()
        : Optional.of(
            new Obstacle(
                "volumes",
                "they take "
                    + megabytes(needed)
                    + " and, with a margin, need "
                    + megabytes(wanted)
                    + " below "
                    + place
                    + ", where "
                    + megabytes(usable)
                    + " are free"));
  }

  private static String megabytes(long bytes) {
    return (bytes + 999_999) / 1_000_000 + " MB";
  }
}
