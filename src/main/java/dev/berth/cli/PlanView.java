package dev.berth.cli;

import dev.berth.model.Change;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Step;
import dev.berth.service.PlannedCalls.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A plan for people and for programs. */
final class PlanView {
  private static final int WIDEST_SUBJECT = 60;
  private static final int NUMBER_WIDTH = 5;

  private PlanView() {}

  /** One line a step: number, what, why. */
  static String text(Plan plan, Style style) {
    if (plan.isEmpty()) {
      return left(plan, style) + "Nothing to do: " + unchanged(plan) + ".";
    }
    int widest =
        plan.steps().stream().mapToInt(step -> title(step.change()).length()).max().orElse(0);
    int width = Math.min(widest, WIDEST_SUBJECT);
    StringBuilder text = new StringBuilder();
    Set<String> configIds = configIds(plan);
    String heading = "";
    for (Step step : plan.steps()) {
      String of = step.change().target().map(Rendered::configId).orElse("");
      if (configIds.size() > 1 && !of.isEmpty() && !of.equals(heading)) {
        heading = of;
        text.append(style.bold(of)).append(":\n");
      }
      String title = title(step.change());
      int before = NUMBER_WIDTH + Math.max(width, title.length()) + 2;
      List<String> why = style.wrapped(String.join("; ", step.reasons()), before);
      text.append(
          String.format(
              Locale.ROOT,
              "%3d  %s%s  %s%n",
              step.number(),
              paint(step.change(), title, style),
              " ".repeat(Math.max(0, width - title.length())),
              style.faint(why.getFirst())));
      why.stream()
          .skip(1)
          .forEach(more -> text.append(" ".repeat(before)).append(style.faint(more)).append('\n'));
    }
    text.append(left(plan, style));
    text.append(plan.steps().size()).append(plan.steps().size() == 1 ? " step" : " steps");
    return text.append(", ").append(unchanged(plan)).append('.').toString();
  }

  private static Set<String> configIds(Plan plan) {
    return plan.steps().stream()
        .flatMap(step -> step.change().target().stream())
        .map(Rendered::configId)
        .collect(Collectors.toSet());
  }

  static String title(Change change) {
    return change.verb() + " " + change.subject();
  }

  static String paint(Change change, String title, Style style) {
    return switch (change) {
      case Change.Remove _,
          Change.RemoveLegacy _,
          Change.Forget _,
          Change.RemoveVolume _,
          Change.RemoveNetwork _,
          Change.RemoveTarget _ ->
          style.red(title);
      case Change.Service service
          when service.kind() == Change.Service.Kind.REPLACE
              || service.kind() == Change.Service.Kind.RESTART
              || service.kind() == Change.Service.Kind.ADOPT ->
          style.yellow(title);
      case Change.Release _, Change.ReplaceNetwork _ -> style.yellow(title);
      case Change.RunExec _, Change.PullImage _, Change.CarryImage _, Change.AwaitTask _ ->
          style.bold(title);
      default -> style.green(title);
    };
  }

  /** What is no step, since it is the operator's to do. */
  private static String left(Plan plan, Style style) {
    StringBuilder text = new StringBuilder();
    plan.left()
        .forEach(
            (name, why) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%3s  %s  %s%n",
                        "-",
                        style.yellow("leave " + name),
                        style.faint(why))));
    return text.toString();
  }

  private static String unchanged(Plan plan) {
    int count = plan.unchanged().size();
    int left = plan.left().size();
    return (count == 1 ? "1 container is as wanted" : count + " containers are as wanted")
        + (left == 0 ? "" : ", " + left + (left == 1 ? " is left" : " are left") + " as masked");
  }

  /** One line for each call: its number, what is called, for which step, after which others. */
  static String operations(List<Call> calls, Style style) {
    int width =
        Math.min(
            WIDEST_SUBJECT, calls.stream().mapToInt(call -> call.title().length()).max().orElse(0));
    StringBuilder text = new StringBuilder("\n");
    for (Call call : calls) {
      List<String> notes = new ArrayList<>();
      call.step().ifPresent(step -> notes.add("step " + step.number()));
      SortedSet<Integer> before = new TreeSet<>(call.after());
      before.addAll(call.afterEnd());
      if (!before.isEmpty()) {
        notes.add("after " + ranges(before));
      }
      String line =
          String.format(Locale.ROOT, "%3d  %-" + width + "s", call.number(), call.title());
      text.append(
          notes.isEmpty()
              ? line.stripTrailing()
              : line + "  " + style.faint(String.join(", ", notes)));
      text.append('\n');
    }
    return text.append(calls.size())
        .append(calls.size() == 1 ? " operation." : " operations.")
        .toString();
  }

  /** {@code 1, 3-5}. */
  private static String ranges(SortedSet<Integer> numbers) {
    List<String> ranges = new ArrayList<>();
    int first = 0;
    for (int number : numbers) {
      first = numbers.contains(number - 1) ? first : number;
      if (!numbers.contains(number + 1)) {
        ranges.add(first == number ? "" + number : first + "-" + number);
      }
    }
    return String.join(", ", ranges);
  }
}
