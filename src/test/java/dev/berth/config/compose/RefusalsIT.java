package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.testhost.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A wrong file changes nothing on a host, whatever is wrong with it. */
@ClassTemplate
class RefusalsIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static String state() {
    return host.get(
        "sh",
        "-c",
        "$0 ps --all --quiet; $0 network ls --quiet; $0 volume ls --quiet; find /etc/berth"
            + " /var/lib/berth /etc/systemd/system -printf '%p %T@\\n' 2>/dev/null | sort",
        host.cli());
  }

  @Test
  @Tag("long")
  void aWrongFileChangesNothing() throws IOException {
    assertThat(host.berth("list").exitCode()).isZero();
    String before = state();
    int wrong = 0;
    for (Path topic : ComposeCases.topics()) {
      for (ComposeCases.Case each : ComposeCases.of(topic)) {
        Path answers = ComposeCases.answers(each.topic());
        Json answer = Json.parse(answers.toString(), Files.readString(answers)).get(each.name());
        boolean isWrong =
            each.topic().equals("refusals")
                || answer.get("refused").isPresent() && !answer.get("services").isPresent();
        if (!isWrong || !each.arguments().isEmpty()) {
          continue;
        }
        String directory = "/srv/cases/" + each.name() + "/project";
        each.files()
            .forEach(
                (name, text) -> {
                  host.get("mkdir", "-p", directory + "/" + name + "/..");
                  host.get("rmdir", directory + "/" + name);
                  host.write(directory + "/" + name, text);
                });
        CommandResult applied = host.berth("apply", "--file", directory);
        assertThat(applied.exitCode()).as("%s: %s", each.name(), applied.stderr()).isEqualTo(2);
        assertThat(applied.stderr()).as(each.name()).containsPattern(":\\d+:\\d+: error: ");
        wrong++;
      }
    }
    assertThat(wrong).isGreaterThan(180);
    assertThat(state()).isEqualTo(before);
  }
}
