package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan for a runtime that can only be read is refused where it would change anything there. */
final class UnchangeableRuntime {
  private UnchangeableRuntime() {}

  /** One error that names what differs; nothing where all is as wanted, or can be changed. */
  static List<Problem> problems(Engine engine, Plan plan) {
    Optional<String> refusal = engine.control().refusal();
    if (refusal.isEmpty() || plan.steps().isEmpty()) {
      return List.of();
    }
    String due =
        plan.steps().stream()
            .map(Step::change)
            .map(change -> change.verb() + " '" + change.subject() + "'")
            .collect(Collectors.joining(", "));
    return List.of(
        Problem.error(
            SourcePosition.of(engine.runtime().name()), refusal.get(), "it would take: " + due));
  }
}
