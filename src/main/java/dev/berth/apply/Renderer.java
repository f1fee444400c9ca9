package dev.berth.apply;

import dev.berth.engine.CommandLine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunImage;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.ContentFile;
import dev.berth.model.Credential;
import dev.berth.model.Declared;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Key.Scope;
import dev.berth.model.Labels;
import dev.berth.model.Mount;
import dev.berth.model.Network;
import dev.berth.model.NetworkSpec;
import dev.berth.model.ObservedImage;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Kind;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.SourcePosition;
import dev.berth.model.UnitName;
import dev.berth.model.Value;
import dev.berth.model.VolumeSpec;
import dev.berth.supervisor.InitContainer;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.Rendering;
import dev.berth.supervisor.SetRendering;
import dev.berth.supervisor.Supervisor;
import dev.berth.systemd.EnvironmentFileText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Turns configurations into what shall stand on the host: commands, units, environment files. */
public final class Renderer {
  /** Where systemd keeps the credentials of units, each in a directory of its name. */
  private static final String CREDENTIALS = "/run/credentials";

  private final CommandLine commandLine;
  private final Supervisor supervisor;
  private final HostPaths paths;
  private final RenderOptions options;
  private final DigestKey key;
  private final FilePlaces places;

  /**
   * A renderer for one run.
   *
   * @param supervisor renders what is its own of services
   */
  public Renderer(
      CommandLine commandLine,
      Supervisor supervisor,
      HostPaths paths,
      RenderOptions options,
      DigestKey key) {
    this.commandLine = commandLine;
    this.supervisor = supervisor;
    this.paths = paths;
    this.options = options;
    this.key = key;
    this.places = new FilePlaces(paths, key);
  }

  /** Renders everything. */
  public RenderedState render(Desired desired, RenderFacts facts) {
    List<WantedSet> sets = new ArrayList<>();
    for (ContainerSet set : desired.sets()) {
      SetRendering services = supervisor.rendering(desired, set, facts);
      List<Rendered> rendered =
          set.containers().stream()
              .map(spec -> render(spec, set, services, facts.images()))
              .toList();
      sets.add(
          new WantedSet(
              set.configId(),
              rendered,
              services.targets(),
              declared(set.declared(), set.configId())));
    }
    return new RenderedState(sets, desired.isSeries());
  }

  private Declared declared(Declared declared, String configId) {
    return new Declared(
        declared.isPossible(),
        declared.networks().stream().map(spec -> labelled(spec, configId)).toList(),
        declared.volumes().stream().map(this::labelled).toList(),
        declared.replicas());
  }

  private NetworkSpec labelled(NetworkSpec spec, String configId) {
    Network network = spec.network();
    SortedMap<String, String> configuration = network.flattened();
    network.labels().forEach((name, value) -> configuration.put("labels." + name, value));
    Map<String, String> labels = new HashMap<>(network.labels());
    labels.put(Labels.MANAGED_BY, options.managedBy());
    labels.put(Labels.CONFIG_ID, configId);
    labels.put(Labels.DIGEST, key.digest(configuration));
    labels.put(
        Labels.OWNERSHIP,
        key.seal(new Claim(Kind.NETWORK, spec.name(), options.managedBy(), configId, "")));
    return spec.with(labels);
  }

  /** The labels that say whose it is depend on the container for which it is made. */
  private VolumeSpec labelled(VolumeSpec spec) {
    Map<String, String> labels = new HashMap<>(spec.volume().labels());
    if (!spec.volume().options().isEmpty()) {
      labels.put(Labels.DIGEST, key.digest(spec.volume().flattened()));
    }
    return spec.with(labels);
  }

  private Rendered render(
      ContainerSpec given,
      ContainerSet set,
      SetRendering services,
      Map<String, ObservedImage> images) {
    String configId = set.configId();
    ContainerSpec spec = keyed(given);
    SortedMap<String, String> configuration = configuration(spec, configId);
    String digest = key.digest(configuration);
    Path file = paths.engineEnvironment(spec.name());
    return switch (spec.role()) {
      case SERVICE -> {
        List<Init> inits = inits(spec, set, images);
        Rendering rendering =
            services.of(
                request(spec, configId, digest, images, supervisor.mode()),
                digest,
                inits.stream().map(Init::container).toList());
        List<SecretFile> files = inits.stream().flatMap(init -> init.files().stream()).toList();
        yield rendered(spec, configId, digest, configuration, file, rendering.with(files));
      }
      // The unit of its pod has its files, and its variables.
      case INIT -> {
        Invocation invocation = init(spec, configId, images).invocation();
        yield new Rendered(
            spec,
            configId,
            digest,
            configuration,
            invocation.argv(),
            Map.of(),
            Upkeep.NONE,
            List.of(),
            named(invocation.volumes(), configId));
      }
      case TASK ->
          rendered(
              spec,
              configId,
              digest,
              configuration,
              file,
              unkept(commandLine.run(request(spec, configId, digest, images, taskMode(spec)))));
      case EXEC ->
          rendered(
              spec,
              configId,
              digest,
              configuration,
              paths.execEnvironment(spec.name()),
              unkept(commandLine.exec(spec, paths.execEnvironment(spec.name()))));
    };
  }

  /** What runs at each start of a pod's own container, in order; nothing for all others. */
  private List<Init> inits(
      ContainerSpec spec, ContainerSet set, Map<String, ObservedImage> images) {
    if (!spec.isPod()) {
      return List.of();
    }
    return set.containers().stream()
        .filter(other -> other.role() == Role.INIT && other.isInPodOf(spec))
        .map(init -> init(keyed(init), set.configId(), images))
        .toList();
  }

  /**
   * A container's part of its pod's start.
   *
   * @param files what it reads
   */
  private record Init(InitContainer container, Invocation invocation, List<SecretFile> files) {}

  private Init init(ContainerSpec spec, String configId, Map<String, ObservedImage> images) {
    String digest = key.digest(configuration(spec, configId));
    RunRequest request = request(spec, configId, digest, images, Mode.INIT);
    Invocation first = commandLine.run(request);
    Optional<SecretFile> lines =
        Optional.of(first.fileText())
            .filter(text -> !text.isEmpty())
            .map(text -> places.holding(spec, text));
    Optional<SecretFile> variables =
        Optional.of(first.inherited())
            .filter(inherited -> !inherited.isEmpty())
            .map(inherited -> places.holding(spec, EnvironmentFileText.render(inherited)));
    Invocation invocation =
        lines.map(file -> commandLine.run(request.reading(Path.of(file.path())))).orElse(first);
    return new Init(
        new InitContainer(
            spec.name(), invocation.argv(), variables.map(file -> Path.of(file.path()))),
        invocation,
        Stream.of(lines.stream(), variables.stream(), places.contents(spec).stream())
            .flatMap(Function.identity())
            .toList());
  }

  private static Mode taskMode(ContainerSpec spec) {
    return spec.isAwaited() ? Mode.AWAITED_TASK : Mode.DETACHED_TASK;
  }

  private static Rendering unkept(Invocation invocation) {
    return new Rendering(invocation, List.of(), Upkeep.NONE);
  }

  private Rendered rendered(
      ContainerSpec spec,
      String configId,
      String digest,
      SortedMap<String, String> configuration,
      Path file,
      Rendering rendering) {
    Invocation invocation = rendering.invocation();
    List<SecretFile> files = new ArrayList<>();
    if (!invocation.fileText().isEmpty()) {
      files.add(new SecretFile(file.toString(), invocation.fileText()));
    }
    files.addAll(rendering.files());
    files.addAll(places.contents(spec));
    return new Rendered(
        spec,
        configId,
        digest,
        configuration,
        invocation.argv(),
        invocation.inherited(),
        rendering.upkeep(),
        files,
        named(invocation.volumes(), configId));
  }

  /** The container with its files among its mounts; whatever label they get is its own alone. */
  private ContainerSpec placed(ContainerSpec spec) {
    List<ContentFile> files = ContentFile.of(spec);
    List<Credential> credentials = Credential.of(spec);
    if (files.isEmpty() && credentials.isEmpty()) {
      return spec;
    }
    List<Value> mounts = new ArrayList<>();
    if (spec.values().get(Key.VOLUMES) instanceof Value.Sequence given) {
      mounts.addAll(given.items());
    }
    for (ContentFile file : files) {
      mounts.add(
          mount(places.of(spec, file).toString(), file.target(), List.of("ro", "z"), spec.at()));
    }
    if (credentials.isEmpty()) {
      return spec.with(Map.of(Key.VOLUMES, new Value.Sequence(mounts, spec.at())));
    }
    String unit = CREDENTIALS + "/" + UnitName.of(options.unitPrefix(), spec.name()).text();
    mounts.add(mount(unit, CREDENTIALS, List.of("ro"), spec.at()));
    for (Credential credential : credentials) {
      mounts.add(
          mount(
              unit + "/" + credential.name(), credential.target(), List.of("ro"), credential.at()));
    }
    SortedMap<String, Value> variables = new TreeMap<>();
    if (spec.values().get(Key.ENVIRONMENT) instanceof Value.Mapping given) {
      variables.putAll(given.entries());
    }
    variables.put("CREDENTIALS_DIRECTORY", new Value.Scalar(CREDENTIALS, spec.at()));
    return withoutCredentials(spec)
        .with(
            Map.of(
                Key.VOLUMES, new Value.Sequence(mounts, spec.at()),
                Key.ENVIRONMENT, new Value.Mapping(variables, spec.at())));
  }

  private static Value mount(String source, String target, List<String> given, SourcePosition at) {
    return new Value.Scalar(new Mount(source, target, given, at).argument(), at);
  }

  /** They are systemd's to give, and none of the engine's. */
  private static ContainerSpec withoutCredentials(ContainerSpec spec) {
    if (Credential.of(spec).isEmpty()
        || !(spec.values().get(Key.SECRETS) instanceof Value.Sequence secrets)) {
      return spec;
    }
    return spec.with(
        Map.of(
            Key.SECRETS,
            new Value.Sequence(
                secrets.items().stream().filter(secret -> !Credential.isOne(secret)).toList(),
                secrets.at())));
  }

  /** What is in files that others cannot read shall not be guessed by a digest that they can. */
  private ContainerSpec keyed(ContainerSpec spec) {
    SortedMap<String, String> digests = new TreeMap<>();
    spec.reloaded()
        .forEach(
            (path, digest) -> digests.put(path, key.digest(new TreeMap<>(Map.of(path, digest)))));
    ContainerSpec keyed = digests.isEmpty() ? spec : spec.withReloaded(digests);
    return spec.isPod() && spec.values().get(Key.POD_INIT) instanceof Value.Mapping inits
        ? keyed.with(Map.of(Key.POD_INIT, keyed(inits)))
        : keyed;
  }

  private Value keyed(Value.Mapping digests) {
    SortedMap<String, Value> entries = new TreeMap<>();
    digests
        .entries()
        .forEach(
            (name, value) ->
                entries.put(
                    name,
                    new Value.Scalar(
                        key.digest(new TreeMap<>(Map.of(name, value.texts().getFirst()))),
                        value.at())));
    return new Value.Mapping(entries, digests.at());
  }

  private List<NamedVolume> named(List<String> volumes, String configId) {
    return volumes.stream()
        .map(
            name ->
                new NamedVolume(
                    name,
                    key.seal(new Claim(Kind.VOLUME, name, options.managedBy(), configId, ""))))
        .toList();
  }

  /** The request that an engine needs to write the command of a container. */
  public RunRequest request(
      ContainerSpec spec,
      String configId,
      String digest,
      Map<String, ObservedImage> images,
      Mode mode) {
    Optional<ObservedImage> image = Optional.ofNullable(images.get(spec.image()));
    Map<String, String> imageLabels = image.map(ObservedImage::labels).orElse(Map.of());
    SortedMap<String, String> labels = new TreeMap<>(options.labels());
    Labels.OF_SOME.stream()
        .filter(imageLabels::containsKey)
        .forEach(label -> labels.put(label, ""));
    labels.put(Labels.MANAGED_BY, options.managedBy());
    labels.put(Labels.CONFIG_ID, configId);
    labels.put(Labels.CONTAINER_NAME, spec.name().text());
    labels.put(Labels.DIGEST, digest);
    String origin = image.map(ObservedImage::id).orElse(spec.image());
    labels.put(
        Labels.OWNERSHIP,
        key.seal(
            new Claim(Kind.CONTAINER, spec.name().text(), options.managedBy(), configId, origin)));
    return new RunRequest(
        mode == Mode.TRIAL ? withoutCredentials(spec) : placed(spec),
        mode,
        new RunImage(origin, image.map(ObservedImage::volumes).orElse(List.of()), imageLabels),
        labels,
        paths.engineEnvironment(spec.name()),
        options.logDirectory(),
        options.healthchecks(),
        false);
  }

  /**
   * The request for a container that is only made to see whether the engine takes it. The volumes
   * that its image declares stay without a name, and go with it.
   */
  RunRequest trial(
      ContainerSpec spec, String configId, Map<String, ObservedImage> images, String nonce) {
    RunRequest request = request(spec, configId, "", images, Mode.TRIAL);
    SortedMap<String, String> labels = new TreeMap<>(request.labels());
    labels.remove(Labels.DIGEST);
    labels.put(Labels.TRIAL, nonce);
    return new RunRequest(
        request.spec(),
        Mode.TRIAL,
        new RunImage(request.image().reference(), List.of(), request.image().labels()),
        labels,
        request.environmentFile(),
        request.logDirectory(),
        request.healthchecks(),
        false);
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
}
