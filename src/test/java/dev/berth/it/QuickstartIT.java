package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.docs.Screen;
import dev.berth.docs.TerminalPicture;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import dev.berth.testhost.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the README tells a newcomer to run works, on a host of its own and on the machine itself,
 * and looks as its pictures show. With {@code ./test --golden QuickstartIT} a picture that shows
 * something else is drawn anew.
 */
class QuickstartIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SCRIPT = Path.of("quickstart").toAbsolutePath().toString();

  private static final String PLAN = "berth plan -f quickstart.yaml";
  private static final String APPLY = "berth apply -f quickstart.yaml";
  private static final String WAITING = "waiting until healthy: ";
  private static final String LIST = "berth list -c container -c status -c unit";
  private static final String CHANGE = "sed -i 's/NAME: green/NAME: emerald/' quickstart.yaml";
  private static final String STOP = "systemctl stop berth-blue.service";

  /** The site as the script has it. */
  private static final String PREPARE =
      """
      mkdir /root/berth-quickstart
      cd /opt/berth/examples/quickstart
      cp quickstart.yaml /root/berth-quickstart
      cp site-link.service /etc/systemd/system
      systemctl enable -q --now site-link.service
      """;

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

  @Test
  void looksAsThePicturesShow() throws IOException {
    host.get("sh", "-ec", PREPARE);

    check(
        "apply",
        "A plan, its apply, and what is there then",
        "A plan of seven steps, all in green; the apply that does them, with the time of each; and"
            + " a table of four containers that run, each in a unit that is active and enabled, and"
            + " a task that has ended.",
        PLAN,
        APPLY,
        LIST);
    check(
        "change",
        "What is planned after a change, and after a stop by hand",
        "After one value is changed the plan has one step, in yellow: replace green, changed:"
            + " environment.NAME. After a service is stopped by hand it has one step, in green:"
            + " start blue, unit was stopped by hand. An apply does each.",
        CHANGE,
        PLAN,
        APPLY,
        STOP,
        PLAN,
        APPLY);

    host.get("/opt/berth/quickstart", "--here", "--destroy");
  }

  private static void check(String name, String title, String description, String... commands)
      throws IOException {
    assertThat(Files.readString(Path.of(SCRIPT))).contains(commands);
    Path file = Path.of("docs/images/quickstart-" + name + ".svg");
    List<TerminalPicture.Run> shown =
        Files.exists(file) ? TerminalPicture.read(Files.readString(file)).runs() : List.of();
    List<TerminalPicture.Run> now = new ArrayList<>();
    for (String command : commands) {
      TerminalPicture.Run run = onTerminal(command);
      int place = now.size();
      boolean isShown = place < shown.size() && shown.get(place).shows(run);
      now.add(isShown ? shown.get(place) : run);
    }
    String svg = new TerminalPicture(title, description, now).svg();
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(file, svg);
    } else {
      assertThat(file).hasContent(svg);
    }
  }

  private static TerminalPicture.Run onTerminal(String command) {
    if (command.equals(LIST)) {
      // The first checks are on their way when the apply ends.
      Eventually.holds("all healthy", () -> host.berth("health").exitCode() == 0);
    }
    String terminal =
        "export PATH=$PATH:/opt/berth TERM=xterm NO_COLOR=; cd /root/berth-quickstart;"
            + " exec script -qec \"stty cols 100; $0\" /dev/null </dev/null";
    String written = host.get("sh", "-c", terminal, command);
    // Whether the first look finds all healthy is a matter of moments.
    List<Screen.Row> rows =
        Screen.of(written).stream().filter(row -> !row.marked().startsWith(WAITING)).toList();
    return new TerminalPicture.Run(command, rows);
  }

  private static CommandResult run(String... argv) {
    return new ProcessRunner(command -> {})
        .run(Command.changing(List.of(argv), Duration.ofMinutes(15)));
  }
}
