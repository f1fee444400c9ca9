package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a pod unit says into its members: in Berth's own form what members share is said in any
 * of them, so the first one says it; what Podman mounts into each of them, each says.
 */
final class PodTranslation {
  /** What a pod's key becomes, where it is one text. */
  private static final Map<String, String> SCALARS =
      Map.of(
          "HostName", "hostname",
          "IP", "ip",
          "IP6", "ip6",
          "ShmSize", "shm_size",
          "UserNS", "userns");

  /** The same for a list. */
  private static final Map<String, String> LISTS =
      Map.of(
          "AddHost", "extra_hosts",
          "DNS", "dns",
          "DNSOption", "dns_opt",
          "DNSSearch", "dns_search",
          "NetworkAlias", "network_alias",
          "PublishPort", "ports");

  private final Resources resources;
  private final Problems problems;

  PodTranslation(Resources resources, Problems problems) {
    this.resources = resources;
    this.problems = problems;
  }

  /**
   * The pod of a container; empty where it is in none, or with a problem in one that is not here.
   */
  static Optional<Unit> of(Unit container, Resources resources, Problems problems) {
    Resources quiet = resources.reporting(problems);
    return quiet.values(container).last("Pod").flatMap(word -> quiet.named(word, word.text()));
  }

  /** Looks at the keys of a pod unit, and whether anybody is in it. */
  void check(Unit pod) {
    new KeyCheck(pod, problems).check(pod.section(), PodKeys.ALL);
    Values values = resources.values(pod);
    values
        .last("ExitPolicy")
        .filter(word -> !word.text().equals("continue"))
        .ifPresent(
            word ->
                problems.warning(
                    word.at(),
                    "`ExitPolicy=` other than continue has no effect here",
                    "a pod of Berth's goes on while its unit is up"));
    if (members(pod).isEmpty()) {
      problems.warning(
          pod.at(pod.section()),
          "no container here is in this pod",
          "write Pod= where it is meant");
    }
  }

  /** Adds to the body of a member. */
  void addTo(Unit member, Unit pod, Body body) {
    Values values = resources.values(pod);
    body.put("pod", resources.name(pod), resources.values(member).at("Pod"));
    new Mounts(pod, resources, problems).put("Volume", values, body);
    if (!members(pod).getFirst().equals(member)) {
      return;
    }
    SCALARS.forEach(
        (key, target) ->
            values
                .last(key)
                .ifPresent(
                    word -> {
                      if (body.get(target).isPresent()) {
                        problems.error(
                            word.at(),
                            "`" + key + "=` is said of a container of the pod, too",
                            "leave it out there");
                      } else {
                        body.put(target, word);
                      }
                    }));
    LISTS.forEach((key, target) -> body.add(target, values.each(key)));
    new JoinedNetworks(resources, problems).put(values, body);
  }

  private List<Unit> members(Unit pod) {
    return resources.set().of(UnitKind.CONTAINER).stream()
        .filter(unit -> of(unit, resources, new Problems()).filter(pod::equals).isPresent())
        .toList();
  }
}
