package dev.berth.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a script that completes Berth's commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  berth completion bash > /etc/bash_completion.d/berth",
      "  source <(berth completion zsh)",
      "  berth completion fish > ~/.config/fish/completions/berth.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  Shell shell = Shell.bash;

  @Spec @Nullable CommandSpec spec;

  private final Wiring wiring;

  /** Whose script it is. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  CompletionCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    CommandLine root = Optional.ofNullable(spec).orElseThrow().root().commandLine();
    wiring
        .console()
        .data(
            switch (shell) {
              case bash -> AutoComplete.bash("berth", root);
              case zsh -> ZshCompletion.text(root);
              case fish -> FishCompletion.text(root);
            });
    return ExitStatus.DONE;
  }
}
