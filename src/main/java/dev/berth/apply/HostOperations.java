package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.FileOperation.CheckSources;
import dev.berth.model.operation.FileOperation.Label;
import dev.berth.model.operation.FileOperation.LinkUnit;
import dev.berth.model.operation.FileOperation.MakeDirectory;
import dev.berth.model.operation.FileOperation.RemoveEnvironment;
import dev.berth.model.operation.FileOperation.RemoveFile;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.Restrict;
import dev.berth.model.operation.FileOperation.SyncUnits;
import dev.berth.model.operation.FileOperation.Untie;
import dev.berth.model.operation.FileOperation.WriteEnvironment;
import dev.berth.model.operation.FileOperation.WriteSecret;
import dev.berth.model.operation.FileOperation.WriteUnit;
import dev.berth.model.operation.LookOperation;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.MemoryOperation;
import dev.berth.model.operation.MemoryOperation.Announce;
import dev.berth.model.operation.MemoryOperation.Confirm;
import dev.berth.model.operation.MemoryOperation.ForgetKept;
import dev.berth.model.operation.MemoryOperation.ForgetMade;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
import dev.berth.model.operation.MemoryOperation.Keep;
import dev.berth.model.operation.MemoryOperation.KnowMade;
import dev.berth.model.operation.MemoryOperation.Recording;
import dev.berth.model.operation.MigrationOperation;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.run.ContainerOperations;
import dev.berth.run.Handler;
import dev.berth.run.ManagerOperations;
import dev.berth.run.Readiness;
import dev.berth.run.Result;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Gives each operation to who carries out its kind. */
final class HostOperations implements Handler {
  private final ManagerOperations manager;
  private final ContainerOperations containers;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final KeptPredecessors kept;
  private final MadeContainers made;
  private final ContainerFiles files;
  private final StoreOperations images;
  private final Readiness readiness;

  HostOperations(
      ManagerOperations manager,
      ContainerOperations containers,
      HostPaths paths,
      AppliedRecords records,
      KeptPredecessors kept,
      ContainerFiles files,
      StoreOperations images,
      Readiness readiness) {
    this.manager = manager;
    this.containers = containers;
    this.images = images;
    this.paths = paths;
    this.records = records;
    this.kept = kept;
    this.made = new MadeContainers(paths.made());
    this.files = files;
    this.readiness = readiness;
  }

  @Override
  public List<Result> run(List<Operation> operations, Consumer<String> output) {
    return switch (operations.getFirst()) {
      case ManagerOperation _ ->
          manager.run(operations.stream().map(ManagerOperation.class::cast).toList());
      case ContainerOperation _ ->
          containers.run(operations.stream().map(ContainerOperation.class::cast).toList(), output);
      case StoreOperation _, MigrationOperation _ -> images.run(operations, output);
      case FileOperation operation -> List.of(run(operation, output));
      case MemoryOperation operation -> List.of(run(operation));
      case LookOperation _ ->
          readiness.run(operations.stream().map(LookOperation.class::cast).toList());
      case Barrier _ -> List.of(Result.done());
    };
  }

  private Result run(FileOperation operation, Consumer<String> output) {
    return switch (operation) {
      case MakeDirectory directory -> files.createDirectory(Path.of(directory.path()));
      case Restrict restrict -> {
        files.restrict(Path.of(restrict.path()));
        yield Result.done();
      }
      case Label label -> files.label(label.paths(), output);
      case RemoveEnvironment environment -> {
        paths.environmentOf(environment.container()).forEach(AtomicFile::remove);
        paths.filesOf(environment.container()).forEach(AtomicFile::remove);
        yield Result.done();
      }
      case RemoveUnit unit -> {
        Path file = paths.unit(unit.unit());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          AtomicFile.remove(file);
        }
        yield Result.done();
      }
      case Untie untie -> {
        LegacySnapshotFiles.folders(untie.unit(), paths.units())
            .forEach(
                folder -> {
                  AtomicFile.removeMatching(folder, "");
                  AtomicFile.remove(folder);
                });
        yield Result.done();
      }
      case LinkUnit link -> {
        LegacySnapshotFiles.link(Path.of(link.path()), Path.of(link.target()));
        yield Result.done();
      }
      case WriteEnvironment environment -> {
        files.writeEnvironment(environment.container(), environment.files());
        yield Result.done();
      }
      case WriteSecret secret -> {
        files.writeSecretFiles(List.of(secret.file()));
        yield Result.done();
      }
      case RemoveFile file -> {
        AtomicFile.remove(Path.of(file.path()));
        yield Result.done();
      }
      case WriteUnit unit -> {
        files.write(unit.file());
        yield Result.done();
      }
      case SyncUnits _ -> {
        AtomicFile.syncDirectory(paths.units());
        yield Result.done();
      }
      case CheckSources sources ->
          MissingSources.objection(sources.mounts()).map(Result::refused).orElseGet(Result::done);
    };
  }

  private Result run(MemoryOperation operation) {
    switch (operation) {
      case Recording recording -> records.write(recording.rendered(), recording.applied());
      case Confirm confirm -> records.confirm(confirm.rendered());
      case Announce announce -> records.announce(announce.rendered());
      case Keep keep -> kept.write(keep.container(), keep.kept());
      case ForgetRecord forget -> records.remove(forget.container());
      case KnowMade know -> made.know(know.container(), know.id());
      case ForgetMade forget -> made.remove(forget.container());
      case ForgetKept forget -> kept.remove(forget.container());
    }
    return Result.done();
  }
}
