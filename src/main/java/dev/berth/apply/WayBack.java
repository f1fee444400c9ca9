package dev.berth.apply;

import dev.berth.model.Change.Service;
import java.util.Optional;

/** A way back from a service that does not come up, to what there was before. */
interface WayBack {

  /** Whether it leads anywhere for this one, and is wanted. */
  boolean isPossible(Service service);

  /** Goes back; why that could not be done, or empty. */
  Optional<String> restore(Service service);

  /** How it is then, in words. */
  default String outcome(Service service) {
    return "what was there before runs again";
  }
}
