package dev.berth.apply;

import dev.berth.host.Account;
import dev.berth.host.AtomicFile;
import dev.berth.host.CommandResult;
import dev.berth.host.Directories;
import dev.berth.host.FileState;
import dev.berth.host.Selinux;
import dev.berth.model.ContainerName;
import dev.berth.model.ContentFile.Access;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.UnitName;
import dev.berth.run.Result;
import dev.berth.systemd.Scope;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import dev.berth.systemd.SystemdFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what Berth keeps on a host for containers: environment files, units, directories. */
final class ContainerFiles {
  private static final String DIRECTORY = "rwxr-xr-x";

  private final Systemctl systemctl;
  private final HostPaths paths;
  private final Selinux selinux;
  private final TemporaryDirectories temporary;

  ContainerFiles(
      Systemctl systemctl, HostPaths paths, Selinux selinux, TemporaryDirectories temporary) {
    this.systemctl = systemctl;
    this.paths = paths;
    this.selinux = selinux;
    this.temporary = temporary;
  }

  /** Writes a unit's file: on a full disk there may be no room a second time for what is there. */
  void write(UnitFile unit) {
    Path file = paths.unit(unit.name());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || !AtomicFile.read(file).equals(Optional.of(unit.text()))) {
      SystemdFile.write(file, unit.text());
    }
  }

  /** Writes those of these that are not as they shall be, or that others could read. */
  void writeSecretFiles(List<SecretFile> files) {
    for (SecretFile file : files) {
      Path path = Path.of(file.path());
      // A script serves many units, and is not written for each of them; and when a file was
      // written tells whether a process was started with it.
      boolean isExposed =
          file.isOwnersAlone() && FileState.of(path).flatMap(FileState::openness).isPresent();
      if (isExposed || !AtomicFile.read(path).equals(Optional.of(file.content()))) {
        write(path, file);
      }
    }
  }

  private static void write(Path path, SecretFile file) {
    if (file.isOwnersAlone()) {
      AtomicFile.write(path, file.content());
      return;
    }
    Access access = file.access();
    int bits = Integer.parseInt(access.mode(), 8);
    StringBuilder mode = new StringBuilder("rwxrwxrwx");
    for (int bit = 0; bit < mode.length(); bit++) {
      if ((bits & (1 << (mode.length() - 1 - bit))) == 0) {
        mode.setCharAt(bit, '-');
      }
    }
    // A user owns what that user writes, and can give it to nobody.
    boolean isRoot = Account.current().uid() == 0;
    AtomicFile.write(
        path,
        file.content(),
        mode.toString(),
        isRoot ? access.uid() : -1,
        isRoot ? access.gid() : -1);
  }

  /** Removes what containers had before that are as wanted now. */
  void forgetFormer(Stream<Rendered> wanted) {
    wanted.forEach(
        rendered ->
            forgetAllBut(
                rendered.name(),
                rendered.secretFiles().stream().map(SecretFile::path).collect(Collectors.toSet())));
  }

  /** Removes what a container has no use for. */
  void forgetAllBut(ContainerName container, Set<String> mounted) {
    paths.filesOf(container).stream()
        .filter(file -> !mounted.contains(file.toString()))
        .forEach(AtomicFile::remove);
  }

  /** The environment files of a container, and the end of those that it no longer has. */
  void writeEnvironment(ContainerName container, List<SecretFile> files) {
    writeSecretFiles(files);
    for (Path possible : paths.environmentOf(container)) {
      if (files.stream().noneMatch(file -> file.path().equals(possible.toString()))) {
        AtomicFile.remove(possible);
      }
    }
  }

  /**
   * Makes the directory of a bind mount, and sees to it that it is there after a reboot too.
   *
   * @return that containers will be denied it, where it could not be labelled
   */
  Result createDirectory(Path path) {
    Directories.make(path, DIRECTORY);
    // A file without one has the label of where it lies, which containers may not read.
    Optional<String> context = selinux.sharedContext();
    Result labelled =
        context
            .map(label -> selinux.label(List.of(path)))
            .filter(result -> !result.succeeded() && !isWithoutLabels(result))
            .map(result -> Result.refused(result.lastWords()))
            .orElseGet(Result::done);
    if (TemporaryDirectories.isTemporary(path)) {
      temporary.keep(path, context);
      if (systemctl.scope() == Scope.USER) {
        // A user's systemd has it, but does not start it unless it is told to.
        CommandResult enabled =
            systemctl.enable(List.of(new UnitName("systemd-tmpfiles-setup.service")));
        if (!enabled.succeeded()) {
          throw new SystemdException(enabled);
        }
      }
    }
    return labelled;
  }

  /** Gives what is not the host's own the label of containers. */
  Result label(List<String> paths, Consumer<String> output) {
    Relabelling.Outcome outcome =
        Relabelling.ofHost(selinux).relabel(paths.stream().map(Path::of).toList());
    outcome.done().forEach(path -> output.accept("labelled " + path + " for containers"));
    return outcome
        .failure()
        .map(why -> Result.refused("cannot label what it binds: " + why))
        .orElseGet(Result::done);
  }

  /** NFS and the like have one label for all, with which the policy deals as a whole. */
  private static boolean isWithoutLabels(CommandResult result) {
    return result.lastWords().endsWith("Operation not supported");
  }

  /** Leaves to others what they may do with one of Berth's own, which is what it was made with. */
  void restrict(Path path) {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      paths.create();
    } else {
      // The file is written anew: who had it open, or owned it, has nothing of the new one.
      AtomicFile.read(path).ifPresent(text -> AtomicFile.write(path, text));
    }
  }
}
