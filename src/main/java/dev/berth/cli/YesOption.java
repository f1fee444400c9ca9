package dev.berth.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The option of commands that ask before they do what cannot be undone. */
final class YesOption implements SharedOptions {
  final Argument<Boolean> yes =
      Argument.flag(OptionSpec.builder("-y", "--yes").description("Do not ask."));

  @Override
  public String name() {
    return "consent";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(yes);
  }
}
