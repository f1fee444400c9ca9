package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;

/** On whose behalf an operation is done; the same in a plan that is made again. */
public sealed interface Behalf {

  /** How a plan tells it; empty for what is done for nobody alone. */
  default String text() {
    return switch (this) {
      case Shared _ -> "";
      case Own it -> it.container().text();
      case Former it -> it.what().words + " " + it.container();
      case OfUnit it -> it.unit().text();
      case OfConfiguration it -> it.id();
      case Again it -> it.first().text() + " again";
    };
  }

  /** Nobody's alone: a reload of systemd's units, what a network or volume needs. */
  record Shared() implements Behalf {}

  /** A container's, as it is to be. */
  record Own(ContainerName container) implements Behalf {}

  /**
   * That of what a container was before, which ends, makes way or comes back. Nothing of the
   * container's own has the same name.
   *
   * @param what which of what it was
   */
  record Former(ContainerName container, What what) implements Behalf {
    /** What something was before. */
    public enum What {
      /** Berth's own, or Paunch's once it is Berth's turn to give back. */
      FORMER("former"),
      /** Paunch's or tripleo-ansible's, whose units may be called as Berth's are. */
      LEGACY("legacy"),
      /** What Paunch or tripleo-ansible left, on its way out. */
      LEFT("left of");

      private final String words;

      What(String words) {
        this.words = words;
      }
    }
  }

  /** That of a unit which goes by itself. */
  record OfUnit(UnitName unit) implements Behalf {}

  /** A whole configuration's. */
  record OfConfiguration(String id) implements Behalf {}

  /** That of the same once more, where an operation of its kind is in the plan already. */
  record Again(Behalf first) implements Behalf {}
}
