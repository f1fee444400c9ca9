package dev.berth.model.operation;

import dev.berth.model.ContainerName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an engine is asked to do with a container. */
public sealed interface ContainerOperation extends Operation {

  @Override
  default String verb() {
    return switch (this) {
      case StopContainer _ -> "stop container";
      case StartContainer _ -> "start container";
      case RemoveContainer _ -> "remove container";
      case ForgetHealth _ -> "forget health of";
      case FreeName _ -> "free name";
      case RunContainer _ -> "run container";
      case AwaitExit _ -> "wait for the end of";
      case Exec _ -> "exec";
      case RunService _ -> "run service";
      case SetRestartPolicy _ -> "set restart policy of";
      case ResumeCheck _ -> "resume check of";
      case RenameContainer _ -> "rename container";
      case CreateTrial _ -> "try";
      case LookForUsers _ -> "look for users of";
      case RemoveTrial _ -> "remove trial of";
    };
  }

  /** The container's name. */
  ContainerName container();

  @Override
  default String subject() {
    return container().text();
  }

  /**
   * Stops it.
   *
   * @param container its name; nothing where there is none
   * @param grace how long its processes have before they are killed
   */
  record StopContainer(ContainerName container, Duration grace) implements ContainerOperation {}

  /** Starts one that is there. */
  record StartContainer(ContainerName container) implements ContainerOperation {}

  /**
   * Stops and removes it; its named volumes stay.
   *
   * @param container its name; nothing where there is none
   * @param grace how long its processes have before they are killed
   */
  record RemoveContainer(ContainerName container, Duration grace) implements ContainerOperation {}

  /** Drops what was recorded of its health checks. */
  record ForgetHealth(ContainerName container) implements ContainerOperation {}

  /**
   * Runs a command of the engine that frees a name, where a run does not do so itself.
   *
   * @param container the name
   * @param argv the engine's command
   */
  record FreeName(ContainerName container, List<String> argv) implements ContainerOperation {
    /** Keeps its own copy. */
    public FreeName {
      argv = List.copyOf(argv);
    }
  }

  /**
   * Runs a command that has the health of a container checked again.
   *
   * @param container its name
   * @param argv the command
   * @param number which of the commands for it, counted from 1
   */
  record ResumeCheck(ContainerName container, List<String> argv, int number)
      implements ContainerOperation {
    /** Keeps its own copy. */
    public ResumeCheck {
      argv = List.copyOf(argv);
    }

    @Override
    public String subject() {
      return number == 1 ? container.text() : container + ", " + number;
    }
  }

  /**
   * What a program is to end with.
   *
   * @param accepted the exit codes that are its success
   * @param kept whether what it prints can be read later; what it printed is told with its failure
   *     in any case
   */
  record ExpectedEnd(Set<Integer> accepted, boolean kept) {
    /** Keeps its own copy. */
    public ExpectedEnd {
      accepted = Set.copyOf(accepted);
    }
  }

  /**
   * Runs a container to its end, or has it begun where nobody waits for it.
   *
   * @param container its name
   * @param argv the engine's command
   * @param environment what the command needs in its own environment; secret
   * @param expected what it is to end with; only that of the engine's command counts where it is
   *     not waited for
   * @param awaited whether the command lasts as long as the container
   */
  record RunContainer(
      ContainerName container,
      List<String> argv,
      Map<String, String> environment,
      ExpectedEnd expected,
      boolean awaited)
      implements ContainerOperation {
    /** Keeps its own copies. */
    public RunContainer {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return verb() + " " + container;
    }
  }

  /**
   * Waits until a container has ended, however long that takes.
   *
   * @param container its name
   * @param expected what it is to end with
   */
  record AwaitExit(ContainerName container, ExpectedEnd expected) implements ContainerOperation {}

  /**
   * Runs a command in a container that runs, or is about to.
   *
   * @param container the name of the configuration, which is not that of the container
   * @param argv the engine's command
   * @param environment what the command needs in its own environment; secret
   * @param expected what it is to end with
   */
  record Exec(
      ContainerName container,
      List<String> argv,
      Map<String, String> environment,
      ExpectedEnd expected)
      implements ContainerOperation {
    /** Keeps its own copies. */
    public Exec {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return verb() + " " + container;
    }
  }

  /**
   * Makes and starts the container of a service that the engine itself keeps running.
   *
   * @param container its name, which must be free
   * @param argv the engine's command
   * @param environment what the command needs in its own environment; secret
   */
  record RunService(ContainerName container, List<String> argv, Map<String, String> environment)
      implements ContainerOperation {
    /** Keeps its own copies. */
    public RunService {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return verb() + " " + container;
    }
  }

  /**
   * Says when the engine itself is to start it again.
   *
   * @param container its name
   * @param policy as {@code --restart} takes it
   */
  record SetRestartPolicy(ContainerName container, String policy) implements ContainerOperation {}

  /**
   * Gives it another name.
   *
   * @param container its name
   * @param to the other one, which must be free
   */
  record RenameContainer(ContainerName container, ContainerName to) implements ContainerOperation {}

  /**
   * Makes a container once, under another name, and never starts it: so that what the engine
   * refuses is found while the one that it is to replace runs.
   *
   * @param container the name that it is to have one day
   * @param name the name that it has for the trial
   * @param argv the engine's command; what may be secret is not in it
   */
  record CreateTrial(ContainerName container, ContainerName name, List<String> argv)
      implements ContainerOperation {
    /** Keeps its own copy. */
    public CreateTrial {
      argv = List.copyOf(argv);
    }
  }

  /**
   * Looks into a trial for the users and groups that it is to run with: engines look for them at
   * the start only. What cannot be read out of it counts as there.
   *
   * @param container the name that it is to have one day
   * @param name the name that it has for the trial
   * @param users by name, in /etc/passwd
   * @param groups by name, in /etc/group
   */
  record LookForUsers(
      ContainerName container, ContainerName name, List<String> users, List<String> groups)
      implements ContainerOperation {
    /** Keeps its own copies. */
    public LookForUsers {
      users = List.copyOf(users);
      groups = List.copyOf(groups);
    }
  }

  /**
   * Removes a trial; nothing where there is none.
   *
   * @param container the name that it was to have one day
   * @param name the name that it has
   */
  record RemoveTrial(ContainerName container, ContainerName name) implements ContainerOperation {}
}
