package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Step;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How services start that the engine itself keeps running. */
class EngineLoweringTest {
  private final LoweredHost host =
      LoweredHost.ofEngine(
          """
          web:
            image: i
            restart: always
            depends_on: {db: {condition: service_healthy}, side: {condition: service_healthy, required: false}}
          """);
  private EngineFacts facts = new EngineFacts(Map.of(), Map.of(), Map.of(), true);

  private EngineLowering lowering() {
    return new EngineLowering(
        name -> List.of(List.of("rm", name.text())), host.wanted(), host.observed(), facts);
  }

  /** The words of a chain, with a question mark for what is spare. */
  private static String words(List<Node> nodes) {
    return nodes.stream()
        .map(
            node ->
                node.operation().verb()
                    + " "
                    + node.operation().subject()
                    + (node.essential() ? "" : "?"))
        .collect(Collectors.joining(", "));
  }

  private String of(Kind kind, boolean enable) {
    return words(lowering().of(host.step("web", kind, false, enable)));
  }

  private static Kept kept(String container) {
    return Kept.of(container, "always", Optional.empty());
  }

  private static Applied applied(String digest) {
    return new Applied(digest, "", new TreeMap<>(), false);
  }

  @Test
  void whatIsNeededIsLookedAtWhileWhatIsReplacedRuns() {
    assertThat(table(lowering().before(host.step("web", Kind.CREATE, false, false))))
        .isEqualTo(
            """
            web: look for bind sources of web
            web: wait until healthy db < web: look for bind sources of web
            web: wait until healthy side? < web: wait until healthy db\
            """);
    assertThat(lowering().before(host.step("web", Kind.WATCH, false, false))).isEmpty();
  }

  @Test
  void aStrangerWithTheNameAsideIsInTheWayOnlyOfWhoIsSetAside() {
    host.ours("web", "running");
    host.running("web.berth-former", "no");

    assertThat(words(lowering().before(host.step("web", Kind.REPLACE, false, false))))
        .endsWith(", refuse web");

    facts = new EngineFacts(Map.of(), Map.of(), Map.of(), false);
    assertThat(words(lowering().before(host.step("web", Kind.REPLACE, false, false))))
        .doesNotContain("refuse");
  }

  @Test
  void eachKindHasItsChain() {
    assertThat(of(Kind.CREATE, false))
        .isEqualTo("write environment of web, free name web, run service web, record web");
    assertThat(of(Kind.START, true))
        .isEqualTo(
            "set restart policy of web, stop container web, start container web, record web");
    assertThat(of(Kind.UPDATE, true)).isEqualTo("set restart policy of web");
    assertThat(of(Kind.CHECK, true)).isEmpty();
  }

  @Test
  void whoIsAGateIsWaitedForBeforeItIsOnRecord() {
    host.gatedByEngine("web");

    assertThat(of(Kind.CREATE, false))
        .endsWith("run service web, wait until ready web, record web");
    assertThat(of(Kind.WATCH, false)).isEqualTo("wait until ready web, record web");
  }

  @Test
  void whatAKilledRunHasPutOnRecordIsNotRecordedAgain() {
    assertThat(of(Kind.WATCH, true)).isEqualTo("set restart policy of web, record web");

    facts =
        new EngineFacts(
            Map.of(), Map.of(new ContainerName("web"), applied("digest")), Map.of(), true);
    assertThat(of(Kind.WATCH, false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running | -       | -      | true  | keep former state of web?, set restart policy of web,"
            + " stop container web, rename container web",
        "running | -       | -      | false | remove container web",
        "exited  | -       | -      | true  | remove container web",
        "exited  | -       | web    | true  | set restart policy of web, stop container web,"
            + " rename container web",
        "exited  | -       | other  | true  | remove container web",
        "running | exited  | -      | true  | keep former state of web?, set restart policy of web,"
            + " stop container web, remove container web.berth-former, rename container web",
        "exited  | exited  | web    | true  | remove container web",
      })
  void whatIsReplacedIsSetAsideWhereOneMayGoBackToIt(
      String state, String aside, String keptOf, boolean goesBack, String leaving) {
    host.ours("web", state);
    if (!aside.equals("-")) {
      host.ours("web.berth-former", aside);
    }
    facts =
        new EngineFacts(
            keptOf.equals("-")
                ? Map.of()
                : Map.of(new ContainerName("web"), kept("id-of-" + keptOf)),
            Map.of(),
            Map.of(),
            goesBack);

    assertThat(of(Kind.REPLACE, false))
        .isEqualTo(leaving + ", write environment of web, run service web, record web");
  }

  @Test
  void allAreLookedAtAgainAndThenWaitedFor() {
    facts = new EngineFacts(Map.of(), Map.of(), Map.of(new ContainerName("web"), 3), true);
    List<Node> looks =
        lowering().settling(List.of(host.step("web", Kind.WATCH, false, false)), _ -> true);

    assertThat(looks)
        .extracting(Node::operation)
        .containsExactly(new LookAgain(new ContainerName("web"), Optional.empty(), 3, false));
  }

  @Test
  void whatIsOnRecordOtherwiseIsRecordedAgain() {
    facts =
        new EngineFacts(
            Map.of(), Map.of(new ContainerName("web"), applied("another")), Map.of(), true);
    assertThat(of(Kind.WATCH, false)).isEqualTo("record web");
  }

  @Test
  void onlyWhoseHealthIsAskedForIsWaitedForInTheEnd() {
    LoweredHost checked =
        LoweredHost.ofEngine(
            "web: {image: i, restart: always, healthcheck: {test: check}}\n"
                + "plain: {image: i, restart: always}\n");
    List<Step> steps =
        List.of(
            checked.step("web", Kind.REPLACE, false, false),
            checked.step("plain", Kind.REPLACE, false, false));
    facts = new EngineFacts(Map.of(), Map.of(), Map.of(new ContainerName("web"), 3), true);

    assertThat(settling(checked, steps, true))
        .isEqualTo("look again at web, wait until ready web, look again at plain");
    assertThat(settling(checked, steps, false)).isEqualTo("look again at web, look again at plain");
    checked.gatedByEngine("web");
    assertThat(settling(checked, List.of(checked.step("web", Kind.REPLACE, false, false)), true))
        .isEqualTo("look again at web");
  }

  private String settling(LoweredHost checked, List<Step> steps, boolean isAwaited) {
    List<Node> looks =
        new EngineLowering(_ -> List.of(), checked.wanted(), checked.observed(), facts)
            .settling(steps, _ -> isAwaited);
    assertThat(looks)
        .extracting(Node::operation)
        .filteredOn(LookAgain.class::isInstance)
        .allMatch(look -> ((LookAgain) look).restartsBefore() == 0);
    return words(looks);
  }

  @ParameterizedTest
  @CsvSource({
    "REPLACE, running, false, true",
    "REPLACE, exited, false, false",
    "CREATE, exited, false, false",
    "CREATE, exited, true, true",
    "WATCH, running, true, true",
    "UPDATE, running, true, false",
  })
  void whatWaitsAsideEndsOnceItsSuccessorWasSeen(
      Kind kind, String state, boolean isAside, boolean ends) {
    host.ours("web", state);
    if (isAside) {
      host.ours("web.berth-former", "exited");
    }

    assertThat(words(lowering().over(host.plan(host.step("web", kind, false, false)))))
        .isEqualTo(ends ? "remove container web.berth-former?" : "");
    assertThat(lowering().over(host.plan())).isEmpty();
  }
}
