package dev.berth.apply;

import dev.berth.host.CommandResult;
import dev.berth.model.Change.Service;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Wanted;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The services whose files are on disk before their turn has come, with what was there before.
 * Those whose turn never comes get it back: what was skipped must not run its new configuration at
 * the next boot or crash, and the next apply has to find it undone.
 */
final class Unstarted {
  private final Systemctl systemctl;
  private final HostPaths paths;
  private final Replaced replaced;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Map<String, ServiceFiles> before = new ConcurrentHashMap<>();

  Unstarted(Systemctl systemctl, HostPaths paths, Replaced replaced) {
    this.systemctl = systemctl;
    this.paths = paths;
    this.replaced = replaced;
  }

  /** Keeps what these have; called right before theirs is written. */
  void keep(Collection<Service> services) {
    services.stream()
        .filter(service -> service.rendered().unit().isPresent())
        .filter(service -> service.install() || service.enable() || replaced.isWritten(service))
        .forEach(service -> before.put(service.subject(), replaced.files(service)));
  }

  /** Its turn has come. */
  void begun(Service service) {
    begun.add(service.subject());
    before.remove(service.subject());
  }

  /** The containers whose turn has come. */
  Set<String> begun() {
    return Set.copyOf(begun);
  }

  /**
   * Puts back what those have that depend on this one; systemd has to be told afterwards. They are
   * not begun any more: it failed.
   */
  void restoreDependents(String container, Wanted wanted) {
    wanted.dependents(container).forEach(this::restore);
  }

  /** Puts back whatever has not begun by now. */
  void restoreAll() {
    List<String> left = List.copyOf(before.keySet());
    if (left.isEmpty()) {
      return;
    }
    left.forEach(this::restore);
    CommandResult reloaded = systemctl.daemonReload();
    if (!reloaded.succeeded()) {
      throw new SystemdException(reloaded);
    }
  }

  /** Puts back what can be, after files could not be written; the failure stays the same. */
  void restoreAfter(UncheckedIOException failure) {
    for (String container : List.copyOf(before.keySet())) {
      try {
        restore(container);
      } catch (UncheckedIOException second) {
        failure.addSuppressed(second);
      }
    }
    systemctl.daemonReload();
  }

  private void restore(String container) {
    Optional.ofNullable(before.remove(container))
        .ifPresent(files -> KeptFormers.restore(files, paths, systemctl));
  }
}
