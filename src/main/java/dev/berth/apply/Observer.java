package dev.berth.apply;

import dev.berth.engine.ContainerNames;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineSnapshot;
import dev.berth.host.AtomicFile;
import dev.berth.host.FileState;
import dev.berth.host.ProcessNamespaces;
import dev.berth.host.SideBySide;
import dev.berth.model.Applied;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Findings;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Ownership;
import dev.berth.model.PeerContainer;
import dev.berth.model.RemadeVolume;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Sharing;
import dev.berth.model.Sharing.Namespace;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.plan.ComposeMatch;
import dev.berth.plan.PlanOptions;
import dev.berth.supervisor.UnitsOfHost;
import dev.berth.systemd.SystemdSnapshot;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the host: engine and systemd side by side, each with a constant number of processes. */
public final class Observer {
  /** The engine whose containers can be asked for by their ids, as others are by their names. */
  private static final EngineName COMPOSED = EngineName.DOCKER;

  private final ContainerRuntime runtime;
  private final Optional<OtherEngine> other;
  private final UnitsOfHost units;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final LegacyDetector formers;

  /**
   * What the engine and systemd have.
   *
   * @param engine the engine's part
   * @param systemd systemd's part
   * @param other what the host's other engine has; empty where there is none
   * @param composed which of the other engine's containers Compose made for wanted projects
   * @param key the host's secret; empty where it has none
   */
  public record Snapshot(
      EngineSnapshot engine,
      SystemdSnapshot systemd,
      Optional<EngineSnapshot> other,
      Composed composed,
      Optional<DigestKey> key) {
    /** One of which nobody asked for Compose projects. */
    public Snapshot(
        EngineSnapshot engine,
        SystemdSnapshot systemd,
        Optional<EngineSnapshot> other,
        Optional<DigestKey> key) {
      this(engine, systemd, other, Composed.NOTHING, key);
    }

    /** The same without some of the engine's containers. */
    Snapshot without(Collection<ContainerName> containers) {
      return new Snapshot(
          new EngineSnapshot(
              engine.engine(),
              engine.containers().stream()
                  .filter(container -> !containers.contains(container.name()))
                  .toList(),
              engine.images(),
              engine.volumes()),
          systemd,
          other,
          composed,
          key);
    }
  }

  /**
   * What Compose made for wanted projects on the other engine.
   *
   * @param match which one each is
   * @param own what that engine itself calls its containers, by full id
   */
  public record Composed(ComposeMatch match, Map<String, ContainerName> own) {
    private static final Composed NOTHING =
        new Composed(new ComposeMatch(Map.of(), List.of()), Map.of());

    /** Keeps its own copy. */
    public Composed {
      own = Map.copyOf(own);
    }

    private PeerContainer peer(PeerContainer found) {
      ObservedContainer container = found.container();
      return ComposeMatch.replica(container)
          .filter(replica -> match.names().containsKey(container.id()))
          .map(replica -> found.known(replica, own.getOrDefault(container.id(), container.name())))
          .orElse(found);
    }
  }

  /** An observer of this host that understands no configuration but Berth's own. */
  public Observer(
      ContainerRuntime runtime, UnitsOfHost units, HostPaths paths, AppliedRecords records) {
    this(runtime, Optional.empty(), units, paths, records, LegacyDetector.byName());
  }

  /**
   * An observer of this host.
   *
   * @param other the engine that is not the chosen one, where it may have what is wanted
   */
  public Observer(
      ContainerRuntime runtime,
      Optional<OtherEngine> other,
      UnitsOfHost units,
      HostPaths paths,
      AppliedRecords records,
      LegacyDetector formers) {
    this.runtime = runtime;
    this.other = other;
    this.units = units;
    this.paths = paths;
    this.records = records;
    this.formers = formers;
  }

  /** Reads engine and systemd, and judges whose the containers are. */
  public Snapshot read() {
    return read(List.of(), Set.of(), Map.of(), () -> units.all(Optional.empty()));
  }

  /**
   * Reads engine and systemd to be shown: with what systemd still runs though its file was removed
   * or masked, with what is masked and down, and with what is needed for {@link #unchecked}.
   *
   * @param prefix how the names of services begin
   */
  public Snapshot readToShow(String prefix) {
    Snapshot read = read(List.of(), Set.of(), Map.of(), () -> units.all(Optional.of(prefix)));
    SystemdSnapshot systemd = read.systemd();
    Map<UnitName, ObservedUnit> owned =
        new LeftUnits(prefix, read.engine().containers(), Map.of()).owned(systemd.units());
    owned.putAll(new MaskedServices(paths.units(), records).find(prefix, owned));
    return new Snapshot(
        read.engine(),
        new SystemdSnapshot(
            systemd.version(), owned, systemd.formers(), systemd.timers(), systemd.unusable()),
        read.other(),
        read.composed(),
        read.key());
  }

  /**
   * Why nobody checks the health of a unit's container any more, in words, by container.
   *
   * @param shown as {@link #readToShow} has read it; another process tells only where there seems
   *     to be one
   */
  public Map<ContainerName, String> unchecked(Snapshot shown) {
    return new Unchecked(runtime, units).find(shown);
  }

  /**
   * Reads engine and systemd, and judges whose the containers are.
   *
   * @param sharing the containers of which it is to be known what they have in common with others
   * @param replicas which one of its Compose project each wanted container is, by its name
   * @param supervised reads systemd's part
   */
  Snapshot read(
      Collection<String> images,
      Set<ContainerName> sharing,
      Map<ContainerName, ComposeReplica> replicas,
      Supplier<SystemdSnapshot> supervised) {
    // The key is read while the engine answers: the first one of a process takes Java as long as a
    // small read.
    CompletableFuture<Optional<DigestKey>> readKey =
        SideBySide.begin(() -> DigestKey.read(paths.digestKey()));
    CompletableFuture<Map<String, Sharing>> sharings =
        SideBySide.begin(() -> runtime.sharings(sharing));
    CompletableFuture<EngineSnapshot> engineSide =
        SideBySide.begin(() -> withSharings(runtime.observe(images, true), sharing, sharings));
    Optional<CompletableFuture<EngineSnapshot>> otherSide =
        other.map(second -> SideBySide.begin(() -> second.runtime().observe(images, false)));
    SystemdSnapshot systemd = supervised.get();
    EngineSnapshot here = SideBySide.join(engineSide);
    // A run that makes the first containers of a host makes its key before them.
    Optional<DigestKey> key = SideBySide.join(readKey).or(() -> DigestKey.read(paths.digestKey()));
    Optional<EngineSnapshot> there = otherSide.map(SideBySide::join);
    Composed composed = there.map(found -> composed(found, replicas)).orElse(Composed.NOTHING);
    return new Snapshot(
        judge(runtime, here, systemd, key),
        systemd,
        there.map(found -> judge(other.orElseThrow().runtime(), named(found), systemd, key)),
        composed,
        key);
  }

  /** Finds what Compose made, and has it called what it is called here. */
  private Composed composed(EngineSnapshot there, Map<ContainerName, ComposeReplica> replicas) {
    if (replicas.isEmpty() || !there.engine().name().equals(COMPOSED.label())) {
      return Composed.NOTHING;
    }
    ContainerNames names = other.orElseThrow().names();
    ComposeMatch match = ComposeMatch.of(replicas, there.containers(), names.kept());
    Map<String, ContainerName> own = new HashMap<>();
    there.containers().forEach(container -> own.put(container.id(), container.name()));
    Map<String, ContainerName> others = new HashMap<>(match.names());
    others.entrySet().removeIf(name -> name.getValue().equals(own.get(name.getKey())));
    names.learn(others);
    return new Composed(match, own);
  }

  private EngineSnapshot named(EngineSnapshot there) {
    return new EngineSnapshot(
        there.engine(),
        other.orElseThrow().names().applied(there.containers()),
        there.images(),
        there.volumes());
  }

  private EngineSnapshot judge(
      ContainerRuntime of, EngineSnapshot found, SystemdSnapshot systemd, Optional<DigestKey> key) {
    return new HostEvidence(
            found, key, systemd.units().values(), records, new MadeContainers(paths.made()))
        .judged(of::images);
  }

  private static EngineSnapshot withSharings(
      EngineSnapshot read,
      Set<ContainerName> sharing,
      CompletableFuture<Map<String, Sharing>> sharings) {
    Map<String, Sharing> found = SideBySide.join(sharings);
    List<ObservedContainer> containers =
        read.containers().stream()
            .map(
                container ->
                    sharing.contains(container.name())
                        ? withSharing(
                            container, found.getOrDefault(container.id(), container.sharing()))
                        : container)
            .toList();
    return new EngineSnapshot(read.engine(), containers, read.images(), read.volumes());
  }

  private static ObservedContainer withSharing(ObservedContainer container, Sharing sharing) {
    Map<Namespace, String> namespaces = new EnumMap<>(Namespace.class);
    if (container.isRunning() && container.pid() > 0) {
      for (Namespace namespace : Namespace.values()) {
        ProcessNamespaces.of(container.pid(), namespace.file())
            .ifPresent(name -> namespaces.put(namespace, name));
      }
    }
    return container.with(sharing.withNamespaces(namespaces));
  }

  /** The containers that have something in common with others, and these others. */
  public static Set<ContainerName> sharing(Collection<ContainerSpec> specs) {
    Set<ContainerName> names = new TreeSet<>();
    for (ContainerSpec spec : specs) {
      Set<ContainerName> others = new TreeSet<>(spec.namespaceOwners().values());
      others.addAll(spec.volumeLenders());
      if (!others.isEmpty()) {
        names.add(spec.name());
        names.addAll(others);
      }
    }
    return names;
  }

  /**
   * Adds what lies in files, as far as the plan for these containers may need it.
   *
   * @param prefix how the names of the units of services begin
   * @param options tell whether what Paunch or tripleo-ansible left counts even where it starts
   *     nothing, and whether volumes may go
   */
  public Observed observed(
      Snapshot snapshot, RenderedState wanted, String prefix, PlanOptions options) {
    Map<String, String> secretFiles = new HashMap<>();
    Map<String, String> exposed = new HashMap<>();
    Set<String> missing = new HashSet<>();
    Map<ContainerName, Applied> applied = new HashMap<>();
    Map<ContainerName, String> digests = new HashMap<>();
    for (ObservedContainer container : snapshot.engine().containers()) {
      container.label(Labels.DIGEST).ifPresent(digest -> digests.put(container.name(), digest));
    }
    Set<ContainerName> known = new HashSet<>();
    snapshot.engine().containers().forEach(container -> known.add(container.name()));
    snapshot.systemd().units().values().stream()
        .flatMap(unit -> unit.owner().stream())
        .forEach(owner -> owner.container().ifPresent(known::add));
    wanted.containers().forEach(rendered -> known.add(rendered.name()));
    applied.putAll(records.others(known));
    for (Rendered rendered : wanted.containers().toList()) {
      for (SecretFile file : rendered.secretFiles()) {
        AtomicFile.read(Path.of(file.path()))
            .ifPresent(content -> secretFiles.put(file.path(), content));
        if (file.isOwnersAlone()) {
          FileState.of(Path.of(file.path()))
              .flatMap(FileState::openness)
              .ifPresent(why -> exposed.put(file.path(), why));
        }
      }
      MissingSources.of(rendered.spec().mounts()).forEach(mount -> missing.add(mount.source()));
      if (!rendered.digest().equals(digests.get(rendered.name()))) {
        records.read(rendered).ifPresent(record -> applied.put(rendered.name(), record));
      }
    }
    if (!wanted.sets().isEmpty()) {
      exposed.putAll(paths.loose());
    }
    return new Observed(
            snapshot.engine().engine(),
            snapshot.engine().containers(),
            snapshot.engine().images(),
            volumes(snapshot, wanted, options),
            new LeftUnits(prefix, snapshot.engine().containers(), applied)
                .owned(snapshot.systemd().units()),
            new Observed.Files(secretFiles, missing, Map.of()),
            new Observed.Past(applied, formers.find(snapshot, options.adopt())))
        .beside(
            snapshot
                .other()
                .map(
                    there ->
                        new Observed.OtherSide(
                            elsewhere(there, snapshot, wanted, options.managedBy()),
                            there.images().keySet(),
                            snapshot.composed().match().unmatched().stream()
                                .map(
                                    container ->
                                        new PeerContainer(
                                            there.engine().name(), container, Optional.empty()))
                                .toList()))
                .orElse(Observed.OtherSide.NONE))
        .withFindings(
            new Findings(
                new StartedOtherwise(runtime, paths, records).find(snapshot, wanted, secretFiles),
                new Unchecked(runtime, units).find(snapshot, wanted),
                new Detached(runtime::networks).find(snapshot.engine().containers(), wanted),
                exposed,
                snapshot.systemd().unusable(),
                remade(
                    snapshot,
                    wanted
                        .containers()
                        .filter(rendered -> !rendered.namedVolumes().isEmpty())
                        .map(Rendered::name)
                        .toList()),
                new KeptPredecessors(paths, _ -> {}).containers()));
  }

  /**
   * The volumes that the engine has made anew for these services, since somebody had removed them.
   *
   * @param services the names of containers; of one that is none, nothing is found
   */
  public List<RemadeVolume> remade(Snapshot snapshot, Collection<ContainerName> services) {
    return new RemadeVolumes(records, runtime::images).find(snapshot, services);
  }

  /** Whose the volumes are counts where nothing is wanted, as then something is removed. */
  private Map<String, ObservedVolume> volumes(
      Snapshot snapshot, RenderedState wanted, PlanOptions options) {
    Map<String, ObservedVolume> found = snapshot.engine().volumes();
    if (!options.removeVolumes() && !wanted.sets().isEmpty()) {
      return found;
    }
    HostEvidence evidence =
        new HostEvidence(
            snapshot.engine(),
            snapshot.key(),
            snapshot.systemd().units().values(),
            records,
            new MadeContainers(paths.made()));
    // Who uses them costs processes that no other plan needs.
    Optional<VolumeUsers> users =
        options.removeVolumes()
            ? Optional.of(VolumeUsers.read(runtime, other, snapshot, units, records))
            : Optional.empty();
    Map<String, ObservedVolume> judged = new HashMap<>();
    found.forEach(
        (name, volume) ->
            judged.put(
                name,
                volume.with(
                    Ownership.of(volume, evidence),
                    users.map(known -> known.of(volume)).orElse(List.of()))));
    return judged;
  }

  private Map<ContainerName, PeerContainer> elsewhere(
      EngineSnapshot there, Snapshot snapshot, RenderedState wanted, String managedBy) {
    Set<ContainerName> names = wanted.containers().map(Rendered::name).collect(Collectors.toSet());
    Set<String> configIds =
        wanted.sets().stream().map(WantedSet::configId).collect(Collectors.toSet());
    Map<ContainerName, PeerContainer> elsewhere = new HashMap<>();
    there.containers().stream()
        .filter(
            container ->
                names.contains(container.name())
                    || (LegacyContainer.made(container)
                        && names.contains(LegacyContainer.nameOf(container)))
                    || configIds.contains(container.ownership().configId()))
        .forEach(
            container ->
                elsewhere.put(
                    container.name(),
                    snapshot
                        .composed()
                        .peer(
                            new PeerContainer(
                                there.engine().name(),
                                container,
                                formers.configuration(container)))));
    snapshot.systemd().units().values().stream()
        .filter(unit -> unit.runsOn(there.engine().name()))
        .filter(
            unit -> unit.owner().flatMap(UnitOwner::container).filter(names::contains).isPresent())
        .forEach(unit -> addUnit(there.engine().name(), unit, elsewhere));
    Set<ContainerName> begun = other.map(second -> second.crossing().underWay()).orElse(Set.of());
    wanted
        .containers()
        .filter(rendered -> begun.contains(rendered.name()))
        .forEach(
            rendered ->
                elsewhere.putIfAbsent(
                    rendered.name(),
                    PeerContainer.begun(
                        there.engine().name(), rendered.name(), managedBy, rendered.configId())));
    return elsewhere;
  }

  /** A unit that does not run has no container. */
  private static void addUnit(
      String engine, ObservedUnit unit, Map<ContainerName, PeerContainer> elsewhere) {
    UnitOwner owner = unit.owner().orElseThrow();
    elsewhere.putIfAbsent(
        owner.container().orElseThrow(),
        PeerContainer.ofUnit(engine, owner, unit.activeState().equals("activating")));
  }

  /** The references of the images that these containers are made from. */
  public static List<String> images(Collection<ContainerSpec> specs) {
    return specs.stream()
        .filter(spec -> spec.value(Key.IMAGE).isPresent())
        .map(ContainerSpec::image)
        .distinct()
        .sorted()
        .toList();
  }
}
