package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import dev.berth.testhost.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the README tells a newcomer to run works, on a host of its own and on the machine itself.
 */
class QuickstartIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SCRIPT = Path.of("quickstart").toAbsolutePath().toString();

  @Test
  void worksOnAThrowAwayHost() {
    String name = "quickstart-" + ProcessHandle.current().pid();
    try {
      CommandResult result = run(SCRIPT, "--name", name);
      assertThat(result.exitCode()).as("%s%s", result.stdout(), result.stderr()).isZero();
      assertThat(result.stdout()).contains("All was as expected");
    } finally {
      assertThat(run(SCRIPT, "--name", name, "--destroy").exitCode()).isZero();
    }
  }

  @Test
  void worksOnTheMachineItselfAndASecondTime() {
    assertThat(host.get("/opt/berth/quickstart", "--here")).contains("All was as expected");
    assertThat(host.get("/opt/berth/quickstart", "--here")).contains("All was as expected");
    host.get("/opt/berth/quickstart", "--here", "--destroy");

    assertThat(host.get("podman", "ps", "--all", "--quiet")).isEmpty();
    assertThat(host.get("podman", "volume", "ls", "--quiet")).isEmpty();
  }

  private static CommandResult run(String... argv) {
    return new ProcessRunner(command -> {})
        .run(Command.changing(List.of(argv), Duration.ofMinutes(15)));
  }
}
