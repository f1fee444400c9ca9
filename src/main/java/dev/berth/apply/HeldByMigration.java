package dev.berth.apply;

import dev.berth.model.Change.Remove;
import dev.berth.model.Change.RemoveLegacy;
import dev.berth.model.Change.RemoveVolume;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What migrations hold that have neither been committed nor taken back. A service has its name on
 * both engines then, so that who removes it by name might take what runs and the way back at once.
 *
 * @param containers how far each is, by its name
 * @param volumes the names of their volumes, on either engine
 */
public record HeldByMigration(Map<ContainerName, Moving> containers, Set<String> volumes) {
  /** No migration holds anything. */
  public static final HeldByMigration NOTHING = new HeldByMigration(Map.of(), Set.of());

  /**
   * A container that a migration has taken from one engine.
   *
   * @param from the engine where it was
   * @param to the engine where it goes
   * @param isUnderWay whether it is neither where it was nor well where it goes
   * @param goesBack whether somebody has asked for it where it was, which is not finished
   * @param isCarried whether its data is whole where it goes
   */
  public record Moving(
      String from, String to, boolean isUnderWay, boolean goesBack, boolean isCarried) {
    /** Whether an operator has to know of it: some run has to be finished. */
    public boolean isOpen() {
      return isUnderWay || goesBack;
    }

    /** The engines from which and to which it goes, in words. */
    public String way() {
      return "from " + from + " to " + to;
    }

    /** What the state of one that is under way is called, with its name. */
    public String words(ContainerName name) {
      return goesBack
          ? "'"
              + name
              + "' is on its way back from "
              + to
              + " to "
              + from
              + ", which is not finished"
          : "'" + name + "' is in a migration " + way() + " that is not finished";
    }

    /** What ends that state, in words. */
    public String advice() {
      return goesBack
          ? "'berth migrate --rollback' finishes it"
          : "'berth migrate --resume' finishes it, 'berth migrate --rollback' has it on "
              + from
              + " again";
    }
  }

  private static final String END =
      "'berth migrate --commit' where it is to be removed for good, 'berth migrate --rollback'"
          + " where it is to go back; then remove it";

  /** Keeps its own copies. */
  public HeldByMigration {
    containers = Map.copyOf(containers);
    volumes = Set.copyOf(volumes);
  }

  /** An error for each step of a plan that removes something of it. */
  List<Problem> problems(Plan plan) {
    Problems problems = new Problems();
    for (Step step : plan.steps()) {
      Optional<String> why =
          switch (step.change()) {
            case Remove _, RemoveLegacy _ ->
                step.change()
                    .about()
                    .map(containers::get)
                    .map(moving -> "its migration " + moving.way() + " is not committed");
            case RemoveVolume _ when volumes.contains(step.change().subject()) ->
                Optional.of("it is a volume of a migration that is not committed");
            default -> Optional.empty();
          };
      why.ifPresent(
          words ->
              problems.error(
                  SourcePosition.of(step.change().subject()),
                  "cannot be removed: " + words + ", and may still go back",
                  END));
    }
    return problems.sorted();
  }
}
