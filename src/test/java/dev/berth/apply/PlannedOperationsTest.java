package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.PullImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says that it comes to is what an apply calls, in an order that the plan allows. */
class PlannedOperationsTest {
  @TempDir(factory = CallsTest.InMemory.class)
  Path directory;

  private record Seen(List<Node> planned, List<Operation> called) {}

  @TestFactory
  List<DynamicTest> whatIsPlannedIsCalled() {
    List<CallScenario> whole =
        CallsTest.all().stream()
            .filter(scenario -> scenario.now().killedAt.isEmpty())
            .filter(PlannedOperationsTest::isWhole)
            .toList();
    assertThat(whole).hasSizeGreaterThan(60);
    return whole.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name, () -> compare(see(scenario))))
        .toList();
  }

  /** A plan says what is called where nothing fails; by its page that is so. */
  private static boolean isWhole(CallScenario scenario) {
    List<String> report =
        CallsTest.page(scenario)
            .lines()
            .dropWhile(line -> !line.equals("--- report"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("--- "))
            .toList();
    return report.stream()
        .noneMatch(line -> line.matches("(?:refused|FAILED|RESTORED|SKIPPED|interrupted).*"));
  }

  private Seen see(CallScenario scenario) {
    CallHost host = scenario.host(directory.resolve(scenario.name));
    List<Node> planned = host.planned(scenario.now());
    host.apply(scenario.now());
    return new Seen(planned, host.called());
  }

  private static boolean isFetch(Operation operation) {
    return operation instanceof PullImage || operation instanceof CarryImage;
  }

  private static String words(Operation operation) {
    return operation.verb() + " " + operation.subject();
  }

  private static void compare(Seen seen) {
    List<Node> nodes =
        seen.planned().stream().filter(node -> !(node.operation() instanceof Barrier)).toList();
    List<Operation> fetching =
        nodes.stream().map(Node::operation).filter(PlannedOperationsTest::isFetch).toList();
    if (!fetching.isEmpty()) {
      // What an image is decides the rest, so that is planned again.
      assertThat(seen.called().stream().filter(PlannedOperationsTest::isFetch))
          .containsExactlyInAnyOrderElementsOf(fetching);
      assertThat(seen.called().subList(0, fetching.size()))
          .allMatch(PlannedOperationsTest::isFetch);
      return;
    }
    List<String> called = seen.called().stream().map(PlannedOperationsTest::words).toList();
    assertThat(called)
        .containsExactlyInAnyOrderElementsOf(
            nodes.stream().map(node -> words(node.operation())).toList());
    Map<NodeId, Set<NodeId>> before = new HashMap<>();
    for (Node node : seen.planned()) {
      Set<NodeId> all = new HashSet<>(node.after());
      all.addAll(node.afterEnd());
      Set<NodeId> calls = new HashSet<>();
      for (NodeId id : all) {
        calls.add(id);
        calls.addAll(before.getOrDefault(id, Set.of()));
      }
      before.put(node.id(), calls);
    }
    List<Node> open = new ArrayList<>(nodes);
    Set<NodeId> done = new HashSet<>();
    seen.planned().stream()
        .filter(node -> node.operation() instanceof Barrier)
        .forEach(node -> done.add(node.id()));
    for (String call : called) {
      Node next =
          open.stream()
              .filter(node -> words(node.operation()).equals(call))
              .filter(node -> done.containsAll(before.getOrDefault(node.id(), Set.of())))
              .findFirst()
              .orElseThrow(
                  () ->
                      new AssertionError(
                          call + " comes before what it is planned after, in " + called));
      open.remove(next);
      done.add(next.id());
    }
  }
}
