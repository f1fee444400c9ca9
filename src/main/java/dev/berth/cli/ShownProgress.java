package dev.berth.cli;

import dev.berth.apply.Progress;

/** Progress on a console; closing it leaves the cursor on a fresh line, and may happen twice. */
interface ShownProgress extends Progress, AutoCloseable {
  @Override
  void close();
}
