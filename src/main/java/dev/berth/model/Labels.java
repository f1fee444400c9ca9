package dev.berth.model;

import java.util.List;
import java.util.Set;

/** The labels that say whose a container is; the first three as Paunch wrote them. */
public final class Labels {
  /** Who manages the object. */
  public static final String MANAGED_BY = "managed_by";

  /** The configuration it belongs to. */
  public static final String CONFIG_ID = "config_id";

  /** Its name in the configuration. */
  public static final String CONTAINER_NAME = "container_name";

  /** Its whole configuration, as Paunch and tripleo-ansible wrote it; Berth never does. */
  public static final String CONFIG_DATA = "config_data";

  /** A keyed digest of its configuration. */
  public static final String DIGEST = "dev.berth.digest";

  /** A seal made with the host's secret, see {@link Ownership}. */
  public static final String OWNERSHIP = "dev.berth.ownership";

  /**
   * That the host checks its health and not the engine: its own name, so that it says nothing of
   * one whose image was made from such a container.
   */
  public static final String HOST_CHECKED = "dev.berth.host-checked";

  /** Marks a container that is made for a trial and never started. */
  public static final String TRIAL = "dev.berth.trial";

  /** Those that only some of Berth's containers have; what an image has of them is taken back. */
  public static final List<String> OF_SOME = List.of(HOST_CHECKED, TRIAL);

  /** Those that no configuration and no option may set. */
  public static final Set<String> OWN =
      Set.of(MANAGED_BY, CONFIG_ID, CONTAINER_NAME, DIGEST, OWNERSHIP, HOST_CHECKED, TRIAL);

  private Labels() {}
}
