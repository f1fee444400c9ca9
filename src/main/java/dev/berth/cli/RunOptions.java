package dev.berth.cli;

import java.util.List;
import java.util.Optional;

/** The options of every command that changes the host. */
final class RunOptions implements SharedOptions {
  final Argument<Optional<String>> lockTimeout =
      Argument.text(
          "--lock-timeout",
          "DURATION",
          "How long to wait for another run to end, 0 for not at all (default: for ever).");

  @Override
  public String name() {
    return "run";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(lockTimeout);
  }
}
