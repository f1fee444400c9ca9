package dev.berth.supervisor;

import dev.berth.engine.RunRequest;
import dev.berth.model.Rendered.UnitFile;
import java.util.List;

/** Renders the services of one configuration. */
public interface SetRendering {

  /**
   * What stands on the host for one service.
   *
   * @param request how the engine is to run it, in the supervisor's mode
   * @param digest the keyed digest of its configuration
   * @param inits what runs to its end at each of its starts, in that order
   */
  Rendering of(RunRequest request, String digest, List<InitContainer> inits);

  /** The units that keep the order of the groups at boot, in that order. */
  List<UnitFile> targets();
}
