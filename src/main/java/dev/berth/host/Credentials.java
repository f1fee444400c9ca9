package dev.berth.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The credentials that systemd finds on this host by their names (systemd.exec(5)). */
public final class Credentials {
  /** Where they lie, plain and encrypted. */
  private static final List<String> STORES =
      List.of(
          "/etc/credstore",
          "/etc/credstore.encrypted",
          "/run/credstore",
          "/run/credstore.encrypted",
          "/usr/lib/credstore",
          "/usr/lib/credstore.encrypted");

  private Credentials() {}

  /** Whether there is one of this name. */
  public static boolean isStored(String name) {
    return STORES.stream().anyMatch(store -> Files.isRegularFile(Path.of(store, name)));
  }
}
