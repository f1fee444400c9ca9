package dev.berth.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The host as it was read, once.
 *
 * @param engine the engine and its version
 * @param containers every container of the engine, ours or not
 * @param images the images behind the wanted references, by reference; absent ones are not in it
 * @param volumes the named volumes, by name; empty where no configuration uses any
 * @param units the units that are ours and those with a wanted name, by name
 * @param files what lies in files
 * @param past what earlier runs and earlier tools have left
 * @param other what the host's other engine has
 * @param resources what the host has to give to the wanted containers
 * @param findings what else was found out
 */
public record Observed(
    EngineInfo engine,
    List<ObservedContainer> containers,
    Map<String, ObservedImage> images,
    Map<String, ObservedVolume> volumes,
    Map<UnitName, ObservedUnit> units,
    Files files,
    Past past,
    OtherSide other,
    Resources resources,
    Findings findings) {

  /**
   * What lies in files.
   *
   * @param secrets the content of our environment files, by path
   * @param missingSources the wanted bind sources that do not exist
   * @param labels the SELinux labels of the wanted bind sources; only where it is enforced
   */
  public record Files(
      Map<String, String> secrets, Set<String> missingSources, Map<String, ObservedLabel> labels) {
    /** None. */
    public static final Files NONE = new Files(Map.of(), Set.of(), Map.of());

    /** Keeps its own copies. */
    public Files {
      secrets = Map.copyOf(secrets);
      missingSources = Set.copyOf(missingSources);
      labels = Map.copyOf(labels);
    }
  }

  /**
   * What earlier runs and earlier tools have left.
   *
   * @param applied what was last applied, by container; only where the plan may need it: of what is
   *     wanted, and of what has neither a container nor a unit any more
   * @param formers what Paunch or tripleo-ansible left, by container
   */
  public record Past(
      Map<ContainerName, Applied> applied, Map<ContainerName, LegacyContainer> formers) {
    /** None. */
    public static final Past NONE = new Past(Map.of(), Map.of());

    /** Keeps its own copies. */
    public Past {
      applied = Map.copyOf(applied);
      formers = Map.copyOf(formers);
    }
  }

  /**
   * What the host's other engine has.
   *
   * @param containers the wanted ones, and what else it has of their configurations, by name
   * @param images the wanted references that it has an image for
   * @param unmatched of the wanted Compose projects those that stand for none of the wanted
   *     containers, or have a name that is another's here
   */
  public record OtherSide(
      Map<ContainerName, PeerContainer> containers,
      Set<String> images,
      List<PeerContainer> unmatched) {
    /** There is none. */
    public static final OtherSide NONE = new OtherSide(Map.of(), Set.of());

    /** One without anything of Compose. */
    public OtherSide(Map<ContainerName, PeerContainer> containers, Set<String> images) {
      this(containers, images, List.of());
    }

    /** Keeps its own copies. */
    public OtherSide {
      containers = Map.copyOf(containers);
      images = Set.copyOf(images);
      unmatched = List.copyOf(unmatched);
    }
  }

  /** Keeps its own copies. */
  public Observed {
    containers = List.copyOf(containers);
    images = Map.copyOf(images);
    volumes = Map.copyOf(volumes);
    units = Map.copyOf(units);
  }

  /** A host with one engine, of which nothing else was asked. */
  public Observed(
      EngineInfo engine,
      List<ObservedContainer> containers,
      Map<String, ObservedImage> images,
      Map<String, ObservedVolume> volumes,
      Map<UnitName, ObservedUnit> units,
      Files files,
      Past past) {
    this(
        engine,
        containers,
        images,
        volumes,
        units,
        files,
        past,
        OtherSide.NONE,
        Resources.NONE,
        Findings.NONE);
  }

  private Observed with(Files on, OtherSide beside, Resources given, Findings found) {
    return new Observed(engine, containers, images, volumes, units, on, past, beside, given, found);
  }

  /** The same host, with what SELinux says of the wanted bind sources. */
  public Observed withLabels(Map<String, ObservedLabel> found) {
    return with(new Files(files.secrets, files.missingSources, found), other, resources, findings);
  }

  /** The same host, with another engine beside the first. */
  public Observed beside(OtherSide found) {
    return with(files, found, resources, findings);
  }

  /** The same host, with what it has to give. */
  public Observed withResources(Resources found) {
    return with(files, other, found, findings);
  }

  /** The same host, with what else was found out. */
  public Observed withFindings(Findings found) {
    return with(files, other, resources, found);
  }

  /** The content of our environment files, by path. */
  public Map<String, String> secretFiles() {
    return files.secrets;
  }

  /** The wanted bind sources that do not exist. */
  public Set<String> missingSources() {
    return files.missingSources;
  }

  /** The SELinux labels of the wanted bind sources; only where it is enforced. */
  public Map<String, ObservedLabel> labels() {
    return files.labels;
  }

  /** What was last applied, by container, where the plan may need it. */
  public Map<ContainerName, Applied> applied() {
    return past.applied;
  }

  /** What Paunch or tripleo-ansible left, by container. */
  public Map<ContainerName, LegacyContainer> legacyContainers() {
    return past.formers;
  }

  /** What the other engine has of the wanted containers and their configurations, by name. */
  public Map<ContainerName, PeerContainer> peers() {
    return other.containers;
  }

  /** What it has of the wanted Compose projects, and that stands for no wanted container. */
  public List<PeerContainer> unmatchedPeers() {
    return other.unmatched;
  }

  /** The wanted references that the other engine has an image for. */
  public Set<String> imagesElsewhere() {
    return other.images;
  }

  /** The legacy container of this name, of Paunch or tripleo-ansible; empty when there is none. */
  public Optional<LegacyContainer> legacy(ContainerName name) {
    return Optional.ofNullable(past.formers.get(name));
  }

  /** The container with this name, whoever made it; empty when the host has none. */
  public Optional<ObservedContainer> container(ContainerName name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /**
   * The container that an apply has set aside when it replaced this one; empty when there is none
   * that is proven to be Berth's.
   */
  public Optional<ObservedContainer> setAside(ContainerName name) {
    return container(name.with(ObservedContainer.ASIDE))
        .filter(container -> container.ownership().isProven());
  }

  /** Whether a unit has a file in Berth's directory, and not only a place in systemd's memory. */
  public boolean hasUnitFile(UnitName unit) {
    return Optional.ofNullable(units.get(unit)).flatMap(ObservedUnit::text).isPresent();
  }

  /** Whether the operator has masked a unit. */
  public boolean isMasked(UnitName unit) {
    return Optional.ofNullable(units.get(unit)).filter(ObservedUnit::isMasked).isPresent();
  }

  /**
   * Whether the image that a unit runs has a name of Berth's own; empty where it runs none by its
   * id, or the image's names are not known.
   */
  public Optional<Boolean> isHeld(Rendered wanted) {
    Optional<Set<String>> names =
        Optional.ofNullable(images().get(wanted.spec().image())).flatMap(ObservedImage::names);
    return wanted
        .heldImage()
        .flatMap(id -> names.map(given -> given.contains(HeldImage.name(wanted.name(), id))));
  }

  /** Whether the container has a health check of its own or its image's, as far as is known. */
  public boolean hasHealthcheck(ContainerSpec spec) {
    return spec.hasHealthcheck(Optional.ofNullable(images.get(spec.image())));
  }

  /** The id of the image behind a reference; empty when the image is not on the host. */
  public Optional<String> imageId(String reference) {
    return Optional.ofNullable(images.get(reference)).map(ObservedImage::id);
  }
}
