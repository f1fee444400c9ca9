package dev.berth.migrate;

import dev.berth.host.CommandResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Who uses what on one side.
 *
 * @param engine that side
 */
record EngineUsers(EngineCli engine) {
  /** Who has a volume mounted and runs. */
  List<String> runningWith(String volume) {
    return names("who uses the volume " + volume, List.of("--filter=volume=" + volume));
  }

  /** Who has a volume mounted, running or not. */
  List<String> allWith(String volume) {
    return names("who uses the volume " + volume, List.of("--all", "--filter=volume=" + volume));
  }

  /** Who is on a network and runs. */
  List<String> runningOn(String network) {
    return names("who is on the network " + network, List.of("--filter=network=" + network));
  }

  private List<String> names(String what, List<String> filter) {
    List<String> arguments = new ArrayList<>(List.of("ps", "--format={{.Names}}"));
    arguments.addAll(filter);
    CommandResult result = engine.read(arguments);
    if (!result.succeeded()) {
      // To take no answer for nobody would cost what they write.
      throw new MigrationException("cannot see " + what + " on " + engine, result);
    }
    return result.stdout().lines().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }
}
