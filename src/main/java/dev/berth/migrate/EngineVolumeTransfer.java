package dev.berth.migrate;

import dev.berth.engine.Engine;
import dev.berth.model.Labels;
import dev.berth.model.ObservedVolume;
import dev.berth.model.VolumePair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies or moves volumes; what is made carries our mark, so that a repeat may make it anew. */
final class EngineVolumeTransfer implements VolumeTransfer {
  private static final String MARK = "berth";

  private final Engine target;
  private final VolumePlanner planner;
  private final VolumeCarrier carrier;
  private final VolumeMode mode;

  /** The labels of the empty volumes that made room, by name. */
  private final Map<String, Map<String, String>> removed = new ConcurrentHashMap<>();

  EngineVolumeTransfer(
      Engine target, VolumePlanner planner, VolumeCarrier carrier, VolumeMode mode) {
    this.target = target;
    this.planner = planner;
    this.carrier = carrier;
    this.mode = mode;
  }

  @Override
  public boolean carries() {
    return mode != VolumeMode.SKIP;
  }

  @Override
  public boolean moves() {
    return mode == VolumeMode.MOVE;
  }

  @Override
  public Optional<String> obstacle(List<VolumePair> volumes) {
    return plan(volumes).obstacles().stream().findFirst().map(Obstacle::toString);
  }

  /** One that an earlier run has made, whole or not, is made anew: it may be older by now. */
  @Override
  public void carry(VolumePair volume) {
    VolumePlan plan = plan(List.of(volume));
    if (!plan.obstacles().isEmpty()) {
      throw new MigrationException(plan.obstacles().getFirst().toString());
    }
    for (VolumeStep step : plan.steps()) {
      carrier.undo(step);
      carrier.carry(step);
    }
  }

  @Override
  public void giveBack(VolumePair volume) {
    VolumePlan plan =
        planner.plan(Map.of(volume.source(), volume.target()), VolumeMode.MOVE, MARK, Map.of());
    if (!plan.obstacles().isEmpty()) {
      throw new MigrationException(plan.obstacles().getFirst().toString());
    }
    plan.steps().stream()
        .filter(step -> step.way() == VolumeStep.Way.RENAME || carrier.isUnfinished(step))
        .forEach(carrier::undo);
  }

  private VolumePlan plan(List<VolumePair> volumes) {
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    for (VolumePair volume : volumes) {
      names.put(volume.source(), volume.target());
      labels.putAll(labelsOfEmpty(volume.target(), volume.seal()));
    }
    return planner.plan(names, mode, MARK, labels);
  }

  /**
   * The labels of a volume that Berth has just made for the container and that nothing is in; it
   * goes, as labels cannot be changed. Empty for any other.
   */
  private Map<String, String> labelsOfEmpty(String volume, String seal) {
    for (ObservedVolume found : target.details().volumes(List.of(volume)).values()) {
      Map<String, String> labels = found.labels();
      if (seal.equals(labels.get(Labels.OWNERSHIP))
          && !labels.containsKey(VolumeStep.MIGRATION)
          && isEmpty(Path.of(found.mountpoint()))) {
        MigrationException.require(
            "cannot make the volume " + volume + " anew",
            target.control().removeVolumes(List.of(volume)));
        removed.put(volume, labels);
      }
      if (labels.containsKey(VolumeStep.MIGRATION)) {
        return labels.entrySet().stream()
            .filter(label -> !label.getKey().equals(VolumeStep.MIGRATION))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      }
    }
    return removed.getOrDefault(volume, Map.of());
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> content = Files.list(directory)) {
      return content.findAny().isEmpty();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot look into " + directory, unreadable);
    }
  }
}
