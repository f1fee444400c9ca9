package dev.berth.cli;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.plan.PlanOptions;
import dev.berth.plan.PlanOptions.Migration;
import dev.berth.plan.PlanOptions.Removal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that plan and apply have in common. */
final class ApplyOptions {
  @Option(
      names = "--no-cleanup",
      description = "Keep the containers of this configuration id that are not in the files.")
  boolean noCleanup;

  @Option(names = "--cleanup", hidden = true, description = "The default, as in Paunch.")
  boolean cleanup;

  @Option(
      names = "--missing-bind",
      paramLabel = "fail|create",
      description =
          "What happens to bind mounts without a source (default: as the engine does, fail for"
              + " podman, create for docker).")
  @Nullable String missingBind;

  @Option(
      names = "--adopt",
      description =
          "Take over what Paunch or tripleo-ansible left: containers with a wanted name, and of"
              + " this configuration id those that are not in the files go.")
  boolean adopt;

  @Option(
      names = "--migrate",
      paramLabel = "auto|ask|refuse",
      description =
          "What happens to wanted containers that the host's other engine has: they come over, with"
              + " their volumes, or the apply is refused (default: auto where the engine is"
              + " written in berth.yaml, else ask on a terminal, else refuse).")
  @Nullable String migrate;

  @Option(
      names = "--take-over",
      paramLabel = "CONTAINER",
      split = ",",
      description =
          "Have this container, which another configuration of Berth has now; may be repeated. A"
              + " service of systemd goes on running.")
  List<String> takeOver = new ArrayList<>();

  @Option(
      names = "--rekey",
      description = "Go on with a new digest key where the old one was lost.")
  boolean rekey;

  /** By Paunch's name what Paunch left is its own. */
  void asCalled(Wiring wiring) {
    adopt |= wiring.isPaunch();
  }

  /** Those that were given. */
  Map<HostSetting, String> given() {
    Map<HostSetting, String> given = new EnumMap<>(HostSetting.class);
    HostOptions.put(given, HostSetting.MISSING_BIND, missingBind);
    HostOptions.put(given, HostSetting.MIGRATE, migrate);
    return given;
  }

  /** With what comes over from the other engine where that is agreed to, or only shown. */
  PlanOptions planOptions(Settings settings, Desired desired, Migration migration) {
    Set<String> configIds =
        desired.sets().stream().map(ContainerSet::configId).collect(Collectors.toSet());
    return new PlanOptions(
            settings.text(HostSetting.MANAGED_BY),
            noCleanup ? new Removal.Nothing() : new Removal.OfConfigurations(configIds),
            Wiring.missingBinds(settings),
            Set.of(),
            false)
        .adopting(adopt)
        .takingOver(takenOver(desired))
        .migrating(migration);
  }

  private Set<String> takenOver(Desired desired) {
    Set<String> names = desired.containers().map(ContainerSpec::name).collect(Collectors.toSet());
    for (String name : takeOver) {
      if (!names.contains(name)) {
        throw new InvalidUse(
            "--take-over '" + name + "': the files have no container of this name");
      }
    }
    return Set.copyOf(takeOver);
  }
}
