package dev.berth.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Specs;
import dev.berth.model.Change.Remove;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Declared;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.Value;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.plan.PlanOptions.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanRequestTest {
  private static final Value NEEDED =
      Specs.fields(Map.of("condition", "service_started", "required", "true"));
  private static final Map<String, String> GONE = Map.of("old", "/s/old.yaml");

  @Test
  void theStackThatAnErrorStandsInIsLeftOut() {
    PlanRequest rest = request().without(refused("/s/a.yaml")).orElseThrow();

    assertThat(rest.desired().sets()).extracting(ContainerSet::configId).containsExactly("b", "d");
    assertThat(rest.desired().broken()).isEqualTo(Map.of("a", "/s/a.yaml", "z", "/s/z.yaml"));
    assertThat(rest.desired().gone()).isEqualTo(GONE);
    assertThat(rest.options().removal())
        .isEqualTo(new Removal.OfConfigurations(Set.of("b", "d", "old"), GONE));
  }

  @Test
  void aStackIsKnownByItsDirectoryAndByTheFilesOfItsContainers() {
    assertThat(left("/s/d/more/x.yaml")).containsExactly("a", "b");
    assertThat(left("/elsewhere/part.yaml")).containsExactly("a", "b");
  }

  @Test
  void aWarningLeavesNoneOut() {
    Plan plan =
        new Plan(
            List.of(),
            List.of(),
            new TreeMap<>(),
            List.of(
                error("/s/a.yaml"), Problem.warning(SourcePosition.startOf("/s/b.yaml"), "", "")));

    assertThat(request().without(plan).orElseThrow().desired().sets())
        .extracting(ContainerSet::configId)
        .containsExactly("b", "d");
  }

  @Test
  void whatStandsInNoStackIsTheErrorOfAll() {
    assertThat(request().without(refused("/s/a.yaml", "/etc/berth/digest.key"))).isEmpty();
    assertThat(request().without(refused("/s/dd.yaml"))).isEmpty();
  }

  @Test
  void whereNoneIsLeftAllIsRefused() {
    assertThat(request().without(refused("/s/a.yaml", "/s/b.yaml", "/s/d/x.yaml"))).isEmpty();
  }

  @Test
  void theStepsOfASeriesAreNoStacks() {
    PlanRequest series = new PlanRequest(new Desired(request().desired().sets()), options());

    assertThat(series.without(refused("/s/a.yaml"))).isEmpty();
  }

  @Test
  void whatOneThatIsLeftOutNeedsIsNotTakenAway() {
    Plan removing =
        new Plan(
            List.of(
                new Step(
                    1,
                    Stage.of(Phase.REMOVE),
                    new Remove(new ContainerName("base"), Optional.empty(), true, Duration.ZERO),
                    List.of("gone"),
                    Set.of())),
            List.of(),
            new TreeMap<>(),
            List.of(error("/s/b.yaml")));

    assertThat(request().without(removing)).isEmpty();
    assertThat(request().without(removing.withProblems(List.of(error("/s/a.yaml"))))).isPresent();
  }

  private static List<String> left(String file) {
    return request().without(refused(file)).orElseThrow().desired().sets().stream()
        .map(ContainerSet::configId)
        .toList();
  }

  private static PlanRequest request() {
    Desired desired =
        new Desired(
            List.of(
                set("a", "/s/a.yaml", "/s/a.yaml", Map.of()),
                set(
                    "b",
                    "/s/b.yaml",
                    "/s/b.yaml",
                    Map.of(Key.DEPENDS_ON, Specs.mapping(Map.of("base", NEEDED)))),
                set("d", "/s/d", "/elsewhere/part.yaml", Map.of())),
            false,
            new TreeMap<>(GONE),
            new TreeMap<>(Map.of("z", "/s/z.yaml")));
    return new PlanRequest(desired, options());
  }

  private static PlanOptions options() {
    return new PlanOptions(
        "berth",
        new Removal.OfConfigurations(Set.of("a", "b", "d", "old"), GONE),
        MissingBinds.FAIL,
        Set.of(),
        false);
  }

  private static ContainerSet set(String id, String source, String file, Map<Key, Value> values) {
    ContainerSpec spec =
        new ContainerSpec(
            new ContainerName(id + "-s"), SourcePosition.startOf(file), values, new TreeMap<>());
    return new ContainerSet(id, List.of(spec), Declared.IMPOSSIBLE, source);
  }

  private static Plan refused(String... files) {
    return new Plan(
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(files).stream().map(PlanRequestTest::error).toList());
  }

  private static Problem error(String file) {
    return Problem.error(new SourcePosition(file, 3, 5), "wrong");
  }
}
