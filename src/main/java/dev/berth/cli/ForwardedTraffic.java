package dev.berth.cli;

import dev.berth.engine.NetworkCheck;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import java.util.List;

/**
 * Whether Docker's firewall lets through what goes to and from Podman's bridges. Docker has the
 * chain FORWARD drop what it does not know. Podman's netavark lets its own traffic through there
 * where it writes for iptables; where it writes a table of nftables, what that accepts is dropped
 * by Docker's all the same (netavark, issue 977).
 */
record ForwardedTraffic(CommandRunner runner) {

  /** What an operator has to know and do; nothing where all is well, or nobody is concerned. */
  List<String> advice(Desired desired) {
    List<String> concerned =
        desired.containers().filter(ForwardedTraffic::isBridged).map(ContainerSpec::name).toList();
    if (concerned.isEmpty() || !isDropped()) {
      return List.of();
    }
    return List.of(
        "Docker's firewall drops what is forwarded to and from Podman's networks, so these reach"
            + " neither each other nor the outside, and are not reached from there: "
            + String.join(", ", concerned)
            + ". Until Docker is gone: stop them, write",
        "    [network]",
        "    firewall_driver = \"iptables\"",
        "into /etc/containers/containers.conf.d/beside-docker.conf, and start them again.");
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
