package dev.berth.model;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whose a thing of an engine is. Labels alone prove nothing: a container inherits those of its
 * image, and {@code podman commit} copies a container's into one. So Berth seals what it makes with
 * the host's secret; what carries its labels without a proof is a stranger.
 *
 * @param standing how sure it is
 * @param managedBy the owner that its labels name; empty where they name none
 * @param configId the configuration that it belongs to: that of its unit where it has one, else its
 *     label's; empty where there is neither
 */
public record Ownership(Standing standing, String managedBy, String configId) {
  /** Nothing says whose it is. */
  public static final Ownership NONE = new Ownership(Standing.NONE, "", "");

  /** How sure it is whose something is. */
  public enum Standing {
    /** No label names an owner. */
    NONE,
    /**
     * Labels name an owner, and nothing proves it: inherited, copied, forged, or another tool's.
     */
    CLAIMED,
    /** Labels name an owner, and came along with its image: nobody gave them to it. */
    INHERITED,
    /** Berth made it, on this host. */
    PROVEN
  }

  /** What kind of thing is owned. A seal of one kind proves nothing for another. */
  public enum Kind {
    /** A container. */
    CONTAINER,
    /** A named volume. */
    VOLUME,
    /** A network. */
    NETWORK,
    /** A secret. */
    SECRET,
    /** A pod. */
    POD,
    /** An image. */
    IMAGE
  }

  /**
   * What a seal covers.
   *
   * @param kind what it is
   * @param name its own name, so that a copy under another name has no valid seal
   * @param managedBy its owner
   * @param configId its configuration
   * @param origin the id of the image that a container is made from, without {@code sha256:}: the
   *     image that a commit makes is another one; empty for what is made from none
   */
  public record Claim(Kind kind, String name, String managedBy, String configId, String origin) {

    /** The same of a container of another name. */
    Claim of(ContainerName other) {
      return new Claim(kind, other.text(), managedBy, configId, origin);
    }

    /** What its labels claim; empty where they name no owner, or no configuration. */
    static Optional<Claim> of(Kind kind, String name, Map<String, String> labels, String origin) {
      String managedBy = labels.getOrDefault(Labels.MANAGED_BY, "");
      String configId = labels.getOrDefault(Labels.CONFIG_ID, "");
      return managedBy.isEmpty() || configId.isEmpty()
          ? Optional.empty()
          : Optional.of(new Claim(kind, name, managedBy, configId, origin));
    }
  }

  /** What the host knows of its things besides their labels. */
  public interface Evidence {
    /** The seal that Berth gives to a thing on this host; empty where the host's secret is lost. */
    Optional<String> seal(Claim claim);

    /** Berth's own unit that runs a container of this name on this engine; empty when none does. */
    Optional<ObservedUnit> unit(ContainerName container);

    /** The record of the last apply of a container of this name; empty when it is lost. */
    Optional<Applied> record(ContainerName container);

    /** Whether the engine has a container of this name. */
    boolean hasContainer(ContainerName name);

    /** The id of the container that the unit of this name has made last; empty if not known. */
    Optional<String> made(ContainerName container);

    /**
     * Whether a process is one of this unit, for all that the kernel says; false where it ended.
     */
    boolean isIn(UnitName unit, long pid);
  }

  /** An owner that labels name, not yet or never proven. */
  public static Ownership claimed(Map<String, String> labels) {
    String managedBy = labels.getOrDefault(Labels.MANAGED_BY, "");
    return managedBy.isEmpty()
        ? NONE
        : new Ownership(Standing.CLAIMED, managedBy, labels.getOrDefault(Labels.CONFIG_ID, ""));
  }

  /** An owner that is proven. */
  public static Ownership proven(String managedBy, String configId) {
    return new Ownership(Standing.PROVEN, managedBy, configId);
  }

  /**
   * Whose a container is: proven by its seal, by Berth's unit, or, where it was made by an earlier
   * version or under a key that was lost since, by what was last applied. A unit decides which
   * configuration it belongs to, as labels cannot change when a container is handed over.
   */
  public static Ownership of(ObservedContainer container, Evidence evidence) {
    Optional<Claim> claimed =
        Claim.of(
            Kind.CONTAINER, container.ownName().text(), container.labels(), container.imageId());
    if (claimed.isEmpty()) {
      return claimed(container.labels());
    }
    Claim claim = claimed.get();
    Optional<ObservedUnit> ofName =
        evidence.unit(container.name()).filter(found -> isOfManager(found, claim));
    Optional<ObservedUnit> ofRenamed = unitOfRenamed(claim, container, evidence);
    boolean isProven =
        isSealed(claim, container.labels(), evidence)
            || ofName.filter(found -> isRunBy(found, container, evidence)).isPresent()
            || ofRenamed.isPresent()
            || evidence
                .record(container.ownName())
                .filter(record -> isRecorded(record, claim, container))
                .isPresent()
            || isRenamed(claim, container, evidence);
    if (!isProven) {
      return claimed(container.labels());
    }
    return proven(
        claim.managedBy(),
        ofRenamed
            .or(() -> ofName)
            .flatMap(ObservedUnit::owner)
            .map(UnitOwner::configId)
            .orElse(claim.configId()));
  }

  /**
   * Whose a volume is: proven by its seal. One without a seal may be of an earlier version, and is
   * proven by what that version left: a unit or record of the container that it was made for, where
   * that is of its configuration and names the volume. What is written since proves nothing, as
   * anybody can give labels to a volume that a configuration then uses.
   */
  public static Ownership of(ObservedVolume volume, Evidence evidence) {
    Optional<Claim> claimed = Claim.of(Kind.VOLUME, volume.name(), volume.labels(), "");
    if (claimed.isEmpty()) {
      return claimed(volume.labels());
    }
    Claim claim = claimed.get();
    Optional<ContainerName> maker =
        Optional.ofNullable(volume.labels().get(Labels.CONTAINER_NAME))
            .flatMap(ContainerName::find);
    boolean isUnsealed = !volume.labels().containsKey(Labels.OWNERSHIP);
    boolean isProven =
        isSealed(claim, volume.labels(), evidence)
            || maker
                .flatMap(evidence::unit)
                .filter(_ -> isUnsealed)
                .filter(unit -> isOf(unit, claim))
                .flatMap(ObservedUnit::text)
                .filter(text -> !text.contains(Labels.OWNERSHIP))
                .filter(text -> VolumeMention.of(volume).isIn(text))
                .isPresent()
            || maker
                .flatMap(evidence::record)
                .filter(_ -> isUnsealed)
                .filter(record -> record.image().isEmpty() && record.target().isEmpty())
                .filter(record -> isOf(record, claim))
                .filter(record -> VolumeMention.of(volume).isIn(maker.orElseThrow(), record))
                .isPresent();
    return isProven ? proven(claim.managedBy(), claim.configId()) : claimed(volume.labels());
  }

  /**
   * Whose a thing is that no earlier version made: proven by its seal alone.
   *
   * @param seal that which Berth gives to a claim on this host; empty where the host's secret is
   *     lost
   */
  public static Ownership of(
      Kind kind, String name, Map<String, String> labels, Function<Claim, Optional<String>> seal) {
    return Claim.of(kind, name, labels, "")
        .filter(
            claim ->
                Optional.ofNullable(labels.get(Labels.OWNERSHIP))
                    .filter(given -> seal.apply(claim).filter(given::equals).isPresent())
                    .isPresent())
        .map(claim -> proven(claim.managedBy(), claim.configId()))
        .orElseGet(() -> claimed(labels));
  }

  /**
   * Whether a container is what Berth made and somebody has renamed since. Its seal and what was
   * last applied are those of a name that nobody has now; as long as somebody has it, this one is a
   * copy. Where a unit runs that name its container comes and goes, and its absence says nothing;
   * see {@link #unitOfRenamed}.
   */
  private static boolean isRenamed(Claim claim, ObservedContainer container, Evidence evidence) {
    return container
        .formerName()
        .filter(former -> !evidence.hasContainer(former) && evidence.unit(former).isEmpty())
        .filter(former -> isSealed(claim.of(former), container.labels(), evidence))
        .flatMap(evidence::record)
        .filter(record -> isRecorded(record, claim, container))
        .isPresent();
  }

  /**
   * The unit that has started a container which somebody has renamed since: it has word of it, or
   * the container is still in it.
   */
  private static Optional<ObservedUnit> unitOfRenamed(
      Claim claim, ObservedContainer container, Evidence evidence) {
    return container
        .formerName()
        .flatMap(
            former ->
                evidence
                    .unit(former)
                    .filter(unit -> isOfManager(unit, claim))
                    .filter(
                        unit ->
                            isMade(former, container, evidence)
                                || (!evidence.hasContainer(former)
                                    && unit.isActive()
                                    && evidence.isIn(unit.name(), container.pid()))));
  }

  private static boolean isMade(
      ContainerName name, ObservedContainer container, Evidence evidence) {
    return evidence.made(name).filter(container.id()::equals).isPresent();
  }

  private static boolean isOfManager(ObservedUnit unit, Claim claim) {
    return unit.owner().filter(owner -> owner.runsContainerOf(claim.managedBy())).isPresent();
  }

  private static boolean isSealed(Claim claim, Map<String, String> labels, Evidence evidence) {
    return Optional.ofNullable(labels.get(Labels.OWNERSHIP))
        .filter(seal -> evidence.seal(claim).filter(seal::equals).isPresent())
        .isPresent();
  }

  /**
   * Whether a container is the one of a unit. Where there is word of what the unit has made, only
   * that is. Else it is what runs in the unit; a unit of a version that gave no seals removed
   * whatever else had the name, so that while it is up, or on its way, nobody else has it. At rest
   * it says which image and configuration it would run.
   */
  private static boolean isRunBy(
      ObservedUnit unit, ObservedContainer container, Evidence evidence) {
    return switch (unit.activeState()) {
      case "active", "reloading", "activating", "deactivating" ->
          evidence
              .made(container.name())
              .map(container.id()::equals)
              .orElseGet(
                  () ->
                      unit.text().filter(text -> text.contains(Labels.OWNERSHIP)).isEmpty()
                          || evidence.isIn(unit.name(), container.pid()));
      default ->
          !container.imageId().isEmpty()
              && unit.owner().map(UnitOwner::digest).equals(container.label(Labels.DIGEST))
              && unit.text().filter(text -> text.contains(container.imageId())).isPresent();
    };
  }

  /** Records of earlier versions do not tell the image of a service. */
  private static boolean isRecorded(Applied record, Claim claim, ObservedContainer container) {
    String image = record.image().isEmpty() ? record.target() : record.image();
    return container.label(Labels.DIGEST).filter(record.digest()::equals).isPresent()
        && isOf(record, claim)
        && (image.isEmpty() || image.equals(container.imageId()));
  }

  private static boolean isOf(Applied record, Claim claim) {
    return claim.managedBy().equals(record.configuration().get(Labels.MANAGED_BY))
        && claim.configId().equals(record.configuration().get(Labels.CONFIG_ID));
  }

  private static boolean isOf(ObservedUnit unit, Claim claim) {
    return unit.owner()
        .filter(owner -> owner.runsContainerOf(claim.managedBy()))
        .filter(owner -> owner.configId().equals(claim.configId()))
        .isPresent();
  }

  /** The same of what has the owner's label from its image, which only a proof outweighs. */
  public Ownership inherited() {
    return standing == Standing.CLAIMED
        ? new Ownership(Standing.INHERITED, managedBy, configId)
        : this;
  }

  /** Whether Berth made it, for this owner. */
  public boolean isOf(String manager) {
    return isProven() && managedBy.equals(manager);
  }

  /** Whether Berth made it, for this owner and configuration. */
  public boolean isOf(String manager, String configuration) {
    return isOf(manager) && configId.equals(configuration);
  }

  /** Whether Berth made it, for whatever owner. */
  public boolean isProven() {
    return standing == Standing.PROVEN;
  }

  /** Whether it says that it is of this owner, and nothing proves it. */
  public boolean isImpostorOf(String manager) {
    return (standing == Standing.CLAIMED || standing == Standing.INHERITED)
        && managedBy.equals(manager);
  }
}
