package dev.berth.cli;

import dev.berth.graph.DesiredGraph;
import dev.berth.graph.Graph;
import dev.berth.graph.HostGraph;
import dev.berth.graph.Timeline;
import dev.berth.model.BootTimes;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "graph",
    description = "Draw what starts in which order and what waits for what; or how the boot went.",
    footer = {
      "",
      "Without --file it draws what is on the host.",
      "",
      "Examples:",
      "  berth graph -f web.yaml",
      "  berth graph -f web.yaml --state --format svg > web.svg",
      "  berth graph web --format dot | dot -Tpng > web.png",
      "  berth graph --boot",
      "  berth graph --boot --format svg > boot.svg"
    })
final class GraphCommand implements Callable<Integer> {
  @Mixin final HostOptions host = new HostOptions();

  @ArgGroup(exclusive = false)
  @Nullable InputOptions input;

  @Option(
      names = {"--format", "-o", "--output"},
      paramLabel = "text|dot|mermaid|svg|json",
      description = "The form of the drawing (default: text).")
  GraphFormat format = GraphFormat.text;

  @Option(names = "--state", description = "With --file: how each container is on this host, too.")
  boolean state;

  @Option(
      names = "--boot",
      description =
          "Draw when each of Berth's services began to start and was up at the last boot; text, svg"
              + " or json.")
  boolean boot;

  @Parameters(paramLabel = "CONFIG_ID", arity = "0..*", description = "Only these configurations.")
  List<String> configIds = new ArrayList<>();

  private final Wiring wiring;

  GraphCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    ConfigurationIds.given(configIds);
    if (input == null) {
      drawHost(wiring.settings(List.of(host.given())));
      return ExitStatus.DONE;
    }
    if (boot) {
      throw new InvalidUse("--boot draws what this host did; it takes no --file");
    }
    Settings settings = wiring.settings(List.of(input.given(), host.given()));
    Optional<Desired> desired = wiring.read(input, settings);
    if (desired.isEmpty()) {
      return ExitStatus.REFUSED;
    }
    Graph graph = wanted(DesiredGraph.of(desired.get()));
    show(
        state
            ? new HostLook(wiring, settings, host)
                .states(graph, task -> exitCodes(desired.get(), task))
            : graph);
    return ExitStatus.DONE;
  }

  private void drawHost(Settings settings) {
    if (boot) {
      BootView.check(format);
      BootTimes times =
          wiring
              .bootClock(settings, wiring.runner(settings, host.isVerbose()))
              .read(wiring.paths(settings).units(), settings.text(HostSetting.MANAGED_BY));
      wiring.console().data(BootView.write(Timeline.of(times, configIds), format));
      return;
    }
    HostLook look = new HostLook(wiring, settings, host);
    // Which exit codes a task may end with is in its configuration alone.
    show(look.states(wanted(HostGraph.of(look.containers())), task -> Set.of(0)));
  }

  private static Set<Integer> exitCodes(Desired desired, String task) {
    return desired.container(task).map(ContainerSpec::exitCodes).orElse(Set.of(0));
  }

  private Graph wanted(Graph graph) {
    if (configIds.isEmpty()) {
      return graph;
    }
    for (String configId : configIds) {
      if (!graph.configIds().contains(configId)) {
        throw new InvalidUse(
            "there is no configuration '"
                + configId
                + "'; there is "
                + String.join(", ", graph.configIds()));
      }
    }
    return graph.only(configIds);
  }

  private void show(Graph graph) {
    wiring.console().data(format.write(graph, wiring.console().dataStyle()));
  }
}
