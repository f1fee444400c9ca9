package dev.berth.model;

import java.util.Map;
import java.util.Optional;

/**
 * A container on the host, whoever made it.
 *
 * @param id the engine's full id
 * @param name its name, without Docker's leading slash
 * @param image the reference it was made from, as the engine shows it
 * @param imageId the full id of its image, without {@code sha256:}
 * @param labels its labels
 * @param state {@code created}, {@code running}, {@code exited}, {@code paused} … as the engine
 *     says
 * @param exitCode how it ended; means nothing while it runs
 * @param pid the process id of its first process, 0 when it does not run
 * @param command the words it runs
 * @param restart the engine's own restart policy, {@code no} where it has none
 * @param status the state as a person reads it ({@code Up 2 hours (healthy)})
 * @param sharing what it has in common with another container, as far as that was asked
 * @param ownership whose it is; nothing is proven until the host's evidence was asked
 * @param created when it was made, in seconds since 1970; 0 where the engine was not asked
 * @param ports the ports of the host that it has been given
 * @param runs how its runs went, as far as the engine was asked
 * @param networks the networks of the engine's that it is in, by name, with the full id of each
 *     where the engine tells it, else nothing; empty where the engine was not asked
 */
public record ObservedContainer(
    String id,
    ContainerName name,
    String image,
    String imageId,
    Map<String, String> labels,
    String state,
    int exitCode,
    long pid,
    java.util.List<String> command,
    String restart,
    String status,
    Sharing sharing,
    Ownership ownership,
    long created,
    java.util.List<PublishedPort> ports,
    Runs runs,
    Optional<Map<String, String>> networks) {

  /**
   * How the runs of a container went.
   *
   * @param restarts how often the engine itself has started it again since it was last started by
   *     hand
   * @param outOfMemory whether it was out of memory that the last one ended
   */
  public record Runs(int restarts, boolean outOfMemory) {
    /** Of those nothing is known. */
    public static final Runs NONE = new Runs(0, false);
  }

  /** What is added to the name of a container that waits for its successor to be well. */
  public static final String ASIDE = ".berth-former";

  /** Keeps its own copies. */
  public ObservedContainer {
    labels = Map.copyOf(labels);
    command = java.util.List.copyOf(command);
    ports = java.util.List.copyOf(ports);
    networks = networks.map(Map::copyOf);
  }

  /**
   * As the engine shows it: nothing is proven yet, nor was it asked what it has in common with
   * others.
   */
  public ObservedContainer(
      String id,
      ContainerName name,
      String image,
      String imageId,
      Map<String, String> labels,
      String state,
      int exitCode,
      long pid,
      java.util.List<String> command,
      String restart,
      String status) {
    this(
        id,
        name,
        image,
        imageId,
        labels,
        state,
        exitCode,
        pid,
        command,
        restart,
        status,
        Sharing.NONE,
        Ownership.claimed(labels),
        0,
        java.util.List.of(),
        Runs.NONE,
        Optional.empty());
  }

  /** One that the engine does not restart. */
  public ObservedContainer(
      String id,
      ContainerName name,
      String image,
      String imageId,
      Map<String, String> labels,
      String state,
      int exitCode,
      long pid,
      java.util.List<String> command,
      String status) {
    this(id, name, image, imageId, labels, state, exitCode, pid, command, "no", status);
  }

  /** The same, with what it has in common with others. */
  public ObservedContainer with(Sharing found) {
    return with(found, ownership);
  }

  /** The same, judged. */
  public ObservedContainer with(Ownership verdict) {
    return with(sharing, verdict);
  }

  /** The same, with when it was made, and with its ports. */
  public ObservedContainer made(long when, java.util.List<PublishedPort> published) {
    return new ObservedContainer(
        id, name, image, imageId, labels, state, exitCode, pid, command, restart, status, sharing,
        ownership, when, published, runs, networks);
  }

  /** The same, with how its runs went. */
  public ObservedContainer ran(Runs told) {
    return new ObservedContainer(
        id, name, image, imageId, labels, state, exitCode, pid, command, restart, status, sharing,
        ownership, created, ports, told, networks);
  }

  /** The same, with the networks that it is in, by name, each with its id or nothing. */
  public ObservedContainer attached(Map<String, String> found) {
    return new ObservedContainer(
        id,
        name,
        image,
        imageId,
        labels,
        state,
        exitCode,
        pid,
        command,
        restart,
        status,
        sharing,
        ownership,
        created,
        ports,
        runs,
        Optional.of(found));
  }

  /** The same, under another name. */
  public ObservedContainer called(ContainerName other) {
    return other.equals(name)
        ? this
        : new ObservedContainer(
            id, other, image, imageId, labels, state, exitCode, pid, command, restart, status,
            sharing, ownership, created, ports, runs, networks);
  }

  private ObservedContainer with(Sharing found, Ownership verdict) {
    return new ObservedContainer(
        id, name, image, imageId, labels, state, exitCode, pid, command, restart, status, found,
        verdict, created, ports, runs, networks);
  }

  /** What its engine takes for it whatever it is called by then: its id, in a name's place. */
  public ContainerName byId() {
    return new ContainerName(id);
  }

  /** The name under which it was made, though it may wait under another one now. */
  public ContainerName ownName() {
    return name.without(ASIDE);
  }

  /**
   * The name under which its labels say that it was made; empty when it still has that name, or has
   * another one only because an apply has set it aside.
   */
  public Optional<ContainerName> formerName() {
    return label(Labels.CONTAINER_NAME)
        .flatMap(ContainerName::find)
        .filter(former -> !former.equals(ownName()));
  }

  /** A label's value; empty when the container does not have the label. */
  public Optional<String> label(String name) {
    return Optional.ofNullable(labels.get(name));
  }

  /** Whether its process runs. */
  public boolean isRunning() {
    return state.equals("running");
  }

  /** Its health as far as {@code ps} tells: no check reads as none, and so does one at rest. */
  public ObservedHealth.Status health() {
    if (status.endsWith("(healthy)")) {
      return ObservedHealth.Status.HEALTHY;
    }
    if (status.endsWith("(unhealthy)")) {
      return ObservedHealth.Status.UNHEALTHY;
    }
    return status.endsWith("(starting)") || status.endsWith("(health: starting)")
        ? ObservedHealth.Status.STARTING
        : ObservedHealth.Status.NONE;
  }

  /** Whether its process has run and ended. */
  public boolean hasExited() {
    return state.equals("exited") || state.equals("stopped");
  }
}
