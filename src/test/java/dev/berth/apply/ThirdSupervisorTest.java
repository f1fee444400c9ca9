package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.host.WholeFile;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedImage;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.Wanted;
import dev.berth.plan.Decision;
import dev.berth.plan.ServiceStrategy;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.Rendering;
import dev.berth.supervisor.SetRendering;
import dev.berth.supervisor.Supervisor;
import dev.berth.systemd.SystemdSnapshot;
import java.nio.file.Path;
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

    @Override
    public SetRendering rendering(Desired desired, ContainerSet set, RenderFacts facts) {
      return new SetRendering() {
        @Override
        public Rendering of(RunRequest request, String digest) {
          String name = request.spec().name();
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

    @Override
    public boolean checksHealth(ContainerSpec spec, Optional<ObservedImage> image) {
      return false;
    }

    @Override
    public boolean mountsSources() {
      return false;
    }

    /** There is no systemd. */
    @Override
    public SystemdSnapshot observe(Collection<ContainerSpec> wanted) {
      return new SystemdSnapshot(0, Map.of(), List.of(), Set.of(), Map.of());
    }

    @Override
    public void check(
        Plan plan, Wanted wanted, Optional<Plan> judged, RenderFacts facts, Problems problems) {
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
        Formers.byName(),
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
        .container("web")
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
    WholeFile.write(Path.of(Cron.line(host, "web")), web.secretFiles().getLast().content());
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
    assertThat(plan(WEB).unchanged()).containsExactly("web");
    assertThat(steps(plan(WEB.replace("blue", "green"))))
        .containsExactly("replace web[its digest differs]");
    WholeFile.write(Path.of(Cron.line(host, "web")), "");
    assertThat(steps(plan(WEB))).containsExactly("start web[cron has another line]");
  }

  @Test
  void whatItHasAgainstAPlanIsToldAtItsPosition() {
    assertThat(
            plan(WEB.replace("always", "on-failure:3")).problems().stream().map(Object::toString))
        .anyMatch(line -> line.matches("<stdin>:1:\\d+: error: cron counts nothing.*"));
  }

  @Test
  void nobodyAsksSystemd() {
    runs(WEB);
    plan(WEB);
    assertThat(host.runner.lines()).isNotEmpty().noneMatch(line -> line.startsWith("systemctl"));
  }
}
