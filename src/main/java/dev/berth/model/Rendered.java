package dev.berth.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has to stand on the host for one container: made by the engine and systemd rooms before
 * planning, compared as plain values.
 *
 * @param spec the configuration it was made from
 * @param configId the configuration's id
 * @param digest the keyed digest of what replaces the container when it changes
 * @param configuration what the digest was made from, flat; secret
 * @param argv the engine's command: what the unit's ExecStart runs, or Berth itself for a task or
 *     an exec
 * @param environment what that command needs in its own environment; secret; empty where a unit
 *     runs it
 * @param upkeep what keeps it running
 * @param secretFiles files that only root may read: environment files, and scripts of its unit
 * @param namedVolumes the named volumes it uses, in order
 */
public record Rendered(
    ContainerSpec spec,
    String configId,
    String digest,
    SortedMap<String, String> configuration,
    List<String> argv,
    Map<String, String> environment,
    Upkeep upkeep,
    List<SecretFile> secretFiles,
    List<NamedVolume> namedVolumes) {

  /**
   * What keeps a container running, as its supervisor has rendered it.
   *
   * @param care by what it is kept
   * @param unit the unit of a service in systemd's care; empty for the rest
   * @param gated whether it counts as started only when it is healthy
   * @param checks who runs its health check
   */
  public record Upkeep(Care care, Optional<UnitFile> unit, boolean gated, Checks checks) {
    /** That of tasks and execs. */
    public static final Upkeep NONE =
        new Upkeep(Care.NONE, Optional.empty(), false, Checks.OF_ENGINE);

    /** By its container alone, whose health is the engine's business. */
    public static Upkeep ofContainer(boolean gated) {
      return new Upkeep(Care.CONTAINER, Optional.empty(), gated, Checks.OF_ENGINE);
    }

    /** By a unit. */
    public static Upkeep ofUnit(UnitFile unit, boolean gated, Checks checks) {
      return new Upkeep(Care.UNIT, Optional.of(unit), gated, checks);
    }
  }

  /**
   * Who runs a health check, and what has it run again where nobody does any more.
   *
   * @param unit the unit that runs it; empty where the engine sees to it, or where there is none
   * @param resume the commands for it, in order; empty where only a start of the container helps
   */
  public record Checks(Optional<UnitName> unit, List<List<String>> resume) {
    /** The engine's business alone. */
    public static final Checks OF_ENGINE = new Checks(Optional.empty(), List.of());

    /** Keeps its own copy. */
    public Checks {
      resume = resume.stream().map(List::copyOf).toList();
    }
  }

  /**
   * A unit's file.
   *
   * @param name with its suffix, {@code berth-haproxy.service}
   * @param text its whole content
   */
  public record UnitFile(UnitName name, String text) {}

  /**
   * A file that only root may read.
   *
   * @param path absolute
   * @param content never shown
   * @param access who may do what with it; more than its owner only in a directory of its owner's
   */
  public record SecretFile(String path, String content, ContentFile.Access access) {
    /** One that its owner alone may read. */
    public SecretFile(String path, String content) {
      this(path, content, ContentFile.Access.OWNERS);
    }

    /** Whether nobody else may do anything with it. */
    public boolean isOwnersAlone() {
      return access.equals(ContentFile.Access.OWNERS);
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /**
   * A named volume.
   *
   * @param name its name
   * @param seal the label that proves it to be Berth's where it is made for this container
   */
  public record NamedVolume(String name, String seal) {}

  /** Keeps its own copies. */
  public Rendered {
    configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    secretFiles = List.copyOf(secretFiles);
    namedVolumes = List.copyOf(namedVolumes);
  }

  /** By what it is kept running. */
  public Care care() {
    return upkeep.care();
  }

  /** The unit of a service in systemd's care; empty for the rest. */
  public Optional<UnitFile> unit() {
    return upkeep.unit();
  }

  /** Whether it counts as started only when it is healthy. */
  public boolean gated() {
    return upkeep.gated();
  }

  /** Who runs its health check. */
  public Checks checks() {
    return upkeep.checks();
  }

  /** The names of the volumes it uses, in order. */
  public List<String> volumes() {
    return namedVolumes.stream().map(NamedVolume::name).toList();
  }

  /** The id of the image that its unit runs; empty without a unit, and where it runs a name. */
  public Optional<String> heldImage() {
    return unit()
        .flatMap(
            _ ->
                argv.stream()
                    .skip(2)
                    .filter(word -> !word.startsWith("-"))
                    .findFirst()
                    .filter(image -> image.matches("[0-9a-f]{64}")));
  }

  /** The container's name. */
  public ContainerName name() {
    return spec.name();
  }
}
