package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.EngineSnapshot;
import dev.berth.model.EngineInfo;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.SystemdSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which container and which unit belong together. */
class ManagedContainerTest {
  private static List<ManagedContainer> found(String program) {
    ObservedContainer web =
        new ObservedContainer(
                "1",
                "web",
                "i",
                "2",
                Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "shop"),
                "exited",
                0,
                0,
                List.of(),
                "Exited (0) 2 hours ago")
            .with(Ownership.proven("berth", "shop"));
    ObservedUnit unit =
        new ObservedUnit(
            "berth-web.service",
            Optional.of("[Service]\nExecStart=" + program + " run web\n"),
            Optional.of(new UnitOwner("berth", "shop", "web", "d", UnitFacts.NONE)),
            "loaded",
            "active",
            "running",
            "enabled",
            "success",
            false,
            0);
    return ManagedContainer.find(
        new Snapshot(
            new EngineSnapshot(new EngineInfo("docker", "26.1"), List.of(web), Map.of(), Map.of()),
            new SystemdSnapshot(257, Map.of("berth-web.service", unit), List.of()),
            Optional.empty(),
            Optional.empty()),
        "berth");
  }

  @Test
  void aUnitOfTheEngineHasItsContainer() {
    assertThat(found("/usr/bin/docker"))
        .singleElement()
        .satisfies(
            web ->
                assertThat(web.columns())
                    .containsEntry("status", "Exited (0) 2 hours ago")
                    .containsEntry("unit", "active (running), enabled"));
  }

  @Test
  void aUnitOfTheOtherEngineHasNotTheStatusOfWhatIsLeftOnThisOne() {
    assertThat(found("/usr/bin/podman"))
        .extracting(web -> web.columns().get("status") + "|" + web.columns().get("unit"))
        .containsExactlyInAnyOrder(
            "Exited (0) 2 hours ago|", "on the other engine|active (running), enabled");
  }
}
