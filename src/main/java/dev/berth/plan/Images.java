package dev.berth.plan;

import dev.berth.model.Change.CarryImage;
import dev.berth.model.Change.PullImage;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the images that have to be fetched before anything is stopped. */
final class Images {
  private final Observed observed;
  private final Set<String> pulled;

  Images(Observed observed, Set<String> pulled) {
    this.observed = observed;
    this.pulled = pulled;
  }

  List<Decision> missing(
      RenderedState wanted, Collection<ContainerName> changing, Problems problems) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    for (Rendered rendered : wanted.containers().toList()) {
      ContainerSpec spec = rendered.spec();
      if (spec.role() == ContainerSpec.Role.EXEC || pulled.contains(spec.image())) {
        continue;
      }
      boolean present = observed.images().containsKey(spec.image());
      String policy = spec.text(Key.PULL_POLICY).orElse("missing");
      if (policy.equals("always")) {
        reasons
            .computeIfAbsent(spec.image(), key -> new ArrayList<>())
            .add("pull_policy is always; '" + spec.name() + "' is replaced if the image differs");
      } else if (!present && policy.equals("never")) {
        problems.error(
            spec.position(Key.IMAGE),
            "image '" + spec.image() + "' is not on the host, and pull_policy is never",
            "load it, or choose another pull_policy");
      } else if (!present && changing.contains(spec.name())) {
        reasons
            .computeIfAbsent(spec.image(), key -> new ArrayList<>())
            .add("needed by '" + spec.name() + "'");
      }
    }
    return reasons.entrySet().stream()
        .map(
            entry ->
                comesOver(entry.getKey(), wanted)
                    ? new Decision(new CarryImage(entry.getKey()), entry.getValue())
                    : new Decision(new PullImage(entry.getKey()), entry.getValue()))
        .toList();
  }

  /** An image comes over with a container that does; any other is its registry's matter. */
  private boolean comesOver(String reference, RenderedState wanted) {
    return observed.imagesElsewhere().contains(reference)
        && !isAlwaysPulled(reference, wanted)
        && wanted
            .containers()
            .filter(rendered -> rendered.spec().image().equals(reference))
            .anyMatch(rendered -> observed.peers().containsKey(rendered.name()));
  }

  private static boolean isAlwaysPulled(String reference, RenderedState wanted) {
    return wanted
        .containers()
        .map(Rendered::spec)
        .anyMatch(
            spec ->
                spec.image().equals(reference)
                    && spec.text(Key.PULL_POLICY).filter("always"::equals).isPresent());
  }
}
