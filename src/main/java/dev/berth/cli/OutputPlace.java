package dev.berth.cli;

import dev.berth.host.Account;
import dev.berth.host.PathTrust;
import dev.berth.service.InvalidUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Where an option has Berth write a file: with a link of theirs others would choose for root. */
final class OutputPlace {
  private OutputPlace() {}

  /**
   * Refuses a file whose name says that it is no configuration.
   *
   * @param given as the operator wrote it
   */
  static void demandYaml(String option, String given) {
    if (!given.endsWith(".yaml") && !given.endsWith(".yml")) {
      throw new InvalidUse(option + " '" + given + "' must end in .yaml or .yml");
    }
  }

  /**
   * Refuses a place about which others decide; whoever is not root has nothing to give away.
   *
   * @param option as it is written, {@code --log-file}
   * @throws InvalidUse naming what is theirs
   * @throws UncheckedIOException when it cannot be looked at
   */
  static void demandOwn(String option, Path path) {
    if (!Account.current().isRoot()) {
      return;
    }
    try {
      PathTrust.doubt(path)
          .ifPresent(
              doubt -> {
                throw new InvalidUse(
                    option
                        + " "
                        + path
                        + " is not root's alone: '"
                        + doubt.path()
                        + "', "
                        + doubt.why()
                        + "; give a directory that only root may write to");
              });
    } catch (IOException failure) {
      throw new UncheckedIOException(option + " " + path + " cannot be looked at", failure);
    }
  }
}
