package dev.berth.migrate;

import dev.berth.engine.Endpoint;
import dev.berth.migrate.NetworkStep.Way;
import dev.berth.model.Network;
import java.util.List;

/**
 * A network that a migration has begun to bring over, as the journal keeps it.
 *
 * @param network as it was where it came from
 * @param way how it came
 * @param endpoints who was on it, and where
 */
record CarriedNetwork(Network network, Way way, List<Endpoint> endpoints) {
  CarriedNetwork {
    endpoints = List.copyOf(endpoints);
  }

  /** Whether it is not where it was any more. */
  boolean isInstead() {
    return way == Way.INSTEAD;
  }
}
