package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.host.Messages;
import dev.berth.host.Stopwatch;
import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.RenderedState;
import dev.berth.model.Step;
import dev.berth.plan.lowering.SystemdLowering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/**
 * Walks the steps of one group: each as soon as those before it are done, several side by side, and
 * services that are ready together in one call of systemd.
 */
final class Groups {
  private final Starts starts;
  private final SingleSteps single;
  private final Adoption adoption;
  private final Arrivals arrivals;
  private final RenderedState wanted;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private final int parallel;

  /** The containers whose step failed or was skipped, with the one that failed first. */
  private final Map<String, String> failed = new HashMap<>();

  Groups(
      Starts starts,
      SingleSteps single,
      Adoption adoption,
      Arrivals arrivals,
      RenderedState wanted,
      Progress progress,
      BooleanSupplier interrupted,
      int parallel) {
    this.starts = starts;
    this.single = single;
    this.adoption = adoption;
    this.arrivals = arrivals;
    this.wanted = wanted;
    this.progress = progress;
    this.interrupted = interrupted;
    this.parallel = parallel;
  }

  /** Carries a group out; called for one group after the other. */
  List<StepResult> run(List<Step> group) {
    List<Step> waiting = new ArrayList<>(group);
    Set<Integer> ended = new HashSet<>();
    List<StepResult> results = new ArrayList<>();
    BlockingQueue<List<StepResult>> reports = new LinkedBlockingQueue<>();
    int running = 0;
    while (!waiting.isEmpty() || running > 0) {
      for (StepResult skipped : skip(waiting)) {
        ended.add(skipped.step().number());
        results.add(skipped);
      }
      for (List<Step> batch : batches(waiting, ended, parallel - running)) {
        waiting.removeAll(batch);
        running += batch.size();
        Thread.ofVirtual().start(() -> reports.add(carryOut(batch)));
      }
      if (running > 0) {
        for (StepResult result : take(reports)) {
          running--;
          ended.add(result.step().number());
          results.add(result);
          remember(result);
        }
      }
    }
    return results;
  }

  /** What cannot be begun any more leaves the waiting list. */
  private List<StepResult> skip(List<Step> waiting) {
    List<StepResult> skipped = new ArrayList<>();
    boolean again = true;
    while (again) {
      again = false;
      for (Step step : List.copyOf(waiting)) {
        Optional<String> because =
            interrupted.getAsBoolean() ? Optional.of("interrupted") : failedDependency(step);
        if (because.isPresent()) {
          StepResult result = StepResult.skipped(step, because.get());
          waiting.remove(step);
          skipped.add(result);
          progress.finished(result);
          remember(result);
          again = true;
        }
      }
    }
    return skipped;
  }

  private Optional<String> failedDependency(Step step) {
    return reach(step).stream()
        .filter(failed::containsKey)
        .findFirst()
        .map(
            name ->
                name.equals(failed.get(name))
                    ? "it depends on '" + name + "', which failed"
                    : "it depends on '" + name + "', and '" + failed.get(name) + "' failed");
  }

  private Set<String> reach(Step step) {
    return step.change().target().map(wanted::needs).orElse(Set.of());
  }

  /**
   * Ready steps for the free places: services together, by verb; everything else alone, also a
   * service whose start waits for its health.
   */
  private List<List<Step>> batches(List<Step> waiting, Set<Integer> ended, int places) {
    List<List<Step>> batches = new ArrayList<>();
    Map<Boolean, List<Step>> services = new HashMap<>();
    int perBatch = Math.max(1, parallel / 2);
    int free = places;
    for (Step step : waiting) {
      if (free <= 0) {
        break;
      }
      if (!ended.containsAll(step.after())) {
        continue;
      }
      free--;
      if (step.change() instanceof Service service && !SystemdLowering.isGated(service)) {
        List<Step> batch =
            services.computeIfAbsent(SystemdLowering.isStart(service), key -> new ArrayList<>());
        batch.add(step);
        if (batch.size() == perBatch) {
          batches.add(List.copyOf(batch));
          batch.clear();
        }
      } else {
        batches.add(List.of(step));
      }
    }
    services.values().stream().filter(batch -> !batch.isEmpty()).forEach(batches::add);
    return batches;
  }

  private List<StepResult> carryOut(List<Step> batch) {
    batch.forEach(progress::started);
    long begun = System.nanoTime();
    Map<Step, Optional<Failure>> failures = new HashMap<>();
    try {
      failures.putAll(adoption.takeOver(batch));
      starts
          .obstacles(without(failures, batch))
          .forEach(
              (step, failure) ->
                  failures.put(step, failure.map(found -> arrivals.staying(step, found))));
      failures.putAll(arrivals.leave(without(failures, batch)));
      List<Step> clear = without(failures, batch);
      if (!clear.isEmpty() && clear.getFirst().change() instanceof Service) {
        failures.putAll(starts.run(clear));
      } else if (!clear.isEmpty()) {
        failures.put(clear.getFirst(), single.run(clear.getFirst()).map(Failure::of));
      }
    } catch (RuntimeException fault) {
      // Whatever goes wrong with one container must not end the run of the others.
      batch.stream()
          .filter(step -> failures.getOrDefault(step, Optional.empty()).isEmpty())
          .forEach(
              step -> failures.put(step, Optional.of(arrivals.faulted(step, Messages.of(fault)))));
    }
    List<StepResult> results = new ArrayList<>();
    for (Step step : batch) {
      Optional<Failure> failure = failures.getOrDefault(step, Optional.empty());
      StepResult result =
          failure
              .map(found -> StepResult.failed(step, found, Stopwatch.since(begun)))
              .orElseGet(() -> StepResult.done(step, Stopwatch.since(begun)));
      progress.finished(result);
      results.add(result);
    }
    return results;
  }

  private static List<Step> without(Map<Step, Optional<Failure>> failures, List<Step> batch) {
    return batch.stream().filter(step -> !failures.containsKey(step)).toList();
  }

  private void remember(StepResult result) {
    if (result.outcome() == Outcome.DONE) {
      return;
    }
    Change change = result.step().change();
    String first =
        reach(result.step()).stream()
            .filter(failed::containsKey)
            .map(failed::get)
            .findFirst()
            .orElse(change.subject());
    failed.put(change.subject(), first);
  }

  private static List<StepResult> take(BlockingQueue<List<StepResult>> reports) {
    while (true) {
      try {
        return reports.take();
      } catch (InterruptedException ignored) {
        // What runs is always finished; the interruption is seen through the flag.
        Thread.onSpinWait();
      }
    }
  }
}
