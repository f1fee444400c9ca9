package dev.berth.cli;

import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.engine.NetworkCheck;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether Docker's firewall lets through what goes to and from Podman's bridges. Docker has the
 * chain FORWARD drop what it does not know. Podman's netavark lets its own traffic through there
 * where it writes for iptables; where it writes a table of nftables, what that accepts is dropped
 * by Docker's all the same (netavark, issue 977).
 */
record ForwardedTraffic(CommandRunner runner, ContainerRuntime podman) {

  /**
   * What an operator has to know and do; nothing where all is well, or nobody is concerned. Only
   * who is on Podman now is concerned, whatever was planned.
   */
  List<String> advice(Desired desired, Report report) {
    List<ContainerName> bridged =
        desired.containers().filter(ForwardedTraffic::isBridged).map(ContainerSpec::name).toList();
    if (bridged.isEmpty() || !isDropped()) {
      return List.of();
    }
    Set<ContainerName> here = here(bridged, report);
    List<ContainerName> concerned = bridged.stream().filter(here::contains).toList();
    if (concerned.isEmpty()) {
      return List.of();
    }
    return List.of(
        "Docker's firewall drops what is forwarded to and from Podman's networks, so these reach"
            + " neither each other nor the outside, and are not reached from there: "
            + ContainerName.listed(concerned)
            + ". Until Docker is gone: stop them, write",
        "    [network]",
        "    firewall_driver = \"iptables\"",
        "into /etc/containers/containers.conf.d/beside-docker.conf, and start them again.");
  }

  /** Podman is asked only after a run that did something: else the plan has just seen them. */
  private Set<ContainerName> here(List<ContainerName> names, Report report) {
    if (report.results().isEmpty()) {
      return Set.copyOf(report.unchanged());
    }
    Set<ContainerName> here = new HashSet<>();
    for (StepResult result : report.results()) {
      // Between two of its attempts one that fails has no container.
      if (result.step().change() instanceof Service service
          && !service.isComingOver()
          && result.outcome() == Outcome.FAILED) {
        here.add(service.name());
      }
    }
    try {
      here.addAll(podman.runs(names).keySet());
    } catch (EngineException silent) {
      // What runs is told by those who asked before; nobody is named who may be elsewhere.
      here.addAll(report.unchanged());
    }
    return here;
  }

  private static boolean isBridged(ContainerSpec spec) {
    return spec.role() != ContainerSpec.Role.EXEC
        && !NetworkCheck.isShared(spec.text(Key.NET).orElse("bridge"));
  }

  private boolean isDropped() {
    CommandResult forward = runner.run(Command.reading(List.of("iptables", "-w", "-S", "FORWARD")));
    return forward.succeeded()
        && forward.stdout().contains("-P FORWARD DROP")
        && !forward.stdout().contains("NETAVARK")
        && isOfNftables()
        && !runner
            .run(Command.reading(List.of("iptables", "-w", "-S", "DOCKER-USER")))
            .stdout()
            .contains("podman");
  }

  /** The table is there as soon as a container is on a bridge. */
  private boolean isOfNftables() {
    return runner
        .run(Command.reading(List.of("nft", "list", "table", "inet", "netavark")))
        .succeeded();
  }
}
