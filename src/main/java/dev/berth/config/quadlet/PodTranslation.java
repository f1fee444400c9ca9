package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what pod units say into their members: in Berth's own form what members share is said in any
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
  private final Map<Unit, Unit> podsOfMembers = new HashMap<>();
  private final Map<Unit, Unit> firstMembers = new HashMap<>();

  /** Those of a set; a pod that is not in it is told. */
  PodTranslation(Resources resources, Problems problems) {
    this.resources = resources;
    this.problems = problems;
    for (Unit container : resources.set().of(UnitKind.CONTAINER)) {
      resources
          .values(container)
          .last("Pod")
          .flatMap(word -> resources.named(word, word.text()))
          .ifPresent(
              pod -> {
                podsOfMembers.put(container, pod);
                firstMembers.putIfAbsent(pod, container);
              });
    }
  }

  /** The pod of a container; empty where it is in none that is here. */
  Optional<Unit> of(Unit container) {
    return Optional.ofNullable(podsOfMembers.get(container));
  }

  /** Looks at the keys of a pod unit, and whether anybody is in it. */
  void check(Unit pod) {
    new KeyCheck(pod, problems).check(pod.section(), PodKeys.ALL);
    resources
        .values(pod)
        .last("ExitPolicy")
        .filter(word -> !word.text().equals("continue"))
        .ifPresent(
            word ->
                problems.warning(
                    word.at(),
                    "`ExitPolicy=` other than continue has no effect here",
                    "a pod of Berth's goes on while its unit is up"));
    if (!firstMembers.containsKey(pod)) {
      problems.warning(
          pod.at(pod.section()),
          "no container here is in this pod",
          "write Pod= where it is meant");
    }
  }

  /** Adds to the body of a member. */
  void addTo(Unit member, Body body) {
    Optional<Unit> pod = of(member);
    if (pod.isEmpty()) {
      return;
    }
    Values values = resources.values(pod.get());
    body.put("pod", resources.name(pod.get()), resources.values(member).at("Pod"));
    new Mounts(pod.get(), resources, problems).put("Volume", values, body);
    if (member.equals(firstMembers.get(pod.get()))) {
      share(values, body);
    }
  }

  private void share(Values values, Body body) {
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
}
