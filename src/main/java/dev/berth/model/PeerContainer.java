package dev.berth.model;

import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that the engine at hand does not have and the host's other engine has.
 *
 * @param engine the other engine
 * @param container the container there
 * @param configuration what Paunch or tripleo-ansible made it from; empty where it is not theirs,
 *     or not understood
 * @param replica which container of its Compose project it is known to be by its labels, whatever
 *     the engine calls it; empty for one that is known by its name alone
 * @param calledThere what its engine calls it
 */
public record PeerContainer(
    String engine,
    ObservedContainer container,
    Optional<ContainerSpec> configuration,
    Optional<ComposeReplica> replica,
    ContainerName calledThere) {
  private static final Pattern REPLICA = Pattern.compile("(.+-bundle)-(?:docker|podman)-[0-9]+");

  /** One that is known by its name alone. */
  public PeerContainer(
      String engine, ObservedContainer container, Optional<ContainerSpec> configuration) {
    this(engine, container, configuration, Optional.empty(), container.name());
  }

  /** The same, known by its labels, and what its engine calls it. */
  public PeerContainer known(ComposeReplica as, ContainerName called) {
    return new PeerContainer(engine, container, configuration, Optional.of(as), called);
  }

  /**
   * One that ended there for good when it began to come over: its data is there, it is not, as
   * units remove their containers. That it is Berth's is known from the journal of migrations.
   */
  public static PeerContainer begun(
      String engine, ContainerName name, String managedBy, String configId) {
    return withoutContainer(engine, name, Ownership.proven(managedBy, configId), "exited");
  }

  /**
   * One of a unit that does not run.
   *
   * @param owner of a container
   * @param trying whether the unit is about to start it again
   */
  public static PeerContainer ofUnit(String engine, UnitOwner owner, boolean trying) {
    return withoutContainer(
        engine,
        owner.container().orElseThrow(),
        Ownership.proven(owner.managedBy(), owner.configId()),
        trying ? "restarting" : "exited");
  }

  private static PeerContainer withoutContainer(
      String engine, ContainerName name, Ownership ownership, String state) {
    return new PeerContainer(
        engine,
        new ObservedContainer(
                "", name, new Made("", "", Map.of(), List.of()), new Life(state, 0, 0, state))
            .with(ownership),
        Optional.empty());
  }

  /** Whether Pacemaker runs it, as a replica of a bundle. */
  public boolean isOfBundle() {
    return bundle(container.name()).isPresent();
  }

  /**
   * The bundle of Pacemaker that a container of this name is a replica of; empty for any other
   * name.
   */
  public static Optional<String> bundle(ContainerName container) {
    Matcher matcher = REPLICA.matcher(container.text());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** Whether it runs, or would as soon as its engine's daemon is started again. */
  public boolean isAlive() {
    return container.isRunning()
        || container.state().equals("restarting")
        || container.state().equals("paused")
        || !container.restart().equals("no");
  }
}
