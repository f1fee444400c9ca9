package dev.berth.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static String line() {
    return "berth " + text();
  }

  @Override
  public String[] getVersion() {
    return new String[] {line()};
  }
}
