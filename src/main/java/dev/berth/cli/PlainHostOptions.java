package dev.berth.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The options of every command that looks at the host, {@code debug} included. */
class PlainHostOptions implements SharedOptions {
  final Argument<Optional<String>> scope =
      Argument.text(
          "--scope",
          "system|user",
          "Whose systemd and containers: the host's, which are root's, or those of the user who"
              + " calls (default: system for root, user for all others).");

  final Argument<Optional<String>> containerCli =
      Argument.text(
          "--container-cli --default-runtime",
          "podman|docker",
          "The container engine (default: podman).");

  final Argument<Optional<String>> supervisor =
      Argument.text(
          "--supervisor",
          "systemd|engine",
          "Who starts services at boot and again after their end (default: systemd for podman, the"
              + " engine itself for docker).");

  final Argument<Boolean> ignoreSystemdKeys =
      Argument.flag(
          "--ignore-systemd-keys",
          "Leave out keys that are lines of units where the engine looks after services.");

  final Argument<Optional<String>> podsOnDocker =
      Argument.text(
          "--pods-on-docker",
          "refuse|container",
          "What becomes of a pod where the engine has none: container makes containers of it that"
              + " share a network (default: refuse).");

  final Argument<Optional<String>> managedBy =
      Argument.text(
          "--managed-by",
          "NAME",
          "The owner's label; only what carries it is ever touched (default: berth).");

  final Argument<Optional<String>> unitPrefix =
      Argument.text(
          "--unit-prefix", "PREFIX", "What the names of units begin with (default: berth-).");

  final Argument<Optional<String>> containerLogPath =
      Argument.text(
          "--container-log-path",
          "DIR",
          "Write each container's output to DIR/NAME.log instead of the journal.");

  final Argument<Boolean> healthcheckDisabled =
      Argument.flag("--healthcheck-disabled", "Leave the health checks of the configuration out.");

  final Argument<List<String>> labels =
      Argument.texts(
          "--label", "KEY=VALUE", "A further label of every container; may be repeated.");

  @Nullable CommandSpec command;

  @Override
  public String name() {
    return "host";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(
        scope,
        containerCli,
        supervisor,
        ignoreSystemdKeys,
        podsOnDocker,
        managedBy,
        unitPrefix,
        containerLogPath,
        healthcheckDisabled,
        labels);
  }

  @Override
  public void addTo(CommandSpec mixee) {
    command = mixee;
    SharedOptions.super.addTo(mixee);
  }

  /** Whether each process is shown, as an option of every command says. */
  boolean isVerbose() {
    return command != null
        && command.root().userObject() instanceof BerthCommand berth
        && berth.talk.isVerbose();
  }
}
