package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.Change.Service;
import dev.berth.model.Departing;
import dev.berth.model.Former;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Wanted;
import dev.berth.model.operation.Node;
import dev.berth.plan.lowering.EngineFacts;
import dev.berth.plan.lowering.EngineFormers;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.PlanLowering;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.TaskLowering;
import dev.berth.plan.lowering.TrialLowering.Trial;
import dev.berth.plan.lowering.UnitFormers;
import dev.berth.supervisor.Supervisor;
import java.util.List;
import java.util.Map;

/**
 * How the parts of one plan come to operations; what that needs of the disk is read once, before
 * anything is written.
 *
 * @param units what services with units were
 * @param engine what is known of services in the engine's own care
 */
record Lowerings(
    ServiceLowering services,
    TaskLowering tasks,
    LateServices late,
    UnitFormers units,
    EngineFacts engine) {

  /**
   * Those of a plan.
   *
   * @param goesBack whether what fails is to go back
   */
  static Lowerings of(
      Engine engine,
      Supervisor supervisor,
      AppliedRecords records,
      KeptFormers kept,
      Plan plan,
      Wanted wanted,
      Observed observed,
      boolean goesBack) {
    boolean keeps = goesBack && supervisor.keepsReplaced();
    LateServices late = LateServices.of(plan, wanted, observed);
    UnitFormers units =
        new UnitFormers(plan, observed, kept.facts(plan, wanted, observed, records), keeps);
    EngineFacts facts =
        EngineFactReader.read(plan, wanted, observed, engine.runtime(), kept, records, keeps);
    return new Lowerings(
        supervisor.lowering(
            new ServiceFacts(wanted, observed, late, units, records.unrecorded(plan), facts)),
        new TaskLowering(wanted, observed, engine.commandLine()::beforeRun),
        late,
        units,
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
      Wanted wanted,
      Observed observed,
      Map<String, Departing> departing,
      List<Trial> trials,
      ExecutionOptions options) {
    return new PlanLowering(
            plan,
            wanted,
            observed,
            services,
            tasks,
            units,
            departing,
            service -> Arrivals.denied(service, observed))
        .of(
            trials,
            service ->
                options.waitForHealth() || (options.rollback() && mayGoBack(service, observed)));
  }

  private boolean mayGoBack(Service service, Observed observed) {
    return service.kind() == Service.Kind.MIGRATE
        || observed.former(service.subject()).flatMap(Former::container).isPresent()
        || units.of(service.subject()).isPresent()
        || new EngineFormers(observed, engine).mayGoBack(service);
  }
}
