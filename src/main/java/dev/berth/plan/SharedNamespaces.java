package dev.berth.plan;

import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Sharing.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Containers in another's namespaces, or with another's volumes. A namespace lives as long as a
 * process is in it: when its owner has ended and was started or made again, the others stay behind
 * in the old one, where nobody answers; and where the engine has kept the id of an owner that is no
 * more, they can never be started again.
 */
final class SharedNamespaces {
  private final Observed observed;

  SharedNamespaces(Observed observed) {
    this.observed = observed;
  }

  /**
   * Why what a container has in common with another is no longer that other's, in words; empty
   * where it is, or where the other is not there: then it is to start, which brings this one along.
   */
  Optional<String> left(Rendered wanted, ObservedContainer container) {
    for (Map.Entry<Namespace, ContainerName> shared :
        new TreeMap<>(wanted.spec().namespaceOwners()).entrySet()) {
      Optional<String> reason =
          observed
              .container(shared.getValue())
              .flatMap(owner -> left(shared.getKey(), container, owner));
      if (reason.isPresent()) {
        return reason;
      }
    }
    return leftVolume(wanted.spec(), container);
  }

  private static Optional<String> left(
      Namespace namespace, ObservedContainer container, ObservedContainer owner) {
    String kept = container.sharing().owners().getOrDefault(namespace, owner.id());
    if (!kept.equals(owner.id())) {
      return Optional.of(
          "its " + namespace.word() + " namespace is that of an earlier '" + owner.name() + "'");
    }
    String here = container.sharing().namespaces().get(namespace);
    String there = owner.sharing().namespaces().get(namespace);
    return here == null || there == null || here.equals(there)
        ? Optional.empty()
        : Optional.of(
            "its "
                + namespace.word()
                + " namespace is one that '"
                + owner.name()
                + "' has left: it was started again");
  }

  /**
   * The volume that it has left; of what is lent to it only that counts for which it has no mount.
   */
  private Optional<String> leftVolume(ContainerSpec spec, ObservedContainer container) {
    Map<String, String> has = container.sharing().mounts();
    Set<String> own =
        Stream.concat(
                spec.mounts().stream().map(Mount::destination),
                spec.texts(Key.TMPFS).stream().map(item -> item.split(":", 2)[0]))
            .map(path -> path.replaceFirst("(?<=.)/+$", ""))
            .collect(Collectors.toUnmodifiableSet());
    List<ObservedContainer> lenders =
        spec.volumeLenders().stream()
            .sorted()
            .flatMap(name -> observed.container(name).stream())
            .toList();
    for (ObservedContainer lender : lenders) {
      for (String path : new TreeMap<>(lender.sharing().mounts()).keySet()) {
        boolean isLent =
            own.contains(path)
                || lenders.stream()
                    .anyMatch(
                        other ->
                            has.containsKey(path)
                                && has.get(path).equals(other.sharing().mounts().get(path)));
        if (!isLent) {
          return Optional.of("has not the " + path + " that '" + lender.name() + "' has by now");
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Tells of those that are not in these files and are left behind by what is about to be done.
   * Under systemd their units bring them along ({@code Requires=}).
   */
  void warn(RenderedState wanted, Map<ContainerName, Decision> decisions, Problems problems) {
    for (Rendered owner : wanted.containers().filter(it -> it.care() == Care.CONTAINER).toList()) {
      Decision decision = decisions.get(owner.name());
      Optional<ObservedContainer> present = observed.container(owner.name());
      if (decision != null
          && decision.change() instanceof Service service
          && service.isStarting()
          && present.isPresent()) {
        observed.containers().stream()
            .filter(other -> other.sharing().owners().containsValue(present.get().id()))
            .filter(other -> wanted.container(other.name()).isEmpty())
            .forEach(
                other ->
                    problems.warning(
                        owner.spec().at(),
                        "'"
                            + other.name()
                            + "' is in a namespace of '"
                            + owner.name()
                            + "', which starts anew: it is left in the old one",
                        other.ownership().isProven()
                            ? "apply '"
                                + other.ownership().configId()
                                + "' afterwards, which makes it anew"
                            : "make it anew afterwards"));
      }
    }
  }
}
