package dev.berth.cli;

import dev.berth.model.Plan;
import dev.berth.service.Documents;
import java.util.Map;

/** Shows a plan that is not carried out. */
final class PlanOutput {
  private PlanOutput() {}

  /** Shows its steps. */
  static int show(Plan plan, Console console, OutputFormat format, boolean exitCode) {
    return show(plan, Documents.plan(plan), "", console, format, exitCode);
  }

  /**
   * Shows it to people with more, and to programs as a document.
   *
   * @param more what stands behind the steps; empty for nothing
   */
  static int show(
      Plan plan,
      Map<String, Object> document,
      String more,
      Console console,
      OutputFormat format,
      boolean exitCode) {
    console.problems(plan.problems());
    if (format != OutputFormat.text) {
      console.data(format.write(document));
    } else if (!plan.isRefused()) {
      console.data(PlanView.text(plan, console.dataStyle()) + more);
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
