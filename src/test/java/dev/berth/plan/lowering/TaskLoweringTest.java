package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.Change;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.AwaitTask;
import dev.berth.model.Change.RunExec;
import dev.berth.model.Change.RunTask;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.Rendered;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How what ends by itself is run, and what is put on record of it. */
class TaskLoweringTest {
  private final LoweredHost host =
      new LoweredHost(
          """
          prepare: {image: i, exit_codes: [0, 3]}
          spare: {image: i, remove: true}
          beside: {image: i, detach: true}
          alone: {image: i, detach: false}
          web: {image: i, restart: always}
          look: {action: exec, command: [web, look]}
          """);

  private Rendered rendered(String name) {
    return host.service(name, Kind.WATCH, false, false).rendered();
  }

  private List<Node> lowered(Change change) {
    return new TaskLowering(
            host.wanted(), host.observed(), name -> List.of(List.of("engine", "rm", name.text())))
        .of(new Step(4, Stage.group(0, 0), change, List.of("because"), Set.of()));
  }

  private <O extends Operation> O only(Class<O> kind, Change change) {
    return lowered(change).stream()
        .map(Node::operation)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTaskIsRunAndItsSuccessIsPutOnRecordLast() {
    assertThat(table(lowered(new RunTask(rendered("prepare")))))
        .isEqualTo(
            """
            prepare: look for bind sources of prepare
            prepare: write environment of prepare < prepare: look for bind sources of prepare
            prepare: free name prepare < prepare: write environment of prepare
            prepare: run container prepare < prepare: free name prepare
            prepare: record prepare < prepare: run container prepare\
            """);
    assertThat(lowered(new RunTask(rendered("prepare")))).allMatch(node -> node.step() == 4);
  }

  @Test
  void oneThatRunsIsWaitedFor() {
    assertThat(table(lowered(new AwaitTask(rendered("prepare")))))
        .isEqualTo(
            """
            prepare: wait for the end of prepare
            prepare: record prepare < prepare: wait for the end of prepare\
            """);
    assertThat(only(AwaitExit.class, new AwaitTask(rendered("prepare"))).expected())
        .isEqualTo(new ExpectedEnd(Set.of(0, 3), true));
  }

  @Test
  void whatATaskPrintsIsKeptWhereItsContainerIs() {
    RunContainer task = only(RunContainer.class, new RunTask(rendered("prepare")));
    assertThat(task.expected()).isEqualTo(new ExpectedEnd(Set.of(0, 3), true));
    assertThat(only(RunContainer.class, new RunTask(rendered("alone"))).awaited()).isTrue();
    assertThat(only(RunContainer.class, new RunTask(rendered("spare"))).expected().kept())
        .isFalse();
    assertThat(only(RunContainer.class, new RunTask(rendered("beside"))).awaited()).isFalse();
    assertThat(only(Exec.class, new RunExec(rendered("look"))).expected())
        .isEqualTo(new ExpectedEnd(Set.of(0), false));
  }

  @Test
  void theSecretsOfAnExecLieThereNoLongerThanItRuns() {
    assertThat(table(lowered(new RunExec(rendered("look")))))
        .isEqualTo(
            """
            look: write file /env/look
            look: exec look < look: write file /env/look
            look: remove file /env/look ; look: exec look
            look: record look < look: exec look, look: remove file /env/look\
            """);
  }

  /** Of what Paunch left there is an end and a record already, and of a stranger there is none. */
  @Test
  void oneOfAnotherConfigurationIsPutOnRecordAndRemoved() {
    assertThat(lowered(new AdoptTask(rendered("prepare")))).isEmpty();
    host.running("prepare", "no");
    assertThat(lowered(new AdoptTask(rendered("prepare")))).isEmpty();

    host.ours("prepare", "exited");
    assertThat(table(lowered(new AdoptTask(rendered("prepare")))))
        .isEqualTo(
            """
            prepare: record prepare
            prepare: remove container prepare < prepare: record prepare\
            """);
    assertThat(only(Recording.class, new AdoptTask(rendered("prepare"))).applied().digest())
        .isEqualTo("digest");
  }

  @Test
  void aServiceIsNoTask() {
    assertThatThrownBy(() -> lowered(host.service("web", Kind.CREATE, true, true)))
        .hasMessage("no task: create");
  }
}
