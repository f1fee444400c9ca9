package dev.berth.cli;

import java.util.List;

/** The option of commands that ask before they do what cannot be undone. */
final class YesOption implements SharedOptions {
  final Argument<Boolean> yes = Argument.flag("-y --yes", "Do not ask.");

  @Override
  public String name() {
    return "consent";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(yes);
  }
}
