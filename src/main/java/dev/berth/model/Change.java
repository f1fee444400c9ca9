package dev.berth.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One thing to do on the host. */
public sealed interface Change {

  /** The word for what is done ({@code pull image}, {@code replace} …). */
  String verb();

  /** What it is done to: a container, an image's reference, a volume, a path. */
  String subject();

  /** Fetches an image. */
  record PullImage(String reference) implements Change {
    @Override
    public String verb() {
      return "pull image";
    }

    @Override
    public String subject() {
      return reference;
    }
  }

  /** Brings an image over from the host's other engine. */
  record CarryImage(String reference) implements Change {
    @Override
    public String verb() {
      return "carry image";
    }

    @Override
    public String subject() {
      return reference;
    }
  }

  /** Makes the directory of a bind mount whose source is missing. */
  record CreateDirectory(String path) implements Change {
    @Override
    public String verb() {
      return "create directory";
    }

    @Override
    public String subject() {
      return path;
    }
  }

  /** Makes a named volume, with Berth's labels on it. */
  record CreateVolume(Volume volume) implements Change {

    @Override
    public String verb() {
      return "create volume";
    }

    @Override
    public String subject() {
      return volume.name();
    }
  }

  /** Removes a named volume. */
  record RemoveVolume(String name) implements Change {
    @Override
    public String verb() {
      return "remove volume";
    }

    @Override
    public String subject() {
      return name;
    }
  }

  /** Makes a network, with Berth's labels on it. */
  record CreateNetwork(Network network) implements Change {
    @Override
    public String verb() {
      return "create network";
    }

    @Override
    public String subject() {
      return network.name();
    }
  }

  /**
   * Makes a network anew with other settings, when all that were in it have left it.
   *
   * @param network as it shall be
   * @param former as it is, which comes back where the other cannot be made
   * @param resting the containers in it that have ended and stay, by name
   */
  record ReplaceNetwork(Network network, Network former, List<ContainerName> resting)
      implements Change {
    /** Keeps its own copy. */
    public ReplaceNetwork {
      resting = List.copyOf(resting);
    }

    @Override
    public String verb() {
      return "replace network";
    }

    @Override
    public String subject() {
      return network.name();
    }
  }

  /** Removes a network that nobody is in any more. */
  record RemoveNetwork(String name) implements Change {
    @Override
    public String verb() {
      return "remove network";
    }

    @Override
    public String subject() {
      return name;
    }
  }

  /**
   * Removes a container with its unit and files; its volumes stay.
   *
   * @param container its name
   * @param unit its unit, where it has one
   * @param present whether the engine has the container now
   * @param grace how long its stop may take, for one without a unit
   */
  record Remove(ContainerName container, Optional<UnitName> unit, boolean present, Duration grace)
      implements Change {
    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public String subject() {
      return container.text();
    }
  }

  /**
   * Removes what Paunch or tripleo-ansible left of a container that is not wanted; its volumes
   * stay.
   */
  record RemoveLegacy(LegacyContainer former) implements Change {
    @Override
    public String verb() {
      return "remove";
    }

    @Override
    public String subject() {
      return former.name().text();
    }
  }

  /**
   * Forgets that a task has run of which no container is left: should it be wanted again, it runs.
   */
  record Forget(ContainerName container) implements Change {
    @Override
    public String verb() {
      return "forget";
    }

    @Override
    public String subject() {
      return container.text();
    }
  }

  /**
   * Ends a service before its turn, because another one that starts no later takes what it gives
   * up: a port, an address, a name.
   *
   * @param container its name
   * @param unit its unit, where it has one
   * @param grace how long its stop may take, for one without a unit
   * @param isRemoved whether its container goes as well, as it keeps even at rest what is taken
   */
  record Release(
      ContainerName container, Optional<UnitName> unit, Duration grace, boolean isRemoved)
      implements Change {
    /** That of a service, as long as it may take by its configuration. */
    public static Release of(Rendered rendered, boolean isRemoved) {
      return new Release(
          rendered.name(),
          rendered.unit().map(Rendered.UnitFile::name),
          rendered.spec().stopGracePeriod(),
          isRemoved);
    }

    @Override
    public String verb() {
      return isRemoved ? "end" : "stop";
    }

    @Override
    public String subject() {
      return container.text();
    }
  }

  /**
   * Takes from others what they may do with a file or directory of Berth's own, which somebody has
   * given to them.
   *
   * @param path absolute
   */
  record Restrict(String path) implements Change {
    @Override
    public String verb() {
      return "restrict";
    }

    @Override
    public String subject() {
      return path;
    }
  }

  /** Takes over a task that has ended as it should: it does not run again. */
  record AdoptTask(Rendered rendered) implements Change {
    @Override
    public String verb() {
      return "adopt";
    }

    @Override
    public String subject() {
      return rendered.name().text();
    }
  }

  /**
   * Sees to it that a boot starts a configuration's groups in the order of an apply.
   *
   * @param configId the configuration
   * @param install the targets whose files have to be written
   * @param enable the targets that have to be enabled
   * @param start the targets that are not up
   */
  record OrderBoot(
      String configId, List<Rendered.UnitFile> install, List<UnitName> enable, List<UnitName> start)
      implements Change {
    /** Keeps its own copies. */
    public OrderBoot {
      install = List.copyOf(install);
      enable = List.copyOf(enable);
      start = List.copyOf(start);
    }

    @Override
    public String verb() {
      return "order boot of";
    }

    @Override
    public String subject() {
      return configId;
    }
  }

  /** Removes a target that ordered groups of services. */
  record RemoveTarget(UnitName unit) implements Change {
    @Override
    public String verb() {
      return "remove target";
    }

    @Override
    public String subject() {
      return unit.text();
    }
  }

  /**
   * Brings a service to its wanted state.
   *
   * @param rendered what it shall be
   * @param kind what happens to its process
   * @param install whether its unit or its files have to be written
   * @param enable whether it has to be enabled, or given its restart policy
   */
  record Service(Rendered rendered, Kind kind, boolean install, boolean enable) implements Change {

    /** What happens to a service's process. */
    public enum Kind {
      /** It starts for the first time. */
      CREATE("create"),
      /** It ends, and a new one starts in its place. */
      REPLACE("replace"),
      /** It is as wanted, and starts anew with one that it needs. */
      RESTART("restart"),
      /** It was started by what Paunch or tripleo-ansible left, which ends in its favour. */
      ADOPT("adopt"),
      /** It ends on the host's other engine, and starts here with its data. */
      MIGRATE("migrate"),
      /** It is stopped on the host's other engine, and its data comes over; it does not start. */
      MIGRATE_STOPPED("bring"),
      /** It is on its way, and is waited for. */
      AWAIT_START("wait for"),
      /** It did not run, and starts. */
      START("start"),
      /** It runs on, and reads its files anew. */
      RELOAD("reload"),
      /** It was frozen, and runs on. */
      THAW("thaw"),
      /** It runs on, and its health is checked again. */
      CHECK("resume check of"),
      /** It runs on, and is looked at: a run that was killed had not seen yet that it is well. */
      WATCH("watch"),
      /** Nothing: only its unit, or the engine's restart policy, is brought up to date. */
      UPDATE("update unit");

      private final String verb;

      Kind(String verb) {
        this.verb = verb;
      }
    }

    /** The container's name. */
    public ContainerName name() {
      return rendered.name();
    }

    /** Whether it is on the other engine and comes over. */
    public boolean isComingOver() {
      return kind == Kind.MIGRATE || kind == Kind.MIGRATE_STOPPED;
    }

    /** Whether a process of it starts. */
    public boolean isStarting() {
      return switch (kind) {
        case CREATE, REPLACE, RESTART, ADOPT, MIGRATE, AWAIT_START, START -> true;
        case MIGRATE_STOPPED, RELOAD, THAW, CHECK, WATCH, UPDATE -> false;
      };
    }

    /** Whether it is looked at once more when all have had their turn. */
    public boolean isLookedAt() {
      return isStarting() || kind == Kind.WATCH;
    }

    @Override
    public String verb() {
      return kind == Kind.UPDATE && rendered.care() == Care.CONTAINER
          ? "set restart policy of"
          : kind.verb;
    }

    @Override
    public String subject() {
      return rendered.name().text();
    }
  }

  /** Runs a task. */
  record RunTask(Rendered rendered) implements Change {
    @Override
    public String verb() {
      return "run";
    }

    @Override
    public String subject() {
      return rendered.name().text();
    }
  }

  /** Waits for a task that an earlier run began. */
  record AwaitTask(Rendered rendered) implements Change {
    @Override
    public String verb() {
      return "wait for";
    }

    @Override
    public String subject() {
      return rendered.name().text();
    }
  }

  /**
   * Runs a command in a container.
   *
   * @param rendered the command
   */
  record RunExec(Rendered rendered) implements Change {
    @Override
    public String verb() {
      return "exec";
    }

    @Override
    public String subject() {
      return rendered.name().text();
    }
  }

  /** The container that it is about, as it shall be; empty where it is about something else. */
  default Optional<Rendered> target() {
    return switch (this) {
      case Service service -> Optional.of(service.rendered());
      case RunTask task -> Optional.of(task.rendered());
      case AwaitTask task -> Optional.of(task.rendered());
      case AdoptTask task -> Optional.of(task.rendered());
      case RunExec exec -> Optional.of(exec.rendered());
      case PullImage _,
          CarryImage _,
          CreateDirectory _,
          Restrict _,
          CreateVolume _,
          RemoveVolume _,
          CreateNetwork _,
          ReplaceNetwork _,
          RemoveNetwork _,
          Remove _,
          RemoveLegacy _,
          Forget _,
          Release _,
          OrderBoot _,
          RemoveTarget _ ->
          Optional.empty();
    };
  }

  /** The name of the container that it is about; empty where it is about something else. */
  default Optional<ContainerName> about() {
    return switch (this) {
      case Remove it -> Optional.of(it.container());
      case RemoveLegacy it -> Optional.of(it.former().name());
      case Forget it -> Optional.of(it.container());
      case Release it -> Optional.of(it.container());
      default -> target().map(Rendered::name);
    };
  }
}
