package dev.berth.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C, SIGTERM and SIGHUP. Before anything has begun they end the process at once, wherever it
 * reads or waits. From then on what runs is finished, nothing more is begun, and the process ends
 * only when the command has.
 */
final class Interruption {
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private boolean begun;
  private volatile boolean mayChange;
  private volatile boolean foreground;
  private volatile boolean requested;
  private volatile int status = ExitStatus.INTERRUPTED;

  /**
   * Watches for signals until the command has ended.
   *
   * @param console told where the process ends at once
   */
  void watch(Console console) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(console), "interruption"));
  }

  private void onShutdown(Console console) {
    if (commandEnded.getCount() == 0) {
      return;
    }
    if (endsAtOnce()) {
      if (mayChange) {
        console.talk("");
        console.error("interrupted; nothing has changed");
      }
      endChildren();
      // The virtual machine then ends as the signal wants it: with 128 and the signal's number.
      return;
    }
    if (foreground) {
      endChildren();
    }
    try {
      commandEnded.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    // The virtual machine would end with the signal's own status; ours tells what was done.
    Runtime.getRuntime().halt(status);
  }

  /** The exit status of who does not get the lock. */
  int unheld() {
    return requested ? ExitStatus.INTERRUPTED : ExitStatus.FAILED;
  }

  /** From now on a command runs that may change something, and says so where it ends at once. */
  void expectChanges() {
    mayChange = true;
  }

  /** Whether it is to be told what has become of the command that was interrupted. */
  boolean isTold() {
    return mayChange;
  }

  /** Who has no terminal in common with them is not told by it. */
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }

  private synchronized boolean endsAtOnce() {
    requested = true;
    return !begun;
  }

  /** From now on what runs is finished. Does not return where the process is ending already. */
  void begin() {
    if (!hasBegun()) {
      await();
    }
  }

  /** The same for a program that has the terminal: it is ended, and its end is waited for. */
  void beginForeground() {
    begin();
    foreground = true;
  }

  private synchronized boolean hasBegun() {
    begun = begun || !requested;
    return begun;
  }

  private void await() {
    try {
      commandEnded.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before anything was begun", ended);
    }
  }

  boolean isRequested() {
    return requested;
  }

  /** Told once, when the command is done. */
  void commandEnded(int exitStatus) {
    status = exitStatus;
    commandEnded.countDown();
  }
}
