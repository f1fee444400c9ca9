package dev.berth.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.Behalf;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.run.Recovery.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutorTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<String> told = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  private final RunListener listener =
      new RunListener() {
        @Override
        public void begun(Node node) {
          told.add("begun " + node.id().subject());
        }

        @Override
        public void output(Node node, String line) {
          told.add(node.id().subject() + " prints " + line);
        }

        @Override
        public void ended(Node node, Result result) {
          told.add("ended " + node.id().subject());
        }
      };

  private List<Result> call(List<Operation> operations, Consumer<String> output) {
    calls.add(String.join(" ", operations.stream().map(Operation::subject).toList()));
    return operations.stream()
        .map(
            operation ->
                refused.contains(operation.subject()) ? Result.refused("no") : Result.done())
        .toList();
  }

  private Map<NodeId, Result> run(List<Node> nodes) {
    return new Executor(this::call, listener, interrupted::get, 2).run(nodes);
  }

  private static NodeId id(Operation operation) {
    return NodeId.of(new Behalf.Shared(), operation);
  }

  private static Node node(int step, Operation operation, Set<NodeId> after, Set<NodeId> afterEnd) {
    return new Node(id(operation), operation, after, afterEnd, step, true);
  }

  private static Node node(Operation operation, Operation... after) {
    return node(1, operation, ids(after), Set.of());
  }

  private static Set<NodeId> ids(Operation... operations) {
    Set<NodeId> ids = new HashSet<>();
    List.of(operations).forEach(operation -> ids.add(id(operation)));
    return ids;
  }

  private static Operation start(String container) {
    return new StartContainer(new ContainerName(container));
  }

  @Test
  void whatComesAfterAnotherOneBeginsWhenThatIsOver() {
    Map<NodeId, Result> results =
        run(List.of(node(start("a")), node(start("b"), start("a")), node(start("c"), start("b"))));

    assertThat(results.values()).containsOnly(Result.done());
    assertThat(told)
        .containsExactly("begun a", "ended a", "begun b", "ended b", "begun c", "ended c");
  }

  @Test
  void whatNeedsAFailedOneIsSkippedAndWhoOnlyWaitsForItIsNot() {
    refused.add("a");
    Node waits = node(1, start("waits"), Set.of(), ids(start("needs")));

    Map<NodeId, Result> results =
        run(List.of(node(start("a")), node(start("needs"), start("a")), waits));

    assertThat(calls).containsExactly("a", "waits");
    assertThat(results.get(id(start("a")))).isEqualTo(new Result.Failed(new Failure.Refused("no")));
    assertThat(results.get(id(start("needs"))))
        .isEqualTo(new Result.Skipped("': start container a' was not done"));
    assertThat(results.get(id(start("waits")))).isEqualTo(Result.done());
  }

  /** Else who waits for the end of the skipped one would begin while the other still goes on. */
  @Test
  void whatIsSkippedIsOverOnlyWhenAllBeforeItAre() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    refused.add("fails");
    Node skipped = node(1, start("skipped"), ids(start("fails")), ids(start("slow")));
    Node waits = node(1, start("waits"), Set.of(), ids(start("skipped")));
    Handler handler =
        (operations, output) -> {
          if (operations.getFirst().subject().equals("slow")) {
            await(slow);
          }
          if (operations.getFirst().subject().equals("fails")) {
            slow.countDown();
          }
          return call(operations, output);
        };

    new Executor(handler, listener, () -> false, 2)
        .run(List.of(node(start("slow")), node(start("fails")), skipped, waits));

    assertThat(told).containsSubsequence("ended slow", "ended skipped", "begun waits");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interruption) {
      throw new IllegalStateException(interruption);
    }
  }

  @Test
  void stopsThatAreReadyTogetherAreOneCallOfAtMostFifty() {
    List<Node> stops =
        IntStream.range(0, 70)
            .mapToObj(i -> node(new StopUnit(new UnitName("u" + i + ".service"))))
            .toList();

    run(stops);

    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst().split(" ")).hasSize(50);
    assertThat(calls.getLast().split(" ")).hasSize(20);
  }

  @Test
  void eachOfACallHasItsOwnResult() {
    refused.add("b.service");

    Map<NodeId, Result> results =
        run(
            List.of(
                node(new StopUnit(new UnitName("a.service"))),
                node(new StopUnit(new UnitName("b.service"))),
                node(start("of-a"), new StopUnit(new UnitName("a.service"))),
                node(start("of-b"), new StopUnit(new UnitName("b.service")))));

    assertThat(calls).containsExactly("a.service b.service", "of-a");
    assertThat(results.get(id(start("of-b")))).isInstanceOf(Result.Skipped.class);
  }

  @Test
  void aBarrierCollectsWhatEndsApartIntoOneCall() {
    Barrier gone = new Barrier("gone");
    List<Node> nodes = new ArrayList<>();
    Operation a = new RemoveContainer(new ContainerName("a"), Duration.ZERO);
    Operation b = new RemoveContainer(new ContainerName("b"), Duration.ZERO);
    nodes.add(node(a));
    nodes.add(node(b, a));
    nodes.add(node(0, gone, Set.of(), ids(a, b)));
    nodes.add(node(1, new ResetFailed(new UnitName("a.service")), Set.of(), ids(gone)));
    nodes.add(node(1, new ResetFailed(new UnitName("b.service")), Set.of(), ids(gone)));

    run(nodes);

    assertThat(calls).containsExactly("a", "b", "a.service b.service");
  }

  @Test
  void noMoreContainersThanAskedForAreWorkedAtAtATime() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    Handler handler =
        (operations, output) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          two.countDown();
          await(two);
          now.decrementAndGet();
          return List.of(Result.done());
        };

    new Executor(handler, listener, () -> false, 2)
        .run(IntStream.range(0, 9).mapToObj(i -> node(start("c" + i))).toList());

    assertThat(most).hasValue(2);
  }

  @Test
  void whatHasBegunIsFinishedAfterAnInterruptionAndTheRestIsSkipped() {
    Handler handler =
        (operations, output) -> {
          interrupted.set(true);
          return call(operations, output);
        };
    Operation stop = new StopContainer(new ContainerName("a"), Duration.ZERO);

    Map<NodeId, Result> results =
        new Executor(handler, listener, interrupted::get, 1)
            .run(
                List.of(
                    node(1, stop, Set.of(), Set.of()),
                    node(1, start("a"), ids(stop), Set.of()),
                    node(2, start("b"), Set.of(), Set.of())));

    assertThat(calls).containsExactly("a", "a");
    assertThat(results.get(id(start("b")))).isEqualTo(new Result.Skipped("interrupted"));
  }

  @Test
  void aCallThatCannotBeMadeFailsOnlyWhatItWasFor() {
    Handler handler =
        (operations, output) -> {
          if (operations.getFirst().subject().equals("a")) {
            throw new IllegalStateException("broken");
          }
          return call(operations, output);
        };

    Map<NodeId, Result> results =
        new Executor(handler, listener, () -> false, 1)
            .run(List.of(node(start("a")), node(start("b"))));

    assertThat(results.get(id(start("a"))))
        .isEqualTo(new Result.Failed(new Failure.Fault("broken")));
    assertThat(calls).containsExactly("b");
  }

  @Test
  void anErrorEndsTheRun() {
    Handler handler =
        (operations, output) -> {
          throw new AssertionError("dead");
        };

    assertThatThrownBy(
            () ->
                new Executor(handler, listener, () -> false, 1)
                    .run(List.of(node(start("a")), node(start("b"), start("a")))))
        .isInstanceOf(AssertionError.class)
        .hasMessage("dead");
    assertThat(told).containsExactly("begun a");
  }

  @Test
  void aCircleIsAFault() {
    assertThatThrownBy(
            () -> run(List.of(node(start("a"), start("b")), node(start("b"), start("a")))))
        .hasMessageContaining("nothing leads to");
  }

  @Test
  void whatFollowsAFailureComesInItsPlaceAndIsToldBeforeItsEnd() {
    refused.add("b");
    List<Node> back =
        List.of(node(start("back")), node(2, start("well"), ids(start("back")), Set.of()));
    Recovery recovery =
        failed -> {
          Failed one = failed.getFirst();
          told.add(one.node().id().subject() + " " + one.failure().words());
          return back;
        };
    Map<NodeId, Result> results =
        new Executor(this::call, recovery, listener, interrupted::get, 1)
            .run(List.of(node(start("a")), node(start("b")), node(start("c")), node(start("d"))));

    assertThat(calls).containsExactly("a", "b", "back", "well", "c", "d");
    assertThat(results.keySet().stream().map(NodeId::subject))
        .containsExactly("a", "b", "back", "well", "c", "d");
    assertThat(told).containsSubsequence("b no", "ended b", "begun back", "begun well", "begun c");
  }

  @Test
  void aFailureOnTheWayBackHasNoWayBackOfItsOwn() {
    refused.addAll(Set.of("b", "back"));
    Map<NodeId, Result> results =
        new Executor(
                this::call,
                failed -> List.of(node(start("back")), node(start("next"), start("back"))),
                listener,
                interrupted::get,
                1)
            .run(List.of(node(start("b"))));

    assertThat(calls).containsExactly("b", "back");
    assertThat(results.values()).noneMatch(Result::isDone);
  }

  @Test
  void whatComesAfterAFailureWaitsUntilTheWayBackIsOver() {
    refused.add("b");
    List<Node> back =
        List.of(node(start("back")), node(2, start("well"), ids(start("back")), Set.of()));

    new Executor(this::call, failed -> back, listener, interrupted::get, 4)
        .run(List.of(node(start("b")), node(0, start("c"), Set.of(), ids(start("b")))));

    assertThat(calls).containsExactly("b", "back", "well", "c");
  }

  /** A lane that merges what its handler takes one by one is a fault of ours. */
  @Test
  void aHandlerThatForgetsSomeIsTold() {
    Map<NodeId, Result> results =
        new Executor((operations, output) -> List.of(Result.done()), listener, interrupted::get, 4)
            .run(
                List.of(
                    node(new RestartUnit(new UnitName("a.service"))),
                    node(new RestartUnit(new UnitName("b.service")))));

    assertThat(results.values())
        .allMatch(
            result ->
                result
                    .problem()
                    .filter(why -> why.contains("of 2 in the lane 'restart' 1 were carried out"))
                    .isPresent());
  }

  @Test
  void whatFailedInOneCallIsAnsweredTogether() {
    refused.addAll(Set.of("a.service", "b.service"));
    List<Integer> answered = new ArrayList<>();
    Recovery recovery =
        failed -> {
          answered.add(failed.size());
          return List.of();
        };

    new Executor(this::call, recovery, listener, interrupted::get, 4)
        .run(
            List.of(
                node(new RestartUnit(new UnitName("a.service"))),
                node(new RestartUnit(new UnitName("b.service")))));

    assertThat(answered).containsExactly(2);
  }

  @Test
  void aStepOfWhichOnlySomethingSpareWasDoneIsNotBegun() {
    Node spare = new Node(id(start("a")), start("a"), Set.of(), Set.of(), 1, false);
    Handler interrupting =
        (operations, output) -> {
          interrupted.set(true);
          return call(operations, output);
        };

    Map<NodeId, Result> results =
        new Executor(interrupting, listener, interrupted::get, 1)
            .run(List.of(spare, node(1, start("b"), Set.of(), ids(start("a")))));

    assertThat(calls).containsExactly("a");
    assertThat(results.get(id(start("b")))).isEqualTo(new Result.Skipped("interrupted"));
  }

  /** Else each would be a call of its own, as files are ready one after the other. */
  @Test
  void whatGoesTogetherWaitsForWhatIsDoneInNoTime() {
    List<Node> nodes = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Operation check = new CheckSources(new ContainerName(name), List.of());
      nodes.add(node(check));
      nodes.add(node(new RestartUnit(new UnitName(name + ".service")), check));
    }

    new Executor(this::call, listener, interrupted::get, 4).run(nodes);

    assertThat(calls).hasSize(3).contains("a", "b").endsWith("a.service b.service");
  }

  @Test
  void howManyStartAtATimeIsCountedByTheOneAndNotByTheCall() throws Exception {
    CountDownLatch all = new CountDownLatch(1);
    AtomicInteger busy = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Handler handler =
        (operations, output) -> {
          most.accumulateAndGet(busy.addAndGet(operations.size()), Math::max);
          try {
            all.await(20, TimeUnit.MILLISECONDS);
          } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
          }
          busy.addAndGet(-operations.size());
          return Collections.nCopies(operations.size(), Result.done());
        };
    List<Node> nodes =
        IntStream.range(0, 20)
            .mapToObj(i -> node(new RestartUnit(new UnitName(i + ".service"))))
            .toList();

    new Executor(handler, listener, interrupted::get, 4).run(nodes);

    assertThat(most.get()).isEqualTo(4);
  }

  @Test
  void whatACallPrintsIsToldOfTheFirstThatItWasFor() {
    Handler printing =
        (operations, output) -> {
          output.accept("a line");
          return call(operations, output);
        };

    new Executor(printing, listener, interrupted::get, 4)
        .run(
            List.of(
                node(new StopUnit(new UnitName("a.service"))),
                node(new StopUnit(new UnitName("b.service")))));

    assertThat(told)
        .containsExactly(
            "begun a.service",
            "begun b.service",
            "a.service prints a line",
            "ended a.service",
            "ended b.service");
  }

  /** What was begun before it goes on to its end; the next turn does not come. */
  @Test
  void anInterruptionEndsAtATurnAndAtNoOtherBarrier() {
    interrupted.set(true);
    Barrier turn = new Barrier("web", true);
    Barrier other = new Barrier("all");

    Map<NodeId, Result> results =
        run(
            List.of(
                node(1, turn, Set.of(), Set.of()),
                node(1, other, Set.of(), Set.of()),
                node(start("a"), turn)));

    assertThat(results.get(id(turn))).isEqualTo(new Result.Skipped("interrupted"));
    assertThat(results.get(id(other))).isEqualTo(Result.done());
    assertThat(results.get(id(start("a")))).isInstanceOf(Result.Skipped.class);

    interrupted.set(false);
    assertThat(run(List.of(node(1, turn, Set.of(), Set.of()))).values())
        .containsOnly(Result.done());
  }

  /** It takes its place when something else has ended, whose own place it has no need of. */
  @Test
  void oneAfterTheOtherIsTheWordWhereOneIsAskedFor() {
    AtomicInteger busy = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Handler counting =
        (operations, output) -> {
          most.accumulateAndGet(busy.incrementAndGet(), Math::max);
          Thread.yield();
          busy.decrementAndGet();
          return call(operations, output);
        };
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      nodes.add(
          node(
              i % 2 == 0
                  ? start("c" + i)
                  : new CheckSources(new ContainerName("s" + i), List.of())));
    }

    new Executor(counting, listener, interrupted::get, 1).run(nodes);

    assertThat(most).hasValue(1);
    assertThat(calls)
        .containsExactlyElementsOf(nodes.stream().map(it -> it.id().subject()).toList());
  }
}
