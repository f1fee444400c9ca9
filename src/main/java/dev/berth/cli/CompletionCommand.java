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
      "  source <(berth completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  Shell shell = Shell.bash;

  @Spec @Nullable CommandSpec spec;

  private final Wiring wiring;

  /** The shells that one script serves: zsh loads bash's through bashcompinit. */
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    CommandLine root = Optional.ofNullable(spec).orElseThrow().root().commandLine();
    wiring.console().data(AutoComplete.bash("berth", root));
    return ExitStatus.DONE;
  }
}
