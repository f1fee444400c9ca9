package dev.berth.service;

import dev.berth.model.Problem;
import java.util.List;

/** Who hears what is to be told beside a result; told from any thread. */
public interface Listener {
  /** Something may be wrong, and stops nothing; in words. */
  void warning(String message);

  /**
   * Problems of a file.
   *
   * @param problems in the order of their positions
   * @param errors how many errors there are in all; more than are at hand where there are many
   */
  void problems(List<Problem> problems, int errors);

  /** A process is about to be started. */
  void starts(List<String> argv);
}
