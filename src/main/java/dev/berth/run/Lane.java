package dev.berth.run;

import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.ContainerOperation.AwaitExit;
import dev.berth.model.operation.ContainerOperation.RemoveTrial;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.LookOperation.AwaitNeeded;
import dev.berth.model.operation.LookOperation.AwaitReady;
import dev.berth.model.operation.LookOperation.LookAgain;
import dev.berth.model.operation.LookOperation.Refuse;
import dev.berth.model.operation.ManagerOperation.BeginStart;
import dev.berth.model.operation.ManagerOperation.DisableUnit;
import dev.berth.model.operation.ManagerOperation.EnableUnit;
import dev.berth.model.operation.ManagerOperation.ReloadManager;
import dev.berth.model.operation.ManagerOperation.ReloadUnit;
import dev.berth.model.operation.ManagerOperation.ResetFailed;
import dev.berth.model.operation.ManagerOperation.RestartUnit;
import dev.berth.model.operation.ManagerOperation.StartHealthy;
import dev.berth.model.operation.ManagerOperation.StartTogether;
import dev.berth.model.operation.ManagerOperation.StartUnit;
import dev.berth.model.operation.ManagerOperation.StopForgotten;
import dev.berth.model.operation.ManagerOperation.StopTogether;
import dev.berth.model.operation.ManagerOperation.StopUnit;
import dev.berth.model.operation.ManagerOperation.ThawUnit;
import dev.berth.model.operation.MemoryOperation;
import dev.berth.model.operation.MigrationOperation;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.model.operation.StoreOperation.PullImage;

/**
 * How many operations of a kind go on side by side, and how many of them may be one call.
 *
 * @param name what tells it from the others; operations of one lane are of one class where it
 *     merges
 * @param pool whose places they take
 * @param merged how many operations in one call at most, at least 1
 * @param rank where they are done in no time, how early they come before others that lead to the
 *     same, from 1; 0 for those that may last. What merges waits for those of lower rank, so that
 *     it is one call and not many
 */
record Lane(String name, Pool pool, int merged, int rank) {
  private static final int WRITERS = 8;
  private static final int PULLS = 4;

  /** Stops wait for each other's grace periods, so many go together, but not hundreds. */
  private static final int STOPPED_TOGETHER = 50;

  private static final int ALL = Integer.MAX_VALUE;

  /**
   * What is shared by one lane or several.
   *
   * @param name what tells it from the others
   * @param places how many at a time, at least 1
   * @param ofOperations whether each operation takes a place, and not each call
   */
  record Pool(String name, int places, boolean ofOperations) {}

  private Lane(String name, int places, int merged) {
    this(name, new Pool(name, places, false), merged, 0);
  }

  private static Lane quick(String name, int places, int merged, int rank) {
    return new Lane(name, new Pool(name, places, false), merged, rank);
  }

  private static Lane engine(String name, int parallel, int merged) {
    return new Lane(name, new Pool("engine", parallel, true), merged, 0);
  }

  /**
   * That of an operation.
   *
   * @param parallel how many containers the engine is to be busy with at a time
   */
  static Lane of(Operation operation, int parallel) {
    return switch (operation) {
      case Barrier _ -> new Lane("barrier", ALL, 1);
      // Who waits for another keeps nobody from it.
      case AwaitExit _, AwaitNeeded _, Refuse _ -> new Lane("wait", ALL, 1);
      case LookAgain _ -> new Lane("look", ALL, ALL);
      case AwaitReady ready ->
          switch (ready.purpose()) {
            case GATE -> new Lane("gate", ALL, 1);
            case SETTLE -> new Lane("ready", ALL, ALL);
            case RETURN -> new Lane("ready again", ALL, ALL);
          };
      case FileOperation _, MemoryOperation _ -> quick("files", WRITERS, 1, 1);
      case EnableUnit _ -> quick("enable", 1, ALL, 2);
      case DisableUnit _ -> quick("disable", 1, ALL, 2);
      case ReloadManager _ -> quick("reload", 1, ALL, 3);
      case ResetFailed _ -> quick("reset", 1, ALL, 4);
      case PullImage _ -> new Lane("pull", PULLS, 1);
      case CarryImage _ -> new Lane("carry", 1, ALL);
      case RemoveTrial _ -> new Lane("trials", 1, ALL);
      case StartUnit _ -> engine("start", parallel, Math.max(1, parallel / 2));
      case RestartUnit _ -> engine("restart", parallel, Math.max(1, parallel / 2));
      case ContainerOperation _, StoreOperation _, StopForgotten _, StartHealthy _ ->
          engine("engine", parallel, 1);
      case MigrationOperation _ -> new Lane("crossing", 1, 1);
      case StopUnit _ -> new Lane("stop", 1, STOPPED_TOGETHER);
      case StopTogether _ -> new Lane("stop together", 1, ALL);
      case StartTogether _ -> new Lane("start together", 1, ALL);
      case BeginStart _ -> new Lane("begin", 1, ALL);
      case ReloadUnit _ -> new Lane("reload", 1, ALL);
      case ThawUnit _ -> new Lane("thaw", 1, ALL);
    };
  }

  /** Whether it waits for the other one while that is at work. */
  boolean waitsFor(Lane other) {
    return merged > 1 && other.rank > 0 && (rank == 0 || other.rank < rank);
  }
}
