package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.Change.CreateNetwork;
import dev.berth.model.Change.Release;
import dev.berth.model.Change.RemoveNetwork;
import dev.berth.model.Change.ReplaceNetwork;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Labels;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what becomes of the networks that configurations declare. One is made before those who
 * are to be in it. Engines change none: where its settings differ all of its users end, it is made
 * anew, and they start again. It goes when nobody is left in it.
 */
final class Networks {
  private final RenderedState wanted;
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  /** Those that are made anew, by name. */
  private final Map<String, Anew> replaced = new LinkedHashMap<>();

  /** One that is made anew. */
  private record Anew(NetworkSpec spec, ObservedNetwork there) {}

  Networks(RenderedState wanted, Observed observed, PlanOptions options, Problems problems) {
    this.wanted = wanted;
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /** Lets the users of those that differ start anew. */
  void replace(Map<ContainerName, Decision> decisions) {
    for (WantedSet set : wanted.sets()) {
      for (NetworkSpec spec : set.declared().networks()) {
        ObservedNetwork there = observed.resources().networks().get(spec.name());
        if (there == null || isRefused(spec, there, set.configId())) {
          continue;
        }
        if (!isSame(spec, there)
            && !users(wanted, spec.name()).isEmpty()
            && options.migration().alone().isEmpty()) {
          replaced.put(spec.name(), new Anew(spec, there));
          services(spec.name()).forEach(rendered -> startAnew(rendered, spec, decisions));
        }
      }
    }
  }

  /** What somebody else made is neither taken nor changed. */
  private boolean isRefused(NetworkSpec spec, ObservedNetwork there, String configId) {
    if (there.ownership().isOf(options.managedBy(), configId)) {
      return false;
    }
    problems.error(
        spec.at(),
        "the network '"
            + spec.name()
            + "' is there, and "
            + (there.ownership().isOf(options.managedBy())
                ? "of the configuration '" + there.ownership().configId() + "'"
                : "nothing proves that Berth made it"),
        "declare it `external: true`, or remove it");
    return true;
  }

  private static boolean isSame(NetworkSpec spec, ObservedNetwork there) {
    // Labels can be copied to another one; of what nobody has chosen engines tell what they chose.
    return spec.network().driver().equals(there.network().driver())
        && spec.network().internal() == there.network().internal()
        && Optional.ofNullable(spec.network().labels().get(Labels.DIGEST))
            .equals(Optional.ofNullable(there.network().labels().get(Labels.DIGEST)));
  }

  private void startAnew(
      Rendered rendered, NetworkSpec spec, Map<ContainerName, Decision> decisions) {
    Optional<ObservedContainer> container = observed.container(rendered.name());
    Optional<Decision> former = Optional.ofNullable(decisions.get(rendered.name()));
    if (container.isEmpty()
        || former.filter(decision -> !(decision.change() instanceof Service)).isPresent()) {
      return;
    }
    List<String> reasons = new ArrayList<>();
    boolean install = false;
    boolean enable = false;
    Kind kind = rendered.care() == Care.UNIT ? Kind.REPLACE : Kind.CREATE;
    if (former.isPresent()) {
      Service service = (Service) former.get().change();
      if (service.isComingOver() || service.kind() == Kind.ADOPT) {
        return;
      }
      reasons.addAll(former.get().reasons());
      install = service.install();
      enable = service.enable();
    }
    reasons.add("its network '" + spec.name() + "' is made anew");
    decisions.put(
        rendered.name(), new Decision(new Service(rendered, kind, install, enable), reasons));
  }

  /** What the users of one that differs give up before it goes. */
  List<Decision> releases(Collection<ContainerName> going) {
    Map<ContainerName, Decision> releases = new LinkedHashMap<>();
    for (String network : replaced.keySet()) {
      for (Rendered rendered : services(network)) {
        if (observed.container(rendered.name()).isPresent() && !going.contains(rendered.name())) {
          releases.putIfAbsent(
              rendered.name(),
              new Decision(
                  Release.of(rendered, rendered.care() != Care.UNIT),
                  "its network '"
                      + network
                      + "' is made anew"
                      + (rendered.care() == Care.UNIT
                          ? ""
                          : "; it cannot go back to what it was")));
        }
      }
    }
    return List.copyOf(releases.values());
  }

  /**
   * Those that are made anew.
   *
   * @param going the containers that are removed
   */
  List<Decision> replacements(Collection<ContainerName> going) {
    List<Decision> decisions = new ArrayList<>();
    replaced.forEach(
        (name, anew) -> {
          NetworkSpec spec = anew.spec();
          ObservedNetwork there = anew.there();
          Set<ContainerName> users = new LinkedHashSet<>();
          services(name).forEach(rendered -> users.add(rendered.name()));
          Set<ContainerName> down = new LinkedHashSet<>(users);
          users.stream()
              .flatMap(user -> wanted.followers(user).stream())
              .filter(this::isService)
              .forEach(down::add);
          List<ContainerName> resting = new ArrayList<>();
          for (ObservedContainer container : members(name)) {
            boolean isTask =
                wanted
                    .container(container.name())
                    .filter(rendered -> rendered.spec().role() == ContainerSpec.Role.TASK)
                    .isPresent();
            if (going.contains(container.name()) || users.contains(container.name())) {
              continue;
            }
            if (isTask && !container.isRunning()) {
              resting.add(container.name());
            } else {
              problems.error(
                  spec.at(),
                  "the network '"
                      + name
                      + "' is to be made anew, and '"
                      + container.name()
                      + "' is in it",
                  "stop and remove that one first, or leave the network's settings as they were");
            }
          }
          List<String> differences = spec.network().differences(there.network());
          decisions.add(
              new Decision(
                  new ReplaceNetwork(spec.network(), there.network(), resting),
                  (differences.isEmpty() ? "its labels differ" : String.join(", ", differences))
                      + (down.isEmpty() ? "" : "; down meanwhile: " + ContainerName.listed(down))));
        });
    return decisions;
  }

  /** Whether one that comes over brings it: the other engine has it, and may have to give it up. */
  private boolean brings(Rendered user, String network, Map<ContainerName, Decision> decisions) {
    Decision decision = decisions.get(user.name());
    return decision != null
        && decision.change() instanceof Service service
        && service.isComingOver()
        && Optional.ofNullable(observed.peers().get(user.name()))
            .flatMap(peer -> peer.container().networks())
            .filter(networks -> networks.containsKey(network))
            .isPresent();
  }

  /**
   * Those that are not there.
   *
   * @param services what is done to what is wanted
   */
  List<Decision> missing(RenderedState touched, Map<ContainerName, Decision> services) {
    List<Decision> decisions = new ArrayList<>();
    for (WantedSet set : touched.sets()) {
      for (NetworkSpec spec : set.declared().networks()) {
        List<Rendered> users = users(touched, spec.name());
        if (observed.resources().networks().containsKey(spec.name())
            || users.stream().anyMatch(user -> brings(user, spec.name(), services))) {
          continue;
        }
        if (users.isEmpty()) {
          if (options.migration().alone().isEmpty()) {
            problems.warning(
                spec.at(),
                "the network '" + spec.name() + "' is not made: no service is in it",
                "leave it out");
          }
          continue;
        }
        decisions.add(
            new Decision(
                new CreateNetwork(spec.network()),
                "needed by '"
                    + users.stream()
                        .map(user -> user.name().text())
                        .collect(Collectors.joining("', '"))
                    + "'"));
      }
    }
    return decisions;
  }

  /**
   * Those that were made for a configuration that does not have them any more.
   *
   * @param decisions what is done to what is wanted
   * @param going the containers that are removed
   */
  List<Decision> unwanted(Map<ContainerName, Decision> decisions, Collection<ContainerName> going) {
    if (options.migration().alone().isPresent()) {
      return List.of();
    }
    List<Decision> removals = new ArrayList<>();
    observed.resources().networks().values().stream()
        .filter(network -> network.ownership().isOf(options.managedBy()))
        .filter(network -> options.removal().includes(network.ownership().configId()))
        .filter(network -> isUnwanted(network.name()))
        .sorted(Comparator.comparing(ObservedNetwork::name))
        .forEach(network -> remove(network, decisions, going, removals));
    return removals;
  }

  private boolean isUnwanted(String name) {
    return wanted.sets().stream()
        .flatMap(set -> set.declared().networks().stream())
        .noneMatch(spec -> spec.name().equals(name) && !users(wanted, name).isEmpty());
  }

  private void remove(
      ObservedNetwork network,
      Map<ContainerName, Decision> decisions,
      Collection<ContainerName> going,
      List<Decision> removals) {
    String configId = network.ownership().configId();
    List<ContainerName> staying =
        members(network.name()).stream()
            .map(ObservedContainer::name)
            .filter(name -> !going.contains(name) && !decisions.containsKey(ofService(name)))
            .toList();
    if (staying.isEmpty()) {
      removals.add(
          new Decision(new RemoveNetwork(network.name()), options.removal().why(configId)));
    } else {
      problems.warning(
          SourcePosition.of(configId),
          "the network '"
              + network.name()
              + "' is used by "
              + ContainerName.listed(staying)
              + ": it stays",
          "remove what uses it first");
    }
  }

  /** What was set aside by a killed run goes when the service is seen to be well. */
  private static ContainerName ofService(ContainerName container) {
    return container.without(ObservedContainer.ASIDE);
  }

  /** Whatever is in it by now. */
  private List<ObservedContainer> members(String network) {
    return observed.containers().stream()
        .filter(container -> container.networks().orElse(Map.of()).containsKey(network))
        .sorted(Comparator.comparing(ObservedContainer::name))
        .toList();
  }

  private boolean isService(ContainerName container) {
    return wanted
        .container(container)
        .filter(rendered -> rendered.spec().role() == ContainerSpec.Role.SERVICE)
        .isPresent();
  }

  private List<Rendered> services(String network) {
    return users(wanted, network).stream()
        .filter(rendered -> rendered.spec().role() == ContainerSpec.Role.SERVICE)
        .toList();
  }

  /** Those of all configurations that are to be in it. */
  private static List<Rendered> users(RenderedState state, String network) {
    return state
        .containers()
        .filter(rendered -> rendered.spec().role() != ContainerSpec.Role.EXEC)
        .filter(rendered -> rendered.spec().isIn(network))
        .toList();
  }
}
