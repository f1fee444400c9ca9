package dev.berth.run;

import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.engine.NoControl;
import dev.berth.engine.RuntimeControl;
import dev.berth.host.CommandResult;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.ObservedRun;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An engine of which the runs of containers are told, and that takes down what it is asked for. */
final class PlayedRuntime {
  final Map<ContainerName, ObservedRun> runs = new TreeMap<>();

  /** What it was asked to change, each call with its arguments. */
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** What it answers to a call whose words begin so. */
  final Map<String, CommandResult> answers = new LinkedHashMap<>();

  /** Whether it cannot be asked. */
  boolean isAway;

  final RuntimeControl control =
      (RuntimeControl)
          Proxy.newProxyInstance(
              RuntimeControl.class.getClassLoader(),
              new Class<?>[] {RuntimeControl.class},
              (_, method, arguments) -> {
                List<String> words = new ArrayList<>(List.of(method.getName()));
                Arrays.stream(arguments)
                    .filter(argument -> !(argument instanceof Consumer<?>))
                    .forEach(argument -> words.add(argument.toString()));
                String call = String.join(" ", words);
                calls.add(call);
                return method.getReturnType() == void.class
                    ? null
                    : answers.entrySet().stream()
                        .filter(answer -> call.startsWith(answer.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(new CommandResult(List.of(), 0, "", "", false));
              });

  final ContainerRuntime runtime =
      (ContainerRuntime)
          Proxy.newProxyInstance(
              ContainerRuntime.class.getClassLoader(),
              new Class<?>[] {ContainerRuntime.class},
              (_, method, arguments) ->
                  switch (method.getName()) {
                    case "name" -> "podman";
                    case "runs" -> runs(arguments[0]);
                    case "health" -> {
                      Map<ContainerName, ObservedHealth> healths = new TreeMap<>();
                      runs(arguments[0]).forEach((name, run) -> healths.put(name, run.health()));
                      yield healths;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  Engine engine() {
    Engine readOnly = NoControl.readOnly(runtime);
    return new Engine(runtime, readOnly.commandLine(), control, readOnly.details());
  }

  private Map<ContainerName, ObservedRun> runs(Object names) {
    if (isAway) {
      throw new EngineException("away");
    }
    Map<ContainerName, ObservedRun> asked = new TreeMap<>(runs);
    asked.keySet().retainAll((Collection<?>) names);
    return asked;
  }

  /** A run of a container, in this state. */
  PlayedRuntime run(String name, String state, int restarts, Status health, String output) {
    ObservedHealth told =
        new ObservedHealth(
            new ContainerName(name),
            health,
            0,
            List.of(new Check(Instant.EPOCH, Instant.EPOCH, 1, output)));
    runs.put(
        new ContainerName(name),
        new ObservedRun(
            new ContainerName(name), state, restarts, 3, "", told, Duration.ZERO, false));
    return this;
  }
}
