package dev.berth.engine;

import dev.berth.model.Key;
import java.util.List;

/** The keys that have an effect only for a service under a unit, on either engine. */
public final class UnitKeys {
  /** All of them; what orders and restarts services has one without units, too. */
  public static final List<Key> ALL =
      List.of(
          Key.SYSTEMD_EXEC_FLAGS,
          Key.KILL_MODE,
          Key.PRE_STOP_EXEC,
          Key.RELOAD_SIGNAL,
          Key.RELOAD_ON,
          Key.PART_OF);

  private UnitKeys() {}
}
