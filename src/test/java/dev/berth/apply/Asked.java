package dev.berth.apply;

import dev.berth.model.Care;
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
  Care care = Care.UNIT;
  String prefix = "berth-";
  boolean rollback = true;
  boolean adopt;
  boolean waits;
  boolean migrates;
  boolean migratesComposed;
  boolean removesVolumes;
  boolean makesBinds;
  int parallel = 1;
  Set<String> removal = new LinkedHashSet<>();
  Optional<String> other = Optional.empty();
  Optional<String> killedAt = Optional.empty();
  Optional<String> killedAfter = Optional.empty();
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
    care = Care.CONTAINER;
    return this;
  }

  /** With --on-failure keep. */
  Asked keeping() {
    rollback = false;
    return this;
  }

  /** With --wait. */
  Asked waiting() {
    waits = true;
    return this;
  }

  /** With --missing-bind create. */
  Asked makingBinds() {
    makesBinds = true;
    return this;
  }

  /** What goes takes its volumes along. */
  Asked removingVolumes() {
    removesVolumes = true;
    return this;
  }

  /** What Paunch left is taken over. */
  Asked adopting() {
    adopt = true;
    return this;
  }

  /** Berth is killed before it runs a command of this form. */
  Asked killed(String pattern) {
    killedAt = Optional.of(pattern);
    return this;
  }

  /** Only once a command of this form has run. */
  Asked killedAfter(String pattern) {
    killedAfter = Optional.of(pattern);
    return this;
  }

  /** The host has this engine, too. */
  Asked beside(String name) {
    other = Optional.of(name);
    return this;
  }

  /** With --migrate auto. */
  Asked migrating() {
    migrates = true;
    return this;
  }

  /** As berth migrate does: also what Compose made for the project. */
  Asked migratingComposed() {
    migratesComposed = true;
    return migrating();
  }

  /** So many at a time. */
  Asked parallel(int most) {
    parallel = most;
    return this;
  }

  /** Units are called so. */
  Asked prefix(String name) {
    prefix = name;
    return this;
  }

  /** A further configuration. */
  Asked and(String configId, String yaml) {
    sets.put(configId, yaml);
    return this;
  }

  /** Ctrl-C comes while a command of this form runs. */
  Asked interrupted(String pattern) {
    interruptedAt = Optional.of(pattern);
    return this;
  }

  /** A command fails each time. */
  Asked failing(String pattern, String words) {
    faults.add(new Fault(pattern, status(pattern), words, Integer.MAX_VALUE));
    return this;
  }

  /** A command fails at first. */
  Asked failingOnce(String pattern, String words) {
    faults.add(new Fault(pattern, status(pattern), words, 1));
    return this;
  }

  /** Podman's own failures have a status of their own. */
  private static int status(String pattern) {
    return pattern.startsWith("podman") ? 125 : 1;
  }

  PlanOptions planOptions() {
    Set<String> named = removal.isEmpty() ? sets.keySet() : removal;
    return new PlanOptions(
            "berth",
            new PlanOptions.Removal.OfConfigurations(named),
            makesBinds ? PlanOptions.MissingBinds.CREATE : PlanOptions.MissingBinds.FAIL,
            Set.of(),
            removesVolumes)
        .adopting(adopt)
        .migrating(
            migratesComposed
                ? PlanOptions.Migration.OURS.composed()
                : migrates ? PlanOptions.Migration.OURS : PlanOptions.Migration.REFUSED);
  }

  /** For a reader. */
  String words() {
    List<String> words = new ArrayList<>();
    words.add(care == Care.CONTAINER ? "in Docker's own care" : engine + " under systemd");
    if (!rollback) {
      words.add("--on-failure keep");
    }
    if (adopt) {
      words.add("--adopt");
    }
    other.ifPresent(it -> words.add("beside " + it));
    if (migrates) {
      words.add(migratesComposed ? "--migrate auto, of Compose too" : "--migrate auto");
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
    killedAfter.ifPresent(it -> words.add("after " + it));
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
