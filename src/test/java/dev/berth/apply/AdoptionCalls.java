package dev.berth.apply;

import java.util.List;

/** What Paunch left becomes Berth's, and comes back where that does not work. */
final class AdoptionCalls {
  private static final String WEB =
      "{\"image\": \"i\", \"restart\": \"always\", \"command\": [\"serve\"]}";
  private static final String SIDE =
      "{\"image\": \"i\", \"restart\": \"always\", \"net\": \"container:web\"}";
  private static final String AFTER =
      "{\"image\": \"i\", \"restart\": \"always\", \"depends_on\": [\"web\"]}";
  private static final String INIT = "{\"image\": \"i\", \"detach\": false}";

  private AdoptionCalls() {}

  static List<CallScenario> all() {
    return List.of(
        adoption("of-a-service", "Its unit stops it; its container waits until ours is well.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB).adopting()),
        adoption("is-not-without-a-word", "Without --adopt the plan is refused.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB)),
        adoption(
                "of-a-unit-of-the-same-name",
                "Ours is written in its place, once that has stopped.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB).adopting().prefix("tripleo_")),
        adoption("of-another-configuration", "It is tried first, as any replacement.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB.replace("}", ", \"read_only\": true}")).adopting()),
        adoption("that-is-refused-goes-back", "Paunch's container and its units are as they were.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB.replace("serve", "refused")).adopting()),
        adoption("that-falls-goes-back", "It is found out only in the end.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB.replace("serve", "falls")).adopting()),
        adoption("of-a-unit-of-the-same-name-goes-back", "Its text is as it was.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB.replace("serve", "refused")).adopting().prefix("tripleo_")),
        adoption(
                "that-is-refused-is-kept-on-demand", "With --on-failure keep nothing is set aside.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(Asked.of("web: " + WEB.replace("serve", "refused")).adopting().keeping()),
        adoption("skips-what-depends-on-a-failure", "What was not begun is Paunch's as before.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .meanwhile("Paunch left after", host -> left(host, "after", AFTER))
            .now(
                Asked.of("web: " + WEB.replace("serve", "refused") + "\nafter: " + AFTER)
                    .adopting()),
        adoption(
                "of-one-that-does-not-stop",
                "It is not removed, ours is not started, and its timer runs on.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .meanwhile("web does not stop", host -> host.stubborn("tripleo_web.service"))
            .now(Asked.of("web: " + WEB).adopting()),
        adoption("of-one-that-cannot-be-renamed", "It runs again as Paunch had it.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(
                Asked.of("web: " + WEB)
                    .adopting()
                    .failing("podman rename web .*", "Error: it is in use")),
        adoption("whose-way-back-fails-too", "Both reasons are told.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .now(
                Asked.of("web: " + WEB.replace("serve", "refused"))
                    .adopting()
                    .failing(
                        "systemctl start .*tripleo_web.*", "Job for tripleo_web.service failed.")),
        adoption("of-one-in-the-namespaces-of-another", "Both end before the first is set aside.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .meanwhile("Paunch left side", host -> left(host, "side", SIDE))
            .now(Asked.of("web: " + WEB + "\nside: " + SIDE).adopting()),
        adoption("of-one-in-the-namespaces-of-one-that-goes-back", "Both come back.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .meanwhile("Paunch left side", host -> left(host, "side", SIDE))
            .now(Asked.of("web: " + WEB.replace("serve", "falls") + "\nside: " + SIDE).adopting()),
        adoption("of-a-task-that-has-run", "It is on record before its container goes.")
            .meanwhile("Paunch left init", host -> task(host, "init", INIT))
            .now(Asked.of("init: " + INIT).adopting()),
        adoption("of-what-is-not-wanted", "It goes with its units.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .meanwhile("Paunch left gone", host -> left(host, "gone", WEB))
            .now(Asked.of("web: " + WEB).adopting()),
        adoption("after-a-killed-one", "What the killed run has set aside goes once ours is well.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .before(Asked.of("web: " + WEB).adopting().killed("podman rm .*web-before-berth"))
            .now(Asked.of("web: " + WEB).adopting()),
        adoption("after-one-killed-before-the-start", "It goes on with what was set aside.")
            .meanwhile("Paunch left web", host -> left(host, "web", WEB))
            .before(
                Asked.of("web: " + WEB).adopting().killed("systemctl restart .*berth-web.service"))
            .now(Asked.of("web: " + WEB).adopting()));
  }

  private static CallScenario adoption(String name, String says) {
    return new CallScenario("adoption-" + name, says);
  }

  private static void left(CallHost host, String name, String data) {
    PaunchsHost.service(host, name, data);
  }

  private static void task(CallHost host, String name, String data) {
    PaunchsHost.container(host, name, data).state = "exited";
  }
}
