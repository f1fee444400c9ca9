package dev.berth.run;

import dev.berth.host.CommandResult;

/** What the end of a process says of the operation that it was run for. */
public final class Results {
  private Results() {}

  /** What became of it. */
  public static Result of(CommandResult result) {
    if (result.succeeded()) {
      return Result.done();
    }
    return new Result.Failed(
        result.timedOut()
            ? new Failure.TimedOut("the engine gave no answer in time")
            : new Failure.Refused(result.lastWords()));
  }
}
