package dev.berth.apply;

import dev.berth.host.Messages;
import dev.berth.model.Change.Service;
import java.util.List;
import java.util.Optional;

/** All ways back; the first that is possible is taken. */
record WaysBack(List<WayBack> ways) {
  WaysBack {
    ways = List.copyOf(ways);
  }

  boolean isPossible(Service service) {
    return first(service).isPresent();
  }

  private Optional<WayBack> first(Service service) {
    return ways.stream().filter(way -> way.isPossible(service)).findFirst();
  }

  /** Goes back where that is possible; the failure with both causes. */
  Failure goBack(Service service, String why) {
    return first(service).map(way -> goBack(way, service, why)).orElse(Failure.of(why));
  }

  /** Goes back this way; the failure with both causes. */
  static Failure goBack(WayBack way, Service service, String why) {
    return told(way, service, why, restore(way, service));
  }

  /**
   * The failure of one that has gone back, or could not.
   *
   * @param obstacle why it could not; empty where it has
   */
  static Failure told(WayBack way, Service service, String why, Optional<String> obstacle) {
    return obstacle
        .map(problem -> Failure.of(why + "; going back failed as well: " + problem))
        .orElseGet(() -> new Failure(why + "; " + way.outcome(service), true));
  }

  /** What goes wrong with one must not keep the others from going back. */
  private static Optional<String> restore(WayBack way, Service service) {
    try {
      return way.restore(service);
    } catch (RuntimeException fault) {
      return Optional.of(Messages.of(fault));
    }
  }
}
