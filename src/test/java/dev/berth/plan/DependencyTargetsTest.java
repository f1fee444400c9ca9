package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Findings;
import dev.berth.model.ObservedImage;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody waits for what cannot come. */
class DependencyTargetsTest {
  private static final String CHECKED =
      "db: {image: i, restart: always, healthcheck: {test: 'true'}}\n";
  private static final String TASK = "init: {image: i}\n";

  private final SimulatedHost host = new SimulatedHost();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          db: {condition: service_healthy}                  |
          init: {condition: service_completed_successfully} |
          db: {condition: service_started}                  |
          init: {condition: service_started}                |
          db: {condition: service_completed_successfully}   | 'web' waits for the end of 'db', which is a service and is not to end
          init: {condition: service_healthy}                | 'web' waits for the health of 'init', which is a task
          plain: {condition: service_healthy}               | 'web' waits for the health of 'plain', which has no health check
          off: {condition: service_healthy}                 | 'web' waits for the health of 'off', which has no health check
          elsewhere: {condition: service_started}           | depends on 'elsewhere', which is no container here or on this host
          """)
  void eachConditionHasItsTargets(String dependency, @Nullable String problem) {
    host.images.put("i", new ObservedImage("id", List.of(), false));
    assertProblem(
        host.plan(
            CHECKED
                + TASK
                + "plain: {image: i, restart: always}\n"
                + "off: {image: i, restart: always, healthcheck: {test: NONE}}\n"
                + web(dependency)),
        problem);
  }

  @Test
  void theCheckOfAnImageWillDoAndOneThatIsNotThereYetMayHaveIt() {
    String set =
        "plain: {image: i, restart: always}\n" + web("plain: {condition: service_healthy}");
    assertThat(host.plan(set).problems()).isEmpty();
    host.images.put("i", new ObservedImage("id", List.of(), true));
    assertThat(host.plan(set).problems()).isEmpty();
  }

  @Test
  void whatAnotherConfigurationHasOnTheHostWillDo() {
    host.apply(List.of(Configurations.read("base", CHECKED + TASK)));
    assertThat(host.plan(web("db: {condition: service_healthy}")).problems()).isEmpty();
    assertThat(host.plan(web("init: {condition: service_started}")).problems()).isEmpty();
    assertProblem(
        host.plan(web("init: {condition: service_completed_successfully}")),
        "'web' waits for the end of 'init', which has not ended well on this host");
    host.state("init", "exited", 0);
    assertThat(host.plan(web("init: {condition: service_completed_successfully}")).problems())
        .isEmpty();
  }

  @Test
  void aStoppedServiceOfAnotherConfigurationIsKnownByItsUnit() {
    host.apply(List.of(Configurations.read("base", CHECKED)));
    host.ended("db", "inactive", "dead", "success");
    assertThat(host.plan(web("db: {condition: service_started}")).problems()).isEmpty();
  }

  @Test
  void aForeignContainerIsThereButNobodyWaitsForItAtBoot() {
    host.foreignContainer("foreign", Map.of());
    assertProblem(
        host.plan(web("foreign: {condition: service_started}")),
        "'web' depends on 'foreign', which is not ours");
  }

  @Test
  void aLaterStepIsNotWaitedFor() {
    host.apply(List.of(Configurations.read("x_step3", CHECKED)));
    assertThat(plan("x_step4").problems()).isEmpty();
    assertThat(plan("y_step2").problems()).isEmpty();
    assertProblem(plan("x_step2"), "depends on 'db', which comes later, with a later step");
  }

  @Test
  void aCycleWithAnotherConfigurationIsNamed() {
    host.apply(List.of(Configurations.read("front", "web: {image: i, restart: always}\n")));
    host.apply(
        List.of(
            Configurations.read(
                "base", "db: {image: i, restart: always, depends_on: [web, x.service]}\n")));
    Plan plan =
        host.plan(
            List.of(
                Configurations.read(
                    "front",
                    "web: {image: i, restart: always, depends_on: [app]}\n"
                        + "app: {image: i, restart: always, depends_on: [berth-db.service]}\n")));
    assertProblem(
        plan,
        "the dependencies make a cycle with the configuration 'base' on this host:"
            + " app → db → web → app");
    assertThat(plan.problems().getFirst().at().line()).isEqualTo(2);
    assertThat(plan.isRefused()).isTrue();
  }

  @Test
  void theOrderOfGroupsMayCloseACycleToo() {
    String front = "web: {image: i, restart: always}\n";
    String late = "late: {image: i, restart: always, start_order: 2}\n";
    host.apply(List.of(Configurations.read("front", front + late)));
    host.apply(
        List.of(
            Configurations.read("base", "db: {image: i, restart: always, depends_on: [late]}\n")));
    assertProblem(
        host.plan(
            List.of(
                Configurations.read("front", front.replace("}", ", depends_on: [db]}") + late))),
        "the dependencies make a cycle with the configuration 'base' on this host:"
            + " web → db → late → start_order 0 of 'front' → web");
    assertThat(
            host.plan(
                    List.of(
                        Configurations.read(
                            "front", front + late.replace("}", ", depends_on: [web]}"))))
                .problems())
        .isEmpty();
  }

  @Test
  void whatGoesClosesNoCycle() {
    host.apply(List.of(Configurations.read("front", "web: {image: i, restart: always}\n")));
    host.apply(
        List.of(
            Configurations.read("base", "db: {image: i, restart: always, depends_on: [web]}\n")));
    List<ContainerSet> closing =
        List.of(
            Configurations.read("front", "web: {image: i, restart: always, depends_on: [db]}\n"));
    assertThat(host.plan(closing).isRefused()).isTrue();
    host.removing(new PlanOptions.Removal.AllBut(Set.of("front")));
    assertThat(host.plan(closing).problems()).isEmpty();
  }

  private Plan plan(String configId) {
    return host.plan(
        List.of(Configurations.read(configId, web("db: {condition: service_started}"))));
  }

  @Test
  void theNamespaceOfAForeignContainerMayBeShared() {
    String set = "web: {image: i, restart: always, net: 'container:foreign'}\n";
    assertProblem(
        host.plan(set), "depends on 'foreign', which is no container here or on this host");
    host.foreignContainer("foreign", Map.of());
    assertThat(host.plan(set).problems()).isEmpty();
  }

  @Test
  void aUnitThatCannotStartIsNoneToDependOn() {
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(
                "gone.service", "which systemd does not know",
                "shut.service", "which is masked",
                "berth-web.service", "which systemd does not know"));
    Plan refused =
        host.plan(
            "web: {image: i, restart: always}\n"
                + "app:\n"
                + "  image: i\n"
                + "  restart: always\n"
                + "  part_of: [berth-web.service, gone.service]\n"
                + "  depends_on:\n"
                + "    fine.service: {condition: service_started, required: true}\n"
                + "    berth-web.service: {condition: service_started, required: true}\n"
                + "    gone.service: {condition: service_started, required: true}\n"
                + "    shut.service: {condition: service_started, required: false}\n");
    assertThat(refused.isRefused()).isTrue();
    assertThat(refused.problems())
        .extracting(
            problem -> problem.at().line() + " " + problem.severity() + " " + problem.message())
        .containsExactly(
            "5 WARNING 'app' is part of gone.service, which systemd does not know: it is stopped"
                + " and restarted with nothing",
            "9 ERROR 'app' requires gone.service, which systemd does not know: it would not start",
            "10 WARNING 'app' depends on shut.service, which is masked: nothing is waited for");
  }

  /** The file was mended, and the unit on the host is still the one that cannot start. */
  @Test
  void theCauseIsNamedWhereOneIsDownForWhatItRequires() {
    host.apply(web("gone.service: {condition: service_started, required: true}"));
    host.ended("web", "failed", "failed", "exit-code");
    UnitFacts facts =
        new UnitFacts(
            OptionalInt.empty(),
            false,
            List.of(new UnitDependency("gone.service", Condition.SERVICE_STARTED, true)));
    host.units.computeIfPresent(
        new UnitName("berth-web.service"),
        (_, unit) ->
            unit.ownedBy(
                new UnitOwner("berth", "set", Optional.of(new ContainerName("web")), "d", facts)));
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("gone.service", "which systemd does not know"));
    assertThat(PlanText.of(host.plan("web: {image: i, restart: always}\n")))
        .contains("unit is down (failed): it requires gone.service, which systemd does not know");
  }

  @Test
  void whatRequiresAMaskedServiceIsNotStartedAnewAndLeftAsItIs() {
    String web = web("db: {condition: service_started, required: true}");
    host.apply("db: {image: i, restart: always}\n" + web);
    host.loaded("db", "masked", "masked", false);
    Plan kept = host.plan("db: {image: i, restart: always}\n" + web);
    assertThat(kept.isRefused()).isFalse();
    assertThat(kept.problems())
        .extracting(Problem::message)
        .contains(
            "'web' requires berth-db.service, which is masked: it runs on, and would not start"
                + " again");
    Plan refused =
        host.plan("db: {image: i, restart: always}\n" + web.replace("image: i", "image: j"));
    assertThat(refused.isRefused()).isTrue();
    assertThat(refused.problems())
        .extracting(Problem::message)
        .contains("'web' requires berth-db.service, which is masked: it would not start");
  }

  private static String web(String dependency) {
    return "web: {image: i, restart: always, depends_on: {" + dependency + "}}\n";
  }

  private static void assertProblem(Plan plan, @Nullable String problem) {
    if (problem == null) {
      assertThat(plan.problems()).isEmpty();
    } else {
      assertThat(plan.problems()).extracting(Problem::message).containsExactly(problem);
    }
  }
}
