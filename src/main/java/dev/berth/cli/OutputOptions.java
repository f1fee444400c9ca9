package dev.berth.cli;

import java.util.List;

/** The form in which a command's data comes out. */
final class OutputOptions implements SharedOptions {
  final Argument<OutputFormat> format =
      Argument.choice(
          OutputFormat.text,
          OutputFormat.values(),
          "-o --output",
          "text|json|yaml",
          "The form of what goes to standard output (default: text).");

  @Override
  public String name() {
    return "output";
  }

  @Override
  public List<Argument<?>> arguments() {
    return List.of(format);
  }
}
