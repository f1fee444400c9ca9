package dev.berth.plan.lowering;

import dev.berth.model.Change.Service;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.model.operation.ContainerOperation.FreeName;
import dev.berth.model.operation.ContainerOperation.RunService;
import dev.berth.model.operation.ContainerOperation.SetRestartPolicy;
import dev.berth.model.operation.ContainerOperation.StartContainer;
import dev.berth.model.operation.ContainerOperation.StopContainer;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.plan.lowering.Nodes.Cause;
import dev.berth.plan.lowering.Nodes.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** How services start that the engine itself keeps running. */
public final class EngineLowering {
  private final Function<String, List<List<String>>> beforeRun;

  /**
   * That of an engine.
   *
   * @param beforeRun the engine's commands that free a container's name before it is run
   */
  public EngineLowering(Function<String, List<List<String>>> beforeRun) {
    this.beforeRun = beforeRun;
  }

  /**
   * The operations of a step, up to the start of its container.
   *
   * @param step one of a service
   * @param leaving what has the container of its name give way first; empty where there is none
   * @return none where nothing of it changes
   */
  public List<Node> of(Step step, List<Operation> leaving) {
    Service service = (Service) step.change();
    List<Operation> operations =
        switch (service.kind()) {
          case UPDATE -> List.of(policy(service.rendered()));
          case START -> start(service);
          case CREATE, REPLACE, RESTART, ADOPT, MIGRATE, JOIN -> run(service.rendered(), leaving);
          case WATCH -> service.enable() ? List.of(policy(service.rendered())) : List.of();
          case BRING, THAW, CHECK -> List.of();
        };
    Nodes nodes = new Nodes();
    if (!operations.isEmpty()) {
      nodes.addChain(new Cause(service.subject(), step.number()), Place.FIRST, operations);
    }
    return nodes.all();
  }

  /** One that is restarted again and again has to be stopped before it can be started. */
  private static List<Operation> start(Service service) {
    Rendered rendered = service.rendered();
    List<Operation> operations = new ArrayList<>();
    if (service.enable()) {
      operations.add(policy(rendered));
    }
    operations.add(new StopContainer(rendered.name(), rendered.spec().stopGracePeriod()));
    operations.add(new StartContainer(rendered.name()));
    return operations;
  }

  /**
   * The command must find the name free, which who leaves has seen to; and no variable in a file
   * that a reader of the container's own could use.
   */
  private List<Operation> run(Rendered rendered, List<Operation> leaving) {
    List<Operation> operations = new ArrayList<>(leaving);
    operations.add(new WriteEnvironment(rendered.name(), rendered.secretFiles()));
    if (leaving.isEmpty()) {
      beforeRun
          .apply(rendered.name())
          .forEach(argv -> operations.add(new FreeName(rendered.name(), argv)));
    }
    operations.add(new RunService(rendered.name(), rendered.argv(), rendered.environment()));
    return operations;
  }

  private static Operation policy(Rendered rendered) {
    return new SetRestartPolicy(
        rendered.name(), rendered.spec().restart().orElseThrow().toString());
  }
}
