package dev.berth.cli;

import dev.berth.graph.DesiredGraph;
import dev.berth.graph.Graph;
import dev.berth.graph.HostGraph;
import dev.berth.graph.Timeline;
import dev.berth.model.BootTimes;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.service.ConfigurationIds;
import dev.berth.service.HostLook;
import dev.berth.service.HostSetting;
import dev.berth.service.InvalidUse;
import dev.berth.service.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class GraphCommand implements Callable<Integer> {
  final HostOptions host = new HostOptions();

  final InputOptions input = new InputOptions();

  final Argument<GraphFormat> format =
      Argument.choice(
          GraphFormat.text,
          GraphFormat.values(),
          "--format -o --output",
          "text|dot|mermaid|svg|json",
          "The form of the drawing (default: text).");

  final Argument<Boolean> state =
      Argument.flag("--state", "With --file: how each container is on this host, too.");

  final Argument<Boolean> boot =
      Argument.flag(
          "--boot",
          "Draw when each of Berth's services began to start and was up at the last boot; text, svg"
              + " or json.");

  final Argument<List<String>> configIds =
      Argument.words("CONFIG_ID", "0..*", "Only these configurations.");

  final CommandSpec spec =
      CommandPart.command(
          this,
          "graph",
          List.of("Draw what starts in which order and what waits for what; or how the boot went."),
          List.of(
              "Without --file and --stacks it draws what is on the host.",
              "",
              "Examples:",
              "  berth graph -f web.yaml",
              "  berth graph -f web.yaml --state --format svg > web.svg",
              "  berth graph --stacks /etc/berth/stacks",
              "  berth graph web --format dot | dot -Tpng > web.png",
              "  berth graph --boot",
              "  berth graph --boot --format svg > boot.svg"),
          host,
          input::addTogetherTo,
          format,
          state,
          boot,
          configIds);

  private final CommandWiring wiring;

  GraphCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    ConfigurationIds.given(configIds.get());
    if (input.paths().isEmpty() && input.stacks.get().isEmpty()) {
      drawHost(wiring.settings(List.of(host.given())));
      return ExitStatus.DONE;
    }
    if (boot.get()) {
      throw new InvalidUse("--boot draws what this host did; it takes no --file and no --stacks");
    }
    Settings settings = wiring.settings(List.of(input.given(), host.given()));
    Optional<Desired> desired = wiring.read(input, settings);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    Graph graph = wanted(DesiredGraph.of(desired.get()));
    show(
        state.get()
            ? new HostLook(wiring, settings, host.isVerbose())
                .states(graph, task -> exitCodes(desired.get(), task))
            : graph);
    return ExitStatus.of(ExitStatus.DONE, desired.get(), ExitStatus.REFUSED);
  }

  private void drawHost(Settings settings) {
    if (boot.get()) {
      BootView.check(format.get());
      BootTimes times =
          wiring
              .bootClock(settings, wiring.runner(settings, host.isVerbose()))
              .read(wiring.paths(settings).units(), settings.text(HostSetting.MANAGED_BY));
      wiring.console().data(BootView.write(Timeline.of(times, configIds.get()), format.get()));
      return;
    }
    HostLook look = new HostLook(wiring, settings, host.isVerbose());
    // Which exit codes a task may end with is in its configuration alone.
    show(look.states(wanted(HostGraph.of(look.containers())), task -> Set.of(0)));
  }

  private static Set<Integer> exitCodes(Desired desired, String task) {
    return ContainerName.find(task)
        .flatMap(desired::container)
        .map(ContainerSpec::exitCodes)
        .orElse(Set.of(0));
  }

  private Graph wanted(Graph graph) {
    if (configIds.get().isEmpty()) {
      return graph;
    }
    for (String configId : configIds.get()) {
      if (!graph.configIds().contains(configId)) {
        throw new InvalidUse(
            "there is no configuration '"
                + configId
                + "'; there is "
                + String.join(", ", graph.configIds()));
      }
    }
    return graph.only(configIds.get());
  }

  private void show(Graph graph) {
    wiring.console().data(format.get().write(graph, wiring.console().dataStyle()));
  }
}
