package dev.berth.apply;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedVolume;
import dev.berth.model.RemadeVolume;
import dev.berth.model.VolumeMention;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the volumes that were removed, and that an engine has made anew when it started their
 * service again ({@code podman volume rm --force}, or {@code rm --force} and {@code volume rm}).
 *
 * <p>Such a volume is younger than the one that the last start of its service by Berth was planned
 * with, and nobody gave it a label or an option: Berth seals those that it makes, and so is its own
 * told from it. The volume of the plan stands in the record that follows the start, and not the one
 * that was there by then: it may have been removed in between. A record without it was written
 * after the start, and what is younger than that was made anew, too. Whoever makes one by hand to
 * fill it from a backup gives it none either; it is told by what is in it: a backup brings files
 * along that are older than the volume. So does the image, whose files an engine copies into an
 * empty volume, but they are older than the image, too.
 */
final class RemadeVolumes {
  /** The kernel stamps files with a clock that lags behind by some milliseconds. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  /** How many files of a volume are looked at: what was put back is many, and among the first. */
  private static final int FILES = 10_000;

  private final AppliedRecords records;
  private final Function<Collection<String>, Map<String, ObservedImage>> images;

  /**
   * Finds them by what was last applied.
   *
   * @param images reads images, by id; called only where a volume is suspicious whose service's
   *     image was not read
   */
  RemadeVolumes(
      AppliedRecords records, Function<Collection<String>, Map<String, ObservedImage>> images) {
    this.records = records;
    this.images = images;
  }

  /** A volume with the services that may have lost it. */
  private record Suspect(
      ObservedVolume volume, Instant created, Map<ContainerName, Applied> services) {}

  /** What a service was last started with, and when that was put on record. */
  private record Started(Applied record, Instant written) {
    /** Whether it had another volume of this name than the one that was made then. */
    boolean isBefore(Instant created, String volume) {
      String planned = record.volumes().get(volume);
      if (planned == null) {
        return created.isAfter(written);
      }
      // One that Berth was to make has labels.
      return planned.isEmpty() || created.isAfter(moment(planned).orElse(written));
    }

    private static Optional<Instant> moment(String text) {
      try {
        return Optional.of(Instant.parse(text));
      } catch (DateTimeException nonsense) {
        return Optional.empty();
      }
    }
  }

  /**
   * Those that services of the engine that was looked at have, by name.
   *
   * @param containers the names of containers; those that are no services have none
   */
  List<RemadeVolume> find(Snapshot snapshot, Collection<ContainerName> containers) {
    Set<ContainerName> here = here(snapshot);
    return find(
        snapshot.engine().volumes(),
        snapshot.engine().images().values(),
        containers.stream().filter(here::contains).toList());
  }

  /**
   * Those that services have, by name.
   *
   * @param volumes what the engine has by now, by name
   * @param known the images that were read
   * @param services the names of containers that run there; those that are no services have none
   */
  List<RemadeVolume> find(
      Map<String, ObservedVolume> volumes,
      Collection<ObservedImage> known,
      Collection<ContainerName> services) {
    List<ObservedVolume> plain =
        volumes.values().stream()
            .filter(volume -> volume.isPlain() && volume.created().isPresent())
            .sorted(Comparator.comparing(ObservedVolume::name))
            .toList();
    if (plain.isEmpty()) {
      return List.of();
    }
    Map<ContainerName, Started> started = new HashMap<>();
    for (ContainerName service : services) {
      records
          .written(service)
          .ifPresent(
              time ->
                  records
                      .read(service)
                      .filter(record -> !record.image().isEmpty())
                      .ifPresent(record -> started.put(service, new Started(record, time))));
    }
    List<Suspect> suspects = new ArrayList<>();
    for (ObservedVolume volume : plain) {
      suspect(volume, volume.created().orElseThrow(), started).ifPresent(suspects::add);
    }
    if (suspects.isEmpty()) {
      return List.of();
    }
    Map<String, ObservedImage> images = images(known, suspects);
    return suspects.stream()
        .filter(suspect -> !holdsBackup(suspect, images))
        .map(
            suspect ->
                new RemadeVolume(
                    suspect.volume().name(),
                    suspect.created(),
                    suspect.services().keySet().stream().sorted().toList()))
        .toList();
  }

  /** What the engine has; that a container of the other one has such a volume says nothing. */
  private static Set<ContainerName> here(Snapshot snapshot) {
    Set<ContainerName> here = new HashSet<>();
    snapshot.engine().containers().forEach(container -> here.add(container.name()));
    snapshot.systemd().units().values().stream()
        .filter(unit -> unit.runsOn(snapshot.engine().engine().name()))
        .flatMap(unit -> unit.owner().stream())
        .forEach(owner -> owner.container().ifPresent(here::add));
    return here;
  }

  private static Optional<Suspect> suspect(
      ObservedVolume volume, Instant created, Map<ContainerName, Started> started) {
    VolumeMention mention = VolumeMention.of(volume);
    Map<ContainerName, Applied> services = new HashMap<>();
    started.forEach(
        (service, start) -> {
          if (start.isBefore(created, volume.name()) && mention.isIn(service, start.record())) {
            services.put(service, start.record());
          }
        });
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(new Suspect(volume, created, services));
  }

  private Map<String, ObservedImage> images(
      Collection<ObservedImage> read, List<Suspect> suspects) {
    Map<String, ObservedImage> known = new HashMap<>();
    read.forEach(image -> known.put(image.id(), image));
    Set<String> unknown = new TreeSet<>();
    for (Suspect suspect : suspects) {
      for (Applied record : suspect.services().values()) {
        if (!known.containsKey(record.image())) {
          unknown.add(record.image());
        }
      }
    }
    if (!unknown.isEmpty()) {
      known.putAll(images.apply(unknown));
    }
    return known;
  }

  /** Whether it holds what is older than the volume and younger than the images of its services. */
  private static boolean holdsBackup(Suspect suspect, Map<String, ObservedImage> images) {
    Instant youngestImage = Instant.MIN;
    for (Applied record : suspect.services().values()) {
      Optional<Instant> made =
          Optional.ofNullable(images.get(record.image())).flatMap(ObservedImage::created);
      if (made.isEmpty()) {
        return false;
      }
      youngestImage = made.get().isAfter(youngestImage) ? made.get() : youngestImage;
    }
    return !suspect.volume().mountpoint().isEmpty()
        && holds(
            Path.of(suspect.volume().mountpoint()), youngestImage, suspect.created().minus(SLACK));
  }

  /** Whether a tree holds anything that was written between two moments. */
  private static boolean holds(Path tree, Instant from, Instant until) {
    Search search = new Search(from, until);
    try {
      Files.walkFileTree(tree, search);
    } catch (IOException unreadable) {
      return false;
    }
    return search.isFound;
  }

  /** Follows no links; what cannot be read says nothing. */
  private static final class Search extends SimpleFileVisitor<Path> {
    private final Instant from;
    private final Instant until;
    private int left = FILES;
    private boolean isFound;

    Search(Instant from, Instant until) {
      this.from = from;
      this.until = until;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return visitFile(directory, attributes);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Instant time = attributes.lastModifiedTime().toInstant();
      isFound = time.isAfter(from) && time.isBefore(until);
      left--;
      return isFound || left <= 0 ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }
  }
}
