package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Named;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.UnitName;
import dev.berth.model.operation.ManagerOperation.StopTogether;
import dev.berth.model.operation.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How what Paunch or tripleo-ansible left makes way. */
class LegacyLoweringTest {
  private final LoweredHost host =
      new LoweredHost(
          """
          web: {image: i, restart: always}
          side: {image: i, restart: always, net: 'container:web'}
          """);
  private final LegacyContainer web = host.theirs("web", true, "web");

  private LegacyLowering lowering(String... going) {
    return new LegacyLowering(host.wanted(), host.observed(), Named.set(going));
  }

  private static String takenAway(LegacyLowering lowering, LegacyContainer former, boolean isKept) {
    return table(lowering.takeAway(List.of(), List.of(former), Map.of(), _ -> isKept));
  }

  @Test
  void aServiceStopsWithItsTimerAndIsSetAside() {
    assertThat(table(lowering("web").takeAway(List.of(web), List.of(web), Map.of(), _ -> true)))
        .isEqualTo(
            """
            left of web: disable unit tripleo_web.service?
            left of web: disable unit tripleo_web.timer?
            left of web: stop units of web ; left of web: disable unit tripleo_web.service, left of web: disable unit tripleo_web.timer
            left of web: untie tripleo_web.service < left of web: stop units of web
            left of web: reset failures of unit tripleo_web.service? ; left of web: stop units of web
            left of web: reset failures of unit tripleo_web.timer? ; left of web: stop units of web
            left of web: rename container web < left of web: stop units of web ; left of web: disable unit tripleo_web.service, left of web: disable unit tripleo_web.timer, left of web: reset failures of unit tripleo_web.service, left of web: reset failures of unit tripleo_web.timer\
            """);
  }

  @Test
  void onlyTheStopOfAServiceIsNeeded() {
    assertThat(lowering("web").takeAway(List.of(), List.of(web), Map.of(), _ -> true))
        .extracting(Node::operation)
        .contains(
            new StopTogether(
                new ContainerName("web"),
                List.of(new UnitName("tripleo_web.service"), new UnitName("tripleo_web.timer")),
                List.of(new UnitName("tripleo_web.service"))));
  }

  @Test
  void whatIsNotKeptLosesItsServicesFileLastAndThenItsContainer() {
    assertThat(takenAway(lowering("web"), web, false))
        .endsWith(
            """
            left of web: remove unit file tripleo_web.timer < left of web: stop units of web ; left of web: reset failures of unit tripleo_web.service, left of web: reset failures of unit tripleo_web.timer
            left of web: remove unit file tripleo_web.service < left of web: stop units of web ; left of web: remove unit file tripleo_web.timer, left of web: reset failures of unit tripleo_web.service, left of web: reset failures of unit tripleo_web.timer
            left of web: remove container web < left of web: stop units of web ; left of web: remove unit file tripleo_web.service, left of web: reset failures of unit tripleo_web.service, left of web: reset failures of unit tripleo_web.timer\
            """);
  }

  @Test
  void oneWithoutUnitsIsKeptFromComingBackBeforeItIsStopped() {
    LegacyContainer alone = host.theirs("alone", false, "alone");

    assertThat(takenAway(lowering("alone"), alone, true))
        .isEqualTo(
            """
            left of alone: set restart policy of alone
            left of alone: stop container alone < left of alone: set restart policy of alone
            left of alone: rename container alone < left of alone: stop container alone\
            """);
  }

  @Test
  void aTaskIsOnRecordBeforeItsContainerGoes() {
    Rendered task = host.wanted().container(new ContainerName("web")).orElseThrow();

    assertThat(
            table(
                lowering("web")
                    .takeAway(
                        List.of(),
                        List.of(web),
                        Map.of(new ContainerName("web"), task),
                        _ -> false)))
        .contains("left of web: record web < left of web: stop units of web")
        .contains("left of web: remove container web < left of web: record web");
  }

  @Test
  void whatAKilledRunHasSetAsideKeepsThatName() {
    LegacyContainer aside = host.theirs("web", true, "web-before-berth");

    assertThat(takenAway(lowering("web"), aside, true)).doesNotContain("rename");
    assertThat(table(lowering("web").over(List.of(aside))))
        .endsWith(
            "left of web: remove container web-before-berth"
                + " ; left of web: remove unit file tripleo_web.service");
  }

  @Test
  void thoseInTheNamespacesOfOneGoWithItAndBeforeItIfThePlanHasThem() {
    LegacyContainer side = host.theirs("side", true, "side");

    assertThat(lowering("web").withThoseInTheirNamespaces(List.of(web))).containsExactly(web);
    LegacyLowering both = lowering("web", "side");
    assertThat(both.withThoseInTheirNamespaces(List.of(web))).containsExactly(web, side);
    assertThat(both.isInAnother(side)).isTrue();
    assertThat(both.isInAnother(web)).isFalse();
    assertThat(table(both.over(List.of(web, side))))
        .contains(
            "left of web: remove container web-before-berth ; left of side: remove container");
  }

  @Test
  void aUnitThatIsOursByNowIsNeitherDisabledNorRemoved() {
    LoweredHost same = new LoweredHost("web: {image: i, restart: always}\n");
    String ours = LoweredHost.unit("web");
    LegacyContainer former =
        new LegacyContainer(
            new ContainerName("web"),
            Optional.empty(),
            List.of(
                new LegacyUnit(
                    LegacyUnit.Kind.SERVICE,
                    new ContainerName("web"),
                    new ObservedUnit(
                        new UnitName(ours),
                        Optional.empty(),
                        Optional.empty(),
                        "loaded",
                        "active",
                        "running",
                        "enabled",
                        "success",
                        false,
                        0))),
            Optional.empty());
    LegacyLowering lowering =
        new LegacyLowering(same.wanted(), same.observed(), Set.of(new ContainerName("web")));

    assertThat(lowering.disable(List.of(former))).isEmpty();
    assertThat(lowering.over(List.of(former))).isEmpty();
    assertThat(table(LegacyLowering.untie(List.of(former))))
        .isEqualTo("left of web: untie " + ours);
  }
}
