package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.apply.HeldByMigration.Moving;
import dev.berth.model.Change;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing starts a second time beside what a migration has taken elsewhere. */
class StartsInMigrationTest {
  private static final ContainerName WEB = new ContainerName("web");
  private static final Moving UNDER_WAY = new Moving("docker", "podman", true, false, false);
  private static final Moving CARRIED = new Moving("docker", "podman", true, false, true);
  private static final Moving THERE = new Moving("docker", "podman", false, false, true);
  private static final Moving BACK = new Moving("docker", "podman", true, true, true);

  @TempDir Path directory;
  private RenderedState wanted;
  private Rendered web;

  @BeforeEach
  void isRendered() {
    PlayedHost host = new PlayedHost(directory);
    wanted =
        PlayedHost.renderer(
                host.engine.commandLine(), host.paths, PlayedHost.OPTIONS, DigestKey.random())
            .render(
                new Desired(
                    List.of(Configurations.read("shop", "web: {image: 'i:1', restart: always}\n"))),
                PlayedHost.facts(Map.of("i:1", new ObservedImage("1", List.of(), false))));
    web = wanted.container(WEB).orElseThrow();
  }

  private Change service(Kind kind) {
    return new Change.Service(web, kind, true, true);
  }

  private List<String> problems(
      Moving moving, String engine, boolean hasOther, boolean goesOn, Change... changes) {
    Plan plan =
        new Plan(
            Stream.of(changes)
                .map(
                    change ->
                        new Step(1, Stage.of(Stage.Phase.REMOVE), change, List.of("why"), Set.of()))
                .toList(),
            List.of(),
            new TreeMap<>(),
            List.of());
    return new StartsInMigration(
            new HeldByMigration(Map.of(WEB, moving), Set.of()), engine, hasOther)
        .problems(plan, wanted, goesOn).stream()
            .map(Problem::toString)
            .map(text -> text.replaceFirst("^.*?: (error|warning): ", "$1: "))
            .toList();
  }

  @Test
  void whatHasLeftStartsWhereItWasOnlyByGoingBack() {
    for (Change change : List.of(service(Kind.CREATE), new Change.RunTask(web))) {
      assertThat(problems(UNDER_WAY, "docker", true, false, change))
          .singleElement()
          .asString()
          .startsWith("error: 'web' is in a migration from docker to podman that is not finished")
          .contains("nothing has changed");
      assertThat(problems(THERE, "docker", true, false, change))
          .singleElement()
          .asString()
          .startsWith("error: 'web' has gone to podman and may still come back");
    }
    assertThat(problems(THERE, "docker", true, false)).isEmpty();
  }

  @Test
  void itsDataMayStillBeWhereNobodyLooks() {
    assertThat(problems(UNDER_WAY, "podman", false, true, service(Kind.CREATE)))
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains("and docker does not run: its data is there", "start docker; then ");
    assertThat(problems(CARRIED, "podman", false, true, service(Kind.CREATE))).isEmpty();
    assertThat(problems(UNDER_WAY, "podman", true, true, service(Kind.CREATE))).isEmpty();
    assertThat(problems(UNDER_WAY, "podman", false, true, service(Kind.MIGRATE))).isEmpty();
  }

  @Test
  void whatIsUnderWayIsToldUnlessThisRunGoesOnWithIt() {
    assertThat(problems(UNDER_WAY, "podman", true, false))
        .singleElement()
        .asString()
        .startsWith("warning: 'web' is in a migration")
        .contains("an apply goes on with it");
    assertThat(problems(UNDER_WAY, "podman", true, true)).isEmpty();
    assertThat(problems(UNDER_WAY, "docker", true, true))
        .singleElement()
        .asString()
        .startsWith("warning: ")
        .doesNotContain("an apply goes on");
    assertThat(problems(THERE, "podman", true, false)).isEmpty();
  }

  @Test
  void whatGoesBackIsLeftAlone() {
    assertThat(problems(BACK, "podman", true, true, service(Kind.MIGRATE)))
        .singleElement()
        .asString()
        .startsWith("error: 'web' is on its way back from podman to docker")
        .contains("'berth migrate --rollback' finishes it; nothing has changed");
    assertThat(problems(BACK, "podman", true, true))
        .singleElement()
        .asString()
        .startsWith("warning: 'web' is on its way back")
        .doesNotContain("nothing has changed");
  }
}
