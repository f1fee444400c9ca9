package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.host.AtomicFile;
import dev.berth.json.JsonText;
import dev.berth.model.Applied;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.Decision;
import dev.berth.plan.ServiceStrategy;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.supervisor.InitContainer;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.Rendering;
import dev.berth.supervisor.SetRendering;
import dev.berth.supervisor.Supervisor;
import dev.berth.systemd.SystemdSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A third supervisor that is like neither systemd nor an engine's daemon: cron starts at boot what
 * a line in a file says, nobody asks systemd anything, and a container is never set aside. What it
 * implements is all that had to be written for it.
 */
class ThirdSupervisorTest {
  private static final String WEB = "web: {image: i, restart: always, environment: {MODE: blue}}\n";

  /** Keeps a service by a line of crontab(5). */
  private static final class Cron implements Supervisor {
    private final PlayedHost host;

    Cron(PlayedHost host) {
      this.host = host;
    }

    static String line(PlayedHost host, String container) {
      return host.paths.environment().resolve(container + ".crontab").toString();
    }

    @Override
    public Care care() {
      return Care.CONTAINER;
    }

    @Override
    public Mode mode() {
      return Mode.DETACHED_TASK;
    }

    @Override
    public ServiceStrategy strategy() {
      return (observed, _, _) -> wanted -> decided(wanted, observed);
    }

    private static Optional<Decision> decided(Rendered wanted, Observed observed) {
      Optional<ObservedContainer> there = observed.container(wanted.name());
      if (there.isEmpty()) {
        return decision(wanted, Kind.CREATE, "nothing runs it");
      }
      if (!there.get().label(Labels.DIGEST).equals(Optional.of(wanted.digest()))) {
        return decision(wanted, Kind.REPLACE, "its digest differs");
      }
      SecretFile line = wanted.secretFiles().getLast();
      return line.content().equals(observed.secretFiles().get(line.path()))
          ? Optional.empty()
          : decision(wanted, Kind.START, "cron has another line");
    }

    private static Optional<Decision> decision(Rendered wanted, Kind kind, String why) {
      return Optional.of(new Decision(new Service(wanted, kind, false, false), List.of(why)));
    }

    /** Ends what is replaced, writes the line and starts the container. */
    @Override
    public ServiceLowering lowering(ServiceFacts facts) {
      return step -> {
        Service service = (Service) step.change();
        Rendered web = service.rendered();
        String name = web.name().text();
        List<Operation> operations = new ArrayList<>();
        if (service.kind() == Kind.REPLACE) {
          operations.add(
              new RemoveContainer(new ContainerName(name), web.spec().stopGracePeriod()));
        }
        operations.add(new WriteEnvironment(new ContainerName(name), web.secretFiles()));
        operations.add(
            service.kind() == Kind.START
                ? new StartContainer(new ContainerName(name))
                : new RunService(new ContainerName(name), web.argv(), web.environment()));
        operations.add(new Recording(web, Applied.service(web, facts.observed())));
        return chain(step, operations);
      };
    }

    private static List<Node> chain(Step step, List<Operation> operations) {
      List<Node> nodes = new ArrayList<>();
      for (Operation operation : operations) {
        nodes.add(
            new Node(
                NodeId.of(new Behalf.Own(step.change().about().orElseThrow()), operation),
                operation,
                nodes.isEmpty() ? Set.of() : Set.of(nodes.getLast().id()),
                Set.of(),
                step.number(),
                true));
      }
      return nodes;
    }

    @Override
    public boolean keepsReplaced() {
      return false;
    }

    @Override
    public SetRendering rendering(Desired desired, ContainerSet set, RenderFacts facts) {
      return new SetRendering() {
        @Override
        public Rendering of(RunRequest request, String digest, List<InitContainer> inits) {
          String name = request.spec().name().text();
          return new Rendering(
              host.engine.commandLine().run(request),
              List.of(new SecretFile(line(host, name), "@reboot root podman start " + name + "\n")),
              Upkeep.ofContainer(false));
        }

        @Override
        public List<UnitFile> targets() {
          return List.of();
        }
      };
    }

    /** There is no systemd. */
    @Override
    public SystemdSnapshot observe(Collection<ContainerSpec> wanted) {
      return new SystemdSnapshot(0, Map.of(), List.of(), Set.of(), Map.of());
    }

    @Override
    public void check(
        Plan plan,
        RenderedState wanted,
        Optional<Plan> judged,
        RenderFacts facts,
        Problems problems) {
      wanted
          .containers()
          .filter(rendered -> rendered.spec().restart().orElseThrow().retries().isPresent())
          .forEach(
              rendered ->
                  problems.error(rendered.spec().at(), "cron counts nothing", "write always"));
    }
  }

  @TempDir Path root;
  private PlayedHost host;
  private DigestKey key;

  @BeforeEach
  void aHost() {
    host = new PlayedHost(root);
    host.images.put("i", "id-of-i");
    key = DigestKey.random();
    key.save(host.paths.digestKey());
  }

  private Deployment deployment() {
    return new Deployment(
        host.host(),
        new Cron(host),
        PlayedHost.OPTIONS,
        LegacyDetector.byName(),
        Optional.empty(),
        () -> HeldByMigration.NOTHING,
        false);
  }

  private Plan plan(String yaml) {
    return deployment().plan(PlayedHost.desired(yaml), PlayedHost.planOptions()).plan();
  }

  private Rendered rendered(String yaml) {
    return deployment()
        .plan(PlayedHost.desired(yaml), PlayedHost.planOptions())
        .wanted()
        .container(new ContainerName("web"))
        .orElseThrow();
  }

  /** The container as it is wanted, and cron's line. */
  private void runs(String yaml) {
    Rendered web = rendered(yaml);
    host.container(
        "web",
        "id-of-i",
        Map.of(
            Labels.MANAGED_BY,
            "berth",
            Labels.CONFIG_ID,
            "set",
            Labels.CONTAINER_NAME,
            "web",
            Labels.DIGEST,
            web.digest(),
            Labels.OWNERSHIP,
            key.seal(
                new Claim(
                    dev.berth.model.Ownership.Kind.CONTAINER, "web", "berth", "set", "id-of-i"))));
    AtomicFile.write(Path.of(Cron.line(host, "web")), web.secretFiles().getLast().content());
  }

  private static List<String> steps(Plan plan) {
    return plan.steps().stream()
        .map(step -> step.change().verb() + " " + step.change().subject() + step.reasons())
        .toList();
  }

  @Test
  void itsServicesAreRenderedWithoutUnits() {
    Rendered web = rendered(WEB);
    assertThat(web.care()).isEqualTo(Care.CONTAINER);
    assertThat(web.unit()).isEmpty();
    assertThat(web.argv()).contains("--name=web", "--detach").doesNotContain("--cgroups=split");
    assertThat(web.environment()).containsEntry("MODE", "blue");
    assertThat(web.secretFiles())
        .containsExactly(new SecretFile(Cron.line(host, "web"), "@reboot root podman start web\n"));
  }

  @Test
  void itsOwnStrategyPlansForThem() {
    assertThat(steps(plan(WEB))).containsExactly("create web[nothing runs it]");
    runs(WEB);
    assertThat(plan(WEB).steps()).isEmpty();
    assertThat(plan(WEB).unchanged()).containsExactly(new ContainerName("web"));
    assertThat(steps(plan(WEB.replace("blue", "green"))))
        .containsExactly("replace web[its digest differs]");
    AtomicFile.write(Path.of(Cron.line(host, "web")), "");
    assertThat(steps(plan(WEB))).containsExactly("start web[cron has another line]");
  }

  @Test
  void whatItHasAgainstAPlanIsToldAtItsPosition() {
    assertThat(
            plan(WEB.replace("always", "on-failure:3")).problems().stream().map(Object::toString))
        .anyMatch(line -> line.matches("<stdin>:1:\\d+: error: cron counts nothing.*"));
  }

  /** What the apply has started, as {@code podman} tells of it. */
  private Report apply(String yaml) {
    host.exceptions =
        line -> {
          if (line.startsWith("podman run ")) {
            host.containers.removeIf(it -> it.get("Names").equals(List.of("web")));
            host.container("web", "id-of-i", Map.of());
          }
          return Optional.of(line)
              .filter(it -> it.startsWith("podman container inspect"))
              .map(_ -> answer(inspected()));
        };
    return deployment()
        .apply(
            PlayedHost.desired(yaml),
            PlayedHost.planOptions(),
            new ExecutionOptions(1, true, true),
            new PlayedHost.Silence(),
            () -> false,
            plan -> {
              throw new AssertionError(plan.problems().toString());
            })
        .orElseThrow();
  }

  private static String inspected() {
    return JsonText.compact(
        List.of(Map.of("Id", "web-id", "Name", "web", "State", Map.of("Status", "running"))));
  }

  @Test
  void itsOwnLoweringIsCarriedOut() {
    Report created = apply(WEB);
    assertThat(created.results())
        .extracting(result -> result.outcome())
        .containsExactly(StepResult.Outcome.DONE);
    assertThat(host.changes().stream().map(ThirdSupervisorTest::verb))
        .containsExactly("podman run");
    assertThat(AtomicFile.read(Path.of(Cron.line(host, "web"))))
        .contains("@reboot root podman start web\n");
    assertThat(host.runner.lines()).noneMatch(line -> line.startsWith("systemctl"));
  }

  @Test
  void whatItReplacesIsEndedByItsOwnLowering() {
    runs(WEB);
    apply(WEB.replace("blue", "green"));
    assertThat(host.changes().stream().map(ThirdSupervisorTest::verb))
        .containsExactly("podman rm", "podman run");
  }

  private static String verb(String line) {
    return line.replaceFirst("^(\\S+ \\S+).*", "$1");
  }

  @Test
  void nobodyAsksSystemd() {
    runs(WEB);
    plan(WEB);
    assertThat(host.runner.lines()).isNotEmpty().noneMatch(line -> line.startsWith("systemctl"));
  }
}
