package dev.berth.cli;

import java.util.Optional;

/** The version that the build wrote into the jar. */
final class Version {
  /** The Paunch whose command line Berth has where it is called by that name: the last one. */
  private static final String PAUNCH = "7.0.4";

  private Version() {}

  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static String line() {
    return "berth " + text();
  }

  /** What is answered to who asks by a name: to Paunch's, first what Paunch answered. */
  static String line(boolean isPaunch) {
    return isPaunch ? "paunch " + PAUNCH + " (" + line() + ")" : line();
  }
}
