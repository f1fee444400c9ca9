package dev.berth.migrate;

import dev.berth.apply.MigrationPort.Outlook;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineDetails.Kind;
import dev.berth.engine.EngineException;
import dev.berth.engine.VolumeArgument;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.AbsolutePath;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.Evacuation.Sharer;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.VolumePair;
import dev.berth.run.Result;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What goes with a container that leaves where it is, and what stands against that. */
final class SourceEvacuation {
  private final Engine source;
  private final Engine target;
  private final SourceSupervisor origin;
  private final VolumeTransfer cargo;
  private final Networks networks;
  private final MigrationJournal journal;

  /** The containers that this run brings over. */
  private final Set<ContainerName> moving = ConcurrentHashMap.newKeySet();

  /** Those that have been ended, or that was tried. */
  private final Set<ContainerName> touched = ConcurrentHashMap.newKeySet();

  /** How those were that were looked at right before they leave. */
  private final Map<ContainerName, SourceDescription> seen = new ConcurrentHashMap<>();

  SourceEvacuation(
      Engine source,
      Engine target,
      SourceSupervisor origin,
      VolumeTransfer cargo,
      Networks networks,
      MigrationJournal journal) {
    this.source = source;
    this.target = target;
    this.origin = origin;
    this.cargo = cargo;
    this.networks = networks;
    this.journal = journal;
  }

  /** The containers that this run brings over, without those that have gone back. */
  Set<ContainerName> moving() {
    return moving;
  }

  /** Those that have been ended, or that was tried. */
  Set<ContainerName> touched() {
    return Set.copyOf(touched);
  }

  /**
   * What goes with each, and what stands against it once all that come before it are over.
   *
   * @param tasks those that have run there and need not run here: they stay in nobody's way
   * @throws EngineException where something could not be seen
   */
  Outlook outlook(Collection<Rendered> comingOver, Collection<ContainerName> tasks) {
    if (comingOver.isEmpty()) {
      return Outlook.NOTHING;
    }
    Map<ContainerName, String> obstacles = new LinkedHashMap<>();
    Map<ContainerName, Luggage> luggage = new LinkedHashMap<>();
    MigrationState state = journal.state();
    Optional<SharedData> shared = shared();
    Set<ContainerName> going = comingOver.stream().map(Rendered::name).collect(Collectors.toSet());
    going.addAll(tasks);
    Set<String> planned = new LinkedHashSet<>();
    for (Rendered rendered : comingOver) {
      Luggage all = luggage(rendered, state, going);
      luggage.put(rendered.name(), all);
      // Who has the volume, too, and goes before it, carries it.
      List<VolumePair> own =
          all.volumes().stream().filter(volume -> planned.add(volume.target())).toList();
      obstacle(all.with(own), state, going, shared)
          .ifPresent(why -> obstacles.put(rendered.name(), why));
    }
    Map<ContainerName, Evacuation> departing = new LinkedHashMap<>();
    luggage.forEach((name, own) -> departing.put(name, departing(own, luggage)));
    return new Outlook(obstacles, departing);
  }

  /** Who is not among them stays, which is an obstacle. */
  private Evacuation departing(Luggage own, Map<ContainerName, Luggage> all) {
    return new Evacuation(
        own.rendered().name(),
        source.toString(),
        own.hasUnit(),
        own.mounted(),
        Networks.named(own.rendered().spec()),
        together(own).stream()
            .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
            .map(
                it ->
                    new Sharer(
                        it.rendered().name(), it.hasUnit(), it.rendered().spec().stopGracePeriod()))
            .toList());
  }

  /** A volume is carried while nobody writes to it, and a network taken while nobody is on it. */
  private Set<ContainerName> together(Luggage luggage) {
    Set<ContainerName> together = new LinkedHashSet<>(luggage.sharing());
    together.addAll(networks.together(luggage.networks()));
    together.remove(luggage.rendered().name());
    return together;
  }

  private Optional<SharedData> shared() {
    return cargo.carries()
        ? Optional.of(SharedData.read(source, target, cargo.moves()))
        : Optional.empty();
  }

  /**
   * Whether a container may leave as things are now.
   *
   * @param expected those that are about to end with it
   * @throws EngineException where something could not be seen
   */
  Result check(Rendered rendered, Set<ContainerName> expected) {
    MigrationState state = journal.state();
    Luggage luggage = luggage(rendered, state, moving);
    Optional<String> why =
        obstacle(luggage, state, moving, shared())
            .or(
                () ->
                    together(luggage).stream()
                        .filter(sharer -> !expected.contains(sharer))
                        .findFirst()
                        .map(
                            sharer ->
                                "'"
                                    + sharer
                                    + "', which was started meanwhile, shares a volume or network"
                                    + " with it; run it again"));
    if (why.isEmpty()) {
      luggage.description().ifPresent(found -> seen.put(rendered.name(), found));
    }
    return why.map(Result::refused).orElseGet(Result::done);
  }

  /** Records that a container is about to leave, and how it is. */
  Result begin(ContainerName container) {
    touched.add(container);
    MigrationState state = journal.state();
    if (known(state, container).isPresent()) {
      return Result.done();
    }
    Optional<SourceDescription> description =
        Optional.ofNullable(seen.remove(container)).or(() -> describe(state, container));
    description.ifPresent(found -> journal.add(new Leaving(container, found)));
    return description.isPresent()
        ? Result.done()
        : Result.refused("'" + container + "' is not on " + source + " any more");
  }

  /**
   * What goes with a container.
   *
   * @param rendered what it is to be
   * @param description what is known of it; empty where it is not there
   * @param mounted its volumes, those that are over already among them
   * @param volumes those that are to be carried
   * @param sharing who else has one of these and runs
   * @param networks those of it that are to be there
   */
  private record Luggage(
      Rendered rendered,
      Optional<SourceDescription> description,
      List<VolumePair> mounted,
      List<VolumePair> volumes,
      Set<ContainerName> sharing,
      NetworkPlan networks) {
    boolean hasUnit() {
      return description.filter(SourceDescription.OfUnit.class::isInstance).isPresent();
    }

    Luggage with(List<VolumePair> only) {
      return new Luggage(rendered, description, mounted, only, sharing, networks);
    }
  }

  private Luggage luggage(Rendered rendered, MigrationState state, Set<ContainerName> going) {
    ContainerName name = rendered.name();
    Optional<SourceDescription> description = describe(state, name);
    List<VolumePair> mounted =
        pairs(
            rendered,
            description
                .filter(found -> cargo.carries())
                .map(found -> found.attachments().volumes())
                .orElse(Map.of()));
    List<VolumePair> volumes =
        mounted.stream().filter(volume -> !state.carried().containsKey(volume.target())).toList();
    Set<ContainerName> sharing = new LinkedHashSet<>();
    for (VolumePair volume : volumes) {
      sharing.addAll(source.details().users(Kind.VOLUME, volume.source(), true));
      origin.unseenUsers(volume.source()).stream()
          .filter(user -> !going.contains(user) || runs(user))
          .forEach(sharing::add);
    }
    sharing.remove(name);
    return new Luggage(
        rendered,
        description,
        mounted,
        volumes,
        sharing,
        networks.plan(Networks.named(rendered.spec()), going));
  }

  /**
   * The volumes of a container.
   *
   * @param mounted the names of its volumes where it was, by their path inside
   */
  private static List<VolumePair> pairs(Rendered rendered, Map<String, String> mounted) {
    Map<String, NamedVolume> targets = new HashMap<>();
    for (String word : rendered.argv()) {
      VolumeArgument.parse(word)
          .ifPresent(
              found ->
                  rendered.namedVolumes().stream()
                      .filter(volume -> volume.name().equals(found.volume()))
                      .forEach(
                          volume -> targets.put(AbsolutePath.of(found.path()).text(), volume)));
    }
    return mounted.entrySet().stream()
        .filter(volume -> targets.containsKey(AbsolutePath.of(volume.getKey()).text()))
        .map(
            volume -> {
              NamedVolume target =
                  Objects.requireNonNull(targets.get(AbsolutePath.of(volume.getKey()).text()));
              return new VolumePair(volume.getValue(), target.name(), target.seal());
            })
        .toList();
  }

  private Optional<String> obstacle(
      Luggage luggage,
      MigrationState state,
      Set<ContainerName> going,
      Optional<SharedData> shared) {
    return startedAgain(state, luggage)
        .or(
            () ->
                shared.flatMap(
                    sides -> sides.obstacle(luggage.rendered(), luggage.volumes(), state, going)))
        .or(
            () ->
                luggage.sharing().stream()
                    .filter(sharer -> !going.contains(sharer))
                    .findFirst()
                    .map(sharer -> "'" + sharer + "', which stays, uses a volume of it"))
        .or(() -> stopped(state, going, luggage.volumes()))
        .or(() -> cargo.obstacle(luggage.volumes()))
        .or(() -> luggage.networks().obstacles().stream().findFirst().map(Obstacle::toString));
  }

  /** As it was taken down, where it is under way. */
  private static Optional<SourceDescription> known(MigrationState state, ContainerName container) {
    return state
        .container(container)
        .filter(MigratingContainer::isUnderWay)
        .map(MigratingContainer::origin);
  }

  /** With what it shares, as it was taken down or is now; empty where it is not there. */
  private Optional<SourceDescription> describe(MigrationState state, ContainerName container) {
    return known(state, container)
        .or(() -> origin.describe(container).map(found -> withAttachments(container, found)));
  }

  /** A volume that nobody named ends with the container of a unit, and is as new at each start. */
  private SourceDescription withAttachments(
      ContainerName container, SourceDescription description) {
    Attachments all =
        description.stated().orElseGet(() -> Attachments.of(source.details(), container));
    return description.with(cargo.carries() ? all : all.withoutVolumes());
  }

  private boolean runs(ContainerName container) {
    return origin.describe(container).filter(SourceDescription::ran).isPresent();
  }

  /**
   * By now both sides may have written what the other has not, and nobody can tell which counts.
   */
  private Optional<String> startedAgain(MigrationState state, Luggage luggage) {
    boolean hasArrived =
        state
            .container(luggage.rendered().name())
            .filter(mover -> mover.stage() == Stage.ARRIVED)
            .isPresent();
    if (!hasArrived || luggage.description().filter(SourceDescription::ran).isEmpty()) {
      return Optional.empty();
    }
    return luggage.mounted().stream()
        .map(VolumePair::target)
        .filter(state.carried()::containsKey)
        .findFirst()
        .map(
            volume ->
                "it was started on "
                    + source
                    + " after it had come over, and both may have written to '"
                    + volume
                    + "'; stop it there to go on with what is here, or take it back with 'berth"
                    + " migrate --rollback'");
  }

  /** One that does not run loses its data all the same where that leaves without a copy. */
  private Optional<String> stopped(
      MigrationState state, Set<ContainerName> moving, List<VolumePair> volumes) {
    return volumes.stream()
        .filter(volume -> cargo.moves())
        .flatMap(volume -> source.details().users(Kind.VOLUME, volume.source(), false).stream())
        .filter(user -> !moving.contains(user))
        .filter(user -> state.container(user).filter(MigratingContainer::hasGone).isEmpty())
        .findFirst()
        .map(user -> "'" + user + "' is stopped, stays, and has a volume of it, which would move");
  }
}
