package dev.berth.migrate;

import dev.berth.json.Json;
import dev.berth.model.Durations;
import dev.berth.model.Labels;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What runs in a container, and how it begins and ends. */
final class RebuiltProcess {
  private static final String DEFAULT_INTERVAL = "30s";
  private static final Set<String> OURS =
      Set.of(Labels.MANAGED_BY, Labels.CONFIG_ID, Labels.CONTAINER_NAME, Labels.CONFIG_DATA);
  private static final List<String> BOOKKEEPING =
      List.of("com.docker.", "desktop.docker.io/", "dev.berth.");

  private RebuiltProcess() {}

  static void add(Rebuilding to) {
    to.put("image", to.config.get("Image").textOrEmpty());
    words(to);
    for (Map.Entry<String, String> field :
        Map.of("user", "User", "working_dir", "WorkingDir", "stop_signal", "StopSignal")
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      String value = to.config.get(field.getValue()).textOrEmpty();
      if (!value.equals(to.image.get(field.getValue()).textOrEmpty())) {
        to.put(field.getKey(), value);
      }
    }
    long timeout = to.config.get("StopTimeout").number();
    if (to.config.get("StopTimeout").isPresent() && timeout != 10) {
      to.put("stop_grace_period", Durations.format(Duration.ofSeconds(Math.max(0, timeout))));
    }
    environment(to);
    to.put("labels", labels(to));
    to.put("annotations", new TreeMap<>(to.host("Annotations").textFields()));
    to.put("tty", to.config.get("Tty").isTrue());
    to.put("interactive", to.config.get("OpenStdin").isTrue());
    to.put("init", to.host("Init").isTrue());
    if (to.host("AutoRemove").isTrue()) {
      to.obstacle(
          "HostConfig.AutoRemove",
          "is true: docker would remove it at its stop, and there would be no way back");
    }
    restart(to);
    healthcheck(to);
    logging(to);
  }

  /** An entry point of its own makes the image's command void, and stays without if it has none. */
  private static void words(Rebuilding to) {
    List<String> entrypoint = to.config.get("Entrypoint").texts();
    List<String> command = to.config.get("Cmd").texts();
    boolean own = !entrypoint.equals(to.image.get("Entrypoint").texts());
    if (own) {
      to.putEvenEmpty("entrypoint", entrypoint);
    }
    if (own || !command.equals(to.image.get("Cmd").texts())) {
      to.put("command", command);
    }
  }

  private static void environment(Rebuilding to) {
    List<String> image = to.image.get("Env").texts();
    Map<String, Object> environment = new LinkedHashMap<>();
    for (String item : to.config.get("Env").texts()) {
      int equals = item.indexOf('=');
      if (!image.contains(item) && equals > 0) {
        environment.put(item.substring(0, equals), item.substring(equals + 1));
      }
    }
    to.put("environment", environment);
  }

  private static Map<String, String> labels(Rebuilding to) {
    Map<String, String> image = to.image.get("Labels").textFields();
    Map<String, String> labels = new TreeMap<>(to.config.get("Labels").textFields());
    labels
        .entrySet()
        .removeIf(
            label ->
                label.getValue().equals(image.get(label.getKey()))
                    || OURS.contains(label.getKey())
                    || BOOKKEEPING.stream().anyMatch(label.getKey()::startsWith));
    return labels;
  }

  /** Whatever runs is a service: without a policy it is one that is not started again. */
  private static void restart(Rebuilding to) {
    Json policy = to.host("RestartPolicy");
    String name = policy.get("Name").textOrEmpty();
    long retries = policy.get("MaximumRetryCount").number();
    to.put("restart", name.isEmpty() ? "no" : retries > 0 ? name + ":" + retries : name);
  }

  private static void healthcheck(Rebuilding to) {
    Json check = to.config.get("Healthcheck");
    List<String> test = check.get("Test").texts();
    if (test.isEmpty() || same(check, to.image.get("Healthcheck"))) {
      return;
    }
    if (test.equals(List.of("NONE"))) {
      to.put("healthcheck", Map.of("disable", true));
      return;
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("test", test.getFirst().equals("CMD-SHELL") && test.size() == 2 ? test.get(1) : test);
    // Docker's own default is half of ours.
    keys.put("interval", DEFAULT_INTERVAL);
    Map<String, String> durations = new LinkedHashMap<>();
    durations.put("Interval", "interval");
    durations.put("Timeout", "timeout");
    durations.put("StartPeriod", "start_period");
    durations.put("StartInterval", "start_interval");
    durations.forEach(
        (field, key) -> {
          long nanos = check.get(field).number();
          if (nanos > 0) {
            keys.put(key, Durations.format(Duration.ofNanos(nanos)));
          }
        });
    long retries = check.get("Retries").number();
    if (retries > 0) {
      keys.put("retries", retries);
    }
    to.put("healthcheck", keys);
  }

  private static boolean same(Json one, Json other) {
    return one.get("Test").texts().equals(other.get("Test").texts())
        && List.of("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries").stream()
            .allMatch(field -> one.get(field).number() == other.get(field).number());
  }

  private static void logging(Rebuilding to) {
    Json log = to.host("LogConfig");
    String driver = log.get("Type").textOrEmpty();
    Map<String, String> options = log.get("Config").textFields();
    if (!driver.isEmpty() && !(driver.equals("json-file") && options.isEmpty())) {
      to.put("log_driver", driver);
      to.put("log_opts", new TreeMap<>(options));
    }
  }
}
