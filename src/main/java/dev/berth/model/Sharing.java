package dev.berth.model;

import java.util.Map;

/**
 * What a container has in common with another: what its engine keeps of it, and what the kernel
 * says.
 *
 * @param owners by namespace, the full id of the container that it was to share it with when it was
 *     made ({@code container:ID} in the engine's {@code NetworkMode}, {@code PidMode} …); empty
 *     where it shares none, or where it is not known
 * @param namespaces by namespace, the kernel's name of that in which its first process is ({@code
 *     net:[4026532415]}, namespaces(7)); empty where it does not run, or where it was not asked
 * @param mounts by path in the container, the name of the volume that is mounted there; without
 *     binds, which Podman does not tell of who borrows them; empty where it was not asked
 */
public record Sharing(
    Map<Namespace, String> owners, Map<Namespace, String> namespaces, Map<String, String> mounts) {

  /** Nothing that is known. */
  public static final Sharing NONE = new Sharing(Map.of(), Map.of(), Map.of());

  /** A namespace that a container can have in common with another (namespaces(7)). */
  public enum Namespace {
    /** Interfaces, addresses, ports. */
    NETWORK("net", "network"),
    /** Processes. */
    PID("pid", "process"),
    /** Message queues, semaphores, shared memory. */
    IPC("ipc", "IPC"),
    /** Users and groups. */
    USER("user", "user");

    private final String file;
    private final String word;

    Namespace(String file, String word) {
      this.file = file;
      this.word = word;
    }

    /** Its name in {@code /proc/PID/ns}. */
    public String file() {
      return file;
    }

    /** As people call it. */
    public String word() {
      return word;
    }
  }

  /** Keeps its own copies. */
  public Sharing {
    owners = Map.copyOf(owners);
    namespaces = Map.copyOf(namespaces);
    mounts = Map.copyOf(mounts);
  }

  /** The same, with what the kernel says. */
  public Sharing withNamespaces(Map<Namespace, String> found) {
    return new Sharing(owners, found, mounts);
  }
}
