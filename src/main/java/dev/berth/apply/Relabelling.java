package dev.berth.apply;

import dev.berth.host.CommandFailure;
import dev.berth.host.CommandResult;
import dev.berth.host.Selinux;
import dev.berth.plan.RelabelRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives paths the label of containers, with all that is below them, where that is safe. */
public final class Relabelling {
  private final Selinux selinux;
  private final Path accounts;
  private final Path mounts;

  /**
   * What became of the paths.
   *
   * @param done those that have the label now
   * @param refused those that were left as they were, and why
   * @param failure what went wrong with those that were not refused
   */
  public record Outcome(List<Path> done, Map<Path, String> refused, Optional<String> failure) {
    /** Keeps its own copies. */
    public Outcome {
      done = List.copyOf(done);
      refused = Map.copyOf(refused);
    }
  }

  Relabelling(Selinux selinux, Path accounts, Path mounts) {
    this.selinux = selinux;
    this.accounts = accounts;
    this.mounts = mounts;
  }

  /** The relabelling of this host. */
  public static Relabelling ofHost(Selinux selinux) {
    return new Relabelling(selinux, Path.of("/etc/passwd"), Path.of("/proc/self/mountinfo"));
  }

  /** Why these paths are not to be relabelled; those that may be are not in it. */
  public Map<Path, String> refusals(List<Path> paths) {
    RelabelRules rules = rules();
    Map<Path, String> refusals = new LinkedHashMap<>();
    for (Path path : paths) {
      real(path)
          .map(real -> rules.refusal(real.toString()))
          .orElse(Optional.of("it does not exist"))
          .ifPresent(why -> refusals.put(path, why));
    }
    return refusals;
  }

  /** Whether the file system keeps a label for each of its files, as NFS and VFAT do not. */
  public boolean keepsLabels(Path path) {
    return real(path).flatMap(real -> rules().withoutLabels(real.toString())).isEmpty();
  }

  /** Relabels what may be; one process, whatever their number, and none where SELinux is off. */
  public Outcome relabel(List<Path> paths) {
    if (selinux.sharedContext().isEmpty()) {
      return new Outcome(List.of(), Map.of(), Optional.empty());
    }
    Map<Path, String> refused = refusals(paths);
    List<Path> allowed = paths.stream().filter(path -> !refused.containsKey(path)).toList();
    List<Path> targets = new ArrayList<>();
    allowed.forEach(path -> real(path).ifPresent(targets::add));
    if (targets.isEmpty()) {
      return new Outcome(List.of(), refused, Optional.empty());
    }
    try {
      CommandResult result = selinux.relabel(targets);
      return result.succeeded()
          ? new Outcome(allowed, refused, Optional.empty())
          : new Outcome(List.of(), refused, Optional.of(result.lastWords()));
    } catch (CommandFailure failure) {
      return new Outcome(List.of(), refused, Optional.of(String.valueOf(failure.getMessage())));
    }
  }

  /** A link may lead anywhere, so what counts is where it ends. */
  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private RelabelRules rules() {
    try {
      return new RelabelRules(
          LoginHomes.read(Files.readString(accounts)), MountTable.read(Files.readString(mounts)));
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot tell which paths are safe to relabel", cause);
    }
  }
}
