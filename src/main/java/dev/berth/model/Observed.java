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
 * @param secretFiles the content of our environment files, by path
 * @param missingSources the wanted bind sources that do not exist
 * @param applied what was last applied, by container; only where the plan may need it: of what is
 *     wanted, and of what has neither a container nor a unit any more
 * @param formers what Paunch or tripleo-ansible left, by container
 * @param elsewhere the wanted containers that the host's other engine has, and what else it has of
 *     their configurations, by name
 * @param imagesElsewhere the wanted references that the other engine has an image for
 * @param labels the SELinux labels of the wanted bind sources; only where it is enforced
 * @param resources what the host has to give to the wanted containers
 * @param findings what else was found out
 */
public record Observed(
    EngineInfo engine,
    List<ObservedContainer> containers,
    Map<String, ObservedImage> images,
    Map<String, ObservedVolume> volumes,
    Map<String, ObservedUnit> units,
    Map<String, String> secretFiles,
    Set<String> missingSources,
    Map<String, Applied> applied,
    Map<String, Former> formers,
    Map<String, Elsewhere> elsewhere,
    Set<String> imagesElsewhere,
    Map<String, ObservedLabel> labels,
    Resources resources,
    Findings findings) {

  /** Keeps its own copies. */
  public Observed {
    containers = List.copyOf(containers);
    images = Map.copyOf(images);
    volumes = Map.copyOf(volumes);
    units = Map.copyOf(units);
    secretFiles = Map.copyOf(secretFiles);
    missingSources = Set.copyOf(missingSources);
    applied = Map.copyOf(applied);
    formers = Map.copyOf(formers);
    elsewhere = Map.copyOf(elsewhere);
    imagesElsewhere = Set.copyOf(imagesElsewhere);
    labels = Map.copyOf(labels);
  }

  /** A host whose resources were not asked for. */
  public Observed(
      EngineInfo engine,
      List<ObservedContainer> containers,
      Map<String, ObservedImage> images,
      Map<String, ObservedVolume> volumes,
      Map<String, ObservedUnit> units,
      Map<String, String> secretFiles,
      Set<String> missingSources,
      Map<String, Applied> applied,
      Map<String, Former> formers,
      Map<String, Elsewhere> elsewhere,
      Set<String> imagesElsewhere,
      Map<String, ObservedLabel> labels) {
    this(
        engine,
        containers,
        images,
        volumes,
        units,
        secretFiles,
        missingSources,
        applied,
        formers,
        elsewhere,
        imagesElsewhere,
        labels,
        Resources.NONE,
        Findings.NONE);
  }

  /** A host with one engine that does not enforce SELinux. */
  public Observed(
      EngineInfo engine,
      List<ObservedContainer> containers,
      Map<String, ObservedImage> images,
      Map<String, ObservedVolume> volumes,
      Map<String, ObservedUnit> units,
      Map<String, String> secretFiles,
      Set<String> missingSources,
      Map<String, Applied> applied,
      Map<String, Former> formers) {
    this(
        engine,
        containers,
        images,
        volumes,
        units,
        secretFiles,
        missingSources,
        applied,
        formers,
        Map.of(),
        Set.of(),
        Map.of());
  }

  /** The same host, with what SELinux says of the wanted bind sources. */
  public Observed withLabels(Map<String, ObservedLabel> found) {
    return new Observed(
        engine,
        containers,
        images,
        volumes,
        units,
        secretFiles,
        missingSources,
        applied,
        formers,
        elsewhere,
        imagesElsewhere,
        found,
        resources,
        findings);
  }

  /** The same host, with what it has to give. */
  public Observed withResources(Resources found) {
    return new Observed(
        engine,
        containers,
        images,
        volumes,
        units,
        secretFiles,
        missingSources,
        applied,
        formers,
        elsewhere,
        imagesElsewhere,
        labels,
        found,
        findings);
  }

  /** The same host, with what else was found out. */
  public Observed withFindings(Findings found) {
    return new Observed(
        engine,
        containers,
        images,
        volumes,
        units,
        secretFiles,
        missingSources,
        applied,
        formers,
        elsewhere,
        imagesElsewhere,
        labels,
        resources,
        found);
  }

  /** What Paunch or tripleo-ansible left of the container with this name. */
  public Optional<Former> former(String name) {
    return Optional.ofNullable(formers.get(name));
  }

  /** The container with this name, whoever made it. */
  public Optional<ObservedContainer> container(String name) {
    return containers.stream().filter(container -> container.name().equals(name)).findFirst();
  }

  /** The container that an apply has set aside when it replaced this one; only one of Berth's. */
  public Optional<ObservedContainer> setAside(String name) {
    return container(name + ObservedContainer.ASIDE)
        .filter(container -> container.ownership().isProven());
  }

  /** Whether a unit has a file in Berth's directory, and not only a place in systemd's memory. */
  public boolean hasUnitFile(String unit) {
    return Optional.ofNullable(units.get(unit)).flatMap(ObservedUnit::text).isPresent();
  }

  /** Whether the operator has masked a unit. */
  public boolean isMasked(String unit) {
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

  /** The id of the image behind a reference, where it is on the host. */
  public Optional<String> imageId(String reference) {
    return Optional.ofNullable(images.get(reference)).map(ObservedImage::id);
  }
}
