package dev.berth.apply;

import java.util.List;

/** What runs once: tasks, steps within containers, and the services that wait for them. */
final class TaskCalls {
  private static final String INIT =
      """
      init: {image: i, detach: false, command: [init], environment: {SECRET: hunter2}}
      """;

  private static final String AMONG_SERVICES =
      """
      db: {image: i, restart: always}
      init: {image: i, detach: false, depends_on: [db], command: [init]}
      web: {image: i, restart: always, depends_on: [init]}
      after: {image: i, restart: always, depends_on: [web]}
      beside: {image: i, restart: always}
      """;

  private static final String EXEC =
      """
      web: {image: i, restart: always, command: [serve]}
      warm: {action: exec, command: [web, warm, up], environment: {SECRET: hunter2}}
      """;

  private TaskCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario("task-runs-once", "Its record is written once it has ended well.")
            .now(INIT),
        new CallScenario("task-that-has-run-is-unchanged", "It does not run again.")
            .before(INIT)
            .now(INIT),
        new CallScenario("task-that-is-another-one-runs-again", "It takes the former one's place.")
            .before(INIT)
            .now(INIT.replace("hunter2", "hunter3")),
        new CallScenario("task-that-fails", "There is no record, so that it runs again.")
            .now(INIT.replace("command: [init]", "command: [falls]")),
        new CallScenario("task-by-docker", "Its name is freed first.")
            .before(Asked.of(INIT).inDockersCare())
            .now(Asked.of(INIT.replace("hunter2", "hunter3")).inDockersCare()),
        new CallScenario("task-that-nobody-waits-for", "It is recorded as soon as it is started.")
            .now("init: {image: i, command: [init]}\n"),
        new CallScenario(
                "task-among-services",
                "The units of those that need it are written only when it has ended well.")
            .now(AMONG_SERVICES),
        new CallScenario(
                "task-among-services-that-fails",
                "Of those that need it nothing is written, so that no boot starts them.")
            .now(AMONG_SERVICES.replace("command: [init]", "command: [falls]")),
        new CallScenario(
                "task-among-services-that-are-replaced-and-it-fails",
                "What needs it runs on as it was, with the files that it had.")
            .before(AMONG_SERVICES)
            .now(
                AMONG_SERVICES
                    .replace("command: [init]", "command: [falls]")
                    .replace("depends_on: [init]", "depends_on: [init], command: [other]")),
        new CallScenario(
                "exec-runs-in-its-container",
                "Its variables are inherited, and never on the command line.")
            .now(EXEC),
        new CallScenario(
                "exec-runs-again-with-a-new-container", "What it did went with the former one.")
            .before(EXEC)
            .now(EXEC.replace("serve", "other")),
        new CallScenario("exec-that-fails", "It runs again next time.")
            .now(EXEC.replace("warm, up", "falls")),
        new CallScenario(
                "exec-whose-container-is-not-up-yet", "It is tried again until the container is.")
            .now(
                Asked.of(EXEC)
                    .failingOnce(
                        "podman exec .*", "Error: container state improper: it is created")));
  }
}
