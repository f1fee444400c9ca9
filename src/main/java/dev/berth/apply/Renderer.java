package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Key.Scope;
import dev.berth.model.Labels;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.UnitOwner;
import dev.berth.model.Wanted;
import dev.berth.model.Wanted.WantedSet;
import dev.berth.systemd.EnvironmentFileText;
import dev.berth.systemd.ServiceUnit;
import dev.berth.systemd.UnitName;
import dev.berth.systemd.UnitText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns configurations into what shall stand on the host: commands, units, environment files. */
public final class Renderer {
  /** Units of the host that containers need while they stop; one that is not there does no harm. */
  private static final List<String> COME_FIRST =
      List.of("pacemaker.service", "docker.service", "openvswitch.service", "iptables.service");

  private final Engine engine;
  private final HostPaths paths;
  private final RenderOptions options;
  private final DigestKey key;

  /** A renderer for one run. */
  public Renderer(Engine engine, HostPaths paths, RenderOptions options, DigestKey key) {
    this.engine = engine;
    this.paths = paths;
    this.options = options;
    this.key = key;
  }

  /**
   * Renders everything.
   *
   * @param images the images on the host, by reference; a container whose image is absent is
   *     rendered with the reference in the id's place
   * @param systemdVersion decides which directives a unit may have
   */
  public Wanted render(Desired desired, Map<String, ObservedImage> images, int systemdVersion) {
    List<WantedSet> sets = new ArrayList<>();
    for (ContainerSet set : desired.sets()) {
      List<Rendered> rendered =
          set.containers().stream()
              .map(spec -> render(spec, set.configId(), desired, images, systemdVersion))
              .toList();
      sets.add(new WantedSet(set.configId(), rendered));
    }
    return new Wanted(sets);
  }

  private Rendered render(
      ContainerSpec spec,
      String configId,
      Desired desired,
      Map<String, ObservedImage> images,
      int systemdVersion) {
    SortedMap<String, String> configuration = configuration(spec, configId);
    String digest = key.digest(configuration);
    boolean isExec = spec.role() == ContainerSpec.Role.EXEC;
    Path engineFile =
        isExec ? paths.execEnvironment(spec.name()) : paths.engineEnvironment(spec.name());
    Invocation invocation =
        isExec
            ? engine.exec(spec, engineFile)
            : engine.run(request(spec, configId, digest, images, mode(spec)));
    List<SecretFile> files = new ArrayList<>();
    if (!invocation.fileText().isEmpty()) {
      files.add(new SecretFile(engineFile.toString(), invocation.fileText()));
    }
    boolean isService = spec.role() == ContainerSpec.Role.SERVICE;
    if (isService && !invocation.inherited().isEmpty()) {
      files.add(
          new SecretFile(
              paths.inheritedEnvironment(spec.name()).toString(),
              EnvironmentFileText.render(invocation.inherited())));
    }
    Optional<UnitFile> unit =
        isService
            ? Optional.of(
                new UnitFile(
                    UnitName.of(options.unitPrefix(), spec.name()).text(),
                    UnitText.render(
                        unit(spec, configId, digest, desired, invocation), systemdVersion)))
            : Optional.empty();
    return new Rendered(
        spec,
        configId,
        digest,
        configuration,
        invocation.argv(),
        isService ? Map.of() : invocation.inherited(),
        unit,
        files,
        invocation.volumes());
  }

  /** The request that an engine needs to write the command of a container. */
  public RunRequest request(
      ContainerSpec spec,
      String configId,
      String digest,
      Map<String, ObservedImage> images,
      Mode mode) {
    Optional<ObservedImage> image = Optional.ofNullable(images.get(spec.image()));
    SortedMap<String, String> labels = new TreeMap<>(options.labels());
    labels.put(Labels.MANAGED_BY, options.managedBy());
    labels.put(Labels.CONFIG_ID, configId);
    labels.put(Labels.CONTAINER_NAME, spec.name());
    labels.put(Labels.DIGEST, digest);
    return new RunRequest(
        spec,
        mode,
        image.map(ObservedImage::id).orElse(spec.image()),
        image.map(ObservedImage::volumes).orElse(List.of()),
        labels,
        paths.engineEnvironment(spec.name()),
        options.logDirectory(),
        options.healthchecks());
  }

  private static Mode mode(ContainerSpec spec) {
    if (spec.role() == ContainerSpec.Role.SERVICE) {
      return Mode.SERVICE;
    }
    return spec.isAwaited() ? Mode.AWAITED_TASK : Mode.DETACHED_TASK;
  }

  /**
   * All that makes a container another one when it changes: its keys, and the run's own options.
   */
  private SortedMap<String, String> configuration(ContainerSpec spec, String configId) {
    boolean isExec = spec.role() == ContainerSpec.Role.EXEC;
    SortedMap<String, String> configuration = spec.flattened(Set.of(Scope.CONTAINER));
    configuration.put("managed_by", options.managedBy());
    configuration.put("config_id", configId);
    if (!isExec) {
      options.labels().forEach((name, value) -> configuration.put("--label." + name, value));
      options
          .logDirectory()
          .ifPresent(path -> configuration.put("--container-log-path", path.toString()));
      if (!options.healthchecks() && spec.value(Key.HEALTHCHECK).isPresent()) {
        configuration.put("--healthcheck-disabled", "true");
      }
    }
    return configuration;
  }

  private ServiceUnit unit(
      ContainerSpec spec, String configId, String digest, Desired desired, Invocation invocation) {
    String name = spec.name();
    List<String> preStop = spec.texts(Key.PRE_STOP_EXEC);
    List<String> wants = new ArrayList<>();
    List<String> requires = new ArrayList<>();
    for (Dependency dependency : spec.dependencies()) {
      unitOf(dependency, desired)
          .ifPresent(unit -> (dependency.required() ? requires : wants).add(unit));
    }
    return new ServiceUnit(
        name + " (" + spec.image() + ")",
        engine.beforeRun(name),
        invocation.argv(),
        preStop.isEmpty() ? List.of() : List.of(engine.execArguments(name, preStop)),
        engine.stopArguments(name, spec.stopGracePeriod()),
        engine.removeArguments(name),
        engine.killArguments(
            name, spec.text(Key.RELOAD_SIGNAL).orElse(ServiceUnit.DEFAULT_RELOAD_SIGNAL)),
        spec.restart().orElseThrow(),
        spec.stopGracePeriod(),
        invocation.inherited().isEmpty() ? List.of() : List.of(paths.inheritedEnvironment(name)),
        wants,
        requires,
        COME_FIRST,
        spec.texts(Key.PART_OF),
        spec.text(Key.KILL_MODE).orElse(ServiceUnit.DEFAULT_KILL_MODE),
        spec.fields(Key.SYSTEMD_EXEC_FLAGS),
        new UnitOwner(options.managedBy(), configId, name, digest));
  }

  /** The unit behind a dependency; a task has none, it has run before the unit is installed. */
  private Optional<String> unitOf(Dependency dependency, Desired desired) {
    if (dependency.kind() == Dependency.Kind.HOST_UNIT) {
      return Optional.of(dependency.target());
    }
    return desired
        .container(dependency.target())
        .filter(target -> target.role() == ContainerSpec.Role.SERVICE)
        .map(target -> UnitName.of(options.unitPrefix(), target.name()).text());
  }
}
