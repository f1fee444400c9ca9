package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.model.ContainerName;
import dev.berth.model.Findings;
import dev.berth.model.Plan;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service needs, for each way in which it may differ from what is wanted. */
class ServicesTest {
  private static final Golden GOLDEN = new Golden("plan/services.txt");
  private static final String WEB =
      """
      web:
        image: i
        restart: always
        environment: {MODE: blue}
      """;

  @TempDir Path directory;

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void aNewOne() {
    GOLDEN.check("a new service", PlanText.of(host.plan(WEB)));
  }

  @Test
  void anUnchangedOne() {
    assertPlan("an unchanged service", WEB);
  }

  @Test
  void aChangedConfiguration() {
    assertPlan(
        "a changed configuration",
        """
        web:
          image: i
          restart: always
          user: app
          environment: {MODE: green, NEW: 1}
          volumes: [data:/data]
        """);
  }

  @Test
  void aConfigurationThatChangedInManyPlaces() {
    assertPlan(
        "a configuration that changed in many places",
        """
        web: {image: i, restart: always, command: [a, b, c, d, e, f, g]}
        """);
  }

  @Test
  void aChangedConfigurationWithoutARecordOfTheFormerOne() {
    host.apply(WEB);
    host.records.clear();
    check(
        "a changed configuration without a record of the former one",
        host.plan(WEB.replace("blue", "green")));
  }

  @Test
  void neverTellsAValue() {
    host.apply(WEB);
    assertThat(PlanText.of(host.plan(WEB.replace("blue", "green"))))
        .contains("environment.MODE")
        .doesNotContain("blue")
        .doesNotContain("green");
  }

  @Test
  void anotherImageBehindTheReference() {
    host.apply(WEB);
    host.retag("i", "0123456789abcdef");
    check("another image behind the reference", host.plan(WEB));
  }

  @Test
  void aSettingOfTheUnitAlone() {
    assertPlan("a setting of the unit alone", WEB + "  kill_mode: process\n");
  }

  @Test
  void aUnitThatWasEdited() {
    host.apply(WEB);
    String text = host.units.get(new UnitName("berth-web.service")).text().orElseThrow();
    host.unitText("web", Optional.of(text + "# by hand\n"));
    check("a unit that was edited", host.plan(WEB));
  }

  @Test
  void aUnitThatIsNotLoadedAsItLies() {
    host.apply(WEB);
    host.loaded("web", "loaded", "enabled", true);
    check("a unit that is not loaded as it lies", host.plan(WEB));
  }

  @Test
  void aUnitWhoseFileWasDeletedWhileItRuns() {
    host.apply(WEB);
    host.unitText("web", Optional.empty());
    host.loaded("web", "not-found", "", false);
    check("a unit whose file was deleted", host.plan(WEB));
  }

  @Test
  void anEnvironmentFileThatWasEditedOrDeleted() {
    host.apply(WEB);
    host.secretFiles.put("/env/web", "other");
    check("an environment file that was edited", host.plan(WEB));
    host.secretFiles.clear();
    check("an environment file that was deleted", host.plan(WEB));
  }

  /** The unit is written with the reload, whatever else is new in it. */
  @Test
  void oneWhoseFilesHaveChanged() throws IOException {
    Path file = Files.writeString(directory.resolve("app.conf"), "one");
    String set = WEB + "  reload_on: [" + file + "]\n";
    host.apply(WEB);
    assertThat(PlanText.of(host.plan(set))).contains("update unit web");
    host.apply(set);
    assertThat(PlanText.of(host.plan(set))).isEqualTo("unchanged: web");
    Files.writeString(file, "two");
    assertThat(PlanText.of(host.plan(set)))
        .contains("reload web")
        .contains("changed: content of " + file);
    assertThat(PlanText.of(host.plan(set.replace("always", "on-failure")))).contains("reload web");
    assertThat(PlanText.of(host.plan(set.replace("blue", "green"))))
        .contains("replace web")
        .doesNotContain("reload");
    assertThat(PlanText.of(host.plan(WEB))).contains("update unit web");
    host.apply(WEB + "  restart_on: [" + file + "]\n");
    Files.writeString(file, "three");
    assertThat(PlanText.of(host.plan(WEB + "  restart_on: [" + file + "]\n")))
        .contains("replace web")
        .contains("content of restart_on[" + file + "]");
  }

  @Test
  void oneThatIsFrozen() {
    host.apply(WEB);
    host.units.computeIfPresent(new UnitName("berth-web.service"), (_, unit) -> unit.frozen(true));
    check("frozen", host.plan(WEB));
    check("frozen, and changed", host.plan(WEB.replace("blue", "green")));
  }

  /** Whoever requires it has not stopped with it, and is left alone. */
  @Test
  void oneThatAKilledRunHadReplaced() {
    String set = WEB + "next: {image: i, restart: always, depends_on: {web: {required: true}}}\n";
    host.apply(set);
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Set.of(new ContainerName("web")));
    check("replaced by a run that was killed", host.plan(set));
    check("replaced by such a run, and changed", host.plan(set.replace("blue", "green")));
  }

  /** Here only a start helps: nothing is known that has its check run again. */
  @Test
  void oneWhoseHealthNobodyChecks() {
    host.apply(WEB);
    host.findings =
        new Findings(
            Map.of(),
            Map.of(new ContainerName("web"), "nobody checks its health"),
            Map.of(),
            Map.of(),
            Map.of());
    check("nobody checks its health", host.plan(WEB));
  }

  @Test
  void oneWhoseEnvironmentFileOthersMayRead() {
    host.apply(WEB);
    host.findings =
        new Findings(
            Map.of(), Map.of(), Map.of(), Map.of("/env/web", "its mode is 0644"), Map.of());
    check("an environment file that others may read", host.plan(WEB));
    host.findings =
        new Findings(
            Map.of(), Map.of(), Map.of(), Map.of("/etc/berth/env", "its mode is 0755"), Map.of());
    check("a directory that others may enter", host.plan(WEB));
    host.findings = Findings.NONE;
    String task = "task: {image: i, environment: {A: b}, detach: false}\n";
    host.apply(task);
    host.findings =
        new Findings(
            Map.of(), Map.of(), Map.of(), Map.of("/env/task", "its mode is 0644"), Map.of());
    check("a task's environment file that others may read", host.plan(task));
  }

  @Test
  void oneThatIsNotInItsNetworkAnyMore() {
    host.apply(WEB);
    host.findings =
        new Findings(
            Map.of(),
            Map.of(),
            Map.of(new ContainerName("web"), "is not in its network 'n' any more"),
            Map.of(),
            Map.of());
    check("not in its network any more", host.plan(WEB));
  }

  @Test
  void oneThatWasStartedWithSomethingElse() {
    host.apply(WEB);
    host.findings =
        new Findings(
            Map.of(new ContainerName("web"), "was started with another value"),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());
    check("started with something else", host.plan(WEB));
  }

  @Test
  void aServiceThatDoesNotRun() {
    host.apply(WEB);
    host.ended("web", "inactive", "dead", "success");
    check("stopped by hand", host.plan(WEB));
    check("stopped by hand, or with another", host.plan(WEB + "  part_of: [base.service]\n"));
    host.ended("web", "failed", "failed", "exit-code");
    check("failed", host.plan(WEB));
    host.ended("web", "activating", "auto-restart", "exit-code");
    check("does not come up", host.plan(WEB));
    host.ended("web", "deactivating", "stop-sigterm", "success");
    check("stopping", host.plan(WEB));
  }

  @Test
  void aStoppedServiceWithAnotherConfiguration() {
    host.apply(WEB);
    host.ended("web", "inactive", "dead", "success");
    check("stopped, and another configuration", host.plan(WEB.replace("blue", "green")));
  }

  @Test
  void aStoppedUnitWhoseContainerIsLeft() {
    host.apply(WEB);
    var container = host.containers.get(new ContainerName("web"));
    host.ended("web", "failed", "failed", "signal");
    host.containers.put(new ContainerName("web"), container);
    check("a failed unit whose container is left", host.plan(WEB));
    check("a failed unit with a changed container left", host.plan(WEB.replace("blue", "green")));
  }

  @Test
  void aDisabledUnit() {
    host.apply(WEB);
    host.loaded("web", "loaded", "disabled", false);
    check("a disabled unit", host.plan(WEB));
  }

  @Test
  void aMaskedUnitIsLeftAsItIs() {
    host.apply(WEB);
    host.loaded("web", "masked", "masked", false);
    Plan plan = host.plan(WEB.replace("blue", "green"));
    check("a masked unit", plan);
    assertThat(plan.isRefused()).isFalse();
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void aContainerThatIsGoneOrPausedWhileItsUnitIsActive() {
    host.apply(WEB);
    host.state("web", "paused", 0);
    check("a paused container", host.plan(WEB));
    host.state("web", "created", 0);
    check("a container that was only created", host.plan(WEB));
    host.containers.remove(new ContainerName("web"));
    check("a container that is gone", host.plan(WEB));
  }

  @Test
  void aVolumeThatWasRemovedByForceOrRestoredByHandIsNamed() {
    String keeper = WEB + "  volumes: [data:/data]\n";
    host.apply(keeper);
    host.containers.remove(new ContainerName("web"));
    assertThat(PlanText.of(host.plan(keeper)))
        .contains("replace web: its container is gone")
        .doesNotContain("volume");
    host.volumes.put("data", SimulatedState.volume("data", Map.of()));
    assertThat(PlanText.of(host.plan(keeper)))
        .contains("its container is gone; its volume 'data' is not one that Berth made");
    host.volumes.remove("data");
    assertThat(PlanText.of(host.plan(keeper)))
        .contains("its container is gone; its volume 'data' is gone");
    // That a new one is not there yet says nothing.
    assertThat(PlanText.of(host.plan(keeper.replace("data:/data", "other:/data"))))
        .doesNotContain("its volume");
  }

  @Test
  void aNewDigestKeyReplacesNothing() {
    host.apply(WEB).key("key2");
    check("a new digest key", host.plan(WEB));
    String before = host.identities().toString();
    host.apply(WEB);
    check("a new digest key, afterwards", host.plan(WEB));
    assertThat(host.identities()).hasToString(before);
  }

  @Test
  void aNewDigestKeyOverAStoppedService() {
    host.apply(WEB).key("key2");
    host.ended("web", "inactive", "dead", "success");
    check("a new digest key, and the service was stopped", host.plan(WEB));
  }

  @Test
  void aNewDigestKeyWithoutRecordsReplaces() {
    host.apply(WEB).key("key2");
    host.records.clear();
    check("a new digest key without records", host.plan(WEB));
  }

  @Test
  void anotherUnitPrefix() {
    host.apply(WEB).prefix("tripleo_");
    check("another unit prefix", host.plan(WEB));
    host.apply(WEB);
    check("another unit prefix, afterwards", host.plan(WEB));
    assertThat(host.units).containsOnlyKeys(new UnitName("tripleo_web.service"));
  }

  @Test
  void aServiceThatWasATask() {
    host.apply("web: {image: i, detach: false}\n");
    check("a service that was a task", host.plan("web: {image: i, restart: always}\n"));
  }

  private void assertPlan(String title, String yaml) {
    host.apply(WEB);
    check(title, host.plan(yaml));
  }

  @Test
  void whatIsOnItsWayIsWaitedForAndNotStartedAnew() {
    host.apply(WEB);
    host.onItsWay("web");
    check("a unit that is still starting", host.plan(WEB));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }
}
