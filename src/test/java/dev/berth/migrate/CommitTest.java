package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Engine;
import dev.berth.engine.PlayedEngines;
import dev.berth.host.CommandResult;
import dev.berth.host.RecordedRunner;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Left;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.run.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of a migration removes where everything was, and what it leaves there. */
class CommitTest {
  @TempDir Path directory;

  private final List<ContainerName> removed = new ArrayList<>();
  private final Set<ContainerName> goneThere = new HashSet<>();
  private RecordedRunner docker = new RecordedRunner(CommitTest::answer);
  private MigrationJournal journal;
  private final Map<String, String> units = new HashMap<>();

  @BeforeEach
  void webHasCome() {
    journal = new MigrationJournal(directory, Clock.systemUTC());
    journal.add(Runs.to("podman"));
    journal.add(new ImageCarried("web:1", "1".repeat(64)));
    journal.add(new ImageCarried("db:1", "2".repeat(64)));
    arrived("web", "data");
  }

  private void arrived(String container, String volume) {
    String copy = "berth-" + volume;
    journal.add(new Leaving(new ContainerName(container), Runs.container(true)));
    journal.add(new VolumeBegun(new ContainerName(container), volume, copy, false));
    journal.add(new VolumeDone(new ContainerName(container), volume, copy));
    journal.add(new Left(new ContainerName(container), List.of(copy), false));
    journal.add(new Arrived(new ContainerName(container)));
  }

  /** Both volumes are there still; by now web:1 is another image's name. */
  private static CommandResult answer(String line) {
    return RecordedRunner.answer(
        switch (line.replace(" -- ", " ")) {
          case "podman volume ls --format json" -> "[]";
          case "docker volume ls --quiet" -> "alias";
          case "docker volume inspect alias" ->
              "[{\"Name\": \"alias\", \"Mountpoint\": \"/volumes/alias/_data\","
                  + " \"Options\": {\"device\": \"/volumes/data/_data/sub\"}}]";
          case "docker volume inspect data" ->
              "[{\"Name\": \"data\", \"Mountpoint\": \"/volumes/data/_data\"}]";
          case "docker volume inspect logs" ->
              "[{\"Name\": \"logs\", \"Mountpoint\": \"/volumes/logs/_data\"}]";
          case "docker image inspect web:1" -> "[{\"Id\": \"sha256:" + "9".repeat(64) + "\"}]";
          case "docker image inspect db:1" -> "[{\"Id\": \"sha256:" + "2".repeat(64) + "\"}]";
          default -> "";
        });
  }

  /** Any engine has a container that mounts this. */
  private static RecordedRunner with(String engine, String mount) {
    return new RecordedRunner(
        line ->
            line.equals(engine + " ps --all --quiet --no-trunc")
                ? RecordedRunner.answer("1")
                : line.equals(engine + " container inspect -- 1")
                    ? RecordedRunner.answer(
                        "[{\"Name\": \"/other\", \"Mounts\": [%s]}]".formatted(mount))
                    : answer(line));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "docker, `\"Type\": \"bind\", \"Source\": \"/volumes/data/_data\", \"RW\": false`",
        "docker, `\"Type\": \"bind\", \"Source\": \"/volumes\", \"RW\": true`",
        "docker, `\"Type\": \"volume\", \"Name\": \"alias\", \"RW\": true`",
        "podman, `\"Type\": \"bind\", \"Source\": \"/volumes/data\", \"RW\": true`",
      })
  void aVolumeWhoseDataAnotherHasByAnotherNameStays(String engine, String mount) {
    docker = with(engine, "{" + mount + "}");
    commit("podman").remove(name -> true, name -> {});
    assertThat(commit("podman").purge())
        .containsExactly(Map.entry("volume data", "'other' of " + engine + " uses its data"));
    assertThat(removals()).doesNotContain("docker volume rm data");
  }

  @Test
  void aVolumeWhoseDataAUnitHasStays() {
    commit("podman").remove(name -> true, name -> {});
    units.put("job.service", "ExecStart=/usr/bin/docker run --rm -v alias:/d i");
    assertThat(commit("podman").purge())
        .containsExactly(Map.entry("volume data", "the unit job.service uses its data"));
    units.put("job.service", "ExecStart=/usr/bin/podman run --rm -v data:/d -v alias:/e i");
    assertThat(commit("podman").purge()).as("names of the other engine").isEmpty();
  }

  private Commit commit(String to) {
    Engine source = PlayedEngines.docker(docker);
    Engine target = PlayedEngines.podman(docker);
    return new Commit(
        source,
        target,
        new PlayedOrigin(),
        new Networks(source, target, journal),
        journal,
        new MigrationRun(directory.resolve("kept"), Runs.to(to), containers -> ""),
        () -> units);
  }

  private List<String> removals() {
    return docker.lines().stream().filter(line -> line.contains(" rm ")).toList();
  }

  @Test
  void anImageThatHasTakenTheNameStays() {
    assertThat(commit("podman").remove(name -> true, name -> {})).isEmpty();
    assertThat(commit("podman").purge()).isEmpty();
    assertThat(removed).containsExactly(new ContainerName("web"));
    assertThat(removals()).containsExactly("docker volume rm data", "docker image rm db:1");
  }

  @Test
  void theVolumeOfOneThatMayStillGoBackStays() {
    assertThat(commit("podman").remove(name -> true, name -> {})).isEmpty();
    arrived("late", "logs");
    commit("podman").purge();
    assertThat(removals())
        .contains("docker volume rm data")
        .doesNotContain("docker volume rm logs");
  }

  @Test
  void theOutlookIsWhatIsDoneThenAndChangesNothing() {
    docker =
        with("docker", "{\"Type\": \"bind\", \"Source\": \"/volumes/logs/_data\", \"RW\": true}");
    arrived("late", "logs");
    Commit.Outlook outlook = commit("podman").outlook(name -> true, true);
    assertThat(removed).isEmpty();
    assertThat(removals()).isEmpty();
    assertThat(outlook.containers())
        .containsExactly(new ContainerName("web"), new ContainerName("late"));
    assertThat(outlook.objects()).containsExactly("volume data", "image db:1");

    assertThat(commit("podman").remove(name -> true, name -> {})).isEqualTo(outlook.failed());
    assertThat(removed).isEqualTo(outlook.containers());
    assertThat(commit("podman").purge())
        .isEqualTo(outlook.kept())
        .containsExactly(Map.entry("volume logs", "'other' of docker uses its data"));
    assertThat(removals()).containsExactly("docker volume rm data", "docker image rm db:1");
  }

  @Test
  void theOutlookTellsWhoHasWhatTheEngineWouldNotRemove() {
    docker =
        new RecordedRunner(
            line ->
                line.equals("docker ps --all --filter=volume=data --format={{.Names}}")
                    ? RecordedRunner.answer("web\nbeside")
                    : answer(line));
    assertThat(commit("podman").outlook(name -> true, true).kept())
        .containsExactly(Map.entry("volume data", "beside of docker still has it"));
    assertThat(commit("podman").outlook(name -> false, true).failed())
        .containsOnlyKeys(new ContainerName("web"));
    assertThat(commit("podman").outlook(name -> false, true).objects()).isEmpty();
    assertThat(commit("podman").outlook(name -> true, false).objects()).isEmpty();
  }

  @Test
  void oneThatHasGoneFromHereStaysThereAsItMayGoBack() {
    assertThat(commit("podman").remove(name -> false, name -> {}))
        .containsExactly(
            Map.entry(
                new ContainerName("web"), "it has gone from here; --rollback has it where it was"));
    assertThat(removed).isEmpty();
    assertThat(commit("podman").end()).isFalse();
  }

  /** Else neither end of the migration could ever be reached. */
  @Test
  void oneThatHasGoneFromBothEndsWithoutItsDataButNoOtherDoes() {
    arrived("late", "logs");
    goneThere.addAll(List.of(new ContainerName("web"), new ContainerName("late")));
    Commit commit = commit("podman");
    assertThat(commit.remove(name -> name.equals(new ContainerName("late")), name -> {})).isEmpty();
    assertThat(commit.purge())
        .containsExactly(Map.entry("volume data", "its container has gone from both engines"));
    assertThat(removals())
        .contains("docker volume rm logs")
        .doesNotContain("docker volume rm data");
    assertThat(commit.end()).isTrue();
  }

  /** It can neither be finished nor taken back. */
  @Test
  void oneThatIsUnderWayAndOnNeitherSideEndsAsWell() {
    journal.add(new Leaving(new ContainerName("late"), Runs.container(true)));
    goneThere.add(new ContainerName("late"));
    Commit commit = commit("podman");
    assertThat(commit.lost(name -> true)).isEmpty();
    assertThat(commit.lost(name -> false))
        .as("the other one may go back")
        .containsExactly(new ContainerName("late"));
    assertThat(commit.remove(name -> true, name -> {})).isEmpty();
    assertThat(commit.end()).as("it is here").isFalse();
    assertThat(commit.remove(name -> false, name -> {})).isEmpty();
    assertThat(commit.end()).isTrue();
  }

  @Test
  void whatCameTheOtherWayIsNotRemovedWhereItIsNow() {
    assertThat(commit("docker").remove(name -> true, name -> {})).isEmpty();
    assertThat(removed).isEmpty();
    assertThat(commit("docker").end()).isFalse();
  }

  /** Containers that the engine can make again. */
  private final class PlayedOrigin implements SourceSupervisor {
    @Override
    public Optional<SourceDescription> describe(ContainerName container) {
      return Optional.empty();
    }

    @Override
    public Optional<String> whyMissing(ContainerName container, SourceDescription how) {
      return goneThere.contains(container) ? Optional.of("it is gone") : Optional.empty();
    }

    @Override
    public UnitName unitOf(ContainerName container) {
      return UnitName.of("", container);
    }

    @Override
    public Result disown(ContainerName container, SourceDescription how) {
      throw new AssertionError("it has left");
    }

    @Override
    public Result stop(ContainerName container, SourceDescription how, Duration grace) {
      throw new AssertionError("it has left");
    }

    @Override
    public void putAway(ContainerName container) {
      throw new AssertionError("it has left");
    }

    @Override
    public Result putBack(ContainerName container, SourceDescription how) {
      throw new AssertionError("it does not go back");
    }

    @Override
    public Result start(ContainerName container) {
      throw new AssertionError("it does not go back");
    }

    @Override
    public List<Result> manage(List<ManagerOperation> operations) {
      throw new AssertionError("nothing has a unit");
    }

    @Override
    public Result remove(ContainerName container, SourceDescription how) {
      removed.add(container);
      return Result.done();
    }
  }
}
