package dev.berth.model.operation;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.Rendered;

/** What Berth remembers of containers, which may be lost without harm. */
public sealed interface MemoryOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case ForgetRecord _ -> "forget record of";
      case ForgetMade _ -> "forget id of";
      case KnowMade _ -> "know id of";
      case ForgetKept _ -> "forget former state of";
      case Keep _ -> "keep former state of";
      case Recording _ -> "record";
      case Confirm _ -> "confirm unit of";
      case Announce _ -> "announce unit of";
    };
  }

  /** The container's name. */
  ContainerName container();

  @Override
  default String subject() {
    return container().text();
  }

  /** Forgets what was last applied to it. */
  record ForgetRecord(ContainerName container) implements MemoryOperation {}

  /**
   * Leaves word of a container that is Berth's: one that an earlier version, a task or the engine
   * itself has started, or that was handed over, may have another seal than what its unit makes
   * from now on.
   *
   * @param container its name
   * @param id its id; nothing where that is known
   */
  record KnowMade(ContainerName container, String id) implements MemoryOperation {}

  /** Forgets which container its unit has made last. */
  record ForgetMade(ContainerName container) implements MemoryOperation {}

  /**
   * Keeps what it is on the disk, before anything of it is changed, for a run that is killed.
   *
   * @param container its name
   * @param kept what it is; secret
   */
  record Keep(ContainerName container, Kept kept) implements MemoryOperation {
    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }

  /** Forgets what it was before its last replacement. */
  record ForgetKept(ContainerName container) implements MemoryOperation {}

  /**
   * Puts on record what was applied to a container or an exec.
   *
   * @param rendered what it is
   * @param applied the record; its configuration is secret
   */
  record Recording(Rendered rendered, Applied applied) implements MemoryOperation {
    @Override
    public ContainerName container() {
      return rendered.name();
    }

    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }

  /** Puts on record that what was announced is written; nothing without a record. */
  record Confirm(Rendered rendered) implements MemoryOperation {
    @Override
    public ContainerName container() {
      return rendered.name();
    }

    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }

  /** Puts on record that the unit of a service that runs on is about to be written. */
  record Announce(Rendered rendered) implements MemoryOperation {
    @Override
    public ContainerName container() {
      return rendered.name();
    }

    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }
}
