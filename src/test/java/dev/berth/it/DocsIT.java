package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.docs.Page;
import dev.berth.docs.Transcript;
import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages for beginners do what they say: on a fresh host, from top to bottom, each block with
 * {@code <!-- file: NAME -->} before it is written there, below /root, and each {@code console}
 * block is run there and its output compared as {@link Transcript} tells. {@code <!-- not run:
 * REASON -->} excepts a block, {@code <!-- after a reboot -->} reboots the host before it. With
 * {@code ./test --golden DocsIT} output that differs is written into the page.
 */
class DocsIT {
  @RegisterExtension static final TestHost host = new TestHost();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docs/first-steps.md",
        "docs/guide.md",
        "docs/stacks.md",
        "docs/secrets.md",
        "docs/pods.md"
      })
  void doesWhatItSays(String path) throws IOException {
    Page page = Page.read(Path.of(path));
    List<String> lines = new ArrayList<>(page.lines());
    List<String> differences = new ArrayList<>();
    int shift = 0;
    for (Page.Block block : page.blocks()) {
      block
          .remark("file")
          .map(text -> text.split(", ")[0])
          .map(name -> Path.of("/root").resolve(name).toString())
          .ifPresent(file -> host.write(file, String.join("\n", block.lines()) + "\n"));
      if (!block.language().equals("console") || block.remark("not run").isPresent()) {
        continue;
      }
      if (block.remark().filter("after a reboot"::equals).isPresent()) {
        host.reboot();
      }
      List<String> now = run(path, block, differences);
      int first = block.first() + shift;
      lines.subList(first, first + block.lines().size()).clear();
      lines.addAll(first, now);
      shift += now.size() - block.lines().size();
    }
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.write(page.path(), lines);
    } else {
      assertThat(differences).isEmpty();
    }
  }

  @AfterEach
  void removeEverything() {
    assertThat(host.berth("cleanup", "--yes").exitCode()).isZero();
  }

  /** The block as it would be right. */
  private static List<String> run(String path, Page.Block block, List<String> differences) {
    List<String> now = new ArrayList<>();
    for (Transcript.Exchange exchange : Transcript.parse(block.lines()).exchanges()) {
      List<String> actual = output(exchange.command());
      now.addAll(exchange.prompts());
      if (exchange.matches(actual)) {
        now.addAll(exchange.output());
      } else {
        now.addAll(actual);
        differences.add(
            path + ":" + (block.first() + 1) + ": $ " + exchange.command() + "\n" + text(actual));
      }
    }
    return now;
  }

  private static List<String> output(String command) {
    CommandResult result =
        host.run("sh", "-c", "export PATH=$PATH:/opt/berth; cd /root; exec 2>&1; " + command);
    List<String> lines =
        new ArrayList<>(result.stdout().lines().map(String::stripTrailing).toList());
    if (!result.succeeded()) {
      lines.add("[exit status " + result.exitCode() + "]");
    }
    return lines;
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }
}
