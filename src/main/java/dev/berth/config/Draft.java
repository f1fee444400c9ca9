package dev.berth.config;

import dev.berth.model.NetworkSpec;
import dev.berth.model.SourcePosition;
import dev.berth.model.VolumeSpec;
import java.util.List;

/**
 * A container found in a file, not yet read.
 *
 * @param at where its name stands, or its file begins
 * @param body its keys, in the form of Berth's own files
 * @param dialect whose rules it is read by
 * @param isFilledIn whether variables were put in their places, so that no value still has one
 */
public record Draft(
    String name, SourcePosition at, Tree body, Dialect dialect, boolean isFilledIn) {

  /** One of Berth's own form, where nothing is filled in. */
  Draft(String name, SourcePosition at, Tree body, Dialect dialect) {
    this(name, at, body, dialect, false);
  }

  /**
   * What one configuration id has.
   *
   * @param wanted whether it was asked for; a step that was not is read for its names alone
   * @param networks that it declares
   * @param volumes that it declares
   */
  public record Group(
      String configId,
      boolean wanted,
      List<Draft> drafts,
      List<NetworkSpec> networks,
      List<VolumeSpec> volumes) {
    /** Keeps its own copies. */
    public Group {
      drafts = List.copyOf(drafts);
      networks = List.copyOf(networks);
      volumes = List.copyOf(volumes);
    }

    /** One that declares nothing but containers. */
    Group(String configId, boolean wanted, List<Draft> drafts) {
      this(configId, wanted, drafts, List.of(), List.of());
    }

    /** The same with these containers. */
    Group with(List<Draft> changed) {
      return new Group(configId, wanted, changed, networks, volumes);
    }
  }
}
