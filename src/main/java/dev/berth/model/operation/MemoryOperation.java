package dev.berth.model.operation;

import dev.berth.model.Applied;
import dev.berth.model.Rendered;

/** What Berth remembers of containers, which may be lost without harm. */
public sealed interface MemoryOperation extends Operation {

  /** The container's name. */
  String container();

  @Override
  default String subject() {
    return container();
  }

  /** Forgets what was last applied to it. */
  record ForgetRecord(String container) implements MemoryOperation {
    @Override
    public String verb() {
      return "forget record of";
    }
  }

  /** Forgets which container its unit has made last. */
  record ForgetMade(String container) implements MemoryOperation {
    @Override
    public String verb() {
      return "forget id of";
    }
  }

  /** Forgets what it was before its last replacement. */
  record ForgetKept(String container) implements MemoryOperation {
    @Override
    public String verb() {
      return "forget former state of";
    }
  }

  /**
   * Puts on record what was applied to a container or an exec.
   *
   * @param rendered what it is
   * @param applied the record; its configuration is secret
   */
  record Recording(Rendered rendered, Applied applied) implements MemoryOperation {
    @Override
    public String container() {
      return rendered.name();
    }

    @Override
    public String verb() {
      return "record";
    }

    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }

  /** Puts on record that the unit of a service that runs on is about to be written. */
  record Announce(Rendered rendered) implements MemoryOperation {
    @Override
    public String container() {
      return rendered.name();
    }

    @Override
    public String verb() {
      return "announce unit of";
    }

    @Override
    public String toString() {
      return verb() + " " + container();
    }
  }
}
