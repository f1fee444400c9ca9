package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.LegacyContainer;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Problems;
import dev.berth.model.PublishedPort;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ports, addresses and names that pass from one container to another: who gives one up ends before
 * the other starts, whatever the groups of both. What two want for themselves is a problem.
 */
final class Claims {
  private final RenderedState wanted;
  private final Observed observed;
  private final Map<ContainerName, Stage> stages = new HashMap<>();
  private final Map<ContainerName, Map<NetworkClaim, String>> claims = new LinkedHashMap<>();

  Claims(RenderedState wanted, Observed observed) {
    this.wanted = wanted;
    this.observed = observed;
    for (int set = 0; set < wanted.sets().size(); set++) {
      for (Rendered rendered : wanted.sets().get(set).containers()) {
        stages.put(rendered.name(), Stage.group(set, rendered.spec().startOrder()));
        // A task ends, and may leave to a service what both of them name.
        if (rendered.spec().role() == ContainerSpec.Role.SERVICE) {
          claims.put(rendered.name(), NetworkClaim.of(rendered.configuration()));
        }
      }
    }
  }

  /**
   * Reports what two want at once, and what a container has that stays.
   *
   * @param decisions what is done to what is wanted
   * @param going the containers that go before anything starts
   */
  void check(
      Map<ContainerName, Decision> decisions, Collection<ContainerName> going, Problems problems) {
    Map<NetworkClaim, ContainerName> taken = new LinkedHashMap<>();
    wanted
        .containers()
        .filter(rendered -> claims.containsKey(rendered.name()))
        .forEach(
            rendered ->
                claimsOf(rendered.name())
                    .forEach(
                        (claim, path) -> {
                          checkAgainst(taken, rendered, claim, path, problems);
                          if (isStarting(decisions.get(rendered.name()))) {
                            checkAgainstStrangers(rendered, claim, path, going, problems);
                          }
                        }));
  }

  private void checkAgainst(
      Map<NetworkClaim, ContainerName> taken,
      Rendered rendered,
      NetworkClaim claim,
      String path,
      Problems problems) {
    if (claim instanceof NetworkClaim.Name) {
      return;
    }
    taken.entrySet().stream()
        .filter(other -> other.getKey().meets(claim))
        .map(Map.Entry::getValue)
        .filter(other -> !other.equals(rendered.name()))
        .findFirst()
        .ifPresent(
            other ->
                problems.error(
                    NetworkClaim.position(rendered.spec(), path),
                    "'"
                        + rendered.name()
                        + "' wants "
                        + claim.words()
                        + ", and so does '"
                        + other
                        + "'",
                    "give one of the two another"));
    taken.putIfAbsent(claim, rendered.name());
  }

  private void checkAgainstStrangers(
      Rendered rendered,
      NetworkClaim claim,
      String path,
      Collection<ContainerName> going,
      Problems problems) {
    observed.containers().stream()
        .filter(ObservedContainer::isRunning)
        .filter(container -> !going.contains(container.name()) && !LegacyContainer.made(container))
        .filter(container -> wanted.container(container.name()).isEmpty())
        .filter(
            container ->
                container.ports().stream()
                    .anyMatch(port -> new NetworkClaim.Port(port).meets(claim)))
        .findFirst()
        .ifPresent(
            container ->
                problems.error(
                    NetworkClaim.position(rendered.spec(), path),
                    "'"
                        + rendered.name()
                        + "' wants "
                        + claim.words()
                        + ", which the container '"
                        + container.name()
                        + "' has, and keeps",
                    "give one of the two another, or remove that one first"));
  }

  /** The containers that have to end first, because another one takes what they give up. */
  List<Decision> releases(Map<ContainerName, Decision> decisions) {
    List<Decision> releases = new ArrayList<>();
    decisions.forEach(
        (giver, decision) -> {
          if (decision.change() instanceof Service service && service.kind() == Kind.REPLACE) {
            List<String> reasons = reasons(giver, decisions);
            observed
                .container(giver)
                .filter(container -> container.isRunning() && !reasons.isEmpty())
                .ifPresent(
                    _ ->
                        releases.add(new Decision(Release.of(service.rendered(), false), reasons)));
          }
        });
    return releases;
  }

  private List<String> reasons(ContainerName giver, Map<ContainerName, Decision> decisions) {
    List<String> reasons = new ArrayList<>();
    for (NetworkClaim former : formerClaims(giver)) {
      for (ContainerName taker : claims.keySet()) {
        if (!taker.equals(giver)
            && isStarting(decisions.get(taker))
            && !startsAfter(taker, giver)
            && claimsOf(taker).keySet().stream()
                .anyMatch(claim -> claim.meets(former) && !keeps(giver, claim))) {
          reasons.add("gives " + former.words() + " to '" + taker + "'");
        }
      }
    }
    return reasons;
  }

  private boolean keeps(ContainerName giver, NetworkClaim claim) {
    return claimsOf(giver).keySet().stream().anyMatch(claim::meets);
  }

  private Map<NetworkClaim, String> claimsOf(ContainerName name) {
    return claims.getOrDefault(name, Map.of());
  }

  /** What it has now: as it was applied, and as the engine shows it. */
  private Set<NetworkClaim> formerClaims(ContainerName name) {
    Optional<ObservedContainer> container = observed.container(name);
    Set<NetworkClaim> former = new HashSet<>();
    container.stream()
        .flatMap(found -> found.ports().stream())
        .map((PublishedPort port) -> new NetworkClaim.Port(port))
        .forEach(former::add);
    Optional<Applied> applied =
        Optional.ofNullable(observed.applied().get(name))
            .filter(
                record ->
                    container
                        .flatMap(found -> found.label(Labels.DIGEST))
                        .filter(record.digest()::equals)
                        .isPresent());
    List<NetworkClaim> recorded =
        applied.stream()
            .flatMap(record -> NetworkClaim.of(record.configuration()).keySet().stream())
            .filter(claim -> former.stream().noneMatch(claim::meets))
            .toList();
    former.addAll(recorded);
    return former;
  }

  /** Whether the order sees to it that the giver has been replaced by then. */
  private boolean startsAfter(ContainerName taker, ContainerName giver) {
    Stage of = stages.get(taker);
    Stage other = stages.get(giver);
    return of != null
        && other != null
        && (of.compareTo(other) > 0
            || (of.equals(other) && wanted.dependents(giver).contains(taker)));
  }

  private static boolean isStarting(@Nullable Decision decision) {
    return decision != null && decision.change() instanceof Service service && service.isStarting();
  }
}
