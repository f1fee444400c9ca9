package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.Rendered;
import dev.berth.model.VolumePair;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is done to bring a container over from the host's other engine, or back. <em>There</em> is
 * the engine where it was, <em>here</em> the one to which it goes; the journal of migrations tells
 * which way each has gone, and how it was.
 */
public sealed interface MigrationOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case CheckLeaving _ -> "look what is against the leaving of";
      case Journal it -> "journal " + it.mark().name().toLowerCase(Locale.ROOT) + " of";
      case Accompany _ -> "journal the end of task";
      case Disown _ -> "keep from starting there";
      case StopThere _ -> "stop there";
      case PutAway _ -> "put away the unit there of";
      case CarryVolume _ -> "carry volume";
      case CarryNetwork _ -> "carry network";
      case Left _ -> "journal left of";
      case CheckTies _ -> "look who holds here";
      case ReturnVolume _ -> "return volume";
      case ReturnNetwork _ -> "return network";
      case PutBack _ -> "put back there";
      case StartThere _ -> "start there";
    };
  }

  @Override
  default String subject() {
    return switch (this) {
      case OfContainer it -> it.container().text();
      case CheckLeaving it -> it.rendered().name().text();
      case Accompany it -> it.task().text();
      case CarryVolume it -> it.volume().target();
      case CarryNetwork it -> it.network();
      case ReturnVolume it -> it.volume();
      case ReturnNetwork it -> it.network();
    };
  }

  /** What is done for one container, which is its subject. */
  sealed interface OfContainer extends MigrationOperation {

    /** The container's name. */
    ContainerName container();
  }

  /** How far a container is, as the journal has it. */
  enum Mark {
    /** From here on it may be stopped there; how it is there is taken down, too. */
    LEAVING,
    /** It was started here. */
    STARTED,
    /** It is here, and well. */
    ARRIVED,
    /** It has ended here: from here on its data is newest there. */
    RETURNING,
    /** It is there again, as it was. */
    BACK
  }

  /**
   * Fails where a container cannot come over as things are now: who stays uses what it has, or a
   * volume or network of it cannot be carried.
   *
   * @param rendered what it is to be here
   * @param together those that are about to end with it
   */
  record CheckLeaving(Rendered rendered, Set<ContainerName> together)
      implements MigrationOperation {
    /** Keeps its own copy. */
    public CheckLeaving {
      together = Set.copyOf(together);
    }

    @Override
    public String toString() {
      return verb() + " " + subject();
    }
  }

  /** Records how far a container is; nothing where the journal has that, or more. */
  record Journal(ContainerName container, Mark mark) implements OfContainer {}

  /** Records that a task has ended there, and is not run here: it goes and returns as others do. */
  record Accompany(ContainerName task) implements MigrationOperation {}

  /** Keeps the other side from starting a container by itself. */
  record Disown(ContainerName container) implements OfContainer {}

  /**
   * Stops it there, by its unit where it has one.
   *
   * @param grace how long its processes have before they are killed; a unit knows its own
   */
  record StopThere(ContainerName container, Duration grace) implements OfContainer {}

  /** Keeps the files of its unit there where no unit is read from; systemd has to be told then. */
  record PutAway(ContainerName container) implements OfContainer {}

  /**
   * Brings a volume over, whole and on the disk; nothing where it is here and newer than there.
   * Nobody may write to it on either side.
   *
   * @param container on whose behalf
   */
  record CarryVolume(ContainerName container, VolumePair volume) implements MigrationOperation {}

  /** Makes a network here, and takes it from there where only one engine can have its addresses. */
  record CarryNetwork(String network) implements MigrationOperation {}

  /**
   * Records that nothing of a container runs there, and that all of its data is here.
   *
   * @param volumes its volumes, by their names here
   * @param starts whether it is to run here
   */
  record Left(ContainerName container, List<String> volumes, boolean starts)
      implements OfContainer {
    /** Keeps its own copy. */
    public Left {
      volumes = List.copyOf(volumes);
    }
  }

  /**
   * Fails where one that stays here uses what a container needs there.
   *
   * @param with those that go back with it, and have ended here as well
   */
  record CheckTies(ContainerName container, Set<ContainerName> with) implements OfContainer {
    /** Keeps its own copy. */
    public CheckTies {
      with = Set.copyOf(with);
    }
  }

  /**
   * Has the content of a volume there that was moved; nothing where it is there.
   *
   * @param volume its name here
   */
  record ReturnVolume(String volume) implements MigrationOperation {}

  /** Has a network there that was taken from there; nothing where it is there. */
  record ReturnNetwork(String network) implements MigrationOperation {}

  /** Gives a container there its restart policy again, or its unit; systemd has to be told then. */
  record PutBack(ContainerName container) implements OfContainer {}

  /** Has the other engine start a container that is there. */
  record StartThere(ContainerName container) implements OfContainer {}
}
