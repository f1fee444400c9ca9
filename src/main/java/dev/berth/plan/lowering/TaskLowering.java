package dev.berth.plan.lowering;

import dev.berth.model.Applied;
import dev.berth.model.Change.AdoptTask;
import dev.berth.model.Change.AwaitTask;
import dev.berth.model.Change.RunExec;
import dev.berth.model.Change.RunTask;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ExecTargets;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.Exec;
import dev.berth.model.operation.ContainerOperation.ExpectedEnd;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.RemoveContainer;
import dev.berth.model.operation.ContainerOperation.RunContainer;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.FileOperation.RemoveFile;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteSecret;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.MigrationOperation.Accompany;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.NodeId;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How tasks and execs are run: what succeeded goes on record last, so that one whose run was killed
 * runs again.
 */
public final class TaskLowering {
  private final RenderedState wanted;
  private final Observed observed;
  private final Function<ContainerName, List<List<String>>> beforeRun;

  /**
   * That of a plan.
   *
   * @param beforeRun the engine's commands that free a container's name before it is run
   */
  public TaskLowering(
      RenderedState wanted,
      Observed observed,
      Function<ContainerName, List<List<String>>> beforeRun) {
    this.wanted = wanted;
    this.observed = observed;
    this.beforeRun = beforeRun;
  }

  /**
   * The operations of a step.
   *
   * @param step one of a task or an exec
   * @throws IllegalStateException for any other
   */
  public List<Node> of(Step step) {
    Nodes nodes = new Nodes();
    Cause cause = new Cause(step.change().about().orElseThrow(), step.number());
    switch (step.change()) {
      case RunTask task -> nodes.addChain(cause, Place.FIRST, run(task.rendered()));
      case AwaitTask task -> nodes.addChain(cause, Place.FIRST, await(task.rendered()));
      case RunExec exec -> exec(nodes, cause, exec.rendered());
      case AdoptTask task -> {
        List<Operation> adoption = adopt(task.rendered());
        if (!adoption.isEmpty()) {
          nodes.addChain(cause, Place.FIRST, adoption);
        }
      }
      default -> throw new IllegalStateException("no task: " + step.change().verb());
    }
    return nodes.all();
  }

  private List<Operation> run(Rendered task) {
    List<Operation> operations = new ArrayList<>();
    operations.add(new CheckSources(task.name(), task.spec().mounts()));
    operations.add(new WriteEnvironment(task.name(), task.secretFiles()));
    beforeRun.apply(task.name()).forEach(argv -> operations.add(new FreeName(task.name(), argv)));
    operations.add(
        new RunContainer(
            task.name(),
            task.argv(),
            task.environment(),
            expected(task.spec()),
            task.spec().isAwaited()));
    operations.add(record(task));
    return operations;
  }

  private List<Operation> await(Rendered task) {
    return List.of(new AwaitExit(task.name(), expected(task.spec())), record(task));
  }

  /** What its environment was lies there no longer than it runs. */
  private void exec(Nodes nodes, Cause cause, Rendered exec) {
    Operation run = new Exec(exec.name(), exec.argv(), exec.environment(), expected(exec.spec()));
    Place place = Place.FIRST;
    for (SecretFile file : exec.secretFiles()) {
      place = Place.after(nodes.add(cause, new WriteSecret(file), place));
    }
    NodeId ran = nodes.add(cause, run, place);
    Place last = Place.after(ran);
    for (SecretFile file : exec.secretFiles()) {
      NodeId removed = nodes.add(cause, new RemoveFile(file.path()), Place.afterEnd(ran));
      last = last.and(removed);
    }
    nodes.add(cause, record(exec), last);
  }

  /**
   * The end and the record are all that is to do of what Paunch left, and who took it over has seen
   * to both. One of another configuration of ours has its labels, which cannot change.
   */
  private List<Operation> adopt(Rendered task) {
    boolean isOurs =
        observed
            .container(task.name())
            .filter(container -> container.ownership().isProven())
            .isPresent();
    boolean isElsewhere = observed.peers().containsKey(task.name());
    List<Operation> operations = new ArrayList<>();
    if (isElsewhere) {
      // The journal has it before anything else knows it as done.
      operations.add(new Accompany(task.name()));
    }
    if (isOurs || isElsewhere) {
      String image = observed.imageId(task.spec().image()).orElse("");
      operations.add(
          new Recording(task, new Applied(task.digest(), image, task.configuration(), true)));
    }
    if (isOurs) {
      operations.add(new RemoveContainer(task.name(), Duration.ZERO));
    }
    return operations;
  }

  /** What an exec prints goes to nobody else, and that of a removed task may be gone with it. */
  private static ExpectedEnd expected(ContainerSpec spec) {
    boolean isKept = spec.role() != ContainerSpec.Role.EXEC && !spec.isRemovedAtEnd();
    return new ExpectedEnd(spec.exitCodes(), isKept);
  }

  /** The record, with what it ran in: the state of an exec's container, the image of a task. */
  Operation record(Rendered rendered) {
    String target =
        rendered
            .spec()
            .execTarget()
            .map(container -> ExecTargets.state(container, wanted, observed))
            .orElseGet(() -> observed.imageId(rendered.spec().image()))
            .orElse("");
    return new Recording(
        rendered, new Applied(rendered.digest(), target, rendered.configuration()));
  }
}
