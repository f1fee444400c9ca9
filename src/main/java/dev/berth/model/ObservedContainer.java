package dev.berth.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container on the host, whoever made it.
 *
 * @param id the engine's full id
 * @param name its name, without Docker's leading slash
 * @param made what it was made from and with
 * @param life whether and how it runs
 * @param sharing what it has in common with another container, as far as that was asked
 * @param ownership whose it is; nothing is proven until the host's evidence was asked
 * @param ports the ports of the host that it has been given
 * @param networks the networks of the engine's that it is in, by name, with the full id of each
 *     where the engine tells it, else nothing; empty where the engine was not asked
 */
public record ObservedContainer(
    String id,
    ContainerName name,
    Made made,
    Life life,
    Sharing sharing,
    Ownership ownership,
    List<PublishedPort> ports,
    Optional<Map<String, String>> networks) {

  /**
   * What a container was made from and with.
   *
   * @param image the reference of its image, as the engine shows it
   * @param imageId the full id of its image, without {@code sha256:}
   * @param labels its labels
   * @param command the words it runs
   * @param restart the engine's own restart policy, {@code no} where it has none
   * @param created when it was made, in seconds since 1970; 0 where the engine was not asked
   */
  public record Made(
      String image,
      String imageId,
      Map<String, String> labels,
      List<String> command,
      String restart,
      long created) {
    /** Keeps its own copies. */
    public Made {
      labels = Map.copyOf(labels);
      command = List.copyOf(command);
    }

    /** One that the engine does not restart, made nobody knows when. */
    public Made(String image, String imageId, Map<String, String> labels, List<String> command) {
      this(image, imageId, labels, command, "no", 0);
    }
  }

  /**
   * Whether and how a container runs.
   *
   * @param state {@code created}, {@code running}, {@code exited}, {@code paused} … as the engine
   *     says
   * @param exitCode how it ended; means nothing while it runs
   * @param pid the process id of its first process, 0 when it does not run
   * @param status the state as a person reads it ({@code Up 2 hours (healthy)})
   * @param restarts how often the engine itself has started it again since it was last started by
   *     hand, as far as the engine was asked
   * @param outOfMemory whether it was out of memory that its last run ended, as far as the engine
   *     was asked
   */
  public record Life(
      String state, int exitCode, long pid, String status, int restarts, boolean outOfMemory) {
    /** One whose engine was not asked how its runs went. */
    public Life(String state, int exitCode, long pid, String status) {
      this(state, exitCode, pid, status, 0, false);
    }
  }

  /** What is added to the name of a container that waits for its successor to be well. */
  public static final String ASIDE = ".berth-former";

  /** Keeps its own copies. */
  public ObservedContainer {
    ports = List.copyOf(ports);
    networks = networks.map(Map::copyOf);
  }

  /**
   * As the engine shows it: nothing is proven yet, nor was it asked what it has in common with
   * others.
   */
  public ObservedContainer(String id, ContainerName name, Made made, Life life) {
    this(
        id,
        name,
        made,
        life,
        Sharing.NONE,
        Ownership.claimed(made.labels()),
        List.of(),
        Optional.empty());
  }

  /** The same, with what it has in common with others. */
  public ObservedContainer with(Sharing found) {
    return new ObservedContainer(id, name, made, life, found, ownership, ports, networks);
  }

  /** The same, judged. */
  public ObservedContainer with(Ownership verdict) {
    return new ObservedContainer(id, name, made, life, sharing, verdict, ports, networks);
  }

  /** The same, with its ports. */
  public ObservedContainer publishing(List<PublishedPort> published) {
    return new ObservedContainer(id, name, made, life, sharing, ownership, published, networks);
  }

  /** The same, with the networks that it is in, by name, each with its id or nothing. */
  public ObservedContainer attached(Map<String, String> found) {
    return new ObservedContainer(
        id, name, made, life, sharing, ownership, ports, Optional.of(found));
  }

  /** The same, under another name. */
  public ObservedContainer called(ContainerName other) {
    return new ObservedContainer(id, other, made, life, sharing, ownership, ports, networks);
  }

  /** The full id of its image, without {@code sha256:}. */
  public String imageId() {
    return made.imageId();
  }

  /** Its labels. */
  public Map<String, String> labels() {
    return made.labels();
  }

  /** Its state in the engine's word. */
  public String state() {
    return life.state();
  }

  /** How it ended; means nothing while it runs. */
  public int exitCode() {
    return life.exitCode();
  }

  /** The process id of its first process, 0 when it does not run. */
  public long pid() {
    return life.pid();
  }

  /** The engine's own restart policy, {@code no} where it has none. */
  public String restart() {
    return made.restart();
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
    return Optional.ofNullable(labels().get(name));
  }

  /** Whether its process runs. */
  public boolean isRunning() {
    return state().equals("running");
  }

  /** Its health as far as {@code ps} tells: no check reads as none, and so does one at rest. */
  public ObservedHealth.Status health() {
    if (life.status().endsWith("(healthy)")) {
      return ObservedHealth.Status.HEALTHY;
    }
    if (life.status().endsWith("(unhealthy)")) {
      return ObservedHealth.Status.UNHEALTHY;
    }
    return life.status().endsWith("(starting)") || life.status().endsWith("(health: starting)")
        ? ObservedHealth.Status.STARTING
        : ObservedHealth.Status.NONE;
  }

  /** Whether its process has run and ended. */
  public boolean hasExited() {
    return state().equals("exited") || state().equals("stopped");
  }
}
