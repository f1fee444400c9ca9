package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.apply.ArrivalsRun;
import dev.berth.apply.HeldByMigration.Moving;
import dev.berth.engine.ContainerNames;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.engine.PlayedEngines;
import dev.berth.engine.Specs;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessStreams;
import dev.berth.host.RecordedRunner;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.RollingBack;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitName;
import dev.berth.model.VolumePair;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.run.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two services that share a volume, and one that does not, go from a host that is played. */
class MigrationTest {
  private static final String COMMIT =
      "; 'berth migrate --commit' ends the migration without a way back";

  private static final List<String> ALL = List.of("one", "two", "alone");

  @TempDir Path directory;

  /** What runs where, and what was done. */
  private final Set<String> there = new TreeSet<>(ALL);

  private final Set<String> here = new TreeSet<>();
  private final List<String> done = new ArrayList<>();
  private final Set<String> broken = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final Set<String> pruned = new TreeSet<>();
  private boolean moves;
  private boolean blind;

  /** The volumes whose newest content is on the other side, a copy or the only one. */
  private final Set<String> carried = new TreeSet<>();

  /** Those that have left without a copy. */
  private final Set<String> moved = new TreeSet<>();

  private int left = Integer.MAX_VALUE;

  /** Berth is killed. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private Clock clock() {
    InstantSource source =
        () -> {
          if (left-- == 0) {
            throw new Killed();
          }
          return Instant.parse("2026-03-01T12:00:00Z");
        };
    return source.withZone(ZoneOffset.UTC);
  }

  private Migration migration() {
    Engine source = PlayedEngines.docker(new RecordedRunner(this::answer));
    Engine target = PlayedEngines.podman(new RecordedRunner(this::answer));
    return new Migration(
        source,
        target,
        new PlayedOrigin(),
        new Migration.Carriers(
            new ImageCarrier(
                source, source, new ProcessStreams(command -> {}, Map.of()), () -> false),
            new PlayedCargo(),
            new Networks(source, source, journal())),
        journal(),
        new MigrationRun(directory.resolve("kept"), Runs.to("podman"), specs -> "{}\n"),
        Map::of,
        new ContainerNames(Map::of));
  }

  private static Map<ContainerName, String> obstacles(Migration migration, List<Rendered> coming) {
    return migration.outlook(coming, List.of(), RenderedState.NOTHING).obstacles();
  }

  private boolean isHere(ContainerName container) {
    return here.contains(container.text());
  }

  private MigrationJournal journal() {
    return new MigrationJournal(directory, clock());
  }

  private static String volumeOf(String container) {
    return container.equals("alone") || container.equals("stranger") ? "own" : "shared";
  }

  private static boolean sharesWith(String one, String other) {
    return volumeOf(one).equals(volumeOf(other));
  }

  private CommandResult answer(String line) {
    String last = line.substring(line.lastIndexOf(' ') + 1);
    if (line.startsWith("docker container inspect")) {
      return RecordedRunner.answer(
          "[{\"Mounts\": [{\"Type\": \"volume\", \"Name\": \"%s\", \"Destination\": \"/data\"}]}]"
              .formatted(volumeOf(last)));
    }
    if (line.startsWith("docker volume inspect")) {
      return RecordedRunner.answer(
          Stream.of(line.substring("docker volume inspect -- ".length()).split(" "))
              .filter(volume -> !pruned.contains(volume))
              .map("{\"Name\": \"%s\"}"::formatted)
              .collect(Collectors.joining(",", "[", "]")));
    }
    if (blind) {
      return RecordedRunner.failure(1, "", "the daemon is gone");
    }
    if (line.equals("podman volume ls --format json")) {
      return RecordedRunner.answer("[]");
    }
    return RecordedRunner.answer(
        (line.contains("--all") ? ALL : line.startsWith("podman") ? here : there)
            .stream()
                .filter(name -> line.contains("volume=" + volumeOf(name)))
                .collect(Collectors.joining("\n")));
  }

  private final class PlayedOrigin implements SourceSupervisor {
    @Override
    public Optional<SourceDescription> describe(ContainerName container) {
      return Optional.of(Runs.container(there.contains(container.text())));
    }

    @Override
    public Optional<String> whyMissing(ContainerName container, SourceDescription how) {
      return gone.contains(container.text()) ? Optional.of("it is gone") : Optional.empty();
    }

    @Override
    public UnitName unitOf(ContainerName container) {
      return UnitName.of("", container);
    }

    @Override
    public Result disown(ContainerName container, SourceDescription how) {
      return Result.done();
    }

    @Override
    public Result stop(ContainerName container, SourceDescription how, Duration grace) {
      there.remove(container.text());
      done.add("stop " + container);
      return Result.done();
    }

    @Override
    public void putAway(ContainerName container) {
      throw new AssertionError(container + " has no unit");
    }

    @Override
    public Result putBack(ContainerName container, SourceDescription how) {
      return Result.done();
    }

    @Override
    public Result start(ContainerName container) {
      assertThat(here).doesNotContain(container.text());
      assertThat(moved).as("its data is there").doesNotContain(volumeOf(container.text()));
      there.add(container.text());
      carried.remove(volumeOf(container.text()));
      assertThat(here).as("one side writes").noneMatch(name -> sharesWith(name, container.text()));
      done.add("start " + container + " there");
      return Result.done();
    }

    @Override
    public List<Result> manage(List<ManagerOperation> operations) {
      throw new AssertionError("there is no unit");
    }

    @Override
    public Result remove(ContainerName container, SourceDescription how) {
      done.add("remove " + container);
      return Result.done();
    }
  }

  private final class PlayedCargo implements VolumeTransfer {
    @Override
    public boolean carries() {
      return true;
    }

    @Override
    public boolean moves() {
      return moves;
    }

    @Override
    public void giveBack(VolumePair volume) {
      assertThat(Stream.concat(there.stream(), here.stream()))
          .as("nobody uses %s", volume.source())
          .noneMatch(name -> volumeOf(name).equals(volume.source()));
      moved.remove(volume.source());
      done.add("give back " + volume.source());
    }

    @Override
    public Optional<String> obstacle(List<VolumePair> volumes) {
      return Optional.empty();
    }

    @Override
    public void carry(VolumePair volume) {
      assertThat(Stream.concat(there.stream(), here.stream()))
          .as("nobody writes to %s", volume.source())
          .noneMatch(name -> volumeOf(name).equals(volume.source()));
      if (broken.contains(volume.source())) {
        throw new MigrationException("no space left on device");
      }
      assertThat(moved).as("there is something to carry").doesNotContain(volume.source());
      carried.add(volume.source());
      if (moves) {
        moved.add(volume.source());
      }
      done.add("carry " + volume.source());
    }
  }

  private static Rendered rendered(String name) {
    ContainerSpec one = Specs.spec(Map.of());
    ContainerSpec spec =
        new ContainerSpec(new ContainerName(name), one.at(), one.values(), new TreeMap<>());
    String volume = volumeOf(name);
    return new Rendered(
        spec,
        "set",
        "digest",
        new TreeMap<>(),
        List.of("podman", "run", "--volume=" + volume + ":/data", "image"),
        Map.of(),
        Upkeep.NONE,
        List.of(),
        List.of(new NamedVolume(volume, "sealed")));
  }

  /** What an apply does of it; the reasons of those that did not leave. */
  private List<String> run(Migration migration, List<String> names) {
    List<String> reasons = new ArrayList<>();
    List<String> coming = names.stream().filter(name -> !here.contains(name)).toList();
    ArrivalsRun arrivals;
    try {
      arrivals = arrivals(migration, coming);
    } catch (EngineException blind) {
      return List.of(blind.getMessage());
    }
    List<Rendered> arrived =
        new ArrayList<>(names.stream().filter(here::contains).map(it -> rendered(it)).toList());
    for (String name : coming) {
      Optional<String> failure = arrivals.leave(name);
      failure.ifPresent(reasons::add);
      if (failure.isEmpty()) {
        assertThat(there).as("%s runs once", name).doesNotContain(name);
        here.add(name);
        assertThat(carried).as("%s finds its data", name).contains(volumeOf(name));
        assertThat(there).as("one side writes").noneMatch(other -> sharesWith(other, name));
        arrivals.started(name);
        arrived.add(rendered(name));
      }
    }
    arrivals.arrived(arrived);
    return reasons;
  }

  private static ArrivalsRun arrivals(Migration migration, List<String> coming) {
    return new ArrivalsRun(migration, coming.stream().map(it -> rendered(it)).toList());
  }

  @Test
  void whoSharesAVolumeStopsBeforeItIsCarriedAndItIsCarriedOnce() {
    assertThat(run(migration(), ALL)).isEmpty();
    assertThat(done)
        .containsExactly(
            "stop one", "stop two", "carry shared", "stop two", "stop alone", "carry own");
    assertThat(journal().read())
        .extracting(JournalLine::of)
        .extracting(
            line -> line.replaceAll(".*\"event\":\"(.*?)\",\"container\":\"(.*?)\".*", "$1 $2"))
        .startsWith("begin ", "leaving one", "leaving two", "volume-begun one")
        .endsWith("arrived one", "arrived two", "arrived alone");
    assertThat(here).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void whoStaysAndSharesAVolumeIsAnObstacleAndNothingStops() {
    assertThat(run(migration(), List.of("one")))
        .containsExactly("'two', which stays, uses a volume of it");
    assertThat(done).isEmpty();
    assertThat(there).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void whatStandsAgainstOneIsKnownBeforeItIsBegun() {
    assertThat(obstacles(migration(), List.of(rendered("one"))))
        .containsExactly(
            Map.entry(new ContainerName("one"), "'two', which stays, uses a volume of it"));
    assertThat(obstacles(migration(), ALL.stream().map(it -> rendered(it)).toList())).isEmpty();
    there.remove("two");
    moves = true;
    assertThat(obstacles(migration(), List.of(rendered("one"), rendered("alone"))))
        .containsExactly(
            Map.entry(
                new ContainerName("one"),
                "'two' is stopped, stays, and has a volume of it, which would move"));
    blind = true;
    assertThatThrownBy(() -> obstacles(migration(), List.of(rendered("alone"))))
        .hasMessageContaining("the daemon is gone");
    assertThat(done).isEmpty();
    assertThat(journal().read()).isEmpty();
  }

  @Test
  void whoIsStoppedAndStaysKeepsAVolumeFromLeavingWithoutACopy() {
    there.remove("two");
    moves = true;
    assertThat(run(migration(), List.of("one")))
        .containsExactly("'two' is stopped, stays, and has a volume of it, which would move");
    moves = false;
    assertThat(run(migration(), List.of("one"))).isEmpty();
  }

  @Test
  void whatCannotBeSeenIsNotTakenForNothing() {
    blind = true;
    assertThat(run(migration(), List.of("alone")))
        .singleElement()
        .asString()
        .endsWith("the daemon is gone");
    assertThat(done).isEmpty();
    blind = false;
    ArrivalsRun arrivals = arrivals(migration(), List.of("alone"));
    blind = true;
    assertThat(arrivals.leave("alone"))
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("cannot see who has the volume own on docker"));
    assertThat(done).isEmpty();
  }

  @Test
  void whatCannotBeCarriedLeavesAllThatStoppedForItWhereItWas() {
    broken.add("shared");
    List<String> reasons = run(migration(), ALL);
    assertThat(reasons).hasSize(2);
    assertThat(reasons.getFirst())
        .isEqualTo("no space left on device; it runs on docker as before");
    assertThat(there).containsExactly("one", "two");
    assertThat(here).containsExactly("alone");
  }

  @Test
  void whoWentBackIsNotStoppedAgainForTheOneThatSharesItsVolume() {
    ArrivalsRun arrivals = arrivals(migration(), ALL);
    assertThat(arrivals.leave("one")).isEmpty();
    arrivals.started("one");
    assertThat(arrivals.goBack("one")).isEmpty();

    assertThat(arrivals.leave("two"))
        .contains("'one', which stays, uses a volume of it; it runs on docker as before");

    assertThat(there).as("neither is left running nowhere").contains("one", "two");
  }

  @Test
  void whoWasStoppedEarlyAndDoesNotComeOverRunsAgain() {
    ArrivalsRun arrivals = arrivals(migration(), ALL);
    arrivals.leave("one");
    assertThat(there).doesNotContain("two");
    arrivals.goBack("one");
    assertThat(arrivals.stay("two", "alone")).isEmpty();
    assertThat(there).contains("two", "alone");
    assertThat(done).doesNotContain("start alone there");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void killedBeforeAnyEntryItIsFinishedByTheSameAgain(boolean moving) {
    moves = moving;
    for (int entries = 0; killed(entries); entries++) {
      moves = moving && entries % 2 == 0;
      run(migration(), ALL);
      assertThat(here).as("killed at %d", entries).containsExactlyInAnyOrderElementsOf(ALL);
      assertThat(there).isEmpty();
      assertThat(migration().state().containers().values())
          .extracting(MigratingContainer::stage)
          .containsOnly(Stage.ARRIVED);
      assertThat(migration().committing().remove(this::isHere, name -> {})).isEmpty();
      assertThat(migration().committing().end()).isTrue();
      assertThat(directory).isEmptyDirectory();
      moves = moving;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void killedBeforeAnyEntryItIsTakenBack(boolean moving) {
    moves = moving;
    for (int entries = 0; killed(entries); entries++) {
      assertThat(rollBack()).isEmpty();
      assertAllIsBack("killed at %d".formatted(entries));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRollbackThatIsKilledAnywhereIsFinishedByItselfOrByResume(boolean moving) {
    moves = moving;
    boolean killed = true;
    for (int moments = 0; killed; moments++) {
      for (boolean resumed : List.of(true, false)) {
        String when = "killed at %d".formatted(moments);
        reset();
        run(migration(), ALL);
        left = moments;
        killed = false;
        try {
          rollBack();
        } catch (Killed end) {
          killed = true;
        }
        left = Integer.MAX_VALUE;
        MigrationState state = migration().state();
        List<ContainerName> gone = migration().returning().gone();
        if (moments > 0) {
          assertThat(migration().returning().begun()).as(when).isEqualTo(gone);
          assertThat(state.held().containers().values()).as(when).allMatch(Moving::goesBack);
          assertThat(migration().underWay()).as("nothing goes on with it").isEmpty();
          assertThat(state.open()).as("nor does --resume").isEmpty();
        }
        if (resumed && moments > 0) {
          assertThat(migration().returning().finish(this::end, name -> {})).as(when).isEmpty();
        } else {
          assertThat(rollBack()).as(when).isEmpty();
        }
        assertAllIsBack(when);
      }
    }
  }

  @Test
  void whoCouldNotEndHereIsToldAndHasNotBegunToGoBack() {
    run(migration(), ALL);
    assertThat(
            migration()
                .returning()
                .all(
                    name ->
                        name.equals(new ContainerName("one"))
                            ? Result.refused("it does not stop")
                            : end(name),
                    name -> {}))
        .containsEntry(new ContainerName("one"), "it does not stop")
        .containsKey(new ContainerName("two"));
    assertThat(migration().returning().begun()).isEmpty();
    assertThat(migration().state().container(new ContainerName("one")).orElseThrow().stage())
        .isEqualTo(Stage.ARRIVED);
    assertThat(there).containsExactly("alone");
  }

  @Test
  void whatARunKeptThatWasKilledBeforeAnythingLeftGoesWithTheNext() {
    for (int entries : List.of(0, 1)) {
      assertThat(killed(entries)).isTrue();
      assertThat(directory.resolve("kept/1")).exists();
      arrivals(migration(), List.of());
      assertThat(directory.resolve("kept")).as("killed at %d", entries).isEmptyDirectory();
    }
    run(migration(), ALL);
    arrivals(migration(), List.of());
    assertThat(directory.resolve("kept/1")).as("by which they have come over").exists();
  }

  private Map<ContainerName, String> rollBack() {
    return migration().returning().all(this::end, name -> {});
  }

  /** A moment in which a run may be killed, too. */
  private Result end(ContainerName name) {
    clock().instant();
    done.add("end " + name);
    here.remove(name.text());
    return Result.done();
  }

  private void assertAllIsBack(String when) {
    assertThat(here).as(when).isEmpty();
    assertThat(there).as(when).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(migration().returning().gone()).isEmpty();
    assertThat(migration().state().carried()).isEmpty();
    assertThat(migration().state().moved()).isEmpty();
  }

  private void reset() {
    there.clear();
    there.addAll(ALL);
    here.clear();
    done.clear();
    carried.clear();
    moved.clear();
    left = Integer.MAX_VALUE;
    journal().remove();
  }

  /** Whether a run is killed before so many entries are down; it is not once it has fewer. */
  private boolean killed(int entries) {
    reset();
    left = entries;
    try {
      run(migration(), ALL);
    } catch (Killed killed) {
      left = Integer.MAX_VALUE;
      return true;
    }
    assertThat(entries).as("there were entries").isGreaterThan(10);
    return false;
  }

  @Test
  void rollbackEndsAllHereTheLastFirstBeforeAnyStartsThereTheFirstFirst() {
    run(migration(), ALL);
    done.clear();
    rollBack();
    assertThat(done)
        .containsExactly(
            "end alone",
            "end two",
            "end one",
            "start one there",
            "start two there",
            "start alone there");
    assertThat(journal().read())
        .extracting(JournalEntry::event)
        .endsWith(
            new RollingBack(
                List.of(
                    new ContainerName("alone"),
                    new ContainerName("two"),
                    new ContainerName("one"))),
            new Returning(new ContainerName("alone")),
            new Returning(new ContainerName("two")),
            new Returning(new ContainerName("one")),
            new Back(new ContainerName("one")),
            new Back(new ContainerName("two")),
            new Back(new ContainerName("alone")));
  }

  @Test
  void whatWasMovedReturnsBeforeAnybodyStartsThere() {
    moves = true;
    run(migration(), ALL);
    done.clear();
    rollBack();
    assertThat(done)
        .containsExactly(
            "end alone",
            "end two",
            "end one",
            "give back own",
            "give back shared",
            "start one there",
            "start two there",
            "start alone there");
    assertThat(migration().state().moved()).isEmpty();
  }

  @Test
  void whoSharesWhatHasComeOverDoesNotGoBackAlone() {
    ArrivalsRun arrivals = left("one", "two");
    here.add("one");
    arrivals.started("one");
    String why =
        "'one', which has come over, uses a volume of it; 'berth migrate --rollback' takes both"
            + " back";
    assertThat(arrivals.goBack("two")).contains(why);
    arrivals.arrived(List.of(rendered("one")));
    assertThat(arrivals.goBack("two")).contains(why);
    assertThat(there).doesNotContain("two");
  }

  @Test
  void whoCouldNotGoBackAloneGoesBackWithTheOneThatHeldIt() {
    ArrivalsRun arrivals = left("one", "two");
    assertThat(arrivals.goBack("two")).isPresent();
    assertThat(arrivals.goBack("one")).isEmpty();
    assertThat(there).contains("one", "two");
  }

  @Test
  void whatHoldsIsTheVolumeThatItHadAlsoOfOneThatHasCarriedNothing() {
    ArrivalsRun arrivals = arrivals(migration(), ALL);
    assertThat(arrivals.leave("one")).isEmpty();
    assertThat(arrivals.stay("two"))
        .singleElement()
        .asString()
        .startsWith("'two' is not back: 'one'");
  }

  private ArrivalsRun left(String... names) {
    ArrivalsRun arrivals = arrivals(migration(), ALL);
    for (String name : names) {
      assertThat(arrivals.leave(name)).isEmpty();
    }
    return arrivals;
  }

  @Test
  void whatIsNotThereAnyMoreIsNotEndedHereNorWhatSharesWithIt() {
    run(migration(), ALL);
    gone.add("one");
    assertThat(rollBack())
        .containsOnly(
            Map.entry(new ContainerName("one"), "it is gone" + COMMIT),
            Map.entry(
                new ContainerName("two"), "'one', which does not go back, uses a volume of it"));
    assertThat(here).containsExactly("one", "two");
    assertThat(there).containsExactly("alone");
  }

  @Test
  void whoseVolumeWasPrunedThereStaysWithAllThatShareIt() {
    run(migration(), ALL);
    pruned.add("shared");
    assertThat(rollBack())
        .containsOnly(
            Map.entry(
                new ContainerName("one"), "its volume 'shared' is not on docker any more" + COMMIT),
            Map.entry(
                new ContainerName("two"),
                "its volume 'shared' is not on docker any more" + COMMIT));
    assertThat(here).containsExactly("one", "two");
    assertThat(migration().state().carried()).containsKey("shared");
  }

  @Test
  void whoWasStoppedThereAndRunsHereHoldsWhoSharesItsVolume() {
    there.remove("two");
    ArrivalsRun arrivals = left("one", "two");
    here.add("two");
    arrivals.started("two");
    assertThat(arrivals.goBack("one")).isPresent();
    assertThat(there).containsExactly("alone");
  }

  @Test
  void whoeverRunsHereOnAVolumeHoldsIt() {
    run(migration(), ALL);
    here.add("stranger");
    assertThat(rollBack())
        .containsOnly(
            Map.entry(
                new ContainerName("alone"),
                "'stranger', which does not go back, uses a volume of it"));
    assertThat(here).containsExactly("alone", "stranger");
    assertThat(there).containsExactly("one", "two");
  }

  @Test
  void whoWasStartedThereAgainAfterItHadArrivedIsNotTakenOverSilently() {
    run(migration(), ALL);
    there.add("alone");
    assertThat(arrivals(migration(), List.of("alone")).leave("alone"))
        .hasValueSatisfying(why -> assertThat(why).contains("both may have written to 'own'"));
    assertThat(there).contains("alone");
  }

  @Test
  void whatHasGoneFromHereIsNotRemovedThere() {
    run(migration(), ALL);
    here.remove("one");
    done.clear();
    assertThat(migration().committing().remove(this::isHere, name -> {}))
        .containsKey(new ContainerName("one"));
    assertThat(done).containsExactly("remove two", "remove alone");
    assertThat(migration().committing().end()).isFalse();
  }

  @Test
  void aTaskThatHasEndedGoesWithTheOthersAndIsNotStartedOnTheWayBack() {
    there.remove("alone");
    Migration migration = migration();
    run(migration, List.of("one", "two"));
    arrivals(migration, List.of()).accompany("alone");
    assertThat(migration.returning().gone())
        .containsExactly(
            new ContainerName("alone"), new ContainerName("two"), new ContainerName("one"));
    done.clear();
    migration.committing().remove(this::isHere, name -> {});
    assertThat(done).containsExactly("remove one", "remove two", "remove alone");
  }
}
