package dev.berth.apply;

import dev.berth.engine.ContainerNames;
import dev.berth.engine.Engine;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandStreams;
import dev.berth.host.PipeResult;
import dev.berth.host.ProcessStreams;
import dev.berth.migrate.Migration;
import dev.berth.migrate.MigrationJournal;
import dev.berth.migrate.MigrationRun;
import dev.berth.migrate.Runs;
import dev.berth.migrate.VolumeMode;
import dev.berth.model.UnitName;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** The real migration between two played engines; what it copies lies on a real disk. */
final class PlayedCrossing {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

  private final CallHost host;
  private final CommandStreams real = new ProcessStreams(command -> {}, Map.of());

  PlayedCrossing(CallHost host) {
    this.host = host;
  }

  /** What the containers of the engine that is left are called, in the run of now. */
  ContainerNames names() {
    return new ContainerNames(() -> journal().state().names());
  }

  private MigrationJournal journal() {
    return new MigrationJournal(host.paths.state(), CLOCK);
  }

  /** What migrations hold on this host. */
  HeldByMigration held() {
    return journal().state().held();
  }

  /**
   * What brings containers over.
   *
   * @param from the engine that they leave
   * @param names under which its containers are seen
   */
  Migration to(Engine target, Engine from, Asked asked, ContainerNames names) {
    return Migration.between(
        names.on(from),
        target,
        host,
        new Systemctl(host, Scope.SYSTEM),
        host.paths,
        name -> UnitName.of(asked.prefix, name),
        journal(),
        new MigrationRun(
            host.paths.migration(),
            Runs.between(from.toString(), target.toString()),
            specs -> "{}\n"),
        new Streams(),
        () -> false,
        VolumeMode.COPY,
        names);
  }

  /** Images pass from one engine to the other; directories are read as they are. */
  private final class Streams implements CommandStreams {
    @Override
    public PipeResult pipe(Command source, Command sink, LongConsumer onBytes) {
      CommandResult saved = host.pipe(source, sink);
      List<String> items = source.argv().subList(2, source.argv().size());
      PlayedEngine from = host.engine(source.argv().getFirst());
      PlayedEngine to = host.engine(sink.argv().getFirst());
      if (saved.succeeded()) {
        items.stream()
            .map(item -> item.replaceFirst(":latest$", ""))
            .filter(from.images::containsKey)
            .forEach(item -> to.images.put(item, from.images.get(item)));
      }
      return new PipeResult(saved, saved, false, 1);
    }

    @Override
    public <T> Read<T> read(Command source, Reader<T> reader) {
      return real.read(source, reader);
    }
  }
}
