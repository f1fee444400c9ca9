package dev.berth.engine;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.Network;
import dev.berth.model.ObservedVolume;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an engine tells in more detail than is planned with: asked by those who bring things to
 * another engine. Nothing here changes the host; where the engine does not tell, that is an {@link
 * EngineException}: to take no answer for nobody would cost what they write.
 */
public interface EngineDetails {
  /** What an engine has. */
  enum Kind {
    /** Containers. */
    CONTAINER,
    /** Images. */
    IMAGE,
    /** Networks. */
    NETWORK,
    /** Volumes. */
    VOLUME;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Which engine it is. */
  EngineName engine();

  /** All containers in the engine's own words, the youngest first. */
  List<Json> containers();

  /** Those of these that are there, in the engine's own words and in their order. */
  List<Json> described(Kind kind, Collection<String> names);

  /** Those of these volumes that are there, by name. */
  Map<String, ObservedVolume> volumes(Collection<String> names);

  /** Those of these networks that are there, by name. */
  Map<String, Network> networks(Collection<String> names);

  /** The places of all containers on a network, those that are stopped too. */
  List<Endpoint> endpoints(String network);

  /**
   * The names of the containers that have a volume mounted, are on a network, or were made of an
   * image or of one that is built upon it.
   *
   * @param running whether only those that run are meant
   */
  List<ContainerName> users(Kind kind, String name, boolean running);

  /** The paths that a container has added, changed or removed, as {@code docker diff} has them. */
  List<String> changes(ContainerName container);
}
