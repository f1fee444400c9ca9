package dev.berth.apply;

import java.util.List;

/** Pods in systemd's care: the container that holds what is shared, and its members. */
final class PodCalls {
  private static final String SHOP =
      """
      db: {image: i, restart: always, command: [serve], pod: shop}
      app:
        image: i
        restart: always
        command: [serve]
        pod: shop
        hostname: former
        environment: {MODE: former}
        depends_on: [db]
      seed: {image: i, pod: shop, detach: false}
      """;

  private PodCalls() {}

  static List<CallScenario> all() {
    return List.of(
        new CallScenario("pod-first-apply", "The pod's own container comes before its members.")
            .now(SHOP),
        new CallScenario("pod-unchanged", "A task of a pod leaves no container, and its record.")
            .before(SHOP)
            .now(SHOP),
        new CallScenario("pod-member-is-replaced-alone", "The others are left as they are.")
            .before(SHOP)
            .now(SHOP.replace("MODE: former", "MODE: latter")),
        new CallScenario("pod-member-that-is-refused-goes-back", "So are they here.")
            .before(SHOP)
            .now(SHOP.replace("[serve]\n  pod", "[refused]\n  pod")),
        new CallScenario("pod-is-changed", "All members are made anew with what they share.")
            .before(SHOP)
            .now(SHOP.replace("hostname: former", "hostname: latter")),
        new CallScenario("pod-gets-another-member", "No other one is touched.")
            .before(SHOP)
            .now(SHOP + "side: {image: i, restart: always, command: [serve], pod: shop}\n"),
        new CallScenario("pod-loses-a-member", "No other one is touched.")
            .before(SHOP)
            .now(SHOP.replaceFirst("db: .*\n", "").replace("  depends_on: [db]\n", "")),
        new CallScenario("pod-goes", "Members end before what they share.")
            .before(SHOP)
            .now(RemovalCalls.nothing()));
  }
}
