package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Evacuation;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.EnginePredecessors;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.PlanLowering;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.TaskLowering;
import dev.berth.plan.lowering.TrialLowering.Trial;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.supervisor.Supervisor;
import java.util.List;
import java.util.Map;

/**
 * How the parts of one plan come to operations.
 *
 * @param facts what that needs to know of the host, read once, before anything is written
 */
record Lowerings(ServiceLowering services, TaskLowering tasks, ServiceFacts facts) {

  /**
   * Those of a plan.
   *
   * @param goesBack whether what fails is to go back
   */
  static Lowerings of(
      Engine engine,
      Supervisor supervisor,
      AppliedRecords records,
      KeptPredecessors kept,
      Plan plan,
      RenderedState wanted,
      Observed observed,
      boolean goesBack) {
    boolean keeps = goesBack && supervisor.keepsReplaced();
    ServiceFacts facts =
        new ServiceFacts(
            wanted,
            observed,
            LateServices.of(plan, wanted, observed),
            new UnitPredecessors(
                plan, observed, kept.facts(plan, wanted, observed, records), keeps),
            records.unrecorded(plan, wanted),
            EngineFactReader.read(plan, wanted, observed, engine.runtime(), kept, records, keeps));
    return new Lowerings(
        supervisor.lowering(facts),
        new TaskLowering(wanted, observed, engine.commandLine()::beforeRun),
        facts);
  }

  /**
   * All that a plan comes to, where nothing fails.
   *
   * @param departing what goes with each that comes over, by container
   * @param trials of what replaces something
   */
  List<Node> all(
      Plan plan,
      Map<ContainerName, Evacuation> departing,
      List<Trial> trials,
      ExecutionOptions options) {
    return of(plan, departing)
        .of(
            trials,
            service -> options.waitForHealth() || (options.rollback() && mayGoBack(service)));
  }

  /** What puts all of a plan in one order. */
  PlanLowering of(Plan plan, Map<ContainerName, Evacuation> departing) {
    return new PlanLowering(
        plan,
        facts,
        services,
        tasks,
        departing,
        service -> MigrationReturns.denied(service, facts.observed()));
  }

  private boolean mayGoBack(Service service) {
    return service.kind() == Service.Kind.MIGRATE
        || facts.observed().legacy(service.name()).flatMap(LegacyContainer::container).isPresent()
        || facts.units().of(service.name()).isPresent()
        || new EnginePredecessors(facts.observed(), facts.engine()).mayGoBack(service);
  }
}
