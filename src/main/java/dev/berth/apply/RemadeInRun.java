package dev.berth.apply;

import dev.berth.apply.StepResult.Outcome;
import dev.berth.engine.ContainerRuntime;
import dev.berth.engine.EngineException;
import dev.berth.host.Messages;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.RemadeVolume;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells of the volumes that were removed while a run went on, so that what it started has another
 * one than it was planned with. It costs a read of the volumes where something with one was
 * started, else nothing.
 */
record RemadeInRun(ContainerRuntime runtime, AppliedRecords records, Progress progress) {

  /** A line for each; what the plan has told of already is not told again. */
  void tell(Deployment.Prepared prepared, List<StepResult> results) {
    Set<ContainerName> started = new HashSet<>();
    for (StepResult result : results) {
      if (result.outcome() != Outcome.SKIPPED
          && result.step().change() instanceof Service service
          && service.isStarting()
          && !service.rendered().namedVolumes().isEmpty()) {
        started.add(service.name());
      }
    }
    if (started.isEmpty()) {
      return;
    }
    List<RemadeVolume> told = prepared.observed().findings().remade();
    try {
      new RemadeVolumes(records, runtime::images)
          .find(runtime.volumes(), prepared.observed().images().values(), started).stream()
              .filter(volume -> told.stream().noneMatch(volume::isSameAs))
              .forEach(volume -> progress.warning(volume.words() + "; " + volume.advice()));
    } catch (EngineException failure) {
      progress.warning(
          "whether a volume was removed meanwhile could not be seen: " + Messages.of(failure));
    }
  }
}
