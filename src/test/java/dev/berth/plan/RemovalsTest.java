package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Plan;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.model.VolumeUser.OfContainer;
import dev.berth.model.VolumeUser.OfRecord;
import dev.berth.model.VolumeUser.OfUnit;
import dev.berth.plan.PlanOptions.Removal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes: by the labels of containers and by the owners of units. */
class RemovalsTest {
  private static final Golden GOLDEN = new Golden("plan/removals.txt");
  private static final String TWO =
      """
      web: {image: i, restart: always}
      init: {image: i, volumes: [data:/data]}
      """;
  private static final String OTHER = "app: {image: i, restart: always, volumes: [files:/f]}\n";
  private static final String WEB = "web: {image: i, restart: always}\n";

  private static final UnitOwner WEBS =
      new UnitOwner("berth", "set", new ContainerName("web"), "digest");

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void whatIsNoLongerInTheConfiguration() {
    host.apply(TWO);
    check("no longer in the configuration", host.plan("new: {image: i}\n"));
  }

  @Test
  void whatOnlyItsUnitTells() {
    host.apply(TWO);
    host.ended("web", "inactive", "dead", "success");
    check(
        "a stopped service that is not wanted",
        host.plan("init: {image: i, volumes: [data:/data]}\n"));
  }

  @Test
  void whatOnlyItsContainerTells() {
    host.apply(TWO);
    host.units.clear();
    check("a container without its unit that is not wanted", host.plan("new: {image: i}\n"));
  }

  @Test
  void theUnitThatRunsThoughItsFileIsGone() {
    host.apply(TWO);
    host.unitText("web", Optional.empty());
    host.units.computeIfPresent(new UnitName("berth-web.service"), (_, unit) -> unit.ownedBy(WEBS));
    check("a unit without its file that is not wanted", host.plan("new: {image: i}\n"));
    host.containers.remove(new ContainerName("web"));
    check("the same between two starts", host.plan("new: {image: i}\n"));
    check("the same, wanted", host.plan(TWO));
  }

  @Test
  void whatOnlyItsRecordTells() {
    host.apply("init: {image: i, detach: false, remove: true}\n");
    assertThat(host.plan("init: {image: i, detach: false, remove: true}\n").isEmpty()).isTrue();
    check("a task without a container that is not wanted", host.plan("new: {image: i}\n"));
    host.apply("new: {image: i}\n");
    check(
        "the same, wanted again",
        host.plan("init: {image: i, detach: false, remove: true}\nnew: {image: i}\n"));
  }

  @Test
  void whatRunsOnTheOtherEngineSaysSo() {
    host.apply(WEB);
    String text = host.units.get(new UnitName("berth-web.service")).text().orElseThrow();
    host.unitText("web", Optional.of(text + "\nExecStart=/usr/bin/docker run --name=web i\n"));
    check("a unit of the other engine, and a container here", host.plan("new: {image: i}\n"));
    host.containers.remove(new ContainerName("web"));
    check("a unit of the other engine alone", host.plan("new: {image: i}\n"));
    host.unitText("web", Optional.of(text + "\nExecStart=/usr/bin/podman run --name=web i\n"));
    check("a unit of the chosen engine", host.plan("new: {image: i}\n"));
  }

  @Test
  void nothingWithoutCleanup() {
    host.apply(TWO).removing(new Removal.Nothing());
    check("without cleanup", host.plan("new: {image: i}\n"));
  }

  @Test
  void anotherUnitPrefixTakesTheOldUnitAwayEvenWithoutCleanup() {
    host.apply(WEB).removing(new Removal.Nothing()).prefix("tripleo_");
    check("another unit prefix, without cleanup", host.plan(WEB));
    host.apply(WEB);
    assertThat(host.units).containsOnlyKeys(new UnitName("tripleo_web.service"));
  }

  @Test
  void bothUnitsOfAContainerThatHasTwo() {
    host.apply(WEB);
    var unit = host.units.get(new UnitName("berth-web.service"));
    host.foreignUnit("old-web.service", unit.text().orElseThrow());
    check("two units of one container", host.plan("new: {image: i}\n"));
  }

  @Test
  void otherConfigurationsStay() {
    twoConfigurations();
    check("other configurations stay", host.plan("new: {image: i}\n"));
  }

  @Test
  void deletionTakesTheNamedConfigurations() {
    twoConfigurations().removing(new Removal.OfConfigurations(Set.of("other")));
    check("delete other", host.plan(List.of()));
    host.removing(new Removal.OfConfigurations(Set.of("unknown")));
    check("delete unknown", host.plan(List.of()));
  }

  @Test
  void cleanupTakesAllButTheNamedConfigurations() {
    twoConfigurations().removing(new Removal.AllBut(Set.of("other")));
    check("clean up all but other", host.plan(List.of()));
    host.removing(new Removal.AllBut(Set.of()));
    check("clean up all", host.plan(List.of()));
  }

  @Test
  void whatOthersManageStays() {
    host.foreignContainer("paunch", Map.of(Labels.MANAGED_BY, "paunch", Labels.CONFIG_ID, "set"));
    host.foreignContainer("nobody", Map.of(Labels.CONFIG_ID, "set"));
    host.foreignUnit("paunch.service", "paunch\nset\npaunch\ndigest\nimage\n0\n{}");
    host.foreignUnit("sshd.service", "[Service]\nExecStart=/bin/true");
    host.removing(new Removal.AllBut(Set.of()));
    check("clean up among others", host.plan(List.of()));
  }

  /** Somebody renamed it, and somebody else took its name: no image is behind its labels. */
  @Test
  void oneWhoseNameAnotherTookIsNotSaidToBeOfAnImage() {
    twoConfigurations();
    host.foreignContainer(
        "web-x",
        Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set", Labels.CONTAINER_NAME, "web"));
    assertThat(PlanText.of(host.plan(TWO)))
        .contains("web-x: warning: this container has Berth's labels, and nothing proves that")
        .contains("it is a copy of 'web', or was 'web' before it was renamed");
  }

  @Test
  void whatHasOnlyOurLabelsStaysAndIsTold() {
    twoConfigurations();
    host.foreignContainer("copy", Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set"));
    host.foreignContainer("claims", Map.of(Labels.MANAGED_BY, "berth"));
    check("an apply among copies", host.plan(TWO));
    host.removing(new Removal.OfConfigurations(Set.of("set")));
    check("delete set among copies", host.plan(List.of()));
    host.removing(new Removal.AllBut(Set.of("set")));
    check("clean up all but set among copies", host.plan(List.of()));
  }

  @Test
  void aUnitAtRestGoesWithoutTheStrangerThatTookItsName() {
    host.apply(WEB).removing(new Removal.OfConfigurations(Set.of("set")));
    host.ended("web", "inactive", "dead", "success");
    host.foreignContainer("web", Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set"));
    check("delete a service whose name a copy took", host.plan(List.of()));
  }

  @Test
  void volumesThatAnyoneElseUsesStayAndAreTold() {
    host.apply("web: {image: i, restart: always, volumes: [\"data:/data\"]}\n");
    host.removing(new Removal.OfConfigurations(Set.of("set"))).removingVolumes();
    host.ownVolume(
        "data",
        "set",
        new OfContainer("podman", new ContainerName("web")),
        new OfUnit("berth-web.service"));
    host.ownVolume("byContainer", "set", new OfContainer("podman", new ContainerName("shop")));
    host.ownVolume("byOtherEngine", "set", new OfContainer("docker", new ContainerName("web")));
    host.ownVolume("byUnit", "set", new OfUnit("berth-shop.service"));
    host.ownVolume(
        "byRecord",
        "set",
        new OfRecord(new ContainerName("waiting"), "other"),
        new OfRecord(new ContainerName("web"), "set"));
    host.volumes.put(
        "forged",
        new ObservedVolume(
            "forged", Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set"), "", Map.of()));
    check("delete with volumes that others use", host.plan(List.of()));
  }

  @Test
  void volumesGoOnlyOnDemandAndOnlyOurs() {
    twoConfigurations().removing(new Removal.OfConfigurations(Set.of("other")));
    host.volumes.put(
        "foreign", new ObservedVolume("foreign", Map.of(Labels.CONFIG_ID, "other"), "", Map.of()));
    host.ownVolume("left", "other");
    check("delete with volumes", host.removingVolumes().plan(List.of()));
  }

  private SimulatedHost twoConfigurations() {
    return host.apply(TWO).apply(List.of(Configurations.read("other", OTHER)));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }

  @Test
  void theTargetsOfGroupsThatAreNoMoreGo() {
    String groups =
        """
        a: {image: i, restart: always, start_order: 1}
        b: {image: i, restart: always, start_order: 2}
        c: {image: i, restart: always, start_order: 3}
        """;
    String one = "a: {image: i, restart: always, start_order: 1}\n";
    host.apply(groups);
    host.apply(List.of(Configurations.read("more", groups.replaceAll("(?m)^", "more-"))));

    assertThat(PlanText.of(host.plan(groups))).doesNotContain("remove target");
    String plan = PlanText.of(host.plan(one));
    assertThat(plan)
        .containsSubsequence(
            "remove target berth-set-order-1.target: no longer needed by the configuration 'set'",
            "remove target berth-set-order-2.target: no longer needed by the configuration 'set'")
        .doesNotContain("berth-more-order");
    assertThat(PlanText.of(host.removing(new Removal.Nothing()).plan(one)))
        .doesNotContain("remove target");
  }
}
