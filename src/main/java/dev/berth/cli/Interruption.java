package dev.berth.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM: what runs is finished, nothing more is begun, and the process ends only when
 * the command has.
 */
final class Interruption {
  private final CountDownLatch commandEnded = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile int status = ExitStatus.INTERRUPTED;

  /** Watches for signals until the command has ended. */
  void watch() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "interruption"));
  }

  private void onShutdown() {
    if (commandEnded.getCount() == 0) {
      return;
    }
    requested = true;
    try {
      commandEnded.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
    // The virtual machine would end with the signal's own status; ours tells what was done.
    Runtime.getRuntime().halt(status);
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
