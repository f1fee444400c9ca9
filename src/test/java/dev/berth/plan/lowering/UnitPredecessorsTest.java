package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service.Kind;
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

  private final Map<String, ServiceFiles> files = new HashMap<>();
  private final Map<String, Kept> kept = new HashMap<>();
  private final Set<String> standing = new HashSet<>();
  private final Map<String, Applied> records = new HashMap<>();
  private final Map<String, LegacyState> legacy = new HashMap<>();

  private ServiceFiles files(String text) {
    return new ServiceFiles(
        new UnitName("berth-web.service"),
        Optional.of(text).filter(it -> !it.isEmpty()),
        false,
        Map.of("/env/web", Optional.of("secret")));
  }

  private Step step(Kind kind) {
    files.putIfAbsent("web", files("[Service] image"));
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
    records.put("web", RECORD);

    UnitPredecessors formers = formers(Kind.REPLACE);

    Kept former = Kept.of(files("[Service] image"), Optional.of(RECORD));
    assertThat(formers.of("web")).contains(former);
    assertThat(formers.toKeep()).containsExactly(Map.entry("web", former));
    assertThat(formers.mayGoBack("web", false)).isTrue();
  }

  @Test
  void nobodyGoesBackWhereThatIsNotAskedFor() {
    host.up("web");

    UnitPredecessors formers = formers(step(Kind.REPLACE), false);

    assertThat(formers.of("web")).isEmpty();
    assertThat(formers.toKeep()).isEmpty();
    assertThat(formers.mayGoBack("web", true)).isFalse();
  }

  @Test
  void whatDidNotRunOrRunsAnotherUnitIsNothingToGoBackTo() {
    assertThat(formers(Kind.REPLACE).of("web")).isEmpty();

    host.running("web", "no");
    host.unit("web", "active", "running");
    assertThat(formers(Kind.REPLACE).of("web")).isEmpty();
    assertThat(formers(Kind.START).toKeep()).isEmpty();
  }

  /** What a killed run has written has not run, or is not known to be well. */
  @Test
  void whatAKilledRunHasKeptIsGoneBackTo() {
    Kept former = Kept.of(files("[Service] former"), Optional.of(RECORD));
    kept.put("web", former);

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.of("web")).contains(former);
    assertThat(formers.toKeep()).isEmpty();
    assertThat(formers.isOfKilledRun("web")).isTrue();
    assertThat(formers.wasStopped(host.service("web", Kind.START, true, false))).isTrue();
    assertThat(formers.untouched(host.service("web", Kind.START, false, false)))
        .contains(files("[Service] former"));
  }

  @Test
  void whatAKilledRunHasStartedAndIsWellIsGoneBackToInTheFormersPlace() {
    host.up("web");
    kept.put("web", Kept.of(files("[Service] former"), Optional.of(RECORD)));

    assertThat(formers(Kind.REPLACE).of("web"))
        .contains(Kept.of(files("[Service] image"), Optional.empty()));
  }

  @Test
  void nobodyGoesBackToWhatIsWanted() {
    kept.put("web", Kept.of(files("[Service]"), Optional.of(RECORD)));

    assertThat(formers(Kind.START).of("web")).isEmpty();
  }

  @Test
  void whatIsTakenOverHasNoFormerOfBerthsButFiles() {
    files.put("web", files(""));

    UnitPredecessors formers = formers(Kind.ADOPT);

    assertThat(formers.of("web")).isEmpty();
    assertThat(formers.toKeep()).containsOnlyKeys("web");
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
    kept.put("other", Kept.of(files("[Service]"), Optional.empty()));

    assertThat(formers(Kind.START).untouched(host.service("web", Kind.START, false, false)))
        .contains(files("[Service] image").absent());

    records.put("web", RECORD);
    assertThat(formers(Kind.START).untouched(host.service("web", Kind.START, false, false)))
        .isEmpty();
  }

  @Test
  void whoRanIsStartedWithTheOneThatItRequires() {
    host.up("web");
    assertThat(formers(Kind.REPLACE).followers("web", host.wanted())).isEmpty();

    host.up("app");
    assertThat(formers(Kind.REPLACE).followers("web", host.wanted()))
        .extracting(Rendered::name)
        .containsExactly("app");
  }

  @Test
  void whatAKilledRunHadStoppedWithItIsStartedAsWell() {
    kept.put("web", Kept.of(files("[Service] former"), Optional.of(RECORD)));
    assertThat(formers(Kind.START).followers("web", host.wanted())).isEmpty();

    records.put("app", RECORD);
    assertThat(formers(Kind.START).followers("web", host.wanted()))
        .extracting(Rendered::name)
        .containsExactly("app");
  }

  @Test
  void whatWasKeptOfOthersStaysAsLongAsTheyStand() {
    host.running("gone", "no");
    standing.add("other");

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.isLeft("gone", host.wanted())).isTrue();
    assertThat(formers.isLeft("other", host.wanted())).isTrue();
    assertThat(formers.isLeft("third", host.wanted())).isFalse();
    assertThat(formers.isLeft("web", host.wanted())).isFalse();
  }

  /** The next run finds what a killed one has touched, and not what was there. */
  @Test
  void howItWasIsAsAKilledRunHasFoundItElseAsItIsNow() {
    LegacyState now = new LegacyState(List.of(), List.of(), false, Map.of(), Map.of());
    legacy.put("web", now);
    assertThat(formers(Kind.ADOPT).legacy("web")).contains(now);
    assertThat(formers(Kind.ADOPT).toKeep().get("web").legacy()).contains(now);

    LegacyState before =
        new LegacyState(
            List.of(new UnitName("a.service")),
            List.of(new UnitName("a.service")),
            true,
            Map.of(),
            Map.of());
    kept.put("web", Kept.of(files(""), Optional.empty()).with(Optional.of(before)));
    assertThat(formers(Kind.ADOPT).legacy("web")).contains(before);
    assertThat(formers(Kind.ADOPT).legacy("other")).isEmpty();
  }

  /** What is no former of this unit is none of its service either. */
  @Test
  void whatWasKeptOfAnotherUnitIsNothingToGoBackTo() {
    ServiceFiles other =
        new ServiceFiles(
            new UnitName("other.service"), Optional.of("[Service] former"), false, Map.of());
    kept.put("web", Kept.of(other, Optional.empty()));
    assertThat(formers(Kind.START).of("web")).isEmpty();
    assertThat(formers(Kind.START).wasStopped(host.service("web", Kind.START, true, false)))
        .isFalse();

    kept.put("web", Kept.of(files("[Service] former"), Optional.empty()));
    assertThat(formers(Kind.MIGRATE).of("web")).isEmpty();
    assertThat(formers(Kind.START).of("web")).isPresent();
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
    kept.put("web", Kept.of(files("[Service] former"), Optional.of(RECORD)));

    assertThat(formers(Kind.REPLACE).of("web").flatMap(Kept::text)).contains(text);
  }

  @Test
  void whatAKilledRunHasTakenOverAndWasNotThereHasNothingToKeepAnew() {
    files.put("web", files("[Service] ours"));
    kept.put("web", Kept.of(files(""), Optional.empty()));

    UnitPredecessors formers = formers(Kind.START);

    assertThat(formers.of("web")).isEmpty();
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
    assertThat(formers(Kind.REPLACE).of("web")).isEmpty();
  }

  @Test
  void whatWasLeftOfItMayBeGoneBackToYet() {
    assertThat(formers(Kind.ADOPT).mayGoBack("web", false)).isFalse();
    assertThat(formers(Kind.ADOPT).mayGoBack("web", true)).isTrue();
    assertThat(formers(Kind.ADOPT).isOfKilledRun("web")).isFalse();

    host.theirs("web", true, "web");
    assertThat(formers(Kind.ADOPT).mayGoBack("web", false)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"UPDATE, false", "WATCH, true", "MIGRATE_STOPPED, true", "REPLACE, true"})
  void whatIsKeptIsOverOnceItsServiceWasSeenToBeWell(Kind kind, boolean isOver) {
    Step step = step(kind);
    UnitPredecessors formers = formers(step, true);

    assertThat(formers.over(host.plan(step), host.wanted(), Set.of("web")))
        .isEqualTo(isOver ? Set.of("web") : Set.of());
  }

  /** Nobody applies what it belongs to. */
  @Test
  void whatIsKeptOfThoseWithoutAStepIsOverUnlessTheyStand() {
    kept.put("web", Kept.of(files(""), Optional.empty()));
    kept.put("gone", Kept.of(files(""), Optional.empty()));
    kept.put("standing", Kept.of(files(""), Optional.empty()));
    standing.add("standing");

    Step step = step(Kind.START);
    assertThat(formers(step, true).over(host.plan(), host.wanted(), Set.of("now")))
        .containsExactly("gone", "now", "web");
  }
}
