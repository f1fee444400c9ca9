package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.apply.PlayedHost.Silence;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.config.ConfigurationLabel;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Labels;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Kind;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Returning;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.UnitOwner;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.run.Handler;
import dev.berth.systemd.UnitOwners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipe against a played host: what is asked, what is done, in which order. */
class DeploymentTest {
  private static final String WEB =
      """
      web:
        image: i
        restart: always
        environment: {PASSWORD: hunter2}
        volumes: [data:/data]
      """;

  @TempDir Path directory;
  private PlayedHost host;
  private HeldByMigration held = HeldByMigration.NOTHING;
  private final List<Plan> refused = new ArrayList<>();

  @BeforeEach
  void start() {
    host = new PlayedHost(directory);
  }

  @Test
  void pullsFirstThenPreparesInstallsAndStarts() throws IOException {
    Report report = apply(WEB).orElseThrow();
    assertThat(report.succeeded()).isTrue();
    assertThat(host.changes())
        .containsExactly(
            "podman pull -- i",
            "podman volume create --label=config_id=set --label=container_name=web"
                + " --label=dev.berth.ownership="
                + seal(Kind.VOLUME, "data")
                + " --label=managed_by=berth data",
            "systemctl enable --no-reload -- berth-web.service",
            "systemctl daemon-reload",
            "systemctl start -- berth-web.service");
    Path unit = host.paths.units().resolve("berth-web.service");
    assertThat(unit).content().contains("id-of-i").doesNotContain("hunter2");
    assertThat(mode(unit)).isEqualTo("rw-r--r--");
    assertThat(host.paths.inheritedEnvironment(new ContainerName("web")))
        .content()
        .contains("hunter2");
    assertThat(mode(host.paths.inheritedEnvironment(new ContainerName("web"))))
        .isEqualTo("rw-------");
    assertThat(mode(host.paths.environment())).isEqualTo("rwx------");
    assertThat(mode(host.paths.digestKey())).isEqualTo("rw-------");
  }

  /** Docker is not looked at: it may run what is planned as new. */
  @Test
  void whatAMigrationHasTakenAwayIsNotStartedAsIfItWereNew() {
    assertRefused(
        new HeldByMigration.Moving("podman", "docker", true, false, false),
        "'web' is in a migration from podman to docker that is not finished",
        "'berth migrate --resume' finishes it, 'berth migrate --rollback' has it on podman again");
    assertRefused(
        new HeldByMigration.Moving("podman", "docker", false, false, true),
        "'web' has gone to docker and may still come back",
        "'berth migrate --rollback' has it here again");
    assertRefused(
        new HeldByMigration.Moving("docker", "podman", true, false, false),
        "'web' is in a migration from docker to podman that is not finished, and docker does not"
            + " run: its data is there",
        "start docker");
    assertRefused(
        new HeldByMigration.Moving("docker", "podman", false, true, true),
        "'web' is on its way back from podman to docker, which is not finished",
        "'berth migrate --rollback' finishes it");

    held =
        new HeldByMigration(
            Map.of(
                new ContainerName("web"),
                new HeldByMigration.Moving("docker", "podman", true, false, true)),
            Set.of());
    assertThat(apply(WEB).orElseThrow().succeeded()).as("all of it is here").isTrue();
    observeWhatWasApplied();
    held =
        new HeldByMigration(
            Map.of(
                new ContainerName("web"),
                new HeldByMigration.Moving("podman", "docker", true, false, false)),
            Set.of());
    assertThat(apply(WEB).orElseThrow().unchanged())
        .as("has not ended yet")
        .containsExactly(new ContainerName("web"));
    held =
        new HeldByMigration(
            Map.of(
                new ContainerName("other"),
                new HeldByMigration.Moving("podman", "docker", true, false, false)),
            Set.of());
    assertThat(apply(WEB)).as("of another file").isPresent();
  }

  private void assertRefused(HeldByMigration.Moving moving, String what, String advice) {
    held = new HeldByMigration(Map.of(new ContainerName("web"), moving), Set.of());
    int before = host.runner.lines().size();
    assertThat(apply(WEB)).as(what).isEmpty();
    assertThat(refused.getLast().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).isEqualTo(what);
              assertThat(problem.toString()).contains(advice, "nothing has changed", ":1:");
            });
    assertThat(host.runner.lines().subList(before, host.runner.lines().size()))
        .noneMatch(line -> line.contains(" start ") || line.contains("create"));
  }

  /** Whichever engine is chosen: the unit may run it on one, and its original rest on the other. */
  @Test
  void whatAMigrationHoldsIsNotRemovedByAnyWord() {
    apply(WEB);
    observeWhatWasApplied();
    held =
        new HeldByMigration(
            Map.of(
                new ContainerName("web"),
                new HeldByMigration.Moving("docker", "podman", false, false, true)),
            Set.of("data"));
    int before = host.runner.lines().size();
    for (Removal removal :
        List.of(
            new Removal.OfConfigurations(Set.of("set")),
            new Removal.AllBut(Set.of()),
            new Removal.AllBut(Set.of("other")))) {
      PlanOptions options = new PlanOptions("berth", removal, MissingBinds.FAIL, Set.of(), true);
      assertThat(
              deployment(false)
                  .apply(
                      Desired.NOTHING,
                      options,
                      new ExecutionOptions(2, true, false),
                      new Silence(),
                      () -> false,
                      refused::add))
          .as(removal.toString())
          .isEmpty();
      assertThat(refused.getLast().problems().toString())
          .contains(
              "web",
              "its migration from docker to podman is not committed",
              "--rollback",
              "--commit");
    }
    Step volume =
        new Step(
            1, Stage.of(Stage.Phase.REMOVE), new RemoveVolume("data"), List.of("why"), Set.of());
    Plan purge = new Plan(List.of(volume), List.of(), new TreeMap<>(), List.of());
    assertThat(held.problems(purge))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("it is a volume of a migration that is not committed"));
    assertThat(host.runner.lines().subList(before, host.runner.lines().size()))
        .noneMatch(
            line -> line.contains(" stop ") || line.contains(" rm ") || line.contains("able"));
    assertThat(apply(WEB).orElseThrow().unchanged()).containsExactly(new ContainerName("web"));
  }

  /** The killed run had written the new unit, and not yet told systemd. */
  @Test
  void whatAKilledRunReplacedIsGoneBackToByTheNextOne() throws IOException {
    apply(WEB);
    observeWhatWasApplied();
    Path unit = host.paths.units().resolve("berth-web.service");
    String former = Files.readString(unit);
    String latter = WEB.replace("hunter2", "hunter3");
    killAt("systemctl daemon-reload", latter);
    assertThat(unit).content().isNotEqualTo(former);
    assertThat(host.paths.inheritedEnvironment(new ContainerName("web")))
        .content()
        .contains("hunter3");
    Path kept = host.paths.former().resolve("web.json");
    assertThat(mode(kept)).isEqualTo("rw-------");
    assertThat(mode(host.paths.former())).isEqualTo("rwx------");
    assertThat(kept).content().contains("hunter2");

    AtomicInteger restarts = new AtomicInteger();
    host.exceptions =
        line ->
            line.matches("systemctl (re)?start .*") && restarts.getAndIncrement() == 0
                ? Optional.of(failure(1, "", "Job for berth-web.service failed"))
                : Optional.empty();
    Report report = apply(latter).orElseThrow();

    assertThat(report.results())
        .filteredOn(result -> result.step().change() instanceof Service)
        .singleElement()
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(Outcome.RESTORED))
        .satisfies(
            result ->
                assertThat(result.message())
                    .contains("Job for berth-web", "; what was there before runs again"));
    assertThat(unit).content().isEqualTo(former);
    assertThat(host.paths.inheritedEnvironment(new ContainerName("web")))
        .content()
        .contains("hunter2");
    assertThat(kept).doesNotExist();
  }

  @Test
  void whatWasKeptGoesOnceWhatFollowedItIsUp() {
    apply(WEB);
    observeWhatWasApplied();
    String latter = WEB.replace("hunter2", "hunter3");
    killAt("systemctl daemon-reload", latter);
    assertThat(host.paths.former().resolve("web.json")).exists();
    assertThat(apply(latter).orElseThrow().succeeded()).isTrue();
    assertThat(host.paths.former()).doesNotExist();
  }

  private void killAt(String command, String yaml) {
    host.exceptions =
        line -> {
          if (line.startsWith(command)) {
            throw new AssertionError("killed");
          }
          return Optional.empty();
        };
    assertThatThrownBy(() -> apply(yaml)).hasMessage("killed");
    host.exceptions = _ -> Optional.empty();
  }

  @Test
  void readsTheHostAgainAfterAPullAndOnlyThen() {
    apply(WEB);
    assertThat(count("podman ps")).isEqualTo(2);
    host = new PlayedHost(directory.resolve("other"));
    host.images.put("i", "id-of-i");
    apply(WEB);
    assertThat(count("podman ps")).isEqualTo(1);
  }

  @Test
  void theSecondApplyAsksLittleAndDoesNothing() {
    apply(WEB);
    observeWhatWasApplied();
    int before = host.runner.lines().size();
    Report report = apply(WEB).orElseThrow();
    assertThat(report.results()).isEmpty();
    assertThat(report.unchanged()).containsExactly(new ContainerName("web"));
    assertThat(host.runner.lines().subList(before, host.runner.lines().size()))
        .containsExactlyInAnyOrder(
            "podman --version",
            "podman ps --all --no-trunc --format json",
            "podman image inspect -- i",
            "podman volume ls --format json",
            "systemctl show --timestamp=us+utc"
                + " --property=Version,Environment,UnitPath,UnitsLoadTimestamp,UnitsLoadTimestampMonotonic"
                + ",UnitsLoadStartTimestamp,UnitsLoadStartTimestampMonotonic",
            "systemctl list-units --all --full --plain --no-legend -- berth-web.service"
                + " berth-*.service "
                + "[0-9a-f]".repeat(12)
                + "*.timer",
            host.runner.lines().stream()
                .filter(line -> line.startsWith("systemctl show --property=Id"))
                .findFirst()
                .orElseThrow());
  }

  @Test
  void anImageThatCannotBeHadLeavesEverythingAsItWas() {
    AtomicInteger tries = new AtomicInteger();
    host.exceptions =
        line -> {
          if (!line.equals("podman pull -- bad")) {
            return Optional.empty();
          }
          tries.incrementAndGet();
          return Optional.of(failure(125, "", "Trying…\nError: registry unreachable\n"));
        };
    Report report =
        apply("good: {image: good, restart: always}\nbad: {image: bad, restart: always}\n")
            .orElseThrow();
    assertThat(tries).hasValue(4);
    assertThat(report.succeeded()).isFalse();
    assertThat(host.changes()).allMatch(line -> line.startsWith("podman pull"));
    assertThat(host.changes()).filteredOn("podman pull -- good"::equals).hasSize(1);
    assertThat(host.paths.units()).isEmptyDirectory();
    assertThat(report.results())
        .filteredOn(result -> result.outcome() == Outcome.FAILED)
        .singleElement()
        .satisfies(result -> assertThat(result.message()).isEqualTo("Error: registry unreachable"));
    assertThat(report.count(Outcome.SKIPPED)).isEqualTo(2);
  }

  @Test
  void aPullThatFailsOnceIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    host.exceptions =
        line ->
            line.startsWith("podman pull") && tries.getAndIncrement() == 0
                ? Optional.of(failure(125, "", "Error: try later"))
                : Optional.empty();
    assertThat(apply(WEB).orElseThrow().succeeded()).isTrue();
    assertThat(tries).hasValue(2);
  }

  @Test
  void aRefusedPlanChangesNothing() {
    host.container("web", "x", Map.of());
    assertThat(apply(WEB)).isEmpty();
    assertThat(refused).singleElement().satisfies(plan -> assertThat(plan.isRefused()).isTrue());
    assertThat(host.changes()).isEmpty();
    assertThat(host.paths.units()).isEmptyDirectory();
  }

  @Test
  void aLostDigestKeyIsAProblemWhileContainersCarryDigests() {
    host.container("other", "x", ownLabels("other", "d1"));
    assertThat(apply(WEB)).isEmpty();
    assertThat(refused.getFirst().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("digest.key", "--rekey"));
    assertThat(host.paths.digestKey()).doesNotExist();
    assertThat(host.changes()).isEmpty();
  }

  @Test
  void aDigestKeyThatOthersMayReadIsNotUsed() throws IOException {
    DigestKey.random().save(host.paths.digestKey());
    Files.setPosixFilePermissions(
        host.paths.digestKey(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(apply(WEB)).isEmpty();
    assertThat(refused.getFirst().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .startsWith(host.paths.digestKey().toString())
                    .contains("error: ", "may be read by others", "chmod 600"));
    assertThat(host.changes()).isEmpty();
  }

  @Test
  void aLostDigestKeyIsReplacedOnDemand() {
    host.container("other", "x", ownLabels("other", "d1"));
    assertThat(apply(WEB, true)).isPresent();
    assertThat(host.paths.digestKey()).exists();
  }

  @Test
  void aNewDigestKeyRestartsNothingNowNorAtTheNextApply() throws IOException {
    apply(WEB);
    observeWhatWasApplied();
    Files.delete(host.paths.digestKey());
    for (int run = 0; run < 2; run++) {
      int before = host.changes().size();
      assertThat(apply(WEB, true).orElseThrow().succeeded()).isTrue();
      assertThat(host.changes().subList(before, host.changes().size()))
          .noneMatch(line -> line.contains("start"));
    }
    assertThat(refused).isEmpty();
  }

  @Test
  void aLostDigestKeyStandsAgainstARemovalOfWhatNothingElseProves() {
    host.container("other", "x", ownLabels("other", "d1"));
    PlanOptions removal =
        new PlanOptions(
            "berth",
            new Removal.OfConfigurations(Set.of("set")),
            MissingBinds.FAIL,
            Set.of(),
            false);
    Plan plan = deployment(false).plan(Desired.NOTHING, removal).plan();
    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            problem -> assertThat(problem.toString()).contains("digest.key", "other", "by hand"));
    DigestKey.random().save(host.paths.digestKey());
    Plan stranger = deployment(false).plan(Desired.NOTHING, removal).plan();
    assertThat(stranger.isRefused()).isFalse();
    assertThat(stranger.steps()).as("its labels prove nothing").isEmpty();
    assertThat(stranger.problems().getFirst().toString())
        .contains("other: warning: this container has Berth's labels, and nothing proves that");
  }

  private String seal(Kind kind, String name) {
    return DigestKey.read(host.paths.digestKey())
        .orElseThrow()
        .seal(new Claim(kind, name, "berth", "set", ""));
  }

  @Test
  void planningWritesNothing() {
    Plan plan = deployment(false).plan(PlayedHost.desired(WEB), PlayedHost.planOptions()).plan();
    assertThat(plan.isEmpty()).isFalse();
    assertThat(host.changes()).isEmpty();
    assertThat(host.paths.digestKey()).doesNotExist();
    assertThat(host.paths.units()).isEmptyDirectory();
  }

  @Test
  void anInterruptionBeforeTheFirstStepDoesNothing() {
    host.images.put("i", "id-of-i");
    host.container("gone", "x", ownLabels("gone", "d1"));
    DigestKey.random().save(host.paths.digestKey());
    Report report =
        deployment(false)
            .apply(
                PlayedHost.desired(WEB),
                PlayedHost.planOptions(),
                new ExecutionOptions(2, true, false),
                new Silence(),
                () -> true,
                refused::add)
            .orElseThrow();
    assertThat(report.interrupted()).isTrue();
    assertThat(report.results())
        .isNotEmpty()
        .allMatch(result -> result.outcome() == Outcome.SKIPPED)
        .allMatch(result -> result.message().equals("interrupted"));
    assertThat(host.changes()).isEmpty();
    assertThat(host.paths.units()).isEmptyDirectory();
  }

  @Test
  void bothCausesAreToldWhereGoingBackFailsToo() {
    apply(WEB);
    observeWhatWasApplied();
    host.exceptions =
        line ->
            line.startsWith("systemctl restart")
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : line.startsWith("journalctl")
                    ? Optional.of(answer("Error: crun: no such program"))
                    : Optional.empty();
    Report report = apply(WEB.replace("image: i\n", "image: i\n  tty: true\n")).orElseThrow();
    assertThat(report.results().getLast().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(report.results().getLast().message())
        .startsWith("crun: no such program; going back failed as well: crun: no such program");
  }

  @Test
  void whatWasSkippedHasTheFilesThatItHadBefore() throws IOException {
    String set =
        """
        web: {image: i, restart: always}
        after: {image: i, restart: always, environment: {MODE: former}, depends_on: [web]}
        last: {image: i, restart: always, depends_on: [after]}
        """;
    apply(set);
    observeWhatWasApplied();
    Path units = host.paths.units();
    List<Path> files =
        List.of(
            units.resolve("berth-web.service"),
            units.resolve("berth-after.service"),
            units.resolve("berth-last.service"),
            host.paths.inheritedEnvironment(new ContainerName("after")));
    List<String> before = contents(files);
    AtomicInteger restarts = new AtomicInteger();
    host.exceptions =
        line ->
            line.equals("systemctl restart -- berth-web.service") && restarts.getAndIncrement() == 0
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : Optional.empty();

    Report report =
        apply(
                set.replace("image: i,", "image: i, tty: true,").replace("former", "latter")
                    + "new: {image: i, restart: always, depends_on: [last]}\n")
            .orElseThrow();

    assertThat(report.count(Outcome.RESTORED)).isEqualTo(1);
    assertThat(report.count(Outcome.SKIPPED)).isEqualTo(3);
    assertThat(contents(files)).isEqualTo(before);
    assertThat(units.resolve("berth-new.service")).doesNotExist();
    assertThat(host.changes())
        .contains("systemctl disable --no-reload -- berth-new.service")
        .noneMatch(line -> line.contains("disable") && line.contains("berth-after"));
    List<String> last = host.changes().subList(restartOf("web") + 1, host.changes().size());
    assertThat(last.indexOf("systemctl daemon-reload"))
        .as("systemd is told before what follows could start again")
        .isLessThan(last.indexOf("systemctl restart -- berth-web.service"));
  }

  /** What {@code systemctl show} answers of the unit, one answer after the other. */
  private void shows(String... answers) {
    List<String> left = new ArrayList<>(List.of(answers));
    var usual = host.exceptions;
    host.exceptions =
        line -> {
          if (!line.startsWith("systemctl show --property=Id")) {
            return usual.apply(line);
          }
          String[] words = left.removeFirst().split(" ");
          return Optional.of(
              answer(
                  """
                  Id=berth-web.service
                  LoadState=loaded
                  ActiveState=%s
                  SubState=%s
                  UnitFileState=enabled
                  Result=success
                  NRestarts=%s
                  """
                      .formatted(words[0], words[1], words[2])));
        };
  }

  @Test
  void restartsBeforeTheStepAreNotItsFailures() {
    apply(WEB);
    observeWhatWasApplied();
    shows("activating start 3", "active running 3");
    Report report = apply(WEB).orElseThrow();
    assertThat(report.results().getLast().step().change().verb()).isEqualTo("wait for");
    assertThat(report.succeeded()).isTrue();

    shows("activating start 3", "active running 4");
    assertThat(apply(WEB).orElseThrow().results().getLast().message())
        .isEqualTo("started, and ended at once, 1 restart so far; see 'berth logs web'");

    shows("activating start 3", "active running 1");
    assertThat(apply(WEB).orElseThrow().succeeded()).as("counted anew by systemd").isFalse();
  }

  @Test
  void aGatedStartThatFailsSaysWhyInTheEnginesWords() {
    host.images.put("i", "id-of-i");
    host.exceptions =
        line ->
            line.equals("systemctl start -- berth-db.service")
                ? Optional.of(failure(1, "", "Job for berth-db.service failed because …"))
                : line.startsWith("journalctl")
                    ? Optional.of(answer("Error: opening seccomp profile failed: no such file"))
                    : Optional.empty();
    Report report =
        apply(
                """
                db: {image: i, restart: always, healthcheck: {test: "true"}}
                app: {image: i, restart: always, depends_on: {db: {condition: service_healthy}}}
                """)
            .orElseThrow();
    assertThat(report.results())
        .extracting(StepResult::message)
        .contains("opening seccomp profile failed: no such file");
  }

  private int restartOf(String name) {
    return host.changes().indexOf("systemctl restart -- berth-" + name + ".service");
  }

  private static List<String> contents(List<Path> files) throws IOException {
    List<String> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readString(file));
    }
    return contents;
  }

  @Test
  void nothingComesOverWhileWhatCameTheOtherWayMayGoBack() {
    Service here =
        apply(WEB).orElseThrow().results().stream()
            .map(result -> result.step().change())
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .findFirst()
            .orElseThrow();
    for (Service.Kind kind : List.of(Service.Kind.MIGRATE, Service.Kind.MIGRATE_STOPPED)) {
      Plan plan = planOf(new Service(here.rendered(), kind, true, true));
      assertThat(
              problems(plan, List.of(new ContainerName("db"), new ContainerName("web")), Map.of()))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.isError()).isTrue();
                assertThat(problem.message())
                    .isEqualTo(
                        "'web' cannot come over: db, web came from the other side and may still go"
                            + " back");
                assertThat(problem.advice()).contains("--rollback", "--commit");
              });
      assertThat(problems(plan, List.of(), Map.of())).isEmpty();
      assertThat(problems(plan, List.of(), Map.of(new ContainerName("web"), "it is shared")))
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.isError()).isTrue();
                assertThat(problem.message()).isEqualTo("'web' cannot come over: it is shared");
                assertThat(problem.advice()).contains("by its name");
              });
    }
    // Neither the journal nor an engine is asked where nothing comes over.
    assertThat(
            OpenMigration.of(
                    planOf(here), RenderedState.NOTHING, List.of(), new Answers(Optional.empty()))
                .problems())
        .isEmpty();
  }

  private static List<Problem> problems(
      Plan plan, List<ContainerName> notCommitted, Map<ContainerName, String> obstacles) {
    return OpenMigration.of(
            plan,
            RenderedState.NOTHING,
            List.of(),
            new Answers(
                Optional.of(
                    new OpenMigration(
                        List.of(), notCommitted, new MigrationPort.Outlook(obstacles, Map.of())))))
        .problems();
  }

  /** A crossing that only answers what is against it; empty where it must not be asked. */
  private record Answers(Optional<OpenMigration> answers) implements MigrationPort {
    @Override
    public List<ContainerName> notCommitted() {
      return answers.orElseThrow().notCommitted();
    }

    @Override
    public Outlook outlook(
        Collection<Rendered> comingOver, Collection<ContainerName> tasks, RenderedState wanted) {
      return answers.orElseThrow().outlook();
    }

    @Override
    public void begin(Collection<ContainerName> containers, RenderedState wanted) {}

    @Override
    public Set<ContainerName> underWay() {
      return Set.of();
    }

    @Override
    public List<Returning> returning(Collection<ContainerName> containers) {
      return List.of();
    }

    @Override
    public Handler handler() {
      return NONE.handler();
    }

    @Override
    public Map<ContainerName, Duration> downtimes() {
      return Map.of();
    }
  }

  private static Plan planOf(Service service) {
    return new Plan(
        List.of(new Step(1, Stage.of(Stage.Phase.REMOVE), service, List.of("why"), Set.of())),
        List.of(),
        new TreeMap<>(),
        List.of());
  }

  @Test
  void whatIsNoLongerWantedGoesWithItsFiles() throws IOException {
    apply(WEB);
    observeWhatWasApplied();
    host.images.put("j", "id-of-j");
    int before = host.changes().size();
    assertThat(apply("new: {image: j}\n").orElseThrow().succeeded()).isTrue();
    List<String> done = host.changes().subList(before, host.changes().size());
    assertThat(done.getFirst()).isEqualTo("systemctl stop -- berth-web.service");
    assertThat(done)
        .contains("systemctl disable --no-reload -- berth-web.service", "systemctl daemon-reload");
    assertThat(host.paths.units()).isEmptyDirectory();
    assertThat(host.paths.environment()).isEmptyDirectory();
    assertThat(done).noneMatch(line -> line.contains("volume rm"));
  }

  private Optional<Report> apply(String yaml) {
    return apply(yaml, false);
  }

  private Optional<Report> apply(String yaml, boolean newKey) {
    return deployment(newKey)
        .apply(
            PlayedHost.desired(yaml),
            PlayedHost.planOptions(),
            new ExecutionOptions(2, true, false),
            new Silence(),
            () -> false,
            refused::add);
  }

  private Deployment deployment(boolean newKey) {
    return new Deployment(
        host.host(),
        host.supervisor(PlayedHost.OPTIONS),
        PlayedHost.OPTIONS,
        new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
        Optional.empty(),
        () -> held,
        newKey);
  }

  /** The engine shows the container that the unit started. */
  private void observeWhatWasApplied() {
    for (ObservedUnit unit :
        host.systemctl.observe(host.paths.units(), List.of()).units().values()) {
      UnitOwner owner = UnitOwners.parse(unit.text().orElseThrow()).orElseThrow();
      String name = owner.container().orElseThrow().text();
      host.container(name, "id-of-i", ownLabels(name, owner.digest()));
    }
    host.exceptions =
        line ->
            line.startsWith("podman volume ls")
                ? Optional.of(dev.berth.host.RecordedRunner.answer("[{\"Name\":\"data\"}]"))
                : Optional.empty();
  }

  private static Map<String, String> ownLabels(String name, String digest) {
    return Map.of(
        Labels.MANAGED_BY,
        "berth",
        Labels.CONFIG_ID,
        "set",
        Labels.CONTAINER_NAME,
        name,
        Labels.DIGEST,
        digest);
  }

  private long count(String start) {
    return host.runner.lines().stream().filter(line -> line.startsWith(start)).count();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
