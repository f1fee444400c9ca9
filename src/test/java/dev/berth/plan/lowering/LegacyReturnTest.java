package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How services go back to Paunch or tripleo-ansible. */
class LegacyReturnTest {
  private final LoweredHost host =
      new LoweredHost(
          """
          web: {image: i, restart: always}
          side: {image: i, restart: always, net: 'container:web'}
          """);

  private static LegacySnapshot traces(LegacyContainer former) {
    return LegacySnapshot.of(
        former,
        former.units().isEmpty()
            ? Map.of()
            : Map.of(UnitName.of("tripleo_", former.name()), "[Unit]"),
        former.units().isEmpty() ? Map.of() : Map.of("/u/" + former.name() + ".timer", "/t"));
  }

  private static List<String> words(List<Node> nodes) {
    return nodes.stream()
        .map(node -> node.operation().verb() + " " + node.operation().subject())
        .toList();
  }

  @Test
  void oursEndTheirsArePutBackAndStart() {
    ServiceFiles files =
        new ServiceFiles(new UnitName("berth-web.service"), Optional.empty(), true, Map.of());

    List<Node> nodes =
        LegacyReturn.of(
            List.of(traces(host.theirs("web", true, "web"))),
            host.wanted(),
            Map.of(new ContainerName("web"), files),
            Map.of());

    assertThat(words(nodes))
        .containsExactly(
            "stop unit berth-web.service",
            "remove container web",
            "rename container web-before-berth",
            "disable unit berth-web.service",
            "write environment of web",
            "remove unit file berth-web.service",
            "sync unit files",
            "forget record of web",
            "reset failures of unit berth-web.service",
            "write unit file tripleo_web.service",
            "link /u/web.timer",
            "sync unit files",
            "enable unit tripleo_web.service",
            "enable unit tripleo_web.timer",
            "reload systemd",
            "reset failures of unit tripleo_web.service",
            "reset failures of unit tripleo_web.timer",
            "start units of web");
  }

  @Test
  void nothingStartsWhereOursCannotEnd() {
    String lines =
        table(
            LegacyReturn.of(
                List.of(traces(host.theirs("web", true, "web"))),
                host.wanted(),
                Map.of(),
                Map.of()));

    assertThat(lines)
        .contains(
            "former web: rename container web-before-berth < former web: remove container web")
        .contains("legacy web: start units of web < former web: forget record of web ; ");
  }

  @Test
  void whoIsInAnothersNamespacesEndsFirstAndStartsLast() {
    List<String> words =
        words(
            LegacyReturn.of(
                List.of(
                    traces(host.theirs("web", false, "web")),
                    traces(host.theirs("side", false, "side"))),
                host.wanted(),
                Map.of(),
                Map.of()));

    assertThat(words)
        .containsSubsequence(
            "remove container side",
            "remove container web",
            "rename container web-before-berth",
            "rename container side-before-berth",
            "set restart policy of web",
            "start container web",
            "set restart policy of side",
            "start container side");
  }

  @Test
  void whoDependsOnItAndWaitsGetsItsFilesBackBeforeSystemdIsTold() {
    ServiceFiles files =
        new ServiceFiles(
            new UnitName("berth-app.service"), Optional.of("[Service]"), false, Map.of());

    String lines =
        table(
            LegacyReturn.of(
                List.of(traces(host.theirs("web", true, "web"))),
                host.wanted(),
                Map.of(),
                Map.of(new ContainerName("app"), files)));

    assertThat(lines)
        .contains("former app: write unit file berth-app.service < ")
        .contains(
            "legacy web: write unit file tripleo_web.service < former app: sync unit files,"
                + " former web: forget record of web");
  }

  @Test
  void whoGoesBackWithItHasItsFilesBackOnce() {
    ServiceFiles files =
        new ServiceFiles(
            new UnitName("berth-side.service"), Optional.of("[Service]"), false, Map.of());

    assertThat(
            words(
                LegacyReturn.of(
                    List.of(
                        traces(host.theirs("web", true, "web")),
                        traces(host.theirs("side", true, "side"))),
                    host.wanted(),
                    Map.of(new ContainerName("side"), files),
                    Map.of(new ContainerName("side"), files))))
        .containsOnlyOnce("write unit file berth-side.service");
  }

  @Test
  void whatWasOnlyUntiedIsTiedAndNotStarted() {
    List<String> words = words(LegacyReturn.tie(List.of(traces(host.theirs("web", true, "web")))));

    assertThat(words).endsWith("reload systemd").doesNotContain("start units of web");
    assertThat(LegacyReturn.tie(List.of())).isEmpty();
  }

  @Test
  void whatAKilledRunHasSetAsideIsTakenToHaveRun() {
    LegacySnapshot aside = traces(host.theirs("web", false, "web-before-berth"));

    assertThat(words(LegacyReturn.begin(List.of(aside))))
        .containsExactly(
            "sync unit files",
            "reload systemd",
            "set restart policy of web",
            "start container web");
    assertThat(aside.outcome()).isEqualTo("what was there before runs again");
  }

  /** The next run finds what it touched, and not what was there. */
  @Test
  void whatAKilledRunHasFoundIsWhatIsGivenBack() {
    LegacyState kept =
        new LegacyState(
            List.of(new UnitName("tripleo_web.timer")),
            List.of(new UnitName("tripleo_web.service")),
            true,
            Map.of(new UnitName("tripleo_web.service"), "[Unit]"),
            Map.of("/u/tie", "/t"));
    LegacySnapshot now = traces(host.theirs("web", true, "web"));

    List<Node> nodes = LegacyReturn.begin(List.of(new LegacySnapshot(now.former(), kept)));

    assertThat(words(nodes))
        .contains("link /u/tie", "enable unit tripleo_web.timer", "start units of web")
        .doesNotContain("enable unit tripleo_web.service");
  }
}
