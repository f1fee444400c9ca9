package dev.berth.model;

/** Who uses a volume, running or not. */
public sealed interface VolumeUser {

  /** Who it is, in words. */
  String words();

  /**
   * A container that mounts it, by name or by its path.
   *
   * @param engine the engine that has the container
   * @param name the container's name
   */
  record OfContainer(String engine, ContainerName name) implements VolumeUser {
    @Override
    public String words() {
      return "the container '" + name + "' of " + engine;
    }
  }

  /**
   * A unit whose text names it, whoever wrote the unit and whether it is up or not.
   *
   * @param unit the unit's name
   */
  record OfUnit(String unit) implements VolumeUser {
    @Override
    public String words() {
      return "the unit " + unit;
    }
  }

  /**
   * What was last applied to a container of which nothing else may be left.
   *
   * @param container the container's name
   * @param configId the configuration that it belongs to
   */
  record OfRecord(ContainerName container, String configId) implements VolumeUser {
    @Override
    public String words() {
      return "'" + container + "' of the configuration '" + configId + "', as last applied";
    }
  }
}
