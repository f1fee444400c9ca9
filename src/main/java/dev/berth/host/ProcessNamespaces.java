package dev.berth.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The namespaces that processes are in, as the kernel tells (namespaces(7)). */
public final class ProcessNamespaces {
  private ProcessNamespaces() {}

  /**
   * The name of the namespace that a process is in, {@code net:[4026532415]}. While one of its
   * processes lives no other namespace has the same name.
   *
   * @param pid the process's id
   * @param file which one, as {@code /proc/PID/ns} calls it
   * @return empty where the process has ended, or is not for this user to look at
   */
  public static Optional<String> of(long pid, String file) {
    try {
      return Optional.of(
          Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", file)).toString());
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }
}
