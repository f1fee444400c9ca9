package dev.berth.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What may be done about a migration that has begun: one of these, or none. */
final class BegunActions implements CommandPart {
  final Argument<Boolean> status = Argument.flag("--status", "Show how far each container is.");

  final Argument<Boolean> resume =
      Argument.flag("--resume", "Finish what a run that was killed has begun.");

  final Argument<Boolean> rollback =
      Argument.flag(
          "--rollback", "Have every container back where it was, as it was, until --commit.");

  final Argument<Boolean> commit =
      Argument.flag(
          "--commit", "Remove what is left of the containers where they were: no way back.");

  @Override
  public void addTo(CommandSpec command) {
    command.addArgGroup(Argument.group(all()).build());
  }

  /** Whether one of them is asked for. */
  boolean isGiven() {
    return all().stream().anyMatch(Argument::get);
  }

  private List<Argument<Boolean>> all() {
    return List.of(status, resume, rollback, commit);
  }
}
