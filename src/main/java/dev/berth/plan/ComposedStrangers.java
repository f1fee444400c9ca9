package dev.berth.plan;

import dev.berth.model.Change.Service;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.Observed;
import dev.berth.model.PeerContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.SourcePosition;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be known of wanted projects that Compose has on the host's other engine. */
final class ComposedStrangers {
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  ComposedStrangers(Observed observed, PlanOptions options, Problems problems) {
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /** Reports what is in doubt or stays, and what Compose would do to what comes over. */
  void report(RenderedState wanted, Map<ContainerName, Decision> decisions) {
    for (PeerContainer left : observed.unmatchedPeers()) {
      Optional<ComposeReplica> replica = ComposeMatch.replica(left.container());
      Optional<PeerContainer> same = replica.flatMap(this::matched);
      Optional<Rendered> named =
          Optional.ofNullable(observed.peers().get(left.container().name()))
              .filter(peer -> peer.replica().isPresent())
              .flatMap(peer -> wanted.container(left.container().name()));
      if (same.isPresent()) {
        wanted
            .container(same.get().container().name())
            .ifPresent(rendered -> reportTwice(rendered, same.get(), left, decisions));
      } else if (named.isPresent()) {
        reportNamesake(named.get(), left, decisions);
      } else {
        replica.ifPresent(it -> reportUnwanted(wanted, it, left));
      }
    }
    wanted.sets().forEach(set -> reportSecondStart(set, decisions));
  }

  private Optional<PeerContainer> matched(ComposeReplica replica) {
    return observed.peers().values().stream()
        .filter(peer -> peer.replica().filter(replica::equals).isPresent())
        .findFirst();
  }

  private void reportTwice(
      Rendered wanted,
      PeerContainer one,
      PeerContainer other,
      Map<ContainerName, Decision> decisions) {
    refuse(
        wanted,
        decisions,
        "'"
            + one.calledThere()
            + "' and '"
            + other.container().name()
            + "' on "
            + one.engine()
            + " both say that they are this container of the project",
        "remove the one that is left over: " + remove(other));
  }

  private void reportNamesake(
      Rendered wanted, PeerContainer other, Map<ContainerName, Decision> decisions) {
    refuse(
        wanted,
        decisions,
        "'"
            + other.container().name()
            + "' on "
            + other.engine()
            + " is another container than that of this service",
        "give that one another name: "
            + other.engine()
            + " rename "
            + other.container().name()
            + " NAME");
  }

  /** Nothing is in doubt where nothing is done. */
  private void refuse(
      Rendered wanted, Map<ContainerName, Decision> decisions, String what, String advice) {
    if (decisions.containsKey(wanted.name())) {
      problems.error(wanted.spec().at(), what, advice);
    }
  }

  private void reportUnwanted(RenderedState wanted, ComposeReplica replica, PeerContainer left) {
    wanted.sets().stream()
        .filter(set -> set.configId().equals(replica.project()))
        .filter(_ -> left.isAlive() || left.container().isRunning())
        .findFirst()
        .ifPresent(
            set ->
                problems.warning(
                    start(set),
                    "'"
                        + left.container().name()
                        + "' runs on "
                        + left.engine()
                        + ", and the file has no such container: it stays",
                    remove(left) + " ends it"));
  }

  private static String remove(PeerContainer container) {
    return "'" + container.engine() + " rm --force " + container.container().name() + "'";
  }

  /** Compose knows nothing of Berth, and starts what it finds stopped. */
  private void reportSecondStart(WantedSet set, Map<ContainerName, Decision> decisions) {
    if (!options.migration().isAllowed()) {
      return;
    }
    Stream.of(set)
        .flatMap(it -> it.containers().stream())
        .filter(
            rendered ->
                Optional.ofNullable(decisions.get(rendered.name()))
                    .filter(made -> made.change() instanceof Service it && it.isComingOver())
                    .isPresent())
        .flatMap(rendered -> Optional.ofNullable(observed.peers().get(rendered.name())).stream())
        .filter(peer -> peer.replica().isPresent())
        .findFirst()
        .ifPresent(
            peer ->
                problems.warning(
                    start(set),
                    "from now on 'docker compose up' would start the project '"
                        + set.configId()
                        + "' on "
                        + peer.engine()
                        + " a second time",
                    "use 'berth apply' in its place, in scripts and units, too"));
  }

  private static SourcePosition start(WantedSet set) {
    return set.containers().stream()
        .findFirst()
        .map(first -> SourcePosition.startOf(first.spec().at().file()))
        .orElseGet(() -> SourcePosition.of(set.configId()));
  }
}
