package dev.berth.cli;

import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.Migration;
import dev.berth.plan.PlanOptions.Removal;
import dev.berth.service.Choices;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/** The options that plan and apply have in common. */
final class ApplyOptions implements SharedOptions {
  final Argument<Boolean> noCleanup =
      Argument.flag(
          "--no-cleanup",
          "Keep the containers of this configuration id that are not in the files.");

  final Argument<Boolean> cleanup =
      Argument.flag(
          OptionSpec.builder("--cleanup").hidden(true).description("The default, as in Paunch."));

  final Argument<Optional<String>> missingBind =
      Argument.text(
          "--missing-bind",
          "fail|create",
          "What happens to bind mounts without a source (default: as the engine does, fail for"
              + " podman, create for docker).");

  final Argument<Boolean> adopt =
      Argument.flag(
          "--adopt",
          "Take over what Paunch or tripleo-ansible left: containers with a wanted name, and of"
              + " this configuration id those that are not in the files go.");

  final Argument<Optional<String>> migrate =
      Argument.text(
          "--migrate",
          "auto|ask|refuse",
          "What happens to wanted containers that the host's other engine has: they come over, with"
              + " their volumes, or the apply is refused (default: auto where the engine is written"
              + " in berth.yaml, else ask on a terminal, else refuse).");

  final Argument<List<String>> takeOver =
      Argument.texts(
          OptionSpec.builder("--take-over")
              .paramLabel("CONTAINER")
              .splitRegex(",")
              .description(
                  "Have this container, which another configuration of Berth has now; may be"
                      + " repeated. A service of systemd goes on running."));

  final Argument<Boolean> rekey =
      Argument.flag("--rekey", "Go on with a new digest key where the old one was lost.");

  @Override
  public String name() {
    return "apply";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(noCleanup, cleanup, missingBind, adopt, migrate, takeOver, rekey);
  }

  /** By Paunch's name what Paunch left is its own. */
  boolean isAdopting(CommandWiring wiring) {
    return adopt.get() || wiring.isPaunch();
  }

  /** With what comes over from the other engine where that is agreed to, or only shown. */
  PlanOptions planOptions(
      Settings settings, Desired desired, boolean isAdopting, Migration migration) {
    Set<String> removed = new HashSet<>(desired.gone().keySet());
    desired.sets().forEach(set -> removed.add(set.configId()));
    return new PlanOptions(
            settings.text(HostSetting.MANAGED_BY),
            noCleanup.get()
                ? new Removal.Nothing()
                : new Removal.OfConfigurations(removed, desired.gone()),
            Choices.missingBinds(settings),
            Set.of(),
            false)
        .adopting(isAdopting)
        .takingOver(takenOver(desired))
        .migrating(migration);
  }

  private Set<ContainerName> takenOver(Desired desired) {
    Set<ContainerName> taken = new HashSet<>();
    for (String name : takeOver.get()) {
      taken.add(
          ContainerName.find(name)
              .filter(known -> desired.container(known).isPresent())
              .orElseThrow(
                  () ->
                      new InvalidUse(
                          "--take-over '" + name + "': the files have no container of this name")));
    }
    return taken;
  }
}
