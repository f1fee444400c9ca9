package dev.berth.plan;

import dev.berth.Configurations;
import dev.berth.Golden;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Images, volumes and bind sources that must be there before anything is stopped. */
class PreparationsTest {
  private static final Golden GOLDEN = new Golden("plan/preparations.txt");
  private static final String BINDS =
      """
      web:
        image: i
        restart: always
        volumes:
          - /srv/web:/data
          - /srv/present:/present:ro
          - /etc/web/web.conf:/web.conf
          - /etc/conf.d:/conf.d
          - /dev/log:/dev/log
      """;

  private final SimulatedHost host = new SimulatedHost();

  @Test
  void missingBindSourcesAreProblems() {
    missing("/srv/web", "/etc/web/web.conf", "/etc/conf.d", "/dev/log");
    check("missing binds fail", host.plan(BINDS));
  }

  @Test
  void missingBindSourcesAreMadeUnlessTheyLookLikeFiles() {
    missing("/srv/web", "/etc/web/web.conf", "/etc/conf.d", "/dev/log");
    check("missing binds are created", host.creatingMissingBinds().plan(BINDS));
  }

  @Test
  void aMissingSourceThatAnEarlierContainerMayMakeIsLeftToIt() {
    missing("/srv/made/by/init", "/srv/readonly/x");
    check(
        "missing binds are deferred",
        host.plan(
            """
            web: {image: i, restart: always, start_order: 2, volumes: ['/srv/made/by/init:/a']}
            other: {image: i, restart: always, volumes: ['/srv/readonly/x:/a']}
            init: {image: i, detach: false, start_order: 1,
                   volumes: ['/srv/made/:/a', '/srv/readonly:/b:ro']}
            """));
  }

  @Test
  void aMissingSourceOfWhatDoesNotChangeIsLeftAlone() {
    host.apply(BINDS);
    missing("/srv/web");
    check("missing binds of an unchanged container", host.plan(BINDS));
  }

  @Test
  void oneDirectoryIsMadeOnceForTwo() {
    missing("/srv/shared");
    check(
        "a missing bind of two",
        host.creatingMissingBinds()
            .plan(
                """
                a: {image: i, volumes: ['/srv/shared:/a:ro']}
                b: {image: i, volumes: ['/srv/shared:/b']}
                """));
  }

  @Test
  void absentImagesArePulledOnceWithEveryReason() {
    check(
        "absent images",
        host.plan(
            """
            a: {image: one}
            b: {image: two, restart: always}
            c: {image: one}
            """));
  }

  @Test
  void pullPoliciesDecide() {
    host.apply("a: {image: i}\n");
    check("always, and it is there", host.plan("a: {image: i, pull_policy: always}\n"));
    check("never, and it is there", host.plan("a: {image: i, pull_policy: never}\n"));
    check("never, and it is not there", host.plan("a: {image: j, pull_policy: never}\n"));
  }

  @Test
  void whatWasPulledIsNotPulledAgain() {
    host.apply("a: {image: i}\n");
    host.retag("i", "newer");
    var sets = List.of(Configurations.read("set", "a: {image: i, pull_policy: always}\n"));
    RenderedState wanted = host.wanted(sets);
    check(
        "always, after the pull brought another image",
        new Planner(ServiceStrategy.BY_UNIT)
            .plan(wanted, host.observed(wanted), host.options(sets, Set.of("i"))));
  }

  @Test
  void anUnchangedContainerNeedsNoImage() {
    host.apply("a: {image: i}\n");
    host.images.clear();
    check("an absent image of an unchanged task", host.plan("a: {image: i}\n"));
  }

  @Test
  void namedVolumesAreMadeOnceWithLabels() {
    check(
        "named volumes",
        host.plan(
            """
            a: {image: i, volumes: ['data:/a', '/anonymous']}
            b: {image: i, volumes: ['data:/b', 'more:/c']}
            """));
  }

  private void missing(String... paths) {
    host.missingSources.addAll(List.of(paths));
  }

  private static void check(String title, Plan plan) {
    GOLDEN.check(title, PlanText.of(plan));
  }
}
