package dev.berth.run;

import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.MemoryOperation;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.PullImage;

/**
 * How many operations of a kind go on side by side, and how many of them may be one call.
 *
 * @param name what tells it from the others; operations of one lane are of one class where it
 *     merges
 * @param places how many calls at a time, at least 1
 * @param merged how many operations in one call at most, at least 1
 */
record Lane(String name, int places, int merged) {
  private static final int WRITERS = 8;
  private static final int PULLS = 4;

  /** Stops wait for each other's grace periods, so many go together, but not hundreds. */
  private static final int STOPPED_TOGETHER = 50;

  private static final int ALL = Integer.MAX_VALUE;

  /**
   * That of an operation.
   *
   * @param parallel how many containers the engine is to be busy with at a time
   */
  static Lane of(Operation operation, int parallel) {
    return switch (operation) {
      case Barrier _ -> new Lane("barrier", ALL, 1);
      // Who waits for another keeps nobody from it.
      case AwaitExit _ -> new Lane("wait", ALL, 1);
      case AwaitReady ready ->
          ready.isGate() ? new Lane("gate", ALL, 1) : new Lane("ready", ALL, ALL);
      case FileOperation _, MemoryOperation _ -> new Lane("files", WRITERS, 1);
      case PullImage _ -> new Lane("pull", PULLS, 1);
      case CarryImage _ -> new Lane("carry", 1, ALL);
      case RemoveTrial _ -> new Lane("trials", 1, ALL);
      case ContainerOperation _, StoreOperation _, StopForgotten _ ->
          new Lane("engine", parallel, 1);
      case StopUnit _ -> new Lane("stop", 1, STOPPED_TOGETHER);
      case StartUnit _ -> new Lane("start", parallel, Math.max(1, parallel / 2));
      case BeginStart _ -> new Lane("begin", 1, ALL);
      case EnableUnit _ -> new Lane("enable", 1, ALL);
      case ReloadManager _ -> new Lane("reload", 1, ALL);
      case DisableUnit _ -> new Lane("disable", 1, ALL);
      case ResetFailed _ -> new Lane("reset", 1, ALL);
    };
  }
}
