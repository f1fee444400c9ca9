package dev.berth.plan;

import dev.berth.model.ContainerName;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a plan is to be made.
 *
 * @param managedBy whose containers are ours
 * @param removal which of our containers that are not wanted go
 * @param missingBinds what happens to bind mounts without a source
 * @param pulled the references that this run has pulled already
 * @param removeVolumes whether what goes takes its volumes along
 * @param adopt whether what Paunch or tripleo-ansible left is taken over
 * @param migration what of the host's other engine comes over
 * @param takeOver the containers that may be taken from another configuration
 */
public record PlanOptions(
    String managedBy,
    Removal removal,
    MissingBinds missingBinds,
    Set<String> pulled,
    boolean removeVolumes,
    boolean adopt,
    Migration migration,
    Set<ContainerName> takeOver) {

  /**
   * What of the host's other engine comes over.
   *
   * @param isAllowed whether anything does; where not, what is wanted and is there is a problem
   * @param foreign the containers that come over though they are not ours
   * @param alone where nothing else is done; empty for an apply, which does all that is wanted
   * @param withComposed whether what Compose made for a wanted project does, whoever it is of
   */
  public record Migration(
      boolean isAllowed,
      Set<ContainerName> foreign,
      Optional<MigrateOnly> alone,
      boolean withComposed) {
    /** Nothing comes over. */
    public static final Migration REFUSED = new Migration(false, Set.of());

    /** What is ours comes over. */
    public static final Migration OURS = new Migration(true, Set.of());

    /** Keeps its own copy. */
    public Migration {
      foreign = Set.copyOf(foreign);
    }

    /** As part of an apply. */
    public Migration(boolean isAllowed, Set<ContainerName> foreign) {
      this(isAllowed, foreign, Optional.empty(), false);
    }

    /** The same, also of what Compose made for a wanted project. */
    public Migration composed() {
      return new Migration(isAllowed, foreign, alone, true);
    }

    /** The same, and nothing else. */
    public Migration alone(MigrateOnly chosen) {
      return new Migration(isAllowed, foreign, Optional.of(chosen), withComposed);
    }
  }

  /**
   * Containers that come over while everything else stays as it is. Who does not run on the other
   * engine does not run here either.
   *
   * @param names those that do; empty for all
   * @param finishing whether they have begun to come over, so that all that they need is done
   * @param ran those that do not run there only because they have begun to come over
   */
  public record MigrateOnly(Set<ContainerName> names, boolean finishing, Set<ContainerName> ran) {
    /** Keeps its own copies. */
    public MigrateOnly {
      names = Set.copyOf(names);
      ran = Set.copyOf(ran);
    }

    boolean includes(ContainerName container) {
      return names.isEmpty() || names.contains(container);
    }
  }

  /** Which of our containers that are not wanted go. */
  public sealed interface Removal {
    /** None. */
    record Nothing() implements Removal {}

    /**
     * Those of these configurations.
     *
     * @param gone of those whose file has gone, the path that it had, by id
     */
    record OfConfigurations(Set<String> configIds, Map<String, String> gone) implements Removal {
      /** Keeps its own copies. */
      public OfConfigurations {
        configIds = Set.copyOf(configIds);
        gone = Map.copyOf(gone);
      }

      /** Where every file is there. */
      public OfConfigurations(Set<String> configIds) {
        this(configIds, Map.of());
      }
    }

    /** Those of every configuration but these. */
    record AllBut(Set<String> configIds) implements Removal {
      /** Keeps its own copy. */
      public AllBut {
        configIds = Set.copyOf(configIds);
      }
    }

    /** Why what is of this configuration and not wanted goes, in words. */
    default String why(String configId) {
      return this instanceof OfConfigurations of && of.gone().containsKey(configId)
          ? "its file " + of.gone().get(configId) + " is gone"
          : "not in the configuration '" + configId + "'";
    }

    /** Whether one of this configuration goes. */
    default boolean includes(String configId) {
      return switch (this) {
        case Nothing _ -> false;
        case OfConfigurations of -> of.configIds().contains(configId);
        case AllBut all -> !all.configIds().contains(configId);
      };
    }
  }

  /** What happens to bind mounts without a source. */
  public enum MissingBinds {
    /** That of a Compose file is created, as Compose does; any other is {@link #FAIL}. */
    BY_FORM,
    /** They are problems, as Podman has it. */
    FAIL,
    /** The directory is made, as Docker has it. */
    CREATE
  }

  /** Keeps its own copy. */
  public PlanOptions {
    pulled = Set.copyOf(pulled);
    takeOver = Set.copyOf(takeOver);
  }

  /** Options that take nothing over. */
  public PlanOptions(
      String managedBy,
      Removal removal,
      MissingBinds missingBinds,
      Set<String> pulled,
      boolean removeVolumes) {
    this(
        managedBy,
        removal,
        missingBinds,
        pulled,
        removeVolumes,
        false,
        Migration.REFUSED,
        Set.of());
  }

  /** The same, taking over what Paunch or tripleo-ansible left, or not. */
  public PlanOptions adopting(boolean adopting) {
    return new PlanOptions(
        managedBy, removal, missingBinds, pulled, removeVolumes, adopting, migration, takeOver);
  }

  /** The same, with nothing of these configurations going because of what is wanted of them. */
  public PlanOptions keeping(Set<String> configIds) {
    if (!(removal instanceof Removal.OfConfigurations of)) {
      return this;
    }
    Set<String> ids = new HashSet<>(of.configIds());
    ids.removeAll(configIds);
    return new PlanOptions(
        managedBy,
        new Removal.OfConfigurations(ids, of.gone()),
        missingBinds,
        pulled,
        removeVolumes,
        adopt,
        migration,
        takeOver);
  }

  /** The same after these were pulled. */
  public PlanOptions withPulled(Set<String> references) {
    return new PlanOptions(
        managedBy, removal, missingBinds, references, removeVolumes, adopt, migration, takeOver);
  }

  /** The same with this coming over from the other engine. */
  public PlanOptions migrating(Migration chosen) {
    return new PlanOptions(
        managedBy, removal, missingBinds, pulled, removeVolumes, adopt, chosen, takeOver);
  }

  /** The same, taking these from other configurations. */
  public PlanOptions takingOver(Set<ContainerName> containers) {
    return new PlanOptions(
        managedBy, removal, missingBinds, pulled, removeVolumes, adopt, migration, containers);
  }
}
