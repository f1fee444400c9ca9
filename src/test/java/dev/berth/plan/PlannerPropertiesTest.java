package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Samples;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What must hold for any two configurations, with any mishaps between them. */
class PlannerPropertiesTest {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
  private static final int TRIES = 1500;

  @Test
  void planningIsDeterministic() {
    Samples.forAll(
        TRIES,
        samples -> {
          SimulatedHost host = troubled(samples);
          List<ContainerSet> sets = configuration(samples);
          RenderedState wanted = host.wanted(sets);
          Observed observed = host.observed(wanted);
          Plan plan =
              new Planner(ServiceStrategy.BY_UNIT)
                  .plan(wanted, observed, host.options(sets, Set.of()));
          Plan again =
              new Planner(ServiceStrategy.BY_UNIT)
                  .plan(
                      wanted,
                      shuffled(observed, new Random(samples.number(1000))),
                      host.options(sets, Set.of()));
          assertThat(PlanText.of(again)).isEqualTo(PlanText.of(plan));
        });
  }

  @Test
  void afterAnApplyThereIsNothingToDo() {
    AtomicInteger applied = new AtomicInteger();
    Samples.forAll(
        TRIES,
        samples -> {
          SimulatedHost host = troubled(samples);
          List<ContainerSet> sets = configuration(samples);
          if (!host.plan(sets).isRefused()) {
            host.apply(sets);
            applied.incrementAndGet();
            Plan plan = host.plan(sets);
            assertThat(plan.isRefused()).isFalse();
            assertThat(plan.steps().stream().filter(step -> !isDueAtEveryApply(step)))
                .as(() -> PlanText.of(plan))
                .isEmpty();
          }
        });
    assertThat(applied).hasValueGreaterThan(TRIES / 2);
  }

  @Test
  void whatThePlanDoesNotNameKeepsItsProcess() {
    Samples.forAll(
        TRIES,
        samples -> {
          SimulatedHost host = troubled(samples);
          List<ContainerSet> sets = configuration(samples);
          Plan plan = host.plan(sets);
          boolean idsMayChange = !plan.steps(Phase.PULL).isEmpty();
          if (!plan.isRefused() && !idsMayChange) {
            Map<ContainerName, String> before = host.identities();
            host.apply(sets);
            Map<ContainerName, String> after = host.identities();
            plan.unchanged()
                .forEach(name -> assertThat(after.get(name)).isEqualTo(before.get(name)));
          }
        });
  }

  @Test
  void everyStepFollowsOnlyEarlierStepsOfItsStage() {
    Samples.forAll(
        TRIES,
        samples -> {
          List<Step> steps = troubled(samples).plan(configuration(samples)).steps();
          for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            assertThat(step.number()).isEqualTo(i + 1);
            assertThat(step.reasons()).isNotEmpty().allMatch(reason -> !reason.isBlank());
            assertThat(i == 0 || steps.get(i - 1).stage().compareTo(step.stage()) <= 0).isTrue();
            for (int number : step.after()) {
              assertThat(number).isLessThan(step.number());
              assertThat(steps.get(number - 1).stage()).isEqualTo(step.stage());
            }
          }
        });
  }

  private static boolean isDueAtEveryApply(Step step) {
    return step.change() instanceof Change.RunExec exec
        && exec.rendered().spec().text(Key.WHEN).isEmpty();
  }

  /** A host to which a configuration was applied, and to which something happened since. */
  private static SimulatedHost troubled(Samples samples) {
    SimulatedHost host = new SimulatedHost();
    List<ContainerSet> sets = configuration(samples);
    if (samples.flag() && !host.plan(sets).isRefused()) {
      host.apply(sets);
    }
    samples.list(3, () -> samples.of("change")).forEach(any -> trouble(host, samples));
    return host;
  }

  private static void trouble(SimulatedHost host, Samples samples) {
    String name = samples.of("a", "b", "c", "d", "e", "f");
    boolean hasUnit = host.units.containsKey(UnitName.of("berth-", new ContainerName(name)));
    switch ((int) samples.number(9)) {
      case 0 -> host.containers.remove(new ContainerName(name));
      case 1 -> host.records.remove(name);
      case 2 -> host.secretFiles.clear();
      case 3 -> host.ended(name, samples.of("failed", "inactive", "activating"), "dead", "signal");
      case 4 -> host.loaded(name, "loaded", "disabled", samples.flag());
      case 5 -> host.loaded(name, "masked", "masked", false);
      case 6 -> host.key("key2");
      case 7 -> host.prefix("other-");
      case 8 -> {
        if (host.containers.containsKey(new ContainerName(name))) {
          host.state(name, samples.of("paused", "created", "exited", "running"), 1);
        }
      }
      default -> {
        if (hasUnit) {
          host.unitText(name, Optional.empty());
          host.loaded(name, "not-found", "", false);
        }
        host.registry.put("i", "newer");
        host.images.remove("i");
      }
    }
  }

  /** Some of six containers, each depending on earlier ones only. */
  private static List<ContainerSet> configuration(Samples samples) {
    StringBuilder yaml = new StringBuilder();
    List<String> services = new ArrayList<>();
    for (String name : NAMES) {
      if (!samples.flag()) {
        continue;
      }
      Map<String, String> keys = new LinkedHashMap<>();
      boolean isExec = !services.isEmpty() && samples.number(5) == 0;
      if (isExec) {
        keys.put("action", "exec");
        keys.put("command", "[" + services.getLast() + ", " + samples.of("x", "y") + "]");
        if (samples.flag()) {
          keys.put("when", "changed");
        }
      } else {
        container(keys, services, samples);
        if (keys.containsKey("restart")) {
          services.add(name);
        }
      }
      yaml.append(name).append(": ").append(mapping(keys)).append('\n');
    }
    yaml.append(yaml.isEmpty() ? "z: {image: i}\n" : "");
    return List.of(Configurations.read("set", yaml.toString()));
  }

  private static void container(Map<String, String> keys, List<String> services, Samples samples) {
    keys.put("image", samples.of("i", "j"));
    if (samples.flag()) {
      keys.put("restart", samples.of("always", "'no'"));
    } else {
      keys.put("detach", samples.of("true", "false"));
      keys.put("remove", samples.of("true", "false"));
    }
    if (samples.flag()) {
      keys.put("environment", "{MODE: " + samples.of("blue", "green") + "}");
    }
    if (samples.number(4) == 0) {
      keys.put("volumes", "['" + samples.of("one", "two") + ":/data']");
    }
    if (samples.number(4) == 0) {
      keys.put("stop_grace_period", samples.of("5", "20"));
    }
    if (!services.isEmpty() && samples.flag()) {
      String target = services.get((int) samples.number(services.size() - 1));
      switch ((int) samples.number(2)) {
        case 0 -> keys.put("net", "'container:" + target + "'");
        case 1 -> keys.put("depends_on", "[" + target + "]");
        default -> keys.put("kill_mode", samples.of("process", "mixed"));
      }
    }
    if (!keys.containsKey("restart")) {
      keys.remove("kill_mode");
    }
  }

  private static String mapping(Map<String, String> keys) {
    return keys.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Observed shuffled(Observed observed, Random random) {
    List<ObservedContainer> containers = new ArrayList<>(observed.containers());
    Collections.shuffle(containers, random);
    return new Observed(
        observed.engine(),
        containers,
        shuffled(observed.images(), random),
        shuffled(observed.volumes(), random),
        shuffled(observed.units(), random),
        new Observed.Files(
            shuffled(observed.secretFiles(), random),
            new TreeSet<>(observed.missingSources()),
            Map.of()),
        new Observed.Past(
            shuffled(observed.applied(), random), shuffled(observed.legacyContainers(), random)));
  }

  private static <K, V> Map<K, V> shuffled(Map<K, V> map, Random random) {
    List<K> keys = new ArrayList<>(map.keySet());
    Collections.shuffle(keys, random);
    Map<K, V> shuffled = new HashMap<>();
    keys.forEach(key -> shuffled.put(key, map.get(key)));
    return shuffled;
  }
}
