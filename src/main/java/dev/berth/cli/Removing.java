package dev.berth.cli;

import dev.berth.apply.Deployment;
import dev.berth.apply.Deployment.Prepared;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.Choices;
import dev.berth.service.ConfigurationIds;
import dev.berth.service.HostSetting;
import dev.berth.service.PlanRequest;
import dev.berth.service.Settings;
import java.util.Set;
import java.util.TreeSet;

/** Plans against nothing desired, so that what the removal names goes. */
final class Removing {
  private final CommandWiring wiring;
  private final Settings settings;
  private final HostOptions host;
  private final OutputFormat format;
  private final Interruption interruption;

  Removing(
      CommandWiring wiring,
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

  /**
   * Removes, or shows what would be.
   *
   * @param agreed whether it goes on without asking, as Paunch did; else nothing is removed where
   *     nobody says yes
   */
  int remove(Removal removal, boolean volumes, boolean dryRun, boolean agreed, String command) {
    PlanOptions options =
        new PlanOptions(
            settings.text(HostSetting.MANAGED_BY), removal, MissingBinds.FAIL, Set.of(), volumes);
    Deployment deployment =
        wiring.deployment(
            settings, host.labels.get(), wiring.runner(settings, host.isVerbose()), false);
    Prepared prepared = deployment.plan(Desired.NOTHING, options);
    if (removal instanceof Removal.OfConfigurations named) {
      Set<String> asked = new TreeSet<>(named.configIds());
      asked.removeAll(deployment.halfRemoved());
      check(asked, prepared, options.managedBy());
    }
    Plan plan = prepared.plan();
    if (dryRun) {
      return new DryRun(wiring, settings, host, format).show(plan, prepared, deployment, false);
    }
    if (!agreed
        && !wiring.isPaunch()
        && !plan.isRefused()
        && !plan.isEmpty()
        && !isAgreedTo(plan)) {
      return ExitStatus.REFUSED;
    }
    return new ApplyRunner(wiring, settings, host, format, interruption)
        .carry(
            new PlanRequest(Desired.NOTHING, options),
            Choices.executionOptions(settings, false),
            false,
            command);
  }

  /** Paunch had nothing against an id that nothing has: what was to be gone is not there. */
  private void check(Set<String> named, Prepared prepared, String managedBy) {
    Set<String> known = ConfigurationIds.of(prepared.observed(), managedBy);
    if (!wiring.isPaunch()) {
      ConfigurationIds.check(named, known, prepared.observed());
      return;
    }
    named.stream()
        .filter(id -> !known.contains(id))
        .forEach(
            id -> wiring.console().warning("'" + managedBy + "' manages no '" + id + "' here"));
  }

  private boolean isAgreedTo(Plan plan) {
    Console console = wiring.console();
    console.problems(plan.problems());
    return Consent.given(console, PlanView.text(plan, console.talkStyle()));
  }
}
