package dev.berth.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class CompletionCommand implements Callable<Integer> {
  final Argument<Shell> shell =
      Argument.choice(
          Shell.bash,
          Shell.values(),
          PositionalParamSpec.builder()
              .required(true)
              .paramLabel("bash|zsh|fish")
              .description("The shell."));

  final CommandSpec spec =
      CommandPart.command(
          this,
          "completion",
          List.of("Print a script that completes Berth's commands and options in a shell."),
          List.of(
              "Examples:",
              "  berth completion bash > /etc/bash_completion.d/berth",
              "  source <(berth completion zsh)",
              "  berth completion fish > ~/.config/fish/completions/berth.fish"),
          shell);

  private final CommandWiring wiring;

  /** Whose script it is. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  CompletionCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    wiring
        .console()
        .data(
            switch (shell.get()) {
              case bash -> AutoComplete.bash("berth", root);
              case zsh -> ZshCompletion.text(root);
              case fish -> FishCompletion.text(root);
            });
    return ExitStatus.DONE;
  }
}
