package dev.berth.apply;

import dev.berth.model.Supervisor;
import dev.berth.plan.PlanOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How an apply is asked for, and what goes wrong meanwhile. */
final class Asked {
  final Map<String, String> sets = new LinkedHashMap<>();
  final List<Fault> faults = new ArrayList<>();
  String engine = "podman";
  Supervisor supervisor = Supervisor.SYSTEMD;
  String prefix = "berth-";
  boolean rollback = true;
  boolean adopt;
  boolean waits;
  boolean removesVolumes;
  boolean makesBinds;
  int parallel = 1;
  Set<String> removal = new LinkedHashSet<>();
  Optional<String> killedAt = Optional.empty();
  Optional<String> interruptedAt = Optional.empty();

  /**
   * A command that fails.
   *
   * @param pattern of the whole command line
   * @param times how often, from the first time on
   */
  record Fault(String pattern, int status, String words, int times) {}

  /** With one configuration, {@code set}. */
  static Asked of(String yaml) {
    Asked asked = new Asked();
    asked.sets.put("set", yaml);
    return asked;
  }

  /** By an engine, under systemd. */
  Asked on(String name) {
    engine = name;
    return this;
  }

  /** In Docker's own care. */
  Asked inDockersCare() {
    engine = "docker";
    supervisor = Supervisor.ENGINE;
    return this;
  }

  /** A command fails each time. */
  Asked failing(String pattern, String words) {
    faults.add(new Fault(pattern, 1, words, Integer.MAX_VALUE));
    return this;
  }

  /** A command fails at first. */
  Asked failingOnce(String pattern, String words) {
    faults.add(new Fault(pattern, 1, words, 1));
    return this;
  }

  PlanOptions planOptions() {
    Set<String> named = removal.isEmpty() ? sets.keySet() : removal;
    return new PlanOptions(
            "berth",
            new PlanOptions.Removal.OfConfigurations(named),
            makesBinds ? PlanOptions.MissingBinds.CREATE : PlanOptions.MissingBinds.FAIL,
            Set.of(),
            removesVolumes)
        .adopting(adopt);
  }

  /** For a reader. */
  String words() {
    List<String> words = new ArrayList<>();
    words.add(supervisor == Supervisor.ENGINE ? "in Docker's own care" : engine + " under systemd");
    if (!rollback) {
      words.add("--on-failure keep");
    }
    if (adopt) {
      words.add("--adopt");
    }
    if (waits) {
      words.add("--wait");
    }
    if (removesVolumes) {
      words.add("with its volumes");
    }
    if (makesBinds) {
      words.add("--missing-bind create");
    }
    if (!prefix.equals("berth-")) {
      words.add("--unit-prefix " + prefix);
    }
    if (parallel > 1) {
      words.add("--parallel " + parallel);
    }
    killedAt.ifPresent(it -> words.add("killed before " + it));
    interruptedAt.ifPresent(it -> words.add("interrupted at " + it));
    faults.forEach(
        it ->
            words.add(
                it.pattern()
                    + " fails"
                    + (it.times() == 1 ? " at first" : "")
                    + ": "
                    + it.words()));
    return String.join("; ", words);
  }
}
