package dev.berth.cli;

import dev.berth.apply.Deployment.Prepared;
import dev.berth.model.Desired;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.plan.PlanOptions.Removal;
import java.util.Set;
import java.util.TreeSet;

/** Plans against nothing desired, so that what the removal names goes. */
final class Removing {
  private final Wiring wiring;
  private final Settings settings;
  private final HostOptions host;
  private final OutputFormat format;
  private final Interruption interruption;

  Removing(
      Wiring wiring,
      Settings settings,
      HostOptions host,
      OutputFormat format,
      Interruption interruption) {
    this.wiring = wiring;
    this.settings = settings;
    this.host = host;
    this.format = format;
    this.interruption = interruption;
  }

  int remove(Removal removal, boolean volumes, boolean dryRun, String command) {
    PlanOptions options =
        new PlanOptions(
            settings.text(HostSetting.MANAGED_BY), removal, MissingBinds.FAIL, Set.of(), volumes);
    boolean rekey = false;
    Prepared prepared =
        wiring
            .deployment(settings, host, wiring.runner(settings, host.isVerbose()), rekey)
            .plan(Desired.NOTHING, options);
    if (removal instanceof Removal.OfConfigurations named) {
      ConfigurationIds.check(
          new TreeSet<>(named.configIds()),
          ConfigurationIds.of(prepared.observed(), options.managedBy()));
    }
    if (dryRun) {
      return PlanOutput.show(prepared.plan(), wiring.console(), format, false);
    }
    return new Carrier(wiring, settings, host, format, interruption)
        .carry(Desired.NOTHING, options, Wiring.executionOptions(settings, false), rekey, command);
  }
}
