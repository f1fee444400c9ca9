package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.Observed;
import dev.berth.model.Plan;
import dev.berth.model.Wanted;
import dev.berth.plan.lowering.EngineFacts;
import dev.berth.plan.lowering.LateServices;
import dev.berth.plan.lowering.ServiceFacts;
import dev.berth.plan.lowering.ServiceLowering;
import dev.berth.plan.lowering.TaskLowering;
import dev.berth.plan.lowering.UnitFormers;
import dev.berth.supervisor.Supervisor;

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
}
