package dev.berth.export;

import dev.berth.export.QuadletContainer.UnitKey;
import dev.berth.model.Durations;
import dev.berth.model.Healthcheck;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.RestartPolicy;
import dev.berth.model.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The check of a container's health in a unit. */
final class QuadletHealth {
  private static final String SINCE = "4.5";
  private static final SortedMap<String, UnitKey> FIELDS =
      new TreeMap<>(
          Map.of(
              "timeout", UnitKey.last("HealthTimeout", SINCE, ""),
              "retries", UnitKey.last("HealthRetries", SINCE, ""),
              "start_period", UnitKey.last("HealthStartPeriod", SINCE, "")));

  private QuadletHealth() {}

  static void put(QuadletContainer container, Value value) {
    Healthcheck check = container.spec().healthcheck().orElseThrow();
    Map<String, Value> given = ((Value.Mapping) value).entries();
    if (check.isDisabled()) {
      container.put(Key.HEALTHCHECK, UnitKey.last("HealthCmd", SINCE, ""), "none", value.at());
      return;
    }
    if (check.test().isEmpty()) {
      given.forEach(
          (field, each) -> {
            if (!field.equals("on_failure")) {
              container.lost(
                  "healthcheck." + field,
                  each.at(),
                  "Podman takes it with a test alone",
                  "write the test that the image has");
            }
          });
    } else {
      test(container, check, value);
      FIELDS.forEach(
          (field, key) -> {
            Value each = given.get(field);
            if (each != null) {
              container.put(Key.HEALTHCHECK, key, ContainerPart.text(each), each.at());
            }
          });
      tell(container, given, "user", "it runs as the container's own user");
      tell(container, given, "start_interval", "it runs as often as later");
    }
    reaction(container, check, value);
  }

  private static void tell(
      QuadletContainer container, Map<String, Value> given, String field, String what) {
    Value value = given.get(field);
    if (value != null) {
      container.lost("healthcheck." + field, value.at(), what, "");
    }
  }

  private static void test(QuadletContainer container, Healthcheck check, Value value) {
    container.put(
        Key.HEALTHCHECK, UnitKey.last("HealthCmd", SINCE, ""), command(check.test()), value.at());
    container.put(
        Key.HEALTHCHECK,
        UnitKey.last("HealthInterval", SINCE, ""),
        Durations.format(check.interval()),
        value.at());
  }

  /**
   * As Podman reads it: a list of several words is a command, one that begins with {@code
   * CMD-SHELL} a text for a shell; the word {@code CMD} stands before a text that is split at
   * blanks.
   */
  private static String command(List<String> test) {
    if (test.getFirst().equals("CMD-SHELL")) {
      String text = test.getLast();
      String first = text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
      boolean isPlain =
          text.equals(text.strip())
              && !text.isEmpty()
              && !text.startsWith("[")
              && !text.startsWith("\"")
              && !text.endsWith("\\")
              && UnitText.last(text).isPresent()
              && !List.of("CMD", "CMD-SHELL", "NONE").contains(first);
      return isPlain ? text : UnitText.json(test);
    }
    boolean isOneWord = test.size() == 2 && test.getLast().matches("\\S+");
    return isOneWord ? "CMD " + test.getLast() : UnitText.json(test.subList(1, test.size()));
  }

  private static void reaction(QuadletContainer container, Healthcheck check, Value value) {
    if (check.onFailure() == OnFailure.NONE) {
      return;
    }
    boolean isRestarted =
        container
            .spec()
            .restart()
            .filter(policy -> policy.kind() != RestartPolicy.Kind.NO)
            .isPresent();
    boolean isRestart = check.onFailure() == OnFailure.RESTART;
    container.put(
        Key.HEALTHCHECK,
        UnitKey.last("HealthOnFailure", SINCE, ""),
        // The unit starts again what is killed; Podman itself would do so beside it.
        isRestart ? isRestarted ? "kill" : "restart" : "stop",
        ContainerPart.at(value, "on_failure"));
  }
}
