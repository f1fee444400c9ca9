package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered.Checks;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemdLoweringTest {
  private final LoweredHost host =
      new LoweredHost(
          """
          web: {image: i, restart: always, environment: {KEY: secret}}
          """);

  private String lowered(Kind kind, boolean install, Set<ContainerName> unrecorded) {
    Step step = host.step("web", kind, install, false);
    return table(host.systemd(step, unrecorded).of(step));
  }

  private String lowered(Kind kind) {
    return lowered(kind, false, Set.of());
  }

  @Test
  void whatIsNewIsStarted() {
    String started =
        """
        web: look for bind sources of web
        web: start unit berth-web.service < web: look for bind sources of web
        web: record web? < web: start unit berth-web.service\
        """;
    assertThat(lowered(Kind.CREATE)).isEqualTo(started);
    assertThat(lowered(Kind.RESTART)).isEqualTo(started);
    assertThat(lowered(Kind.AWAIT_START)).isEqualTo(started);
  }

  /** It may come up on its own just before, with the failures that systemd has counted. */
  @Test
  void whatRanIsRestarted() {
    String restarted =
        """
        web: look for bind sources of web
        web: restart unit berth-web.service < web: look for bind sources of web
        web: record web? < web: restart unit berth-web.service\
        """;
    assertThat(lowered(Kind.REPLACE)).isEqualTo(restarted);
    assertThat(lowered(Kind.START)).isEqualTo(restarted);
    assertThat(lowered(Kind.ADOPT)).isEqualTo(restarted);
  }

  @Test
  void whoIsWaitedForIsStartedUntilItIsHealthy() {
    host.gated("web");

    assertThat(lowered(Kind.CREATE)).contains("web: start until healthy berth-web.service < ");
    assertThat(lowered(Kind.REPLACE)).contains("web: restart until healthy berth-web.service < ");
    assertThat(lowered(Kind.WATCH)).isEmpty();
  }

  @Test
  void whatRunsWithoutItsUnitEndsFirst() {
    host.running("web", "always");

    assertThat(lowered(Kind.REPLACE))
        .isEqualTo(
            """
            web: look for bind sources of web
            web: set restart policy of web < web: look for bind sources of web
            web: stop container web < web: set restart policy of web
            web: restart unit berth-web.service < web: stop container web
            web: record web? < web: restart unit berth-web.service\
            """);

    host.running("web", "no");
    assertThat(lowered(Kind.REPLACE))
        .contains("web: stop container web < web: look for bind sources of web")
        .doesNotContain("policy");
    assertThat(lowered(Kind.ADOPT)).doesNotContain("stop container");
  }

  @Test
  void whatItsUnitRunsIsTheUnitsAffair() {
    host.running("web", "no");
    host.unit("web", "active", "running");
    assertThat(lowered(Kind.REPLACE)).doesNotContain("stop container");

    host.unit("web", "activating", ObservedUnit.QUEUED);
    assertThat(lowered(Kind.AWAIT_START)).doesNotContain("stop container");
  }

  @Test
  void whatRunsOnIsLeftToRun() {
    assertThat(lowered(Kind.WATCH)).isEmpty();
    assertThat(lowered(Kind.WATCH, false, Set.of(new ContainerName("web"))))
        .isEqualTo("web: record web?");
    assertThat(lowered(Kind.UPDATE, true, Set.of())).isEqualTo("web: confirm unit of web?");
    assertThat(lowered(Kind.UPDATE)).isEmpty();
    assertThat(lowered(Kind.RELOAD, true, Set.of()))
        .isEqualTo(
            """
            web: reload unit berth-web.service
            web: announce unit of web < web: reload unit berth-web.service
            web: write environment of web < web: announce unit of web
            web: write unit file berth-web.service < web: write environment of web
            web: sync unit files < web: write unit file berth-web.service
            web: reload systemd < web: sync unit files
            web: confirm unit of web? < web: reload systemd\
            """);
    assertThat(lowered(Kind.THAW)).isEqualTo("web: thaw unit berth-web.service");
  }

  @Test
  void aCheckIsResumedOnceWhatIsLeftOfItIsGone() {
    host.checks(
        "web",
        new Checks(
            Optional.of(new UnitName("berth-web:health.service")),
            List.of(List.of("one"), List.of("two"))));

    assertThat(lowered(Kind.CHECK))
        .isEqualTo(
            """
            web: stop unit berth-web:health.service?
            web: resume check of web ; web: stop unit berth-web:health.service
            web: resume check of web, 2 < web: resume check of web\
            """);
  }

  /** Its unit is not on disk before it has left the other engine. */
  @Test
  void whatComesOverIsInstalledFirst() {
    Step step = host.step("web", Kind.MIGRATE, true, true);

    List<dev.berth.model.operation.Node> nodes = host.systemd(step, Set.of()).of(step);

    assertThat(table(nodes))
        .isEqualTo(
            """
            web: write environment of web
            web: write unit file berth-web.service < web: write environment of web
            web: sync unit files < web: write unit file berth-web.service
            web: enable unit berth-web.service < web: sync unit files
            web: reload systemd < web: enable unit berth-web.service
            web: restart unit berth-web.service < web: reload systemd
            web: record web? < web: restart unit berth-web.service
            web: journal started of web? < web: restart unit berth-web.service ; web: record web\
            """);
    assertThat(nodes).allMatch(node -> node.step() == step.number());
    assertThat(nodes.toString()).doesNotContain("secret");
    assertThat(nodes.stream().map(node -> SystemdLowering.isBeforeTurn(node.operation())))
        .containsExactly(true, true, true, true, true, false, false, false);
  }

  @Test
  void whatIsBroughtWithoutAStartIsInstalledAndConfirmed() {
    assertThat(lowered(Kind.MIGRATE_STOPPED, true, Set.of()))
        .isEqualTo(
            """
            web: announce unit of web
            web: write environment of web < web: announce unit of web
            web: write unit file berth-web.service < web: write environment of web
            web: sync unit files < web: write unit file berth-web.service
            web: reload systemd < web: sync unit files
            web: confirm unit of web? < web: reload systemd\
            """);
  }

  @Test
  void systemdForgetsTheFailuresOfThoseWhoseStartItWouldRefuse() {
    List<Step> group =
        List.of(
            host.step("web", Kind.START, false, false),
            new LoweredHost("db: {image: i, restart: always}\n")
                .step("db", Kind.CREATE, true, true));

    assertThat(table(host.systemd(group.getFirst(), Set.of()).beginning(group)))
        .isEqualTo("web: reset failures of unit berth-web.service?");
  }

  @Test
  void whatWasStartedIsLookedAtOnceMoreAndItsHealthWhereThatMatters() {
    LoweredHost checked =
        new LoweredHost("web: {image: i, restart: always, healthcheck: {test: 'true'}}\n");
    List<Step> steps = List.of(checked.step("web", Kind.CREATE, true, true));

    assertThat(settling(checked, steps, true))
        .isEqualTo(
            """
            web: look again at web
            web: wait until ready web < web: look again at web\
            """);
    assertThat(settling(checked, steps, false)).isEqualTo("web: look again at web");

    checked.gated("web");
    assertThat(settling(checked, List.of(checked.step("web", Kind.CREATE, true, true)), true))
        .isEqualTo("web: look again at web");
    assertThat(settling(host, List.of(host.step("web", Kind.CREATE, true, true)), true))
        .isEqualTo("web: look again at web");
  }

  private static String settling(LoweredHost host, List<Step> steps, boolean isAwaited) {
    return table(host.systemd(steps.getFirst(), Set.of()).settling(steps, _ -> isAwaited));
  }
}
