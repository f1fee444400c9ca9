package dev.berth.cli;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineName;
import dev.berth.host.ProcessRunner;
import dev.berth.migrate.LayerChanges;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.Rebuilt;
import dev.berth.migrate.SourceContainer;
import dev.berth.migrate.SourceContainers;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions;
import dev.berth.service.InvalidUse;
import dev.berth.service.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings over containers that nobody wrote down: their configuration is rebuilt and kept. */
final class RebuiltMigration {
  private static final String LAYER_ADVICE = "--layer commit keeps them as an image";

  private final CommandWiring wiring;
  private final MigrateCommand command;
  private final Settings settings;
  private final RebuiltFile file;
  private final Console console;
  private final Engine docker;
  private final Set<ContainerName> halted = new HashSet<>();

  RebuiltMigration(
      CommandWiring wiring, MigrateCommand command, Settings settings, RebuiltFile file) {
    this.wiring = wiring;
    this.command = command;
    this.settings = settings;
    this.file = file;
    this.console = wiring.console();
    this.docker = wiring.source(settings, wiring.runner(settings, command.host.isVerbose()));
  }

  int run() {
    if (docker.details().engine() != EngineName.DOCKER) {
      throw new InvalidUse(
          "only what docker says of a container can be rebuilt: from podman give -f FILE");
    }
    SourceContainers there = SourceContainers.read(docker);
    List<SourceContainer> all = there.all(judged());
    ForeignChoice choice = ForeignChoice.of(all, state(), command.names.get(), docker.toString());
    if (command.all.get()) {
      choice.left().forEach(line -> console.talk("left     " + line));
      Pacemaker.of(docker.runtime()).advice().forEach(console::talk);
    }
    if (!choice.refused().isEmpty()) {
      return refused(choice.refused());
    }
    if (choice.taken().isEmpty()) {
      console.note("Nothing to bring over: no container of docker is nobody's.");
      return ExitStatus.DONE;
    }
    Optional<String> obstacle = file.obstacle();
    if (obstacle.isPresent()) {
      return refused(List.of(obstacle.get()));
    }
    all.stream()
        .filter(container -> !container.runs())
        .forEach(container -> halted.add(container.name()));
    return bring(there.rebuilt(choice.taken()), choice.taken());
  }

  /** What docker has, each with whose it is. */
  private List<ObservedContainer> judged() {
    ProcessRunner runner = wiring.runner(settings, command.host.isVerbose());
    return wiring.observer(settings, runner, docker).read().engine().containers();
  }

  private MigrationState state() {
    return wiring.migrationJournal(settings).state();
  }

  private int refused(List<String> reasons) {
    reasons.forEach(console::error);
    console.error("nothing has changed");
    return ExitStatus.REFUSED;
  }

  private int bring(List<Rebuilt> rebuilt, List<ContainerName> names) {
    String text = text(rebuilt);
    if (file.shown()) {
      console.data(text.stripTrailing());
    } else if (command.dryRun.get() && file.written()) {
      file.write(text);
      console.note("written  " + file.path());
    }
    List<String> obstacles =
        rebuilt.stream()
            .flatMap(container -> container.obstacles().stream())
            .map(Object::toString)
            .toList();
    if (!obstacles.isEmpty()) {
      console.talk(
          "What docker has and no key says. To go on without: --dry-run --write PATH, edit it, and"
              + " 'berth migrate -f PATH --all'.");
      return refused(obstacles);
    }
    Optional<Desired> desired = read(text);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    List<String> unsaid = unsaid(rebuilt, desired.get());
    if (!unsaid.isEmpty()) {
      return refused(unsaid);
    }
    PlanOptions options = command.options(settings, names, Set.copyOf(names));
    Plan plan = command.plan(settings, desired.get(), options, LAYER_ADVICE);
    if (command.dryRun.get() || plan.isRefused()) {
      return show(plan);
    }
    if (!command.isAgreedTo(plan)) {
      return ExitStatus.REFUSED;
    }
    if (command.layer.get().equals(Optional.of("commit"))) {
      text = text(rebuilt.stream().map(this::withLayer).toList());
      desired = read(text);
    }
    file.write(text);
    console.note("written  " + file.path());
    return command.carry(settings, desired.orElseThrow(), options);
  }

  /** Names that mean something else at the top of a file than a container: image, services, x-… */
  private static List<String> unsaid(List<Rebuilt> rebuilt, Desired desired) {
    return rebuilt.stream()
        .map(Rebuilt::name)
        .filter(name -> desired.container(name).isEmpty())
        .map(
            name ->
                "container "
                    + name
                    + ": its name means something else at the top of a configuration; 'docker"
                    + " rename' gives it another")
        .toList();
  }

  /** Where the configuration is what goes to standard output the plan is talk. */
  private int show(Plan plan) {
    if (!file.shown() || plan.isRefused()) {
      return PlanOutput.show(plan, console, command.output.format.get(), false);
    }
    console.problems(plan.problems());
    console.talk(PlanView.text(plan, console.talkStyle()));
    return ExitStatus.DONE;
  }

  private Optional<Desired> read(String text) {
    return wiring.readText(file.path().toString(), text, command.reading, settings);
  }

  private String text(List<Rebuilt> rebuilt) {
    StringBuilder text =
        new StringBuilder(
                "# Rebuilt by berth migrate from what docker inspect said; apply it with\n")
            .append("# berth apply -f " + file.path() + "\n");
    for (Rebuilt container : rebuilt) {
      text.append('\n')
          .append(
              halted.contains(container.name()) && !container.isTask()
                  ? "# It was stopped; an apply starts it.\n"
                  : "")
          .append(container.text());
    }
    return text.toString();
  }

  private Rebuilt withLayer(Rebuilt container) {
    if (LayerChanges.read(docker, container.name()).isEmpty()) {
      return container;
    }
    String image = LayerChanges.commit(docker, container.name(), "from-docker");
    console.talk("kept     what " + container.name() + " has written: " + image);
    return container.withImage(image);
  }
}
