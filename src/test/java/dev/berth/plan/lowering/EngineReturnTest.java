package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Named;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How services in the engine's own care go back. */
class EngineReturnTest {
  private final LoweredHost host =
      LoweredHost.ofEngine(
          """
          web: {image: i, restart: always}
          side: {image: i, restart: always, net: 'container:web'}
          tail: {image: i, restart: always, net: 'container:side'}
          log: {image: i, restart: always, volumes_from: [web]}
          """);

  private static Map<ContainerName, Kept> formers(String... names) {
    Map<ContainerName, Kept> formers = new TreeMap<>();
    for (String name : names) {
      formers.put(
          new ContainerName(name),
          Kept.of(
              "id", "on-failure", Optional.of(new Applied("digest", "", new TreeMap<>(), false))));
    }
    return formers;
  }

  private String lowered(
      String failed, Map<ContainerName, Kept> formers, Set<ContainerName> aside) {
    return table(
        EngineReturn.of(
            Named.list(failed.split(" ")), host.wanted(), host.observed(), formers, aside));
  }

  @Test
  void oneEndsIsPutBackAndStarts() {
    assertThat(lowered("log", formers("log"), Named.set("log")))
        .isEqualTo(
            """
            former log: remove container log
            former log: rename container log.berth-former < former log: remove container log ; former log: remove container log
            former log: record log < former log: rename container log.berth-former
            former log: set restart policy of log < former log: record log
            former log: start container log < former log: set restart policy of log
            former log: wait until ready log < former log: start container log\
            """);
  }

  @Test
  void whatNeverGotAsFarHasItsNameStill() {
    assertThat(lowered("log", formers("log"), Set.of()))
        .doesNotContain("remove", "rename")
        .startsWith("former log: record log\n");
  }

  /** Dependents end first, owners start first, and nobody starts before all have ended. */
  @Test
  void thoseInItsNamespacesGoWithItInThreeStrata() {
    host.ours("tail", "running");

    assertThat(
            EngineReturn.of(
                    List.of(new ContainerName("web")),
                    host.wanted(),
                    host.observed(),
                    formers("web", "side"),
                    Set.of(new ContainerName("web"), new ContainerName("side")))
                .stream()
                .map(node -> node.operation().verb() + " " + node.operation().subject()))
        .containsExactly(
            "stop container tail",
            "remove container side",
            "remove container web",
            "rename container web.berth-former",
            "record web",
            "set restart policy of web",
            "start container web",
            "rename container side.berth-former",
            "record side",
            "set restart policy of side",
            "start container side",
            "start container tail",
            "wait until ready web");
  }

  @Test
  void aFailedEndBarsItsOwnStartAndThoseOfWhoNeedsIt() {
    String lines = lowered("web", formers("web", "side"), Named.set("web", "side"));

    assertThat(lines)
        .contains(
            "former web: rename container web.berth-former < former web: remove container web"
                + " ; former side: remove container side, former web: remove container web")
        .contains(
            "former side: rename container side.berth-former < former side: remove container side,"
                + " former web: start container web ; ");
  }

  @Test
  void whoUsesItsVolumesGoesWithItOnlyWhereItWasMadeAnew() {
    host.ours("log", "running");

    assertThat(lowered("web", formers("web"), Named.set("web"))).doesNotContain("log");
    assertThat(lowered("web", formers("web", "log"), Named.set("web", "log")))
        .contains("former log: start container log");
    assertThat(
            EngineReturn.together(
                new ContainerName("web"), host.wanted(), host.observed(), formers("web", "log")))
        .containsExactlyInAnyOrder(
            new ContainerName("web"),
            new ContainerName("side"),
            new ContainerName("tail"),
            new ContainerName("log"));
  }

  @Test
  void severalThatFailedGoBackTogetherEachOnce() {
    assertThat(lowered("side web", formers("web", "side"), Named.set("web", "side")))
        .containsOnlyOnce("former side: start container side < ")
        .endsWith(
            "former side: wait until ready side < former side: start container side\n"
                + "former web: wait until ready web < former web: start container web");
  }

  @Test
  void whoseTurnNeverCameIsBroughtBackAlone() {
    assertThat(
            table(
                EngineReturn.resume(
                    new ContainerName("web"),
                    host.wanted(),
                    host.observed(),
                    formers("web").get(new ContainerName("web")),
                    Set.of(new ContainerName("web")))))
        .doesNotContain("side", "wait")
        .endsWith("former web: start container web < former web: set restart policy of web");
  }
}
