package dev.berth.migrate;

import dev.berth.apply.MigrationPort;
import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.host.Messages;
import dev.berth.migrate.JournalEvent.Arrived;
import dev.berth.migrate.JournalEvent.Back;
import dev.berth.migrate.JournalEvent.ImageCarried;
import dev.berth.migrate.JournalEvent.Leaving;
import dev.berth.migrate.JournalEvent.Returning;
import dev.berth.migrate.JournalEvent.Started;
import dev.berth.migrate.JournalEvent.VolumeBegun;
import dev.berth.migrate.JournalEvent.VolumeDone;
import dev.berth.migrate.MigrationState.MigratingContainer;
import dev.berth.migrate.MigrationState.Stage;
import dev.berth.model.ContainerName;
import dev.berth.model.VolumePair;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.MigrationOperation;
import dev.berth.model.operation.MigrationOperation.Accompany;
import dev.berth.model.operation.MigrationOperation.CarryNetwork;
import dev.berth.model.operation.MigrationOperation.CarryVolume;
import dev.berth.model.operation.MigrationOperation.CheckLeaving;
import dev.berth.model.operation.MigrationOperation.CheckTies;
import dev.berth.model.operation.MigrationOperation.Disown;
import dev.berth.model.operation.MigrationOperation.Journal;
import dev.berth.model.operation.MigrationOperation.Left;
import dev.berth.model.operation.MigrationOperation.PutAway;
import dev.berth.model.operation.MigrationOperation.PutBack;
import dev.berth.model.operation.MigrationOperation.ReturnNetwork;
import dev.berth.model.operation.MigrationOperation.ReturnVolume;
import dev.berth.model.operation.MigrationOperation.StartThere;
import dev.berth.model.operation.MigrationOperation.StopThere;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation.CarryImage;
import dev.berth.run.Handler;
import dev.berth.run.Result;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does for one container after the other what brings it over, or back; what is about to be begun is
 * in the journal before.
 */
final class MigrationOperations implements Handler {
  private final SourceSupervisor origin;
  private final Engine here;
  private final ImageCarrier images;
  private final SourceEvacuation departure;
  private final MovedData data;
  private final Networks networks;
  private final MigrationJournal journal;
  private final MigrationRun run;

  /**
   * Those of a migration.
   *
   * @param here the side to which containers go
   */
  MigrationOperations(
      SourceSupervisor origin,
      Engine here,
      ImageCarrier images,
      SourceEvacuation departure,
      MovedData data,
      Networks networks,
      MigrationJournal journal,
      MigrationRun run) {
    this.origin = origin;
    this.here = here;
    this.images = images;
    this.departure = departure;
    this.data = data;
    this.networks = networks;
    this.journal = journal;
    this.run = run;
  }

  @Override
  public List<Result> run(List<Operation> operations, Consumer<String> output) {
    return switch (operations.getFirst()) {
      case MigrationOperation operation -> List.of(run(operation, output));
      case ManagerOperation _ ->
          origin.manage(operations.stream().map(ManagerOperation.class::cast).toList());
      case CarryImage _ ->
          Collections.nCopies(
              operations.size(), carry(operations.stream().map(Operation::subject).toList()));
      default -> throw new IllegalStateException("not of a migration: " + operations.getFirst());
    };
  }

  private Result run(MigrationOperation operation, Consumer<String> output) {
    return switch (operation) {
      case CheckLeaving check -> check(check);
      case Journal entry -> journal(entry);
      case Accompany accompany -> accompany(accompany.task());
      case Disown disown -> origin.disown(disown.container(), description(disown.container()));
      case StopThere stop ->
          origin.stop(stop.container(), description(stop.container()), stop.grace());
      case PutAway put -> {
        origin.putAway(put.container());
        yield Result.done();
      }
      case CarryVolume carry -> carry(carry, output);
      case CarryNetwork carry -> {
        networks.carry(carry.network(), departure.moving());
        yield Result.done();
      }
      case Left left -> {
        journal.add(new JournalEvent.Left(left.container(), left.volumes(), left.starts()));
        yield Result.done();
      }
      case CheckTies check -> check(check);
      case ReturnVolume volume -> {
        data.back(volume.volume());
        yield Result.done();
      }
      case ReturnNetwork network -> {
        networks.back(network.network());
        yield Result.done();
      }
      case PutBack put -> origin.putBack(put.container(), description(put.container()));
      case StartThere start -> origin.start(start.container());
    };
  }

  private SourceDescription description(ContainerName container) {
    return mover(container).map(MigratingContainer::origin).orElseThrow();
  }

  private Optional<MigratingContainer> mover(ContainerName container) {
    return journal.state().container(container);
  }

  private Result carry(List<String> images) {
    try {
      this.images.carry(this.images.plan(images), bytes -> {}).stream()
          .filter(image -> image.way() != CarriedImage.Way.PRESENT)
          .forEach(image -> journal.add(new ImageCarried(image.reference(), image.id())));
      return Result.done();
    } catch (MigrationException | EngineException failure) {
      return Result.refused(Messages.of(failure));
    }
  }

  /** What may still go back to where it came from is not sent there as if it had never been. */
  private Result check(CheckLeaving check) {
    List<ContainerName> open = journal.state().ofAnotherWay(run.settings());
    return open.isEmpty()
        ? departure.check(check.rendered(), check.together())
        : Result.refused(MigrationPort.mayGoBack(open) + "; " + MigrationPort.END_FIRST);
  }

  private Result journal(Journal entry) {
    ContainerName container = entry.container();
    Optional<MigratingContainer> underWay = mover(container).filter(MigratingContainer::isUnderWay);
    switch (entry.mark()) {
      case LEAVING -> {
        return departure.begin(container);
      }
      case STARTED -> underWay.ifPresent(_ -> journal.add(new Started(container)));
      case ARRIVED ->
          underWay
              .filter(mover -> run.isSameWay(mover.run()))
              .ifPresent(_ -> journal.add(new Arrived(container)));
      case RETURNING -> {
        if (underWay.filter(mover -> mover.stage() == Stage.RETURNING).isEmpty()) {
          journal.add(new Returning(container));
        }
      }
      case BACK -> journal.add(new Back(container));
    }
    return Result.done();
  }

  private Result accompany(ContainerName task) {
    if (journal.state().ofAnotherWay(run.settings()).isEmpty()) {
      origin
          .describe(task)
          .ifPresent(
              description -> {
                journal.add(new Leaving(task, description));
                journal.add(new Arrived(task));
              });
    }
    return Result.done();
  }

  private Result carry(CarryVolume carry, Consumer<String> output) {
    VolumePair volume = carry.volume();
    if (!journal.state().carried().containsKey(volume.target())) {
      // What a killed run has moved is here; it is carried as if it had not been.
      data.back(volume.target());
      output.accept("carrying volume " + volume.source());
      journal.add(
          new VolumeBegun(
              carry.container(), volume.source(), volume.target(), data.cargo().moves()));
      data.cargo().carry(volume);
      journal.add(new VolumeDone(carry.container(), volume.source(), volume.target()));
    }
    return Result.done();
  }

  /** One that was on its way back before is held by nobody: what it needs is newest there. */
  private Result check(CheckTies check) {
    if (mover(check.container()).filter(it -> it.stage() == Stage.RETURNING).isPresent()) {
      return Result.done();
    }
    return new SharedResources(journal.state(), here)
        .holding(check.container()).entrySet().stream()
            .filter(holder -> !check.with().contains(holder.getKey()))
            .findFirst()
            .map(
                holder ->
                    Result.refused(
                        "'"
                            + holder.getKey()
                            + "', which has come over, "
                            + holder.getValue()
                            + "; 'berth migrate --rollback' takes both back"))
            .orElseGet(Result::done);
  }
}
