package dev.berth.export;

import dev.berth.model.Durations;
import dev.berth.model.Healthcheck;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A check of health as probes. */
final class KubernetesProbes {
  private KubernetesProbes() {}

  static void put(KubernetesContainer container, Value value) {
    Healthcheck check = container.spec().healthcheck().orElseThrow();
    if (check.isDisabled()) {
      return; // Kubernetes runs no check of an image's.
    }
    if (check.test().isEmpty()) {
      container.lost(
          Key.HEALTHCHECK,
          value.at(),
          "Kubernetes runs no check of an image's",
          "write the test that it runs");
      return;
    }
    Map<String, Value> given = KubernetesKeys.entries(value);
    List<String> command =
        check.test().getFirst().equals("CMD")
            ? check.test().subList(1, check.test().size())
            : List.of("/bin/sh", "-c", check.test().getLast());
    boolean isRestarted = check.onFailure() == Healthcheck.OnFailure.RESTART;
    int retries = check.retries().orElse(Healthcheck.DEFAULT_RETRIES);
    container.put(
        isRestarted ? "livenessProbe" : "readinessProbe",
        probe(container, given, command, "interval", check.interval(), retries));
    check
        .startPeriod()
        .ifPresent(
            period ->
                container.put("startupProbe", startup(container, value, command, check, period)));
    if (!isRestarted) {
      container.lost(
          "healthcheck",
          value.at(),
          "it is a readiness probe, which podman kube play passes over",
          "on_failure: restart makes it a liveness probe");
    }
    tell(container, given, "user", "it runs as the container's own user");
    if (check.onFailure() == Healthcheck.OnFailure.STOP) {
      tell(container, given, "on_failure", "Kubernetes stops no unhealthy container");
    }
  }

  /** Failures do not count until the period is over: so many checks does that take. */
  private static Map<String, Object> startup(
      KubernetesContainer container,
      Value value,
      List<String> command,
      Healthcheck check,
      Duration period) {
    String field = check.startInterval().isPresent() ? "start_interval" : "interval";
    Duration between = check.startInterval().orElse(check.interval());
    long seconds = Math.max(1, Durations.wholeSeconds(between));
    long failures =
        (Durations.wholeSeconds(period) + seconds - 1) / seconds
            + check.retries().orElse(Healthcheck.DEFAULT_RETRIES);
    container.lost(
        "healthcheck.start_period",
        ContainerPart.at(value, "start_period"),
        "the first checks may fail " + failures + " times in " + seconds + " s each",
        "");
    return probe(container, KubernetesKeys.entries(value), command, field, between, failures);
  }

  private static Map<String, Object> probe(
      KubernetesContainer container,
      Map<String, Value> given,
      List<String> command,
      String field,
      Duration between,
      long failures) {
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put("exec", Map.of("command", command));
    probe.put("periodSeconds", seconds(container, given, field, between));
    Duration timeout =
        Optional.ofNullable(given.get("timeout"))
            .flatMap(text -> Durations.parse(ContainerPart.text(text)))
            .orElse(Healthcheck.DEFAULT_TIMEOUT);
    probe.put("timeoutSeconds", seconds(container, given, "timeout", timeout));
    probe.put("failureThreshold", failures);
    return probe;
  }

  private static long seconds(
      KubernetesContainer container, Map<String, Value> given, String field, Duration duration) {
    long seconds = Math.max(1, Durations.wholeSeconds(duration));
    Value value = given.get(field);
    if (!Duration.ofSeconds(seconds).equals(duration) && value != null) {
      container.lost(
          "healthcheck." + field, value.at(), "Kubernetes counts in whole seconds: " + seconds, "");
    }
    return seconds;
  }

  private static void tell(
      KubernetesContainer container, Map<String, Value> given, String field, String what) {
    Value value = given.get(field);
    if (value != null) {
      container.lost("healthcheck." + field, value.at(), what, "");
    }
  }

  static void preStop(KubernetesContainer container, Value value) {
    container.put("lifecycle", Map.of("preStop", Map.of("exec", Map.of("command", value.texts()))));
    container.lost(Key.PRE_STOP_EXEC, value.at(), "podman kube play passes it over", "");
  }
}
