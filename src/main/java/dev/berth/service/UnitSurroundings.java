package dev.berth.service;

import dev.berth.config.quadlet.Surroundings;
import dev.berth.host.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What specifiers of units stand for on this host, for whom Berth runs as. */
final class UnitSurroundings {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private UnitSurroundings() {}

  static Surroundings ofProcess(Map<String, String> environment) {
    Account account = Account.current();
    return account.isRoot()
        ? Surroundings.ofSystem(hostName())
        : Surroundings.ofUser(
            hostName(), account.name(), account.uid(), account.home().toString(), environment);
  }

  /** What the host is called. */
  static String hostName() {
    try {
      return Files.readString(HOST_NAME).strip();
    } catch (IOException none) {
      // As of a kernel without one; a unit that asks for it is told what it got.
      return "localhost";
    }
  }
}
