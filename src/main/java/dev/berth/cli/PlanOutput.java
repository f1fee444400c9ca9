package dev.berth.cli;

import dev.berth.model.Plan;
import dev.berth.service.Documents;

/** Shows a plan that is not carried out. */
final class PlanOutput {
  private PlanOutput() {}

  static int show(Plan plan, Console console, OutputFormat format, boolean exitCode) {
    console.problems(plan.problems());
    if (format != OutputFormat.text) {
      console.data(format.write(Documents.plan(plan)));
    } else if (!plan.isRefused()) {
      console.data(PlanView.text(plan, console.dataStyle()));
    }
    if (plan.isRefused()) {
      refused(plan, console);
      return ExitStatus.REFUSED;
    }
    return exitCode && !plan.isEmpty() ? ExitStatus.CHANGES : ExitStatus.DONE;
  }

  static void refused(Plan plan, Console console) {
    long errors = plan.problems().stream().filter(problem -> problem.isError()).count();
    console.error(
        errors
            + (errors == 1 ? " problem stands" : " problems stand")
            + " against it; nothing has changed");
  }
}
