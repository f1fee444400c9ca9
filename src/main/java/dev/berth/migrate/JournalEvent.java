package dev.berth.migrate;

import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Something that a migration has begun or done; in the order in which it happens. */
public sealed interface JournalEvent {

  /**
   * A run begins.
   *
   * @param from the engine that containers leave; empty where nothing tells
   * @param to the engine to which they come; empty where nothing tells
   * @param settings those that are not as they are by default, by their keys
   * @param labels those that it gives to containers, in their order
   * @param configuration the directory where its configuration is kept; empty before it is
   * @param containers those that it is to move
   * @param declared what its configuration as it is kept does not say
   */
  record RunBegun(
      String from,
      String to,
      Map<String, String> settings,
      List<String> labels,
      String configuration,
      List<ContainerName> containers,
      Declared declared)
      implements JournalEvent {
    /** None has begun. */
    public static final RunBegun NONE = new RunBegun("", "", Map.of(), List.of(), "", List.of());

    /**
     * What a Compose project says beside its containers.
     *
     * @param names what those containers are called here that their engine calls otherwise, by full
     *     id
     * @param networks those that the configuration makes, as they shall be
     */
    public record Declared(Map<String, ContainerName> names, List<Network> networks) {
      /** Nothing. */
      public static final Declared NOTHING = new Declared(Map.of(), List.of());

      /** Keeps its own copies. */
      public Declared {
        names = Collections.unmodifiableMap(new TreeMap<>(names));
        networks = List.copyOf(networks);
      }
    }

    /** One of a configuration that says all. */
    public RunBegun(
        String from,
        String to,
        Map<String, String> settings,
        List<String> labels,
        String configuration,
        List<ContainerName> containers) {
      this(from, to, settings, labels, configuration, containers, Declared.NOTHING);
    }

    /** Keeps its own copies. */
    public RunBegun {
      settings = Collections.unmodifiableMap(new TreeMap<>(settings));
      labels = List.copyOf(labels);
      containers = List.copyOf(containers);
    }

    /** Whether another run goes where this one goes. */
    boolean isSameWay(RunBegun other) {
      return to.equals(other.to);
    }
  }

  /** An image has come over, of this id by this reference. */
  record ImageCarried(String reference, String id) implements JournalEvent {}

  /** A network is about to come over. */
  record NetworkBegun(CarriedNetwork network) implements JournalEvent {}

  /** The network of this name is where it was, as it was. */
  record NetworkBack(String network) implements JournalEvent {}

  /** A container is about to leave: from here on it may be stopped. */
  record Leaving(ContainerName container, SourceDescription origin) implements JournalEvent {}

  /**
   * A volume of a container is about to be carried over.
   *
   * @param source its name where it was
   * @param target its name on the other side
   * @param moves whether its content leaves where it was
   */
  record VolumeBegun(ContainerName container, String source, String target, boolean moves)
      implements JournalEvent {}

  /** The volume is whole on the other side. */
  record VolumeDone(ContainerName container, String source, String target)
      implements JournalEvent {}

  /** The content of a volume that was moved is where it was. */
  record VolumeBack(String source, String target) implements JournalEvent {}

  /**
   * Nothing of a container runs where it was, and all of its data is on the other side.
   *
   * @param volumes its volumes, by their names there
   * @param starts whether it is to run there
   */
  record Left(ContainerName container, List<String> volumes, boolean starts)
      implements JournalEvent {
    /** Keeps its own copy. */
    public Left {
      volumes = List.copyOf(volumes);
    }
  }

  /** A container was started on the other side. */
  record Started(ContainerName container) implements JournalEvent {}

  /** It runs on the other side, and is well. */
  record Arrived(ContainerName container) implements JournalEvent {}

  /**
   * All of these are to be had where they were, whatever becomes of the run that was told so.
   *
   * @param containers in the order in which they end on the other side
   */
  record RollingBack(List<ContainerName> containers) implements JournalEvent {
    /** Keeps its own copy. */
    public RollingBack {
      containers = List.copyOf(containers);
    }
  }

  /**
   * It has ended on the other side and is about to be where it was: from here on that is where its
   * data is newest.
   */
  record Returning(ContainerName container) implements JournalEvent {}

  /** It is where it was, as it was. */
  record Back(ContainerName container) implements JournalEvent {}

  /** What was left of it where it was is gone. */
  record Committed(ContainerName container) implements JournalEvent {}
}
