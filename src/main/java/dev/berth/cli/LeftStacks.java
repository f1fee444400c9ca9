package dev.berth.cli;

import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.service.PlanRequest;
import java.util.List;
import java.util.Optional;

/** Leaves out the stacks that a plan is refused for, and says so. */
record LeftStacks(Console console) {

  /** What is left to be planned; empty where the refusal stands for all. */
  Optional<PlanRequest> rest(PlanRequest asked, Plan plan) {
    Optional<PlanRequest> rest = asked.without(plan);
    rest.ifPresent(
        request -> {
          List<Problem> errors = plan.problems().stream().filter(Problem::isError).toList();
          console.problems(errors, errors.size());
          request.desired().broken().entrySet().stream()
              .filter(stack -> !asked.desired().broken().containsKey(stack.getKey()))
              .forEach(stack -> say(console, stack.getKey(), stack.getValue()));
        });
    return rest;
  }

  /** Says that a stack is not touched. */
  static void say(Console console, String id, String path) {
    console.error("the stack '" + id + "' is left as it is: " + path);
  }
}
