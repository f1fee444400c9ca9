package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.LegacyState;
import dev.berth.model.Rendered;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitPredecessorsTest {
  private static final Applied RECORD =
      new Applied("digest", "", Collections.emptySortedMap(), false);

  private final LoweredHost host =
      new LoweredHost(
          """
          web: {image: i, restart: always}
          app: {image: i, restart: always, depends_on: {web: {condition: service_started, required: true}}}
          """);

  private final Map<ContainerName, ServiceFiles> files = new HashMap<>();
  private final Map<ContainerName, Kept> kept = new HashMap<>();
  private final Set<ContainerName> standing = new HashSet<>();
  private final Map<ContainerName, Applied> records = new HashMap<>();
  private final Map<ContainerName, LegacyState> legacy = new HashMap<>();

  private ServiceFiles files(String text) {
    return new ServiceFiles(
        new UnitName("berth-web.service"),
        Optional.of(text).filter(it -> !it.isEmpty()),
        false,
        Map.of("/env/web", Optional.of("secret")));
  }

  private Step step(Kind kind) {
    files.putIfAbsent(new ContainerName("web"), files("[Service] image"));
    return host.step("web", kind, true, false);
  }

  private UnitPredecessors formers(Step step, boolean goesBack) {
    return new UnitPredecessors(
        host.plan(step),
        host.observed(),
        new UnitPredecessors.Facts(files, kept, kept.keySet(), standing, records, legacy, false),
        goesBack);
  }

  private UnitPredecessors formers(Kind kind) {
    return formers(step(kind), true);
  }

  @Test
  void whatRunsByItsUnitIsGoneBackToAndKept() {
    host.up("web");
    records.put(new ContainerName("web"), RECORD);

    UnitPredecessors formers = formers(Kind.REPLACE);

    Kept former = Kept.of(files("[Service] image"), Optional.of(RECORD));
    assertThat(formers.of(new ContainerName("web"))).contains(former);
    assertThat(formers.toKeep()).containsExactly(Map.entry(new ContainerName("web"), former));
    assertThat(formers.mayGoBack(new ContainerName("web"), false)).isTrue();
  }

  @Test
  void nobodyGoesBackWhereThatIsNotAskedFor() {
    host.up("web");

    UnitPredecessors formers = formers(step(Kind.REPLACE), false);

    assertThat(formers.of(new ContainerName("web"))).isEmpty();
    assertThat(formers.toKeep()).isEmpty();
    assertThat(formers.mayGoBack(new ContainerName("web"), true)).isFalse();
  }

  @Test
  void whatDidNotRunOrRunsAnotherUnitIsNothingToGoBackTo() {
    assertThat(formers(Kind.REPLACE).of(new ContainerName("web"))).isEmpty();

    host.running("web", "no");
    host.unit("web", "active", "running");
    assertThat(formers(Kind.REPLACE).of(new ContainerName("web"))).isEmpty();
    assertThat(formers(Kind.START).toKeep()).isEmpty();
  }

  /** What a killed run has written has not run, or is not known to be well. */
  @Test
  void whatAKilledRunHasKeptIsGoneBackTo() {
    Kept former = Kept.of(files("[Service] former"), Optional.of(RECORD));
    kept.put(new ContainerName("web"), former);

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.of(new ContainerName("web"))).contains(former);
    assertThat(formers.toKeep()).isEmpty();
    assertThat(formers.isOfKilledRun(new ContainerName("web"))).isTrue();
    assertThat(formers.wasStopped(host.service("web", Kind.START, true, false))).isTrue();
    assertThat(formers.untouched(host.service("web", Kind.START, false, false)))
        .contains(files("[Service] former"));
  }

  @Test
  void whatAKilledRunHasStartedAndIsWellIsGoneBackToInTheFormersPlace() {
    host.up("web");
    kept.put(new ContainerName("web"), Kept.of(files("[Service] former"), Optional.of(RECORD)));

    assertThat(formers(Kind.REPLACE).of(new ContainerName("web")))
        .contains(Kept.of(files("[Service] image"), Optional.empty()));
  }

  @Test
  void nobodyGoesBackToWhatIsWanted() {
    kept.put(new ContainerName("web"), Kept.of(files("[Service]"), Optional.of(RECORD)));

    assertThat(formers(Kind.START).of(new ContainerName("web"))).isEmpty();
  }

  @Test
  void whatIsTakenOverHasNoFormerOfBerthsButFiles() {
    files.put(new ContainerName("web"), files(""));

    UnitPredecessors formers = formers(Kind.ADOPT);

    assertThat(formers.of(new ContainerName("web"))).isEmpty();
    assertThat(formers.toKeep()).containsOnlyKeys(new ContainerName("web"));
    assertThat(formers.beforeTakeOver(host.service("web", Kind.ADOPT, true, true)))
        .isEqualTo(files(""));
    assertThat(formers.wasStopped(host.service("web", Kind.ADOPT, true, true))).isFalse();
  }

  @Test
  void whoseTurnNeverComesHasWhatItHad() {
    UnitPredecessors formers = formers(Kind.UPDATE);

    assertThat(formers.untouched(host.service("web", Kind.UPDATE, true, false)))
        .contains(files("[Service] image"));
    assertThat(formers.untouched(host.service("web", Kind.WATCH, false, false))).isEmpty();
  }

  /** Nothing of it was there before. */
  @Test
  void whatAKilledRunHasOnlyWrittenGoesAgain() {
    kept.put(new ContainerName("other"), Kept.of(files("[Service]"), Optional.empty()));

    assertThat(formers(Kind.START).untouched(host.service("web", Kind.START, false, false)))
        .contains(files("[Service] image").absent());

    records.put(new ContainerName("web"), RECORD);
    assertThat(formers(Kind.START).untouched(host.service("web", Kind.START, false, false)))
        .isEmpty();
  }

  @Test
  void whoRanIsStartedWithTheOneThatItRequires() {
    host.up("web");
    assertThat(formers(Kind.REPLACE).followers(new ContainerName("web"), host.wanted())).isEmpty();

    host.up("app");
    assertThat(formers(Kind.REPLACE).followers(new ContainerName("web"), host.wanted()))
        .extracting(Rendered::name)
        .containsExactly(new ContainerName("app"));
  }

  @Test
  void whatAKilledRunHadStoppedWithItIsStartedAsWell() {
    kept.put(new ContainerName("web"), Kept.of(files("[Service] former"), Optional.of(RECORD)));
    assertThat(formers(Kind.START).followers(new ContainerName("web"), host.wanted())).isEmpty();

    records.put(new ContainerName("app"), RECORD);
    assertThat(formers(Kind.START).followers(new ContainerName("web"), host.wanted()))
        .extracting(Rendered::name)
        .containsExactly(new ContainerName("app"));
  }

  @Test
  void whatWasKeptOfOthersStaysAsLongAsTheyStand() {
    host.running("gone", "no");
    standing.add(new ContainerName("other"));

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.isLeft(new ContainerName("gone"), host.wanted())).isTrue();
    assertThat(formers.isLeft(new ContainerName("other"), host.wanted())).isTrue();
    assertThat(formers.isLeft(new ContainerName("third"), host.wanted())).isFalse();
    assertThat(formers.isLeft(new ContainerName("web"), host.wanted())).isFalse();
  }

  /** The next run finds what a killed one has touched, and not what was there. */
  @Test
  void howItWasIsAsAKilledRunHasFoundItElseAsItIsNow() {
    LegacyState now = new LegacyState(List.of(), List.of(), false, Map.of(), Map.of());
    legacy.put(new ContainerName("web"), now);
    assertThat(formers(Kind.ADOPT).legacy(new ContainerName("web"))).contains(now);
    assertThat(formers(Kind.ADOPT).toKeep().get(new ContainerName("web")).legacy()).contains(now);

    LegacyState before =
        new LegacyState(
            List.of(new UnitName("a.service")),
            List.of(new UnitName("a.service")),
            true,
            Map.of(),
            Map.of());
    kept.put(
        new ContainerName("web"), Kept.of(files(""), Optional.empty()).with(Optional.of(before)));
    assertThat(formers(Kind.ADOPT).legacy(new ContainerName("web"))).contains(before);
    assertThat(formers(Kind.ADOPT).legacy(new ContainerName("other"))).isEmpty();
  }

  /** What is no former of this unit is none of its service either. */
  @Test
  void whatWasKeptOfAnotherUnitIsNothingToGoBackTo() {
    ServiceFiles other =
        new ServiceFiles(
            new UnitName("other.service"), Optional.of("[Service] former"), false, Map.of());
    kept.put(new ContainerName("web"), Kept.of(other, Optional.empty()));
    assertThat(formers(Kind.START).of(new ContainerName("web"))).isEmpty();
    assertThat(formers(Kind.START).wasStopped(host.service("web", Kind.START, true, false)))
        .isFalse();

    kept.put(new ContainerName("web"), Kept.of(files("[Service] former"), Optional.empty()));
    assertThat(formers(Kind.MIGRATE).of(new ContainerName("web"))).isEmpty();
    assertThat(formers(Kind.START).of(new ContainerName("web"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "running, Up, [Service] image",
    "running, Up (healthy), [Service] image",
    "running, Up (unhealthy), [Service] former",
    "running, Up (starting), [Service] former",
    "exited, Exited, [Service] former",
  })
  void oneGoesBackToWhatWasSeenWellLast(String state, String status, String text) {
    host.up("web");
    host.shown("web", state, status);
    kept.put(new ContainerName("web"), Kept.of(files("[Service] former"), Optional.of(RECORD)));

    assertThat(formers(Kind.REPLACE).of(new ContainerName("web")).flatMap(Kept::text))
        .contains(text);
  }

  @Test
  void whatAKilledRunHasTakenOverAndWasNotThereHasNothingToKeepAnew() {
    files.put(new ContainerName("web"), files("[Service] ours"));
    kept.put(new ContainerName("web"), Kept.of(files(""), Optional.empty()));

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.of(new ContainerName("web"))).isEmpty();
    assertThat(formers.toKeep()).isEmpty();
    assertThat(formers.beforeTakeOver(host.service("web", Kind.START, true, false)))
        .isEqualTo(files(""));
    assertThat(formers.untouched(host.service("web", Kind.START, true, false))).contains(files(""));
    assertThat(formers.untouched(host.service("web", Kind.UPDATE, false, false))).isEmpty();
  }

  @Test
  void oneWithoutATextIsNothingToGoBackTo() {
    host.up("web");
    host.unit("web", "inactive", "dead");
    assertThat(formers(Kind.REPLACE).of(new ContainerName("web"))).isEmpty();
  }

  @Test
  void whatWasLeftOfItMayBeGoneBackToYet() {
    assertThat(formers(Kind.ADOPT).mayGoBack(new ContainerName("web"), false)).isFalse();
    assertThat(formers(Kind.ADOPT).mayGoBack(new ContainerName("web"), true)).isTrue();
    assertThat(formers(Kind.ADOPT).isOfKilledRun(new ContainerName("web"))).isFalse();

    host.theirs("web", true, "web");
    assertThat(formers(Kind.ADOPT).mayGoBack(new ContainerName("web"), false)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"UPDATE, false", "WATCH, true", "MIGRATE_STOPPED, true", "REPLACE, true"})
  void whatIsKeptIsOverOnceItsServiceWasSeenToBeWell(Kind kind, boolean isOver) {
    Step step = step(kind);
    UnitPredecessors formers = formers(step, true);

    assertThat(formers.over(host.plan(step), host.wanted(), Set.of(new ContainerName("web"))))
        .isEqualTo(isOver ? Set.of(new ContainerName("web")) : Set.of());
  }

  /** Nobody applies what it belongs to. */
  @Test
  void whatIsKeptOfThoseWithoutAStepIsOverUnlessTheyStand() {
    kept.put(new ContainerName("web"), Kept.of(files(""), Optional.empty()));
    kept.put(new ContainerName("gone"), Kept.of(files(""), Optional.empty()));
    kept.put(new ContainerName("standing"), Kept.of(files(""), Optional.empty()));
    standing.add(new ContainerName("standing"));

    Step step = step(Kind.START);
    assertThat(
            formers(step, true).over(host.plan(), host.wanted(), Set.of(new ContainerName("now"))))
        .containsExactly(
            new ContainerName("gone"), new ContainerName("now"), new ContainerName("web"));
  }
}
