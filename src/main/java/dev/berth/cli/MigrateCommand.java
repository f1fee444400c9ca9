package dev.berth.cli;

import dev.berth.host.ProcessRunner;
import dev.berth.migrate.MigrationState;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Plan;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.MigrateOnly;
import dev.berth.plan.PlanOptions.Migration;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.Choices;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.PlanRequest;
import dev.berth.service.Settings;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

final class MigrateCommand implements Callable<Integer>, Changing {
  final ReadingOptions reading = new ReadingOptions();
  final HostOptions host = new HostOptions();
  final OutputOptions output = new OutputOptions();
  final RunOptions run = new RunOptions();

  final Argument<List<String>> names =
      Argument.words(
          "NAME",
          "0..*",
          "Only these containers (default: all of the configuration), also those that Berth did not"
              + " make.");

  final Argument<Optional<String>> file =
      Argument.text(
          "-f --file",
          "PATH",
          "The configuration, as for apply: it says which containers, and their order. Without it"
              + " the configuration is rebuilt from what docker says of each container.");

  final Argument<Boolean> all =
      Argument.flag(
          "--all",
          "Without -f every container of docker that nobody manages; with it also those of the file"
              + " that Berth did not make.");

  final Argument<Optional<String>> write =
      Argument.text(
          "--write",
          "PATH",
          "Where the rebuilt configuration goes (default: /etc/berth/from-docker.yaml; with"
              + " --dry-run nowhere). It is never overwritten. With --dry-run, - is standard"
              + " output.");

  final Argument<Optional<String>> layer =
      Argument.text(
          "--layer",
          "warn|commit",
          "What becomes of what a container of no file has written outside its volumes: a warning"
              + " (default), or an image, made right before it moves.");

  final Argument<Optional<String>> from =
      Argument.text(
          "--from",
          "docker|podman",
          "The engine that they leave (default: the one that is not the other).");

  final Argument<Optional<String>> to =
      Argument.text(
          "--to", "podman|docker", "The engine that they come to (default: the configured one).");

  final Argument<Boolean> adopt =
      Argument.flag(
          "--adopt", "Also containers that Paunch or tripleo-ansible left on the other engine.");

  final Argument<Optional<String>> volumes =
      Argument.text(
          "--volumes",
          "copy|move|skip",
          "How volumes come over (default: copy). A move is a rename where both engines keep them"
              + " on one file system, else a copy; skip leaves them, and starts with empty ones.");

  final Argument<Boolean> dryRun = Argument.flag("--dry-run", "Only show what would be done.");

  final YesOption consent = new YesOption();

  final BegunActions begun = new BegunActions();

  final Argument<Boolean> purge =
      Argument.flag(
          "--purge",
          "With --commit: remove the images, volumes and networks that came over from where they"
              + " were, too, but for those that something there still uses.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "migrate",
          List.of(
              "Bring containers over from the host's other engine, with their images and volumes:"
                  + " those of a file, or, with names or --all alone, those that nobody wrote down."
                  + " What was there stays, stopped, until --commit."),
          List.of(
              "Examples:",
              "  berth migrate --from docker --to podman -f web.yaml --dry-run",
              "  berth migrate --from docker --to podman -f web.yaml",
              "  berth migrate --to podman -f web.yaml database cache --yes",
              "  berth migrate --from docker --to podman --all --dry-run --write"
                  + " /root/from-docker.yaml",
              "  berth migrate --from docker --to podman grafana --layer commit",
              "  berth migrate --status",
              "  berth migrate --resume",
              "  berth migrate --rollback",
              "  berth migrate --commit --purge",
              "",
              "Exit status: 0 done; 1 something failed on the host; 2 invalid input, or nobody"
                  + " agreed:",
              "nothing changed; 130 interrupted."),
          reading,
          host,
          output,
          run,
          names,
          file,
          all,
          write,
          layer,
          from,
          to,
          adopt,
          volumes,
          dryRun,
          consent,
          begun,
          purge);

  private final CommandWiring wiring;
  private final Interruption interruption;

  MigrateCommand(CommandWiring wiring, Interruption interruption) {
    this.wiring = wiring;
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    if (purge.get() && !begun.commit.get()) {
      throw new InvalidUse("--purge goes with --commit");
    }
    if (begun.isGiven()) {
      if (file.get().isPresent()
          || !names.get().isEmpty()
          || from.get().isPresent()
          || to.get().isPresent()
          || isRebuilding()) {
        throw new InvalidUse("the journal knows what has begun: give neither files nor containers");
      }
      return act();
    }
    if (file.get().isEmpty() && names.get().isEmpty() && !all.get()) {
      throw new InvalidUse(
          "-f FILE says which containers, or names or --all those that nobody wrote down, or one of"
              + " --status, --resume, --rollback, --commit");
    }
    if (all.get() && !names.get().isEmpty()) {
      throw new InvalidUse("--all and names contradict each other");
    }
    if (file.get().isPresent() && (write.get().isPresent() || layer.get().isPresent())) {
      throw new InvalidUse("--write and --layer are for containers that no file describes");
    }
    Settings settings =
        wiring.settings(List.of(reading.given(), host.given(), run.given(), direction()));
    return file.get().map(path -> migrate(settings, path)).orElseGet(() -> rebuild(settings));
  }

  private boolean isRebuilding() {
    return all.get() || write.get().isPresent() || layer.get().isPresent();
  }

  private int rebuild(Settings settings) {
    String chosen = layer.get().orElse("warn");
    if (!List.of("warn", "commit").contains(chosen)) {
      throw new InvalidUse("--layer '" + chosen + "' must be one of: warn, commit");
    }
    RebuiltFile target = RebuiltFile.of(write.get(), dryRun.get(), output.format.get());
    if (reading.steps.get()
        || reading.step.get().isPresent()
        || !reading.overrides.get().isEmpty()) {
      throw new InvalidUse("--steps, --step and --overrides go with -f");
    }
    requireOtherEngine(settings);
    return new RebuiltMigration(wiring, this, settings, target).run();
  }

  private int act() {
    Settings settings = wiring.settings(List.of(host.given(), run.given()));
    MigrationState state = wiring.migrationJournal(settings).state();
    if (begun.status.get()) {
      return new MigrationStatus(wiring, host, output.format.get()).show(settings, state);
    }
    if (!state.hasBegun()) {
      wiring.console().note("There is no migration: the journal is empty.");
      return ExitStatus.DONE;
    }
    MigrationEnd end =
        new MigrationEnd(wiring, host, run, interruption, output.format.get(), consent.yes.get());
    if (begun.resume.get()) {
      int finished = dryRun.get() ? end.showReturns(state) : end.finishReturns(state);
      return finished == ExitStatus.DONE
          ? new MigrationResumption(
                  wiring, host, run, interruption, output.format.get(), dryRun.get())
              .run(state, end.lost(state))
          : finished;
    }
    if (dryRun.get()) {
      return begun.rollback.get() ? end.showRollBack(state) : end.showCommit(state, purge.get());
    }
    return begun.rollback.get() ? end.rollBack(state) : end.commit(state, purge.get());
  }

  private int migrate(Settings settings, String path) {
    Optional<Desired> desired = wiring.read(path, reading, settings, adopt.get());
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    Set<String> unknown = new TreeSet<>(names.get());
    desired.get().containers().forEach(spec -> unknown.remove(spec.name().text()));
    if (!unknown.isEmpty()) {
      throw new InvalidUse(
          "not in the configuration: " + String.join(", ", unknown) + "; nothing has changed");
    }
    requireOtherEngine(settings);
    // The configuration has them all.
    List<ContainerName> chosen = names.get().stream().map(ContainerName::new).toList();
    Set<ContainerName> foreign = new TreeSet<>(chosen);
    if (all.get()) {
      desired.get().containers().forEach(spec -> foreign.add(spec.name()));
    }
    PlanOptions options = options(settings, chosen, foreign);
    Console console = wiring.console();
    Pacemaker.of(wiring.source(settings, wiring.runner(settings, host.isVerbose())).runtime())
        .advice()
        .forEach(console::talk);
    if (consent.yes.get() && !dryRun.get()) {
      return carry(carrier(settings).warningOfLayers(), settings, desired.get(), options);
    }
    Plan plan = plan(settings, desired.get(), options, LayerWarnings.BY_HAND);
    if (dryRun.get() || plan.isRefused()) {
      return PlanOutput.show(plan, console, output.format.get(), false);
    }
    if (!isAgreedTo(plan)) {
      return ExitStatus.REFUSED;
    }
    return carry(settings, desired.get(), options);
  }

  int carry(Settings settings, Desired desired, PlanOptions options) {
    return carry(carrier(settings), settings, desired, options);
  }

  private ApplyRunner carrier(Settings settings) {
    return new ApplyRunner(wiring, settings, host, output.format.get(), interruption);
  }

  private static int carry(
      ApplyRunner carrier, Settings settings, Desired desired, PlanOptions options) {
    return carrier.carry(
        new PlanRequest(desired, options),
        Choices.executionOptions(settings, false),
        false,
        "migrate");
  }

  /** What would be done, with a warning of what would be lost, and how not to lose it. */
  Plan plan(Settings settings, Desired desired, PlanOptions options, String advice) {
    ProcessRunner runner = wiring.runner(settings, host.isVerbose());
    Plan plan =
        wiring.deployment(settings, host.labels.get(), runner, false).plan(desired, options).plan();
    return LayerWarnings.added(plan, wiring.source(settings, runner), advice);
  }

  /** Whether a person agrees, where something comes over and nobody has said so before. */
  boolean isAgreedTo(Plan plan) {
    Console console = wiring.console();
    console.problems(plan.problems());
    return consent.yes.get()
        || !comesOver(plan)
        || Consent.given(console, PlanView.text(plan, console.talkStyle()));
  }

  private static boolean comesOver(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            step -> step.change() instanceof Change.Service service && service.isComingOver());
  }

  /** Where the containers go; one of both engines says which the other is. */
  private Map<HostSetting, String> direction() {
    Map<HostSetting, String> direction = new EnumMap<>(HostSetting.class);
    List<String> engines = List.of("docker", "podman");
    Stream.of(from, to)
        .flatMap(argument -> argument.get().stream())
        .filter(given -> !engines.contains(given))
        .forEach(
            given -> {
              throw new InvalidUse("'" + given + "' must be one of: docker, podman");
            });
    if (from.get().isPresent() && from.get().equals(to.get())) {
      throw new InvalidUse("--from and --to are the same engine");
    }
    volumes.get().ifPresent(mode -> direction.put(HostSetting.MIGRATE_VOLUMES, mode));
    to.get()
        .or(() -> from.get().map(left -> engines.get(1 - engines.indexOf(left))))
        .ifPresent(engine -> direction.put(HostSetting.CONTAINER_CLI, engine));
    return direction;
  }

  private void requireOtherEngine(Settings settings) {
    if (!wiring.hasOtherEngine(settings)) {
      throw new InvalidUse(
          "there is no engine to come from: to "
              + settings.text(HostSetting.CONTAINER_CLI)
              + " one comes from the other, which has to run, in the system scope");
    }
  }

  /** What moves these, and whom that needs not be ours. */
  PlanOptions options(
      Settings settings, Collection<ContainerName> chosen, Set<ContainerName> foreign) {
    MigrationState state = wiring.migrationJournal(settings).state();
    Set<ContainerName> strangers = new TreeSet<>(foreign);
    strangers.addAll(gone(state));
    return new PlanOptions(
            settings.text(HostSetting.MANAGED_BY),
            new Removal.Nothing(),
            Choices.missingBinds(settings),
            Set.of(),
            false)
        .adopting(adopt.get())
        .migrating(
            new Migration(true, strangers)
                .composed()
                .alone(new MigrateOnly(Set.copyOf(chosen), false, ran(state))));
  }

  /** What of the other engine an apply brings over: what is ours, and what a run has begun with. */
  static Migration ofApply(CommandWiring wiring, Settings settings, boolean isAllowed) {
    Migration migration = new Migration(isAllowed, gone(wiring.migrationJournal(settings).state()));
    // Nobody expects of an apply that it takes from Compose what runs, unless told so.
    boolean isSaid = !settings.text(HostSetting.MIGRATE).isEmpty();
    return isAllowed && isSaid ? migration.composed() : migration;
  }

  /** Who has left where it was, whoever made it: an earlier run was allowed to take it. */
  static Set<ContainerName> gone(MigrationState state) {
    return state.containers().entrySet().stream()
        .filter(entry -> entry.getValue().hasGone())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Who does not run where it was only because it has begun to come over. */
  static Set<ContainerName> ran(MigrationState state) {
    return gone(state).stream()
        .filter(name -> state.container(name).filter(MigratingContainer::ran).isPresent())
        .collect(Collectors.toSet());
  }
}
