package dev.berth.apply;

import dev.berth.engine.Engine;
import dev.berth.host.WholeFile;
import dev.berth.model.operation.Barrier;
import dev.berth.model.operation.ContainerOperation;
import dev.berth.model.operation.FileOperation;
import dev.berth.model.operation.FileOperation.MakeDirectory;
import dev.berth.model.operation.FileOperation.RemoveEnvironment;
import dev.berth.model.operation.FileOperation.RemoveUnit;
import dev.berth.model.operation.FileOperation.Restrict;
import dev.berth.model.operation.ManagerOperation;
import dev.berth.model.operation.MemoryOperation;
import dev.berth.model.operation.MemoryOperation.ForgetKept;
import dev.berth.model.operation.MemoryOperation.ForgetMade;
import dev.berth.model.operation.MemoryOperation.ForgetRecord;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation;
import dev.berth.run.ContainerOperations;
import dev.berth.run.Handler;
import dev.berth.run.ManagerOperations;
import dev.berth.run.Result;
import dev.berth.systemd.Systemctl;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Gives each operation to who carries out its kind. */
final class HostOperations implements Handler {
  private final ManagerOperations manager;
  private final ContainerOperations containers;
  private final HostPaths paths;
  private final AppliedRecords records;
  private final KeptFormers kept;
  private final MadeContainers made;
  private final Installation installation;

  HostOperations(
      Engine engine,
      Systemctl systemctl,
      HostPaths paths,
      AppliedRecords records,
      KeptFormers kept,
      Installation installation) {
    this.manager = new ManagerOperations(systemctl, engine);
    this.containers = new ContainerOperations(engine);
    this.paths = paths;
    this.records = records;
    this.kept = kept;
    this.made = new MadeContainers(paths.made());
    this.installation = installation;
  }

  @Override
  public List<Result> run(List<Operation> operations) {
    return switch (operations.getFirst()) {
      case ManagerOperation _ ->
          manager.run(operations.stream().map(ManagerOperation.class::cast).toList());
      case ContainerOperation operation -> List.of(containers.run(operation));
      case StoreOperation operation -> List.of(containers.run(operation));
      case FileOperation operation -> List.of(run(operation));
      case MemoryOperation operation -> List.of(run(operation));
      case Barrier _ -> List.of(Result.DONE);
    };
  }

  private Result run(FileOperation operation) {
    return switch (operation) {
      case MakeDirectory directory ->
          installation
              .createDirectory(Path.of(directory.path()))
              .map(Result::refused)
              .orElse(Result.DONE);
      case Restrict restrict -> {
        installation.restrict(Path.of(restrict.path()));
        yield Result.DONE;
      }
      case RemoveEnvironment environment -> {
        paths.environmentOf(environment.container()).forEach(WholeFile::remove);
        yield Result.DONE;
      }
      case RemoveUnit unit -> {
        Path file = paths.units().resolve(unit.unit());
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          WholeFile.remove(file);
        }
        yield Result.DONE;
      }
    };
  }

  private Result run(MemoryOperation operation) {
    switch (operation) {
      case ForgetRecord forget -> records.remove(forget.container());
      case ForgetMade forget -> made.remove(forget.container());
      case ForgetKept forget -> kept.remove(forget.container());
    }
    return Result.DONE;
  }
}
