package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Configurations;
import dev.berth.apply.AppliedRecords;
import dev.berth.apply.Deployment;
import dev.berth.apply.DigestKey;
import dev.berth.apply.ExecutionOptions;
import dev.berth.apply.HeldByMigration;
import dev.berth.apply.Host;
import dev.berth.apply.HostPaths;
import dev.berth.apply.LegacyDetector;
import dev.berth.apply.Observer;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.apply.Report;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.NoControl;
import dev.berth.engine.StoreDirectory;
import dev.berth.host.Directories;
import dev.berth.host.PlayedWaits;
import dev.berth.host.RecordedRunner;
import dev.berth.host.Selinux;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.MadeWith;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedMount;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.ObservedRun;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Kind;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.plan.PlanOptions;
import dev.berth.service.ContainerHealth;
import dev.berth.service.InvalidUse;
import dev.berth.service.ManagedContainer;
import dev.berth.supervisor.EngineSupervisor;
import dev.berth.supervisor.RenderOptions;
import dev.berth.supervisor.UnitsOfHost;
import dev.berth.systemd.Journal;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A third runtime that is like neither engine: it starts no process, has no command line, and can
 * only be looked at, as what a kubelet keeps behind CRI. It is listed and planned for by the same
 * classes as the engines; what it implements is all that had to be written for it.
 */
class ReadOnlyRuntimeTest {
  private static final String IMAGE_ID = "1f".repeat(32);
  private static final String WEB =
      """
      web:
        image: registry.example/web:1
        restart: always
        environment: {MODE: blue}
      """;

  /** What is there is in its memory. */
  private static final class Played implements ContainerRuntime {
    private final List<ObservedContainer> containers = new ArrayList<>();

    @Override
    public String name() {
      return "cri-o";
    }

    @Override
    public EngineSnapshot observe(Collection<String> references, boolean withVolumes) {
      return new EngineSnapshot(
          new EngineInfo("cri-o", "1.34.0"), containers, images(references), Map.of());
    }

    @Override
    public Map<String, ObservedVolume> volumes() {
      return Map.of();
    }

    @Override
    public Map<String, ObservedImage> images(Collection<String> references) {
      Map<String, ObservedImage> images = new TreeMap<>();
      references.forEach(
          reference -> images.put(reference, new ObservedImage(IMAGE_ID, List.of(), false)));
      return images;
    }

    @Override
    public Map<ContainerName, ObservedRun> runs(Collection<ContainerName> names) {
      Map<ContainerName, ObservedRun> runs = new TreeMap<>();
      for (ObservedContainer container : containers) {
        if (names.contains(container.name()) || names.contains(new ContainerName(container.id()))) {
          ObservedHealth health =
              new ObservedHealth(container.name(), ObservedHealth.Status.UNHEALTHY, 3, List.of());
          runs.put(
              container.name(),
              new ObservedRun(
                  container.name(), container.state(), 0, 0, "", health, Duration.ZERO, false));
        }
      }
      return runs;
    }

    @Override
    public Map<ContainerName, List<ObservedMount>> mounts(Collection<ContainerName> names) {
      return Map.of();
    }

    @Override
    public Map<String, MadeWith> origins(Collection<ContainerName> names) {
      return Map.of();
    }

    @Override
    public Map<String, ObservedNetwork> networks() {
      return Map.of();
    }

    @Override
    public Optional<StoreDirectory> store(Optional<String> known) {
      return Optional.empty();
    }

    @Override
    public void check(ContainerSpec spec, EngineInfo engine, Problems problems) {
      spec.text(Key.USERNS)
          .ifPresent(
              _ -> problems.error(spec.position(Key.USERNS), "cri-o cannot honour userns", ""));
    }
  }

  @TempDir Path root;
  private final Played runtime = new Played();
  private final RecordedRunner runner =
      new RecordedRunner(
          line ->
              RecordedRunner.answer(
                  line.contains("UnitsLoadTimestamp") ? "Version=257 (257.9)" : ""));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();

  @BeforeEach
  void directories() {
    Directories.make(paths().units(), "rwxr-xr-x");
    paths().create();
  }

  private HostPaths paths() {
    return new HostPaths(
        root.resolve("units"),
        root.resolve("etc"),
        root.resolve("var"),
        root.resolve("tmpfiles"),
        Optional.empty());
  }

  private Systemctl systemctl() {
    return new Systemctl(runner, Scope.SYSTEM);
  }

  private UnitsOfHost units() {
    return new UnitsOfHost(systemctl(), paths().units());
  }

  private Console console() {
    return new Console(
        new PrintStream(data, true, StandardCharsets.UTF_8),
        new PrintStream(talk, true, StandardCharsets.UTF_8),
        Map.of());
  }

  private Deployment deployment() {
    RenderOptions options =
        new RenderOptions("berth", "berth-", new TreeMap<>(), Optional.empty(), true);
    Engine engine = NoControl.readOnly(runtime);
    return new Deployment(
        new Host(
            engine,
            systemctl(),
            new Journal(runner, Scope.SYSTEM),
            paths(),
            Selinux.in(runner, root.resolve("no-kernel"), root),
            new PlayedWaits()),
        new EngineSupervisor(engine.commandLine(), systemctl(), paths(), options),
        options,
        LegacyDetector.byName(),
        Optional.empty(),
        () -> HeldByMigration.NOTHING,
        false);
  }

  private static Desired desired(String yaml) {
    return new Desired(List.of(Configurations.read("shop", yaml)));
  }

  private static PlanOptions options() {
    return new PlanOptions(
        "berth",
        new PlanOptions.Removal.OfConfigurations(Set.of("shop")),
        PlanOptions.MissingBinds.FAIL,
        Set.of(),
        false);
  }

  /** A container that Berth has made: its seal says so, and its digest of what. */
  private void runs(String name, DigestKey key, String digest) {
    runtime.containers.add(
        new ObservedContainer(
            "7".repeat(64),
            new ContainerName(name),
            new Made(
                "registry.example/web:1",
                IMAGE_ID,
                Map.of(
                    Labels.MANAGED_BY,
                    "berth",
                    Labels.CONFIG_ID,
                    "shop",
                    Labels.CONTAINER_NAME,
                    name,
                    Labels.DIGEST,
                    digest,
                    Labels.OWNERSHIP,
                    key.seal(new Claim(Kind.CONTAINER, name, "berth", "shop", IMAGE_ID))),
                List.of("httpd", "-f"),
                "always",
                0),
            new Life("running", 0, 0, "Up 2 hours")));
  }

  private DigestKey key() {
    DigestKey key = DigestKey.random();
    key.save(paths().digestKey());
    return key;
  }

  /** What {@code berth plan} prints, with its exit status. */
  private int shown(Plan plan, OutputFormat format) {
    return PlanOutput.show(plan, console(), format, false);
  }

  @Test
  void whatItHasIsListed() {
    runs("web", key(), "0".repeat(64));
    Observer observer =
        new Observer(runtime, units(), paths(), new AppliedRecords(paths().applied()));
    Snapshot snapshot = observer.readToShow("berth-");
    List<Map<String, String>> rows =
        ManagedContainer.find(snapshot, "berth").stream().map(ManagedContainer::columns).toList();
    assertThat(rows)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("config", "shop")
                    .containsEntry("container", "web")
                    .containsEntry("image", "registry.example/web:1")
                    .containsEntry("command", "httpd -f")
                    .containsEntry("status", "Up 2 hours"));
    assertThat(observer.unchecked(snapshot)).isEmpty();
    assertThat(observer.remade(snapshot, List.of(new ContainerName("web")))).isEmpty();
    assertThat(ContainerHealth.read(runtime::runs, ManagedContainer.find(snapshot, "berth")))
        .singleElement()
        .satisfies(
            health -> assertThat(health.observed().orElseThrow().failingStreak()).isEqualTo(3));
  }

  @Test
  void whatItPrintedNoCommandTells() {
    runs("web", key(), "0".repeat(64));
    Observer observer =
        new Observer(runtime, units(), paths(), new AppliedRecords(paths().applied()));
    ManagedContainer web = ManagedContainer.find(observer.readToShow("berth-"), "berth").getFirst();
    LogSources sources =
        new LogSources(
            Scope.SYSTEM,
            0,
            NoControl.readOnly(runtime).commandLine(),
            new LogSources.Choice(
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            runtime.logPlaces(List.of(new ContainerName("web"))));
    assertThatThrownBy(() -> sources.of(web))
        .isInstanceOf(InvalidUse.class)
        .hasMessage("its engine has no command that prints what 'web' printed");
  }

  @Test
  void whatDiffersIsRefusedInWords() {
    DigestKey key = key();
    runs("web", key, "0".repeat(64));
    runs("gone", key, "0".repeat(64));
    Plan plan = deployment().plan(desired(WEB), options()).plan();
    assertThat(shown(plan, OutputFormat.text)).isEqualTo(ExitStatus.REFUSED);
    assertThat(talk.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "cri-o: error: cri-o can only be read: nothing can be changed there",
            "    it would take: remove 'gone', replace 'web'",
            "berth: 1 problem stands against it; nothing has changed");
  }

  @Test
  void aDocumentHasTheStepsWithTheirReasons() {
    runs("web", key(), "0".repeat(64));
    Plan plan = deployment().plan(desired(WEB), options()).plan();
    assertThat(shown(plan, OutputFormat.json)).isEqualTo(ExitStatus.REFUSED);
    assertThat(data.toString(StandardCharsets.UTF_8))
        .contains("replace")
        .contains("nothing can be changed there");
  }

  @Test
  void whatIsAsWantedIsUnchanged() {
    DigestKey key = key();
    Desired desired = desired(WEB);
    String digest =
        deployment()
            .plan(desired, options())
            .wanted()
            .containers()
            .map(rendered -> rendered.digest())
            .findFirst()
            .orElseThrow();
    runs("web", key, digest);
    Plan plan = deployment().plan(desired, options()).plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.unchanged()).containsExactly(new ContainerName("web"));
    assertThat(shown(plan, OutputFormat.text)).isEqualTo(ExitStatus.DONE);
  }

  @Test
  void aKeyThatItCannotHonourIsRefusedAtItsPosition() {
    key();
    Plan plan =
        deployment()
            .plan(desired(WEB.replace("restart:", "userns: host\n  restart:")), options())
            .plan();
    assertThat(plan.problems().stream().map(Object::toString))
        .anyMatch(line -> line.matches("<stdin>:\\d+:\\d+: error: cri-o cannot honour userns"));
  }

  @Test
  void anApplyChangesNothing() {
    key();
    List<Plan> refused = new ArrayList<>();
    Optional<Report> report =
        deployment()
            .apply(
                desired(WEB),
                options(),
                new ExecutionOptions(1, true, true),
                new PlainProgress(console(), false, new PlanWarnings(console(), plan -> plan)),
                () -> false,
                refused::add);
    assertThat(report).isEmpty();
    assertThat(refused).hasSize(1);
    assertThat(runner.lines())
        .allMatch(line -> line.matches("systemctl (show|list-units) .*"), "only reads");
  }

  @Test
  void eachCallOfItsControlFailsInTheSameWords() {
    assertThat(NoControl.readOnly(runtime).control().start(new ContainerName("web")))
        .satisfies(result -> assertThat(result.succeeded()).isFalse())
        .satisfies(
            result ->
                assertThat(result.lastWords())
                    .isEqualTo("cri-o can only be read: nothing can be changed there"));
  }
}
