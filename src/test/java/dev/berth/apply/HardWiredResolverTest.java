package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardWiredResolverTest {
  @TempDir Path directory;

  private List<String> found(String keys) {
    Problems problems = new Problems();
    HardWiredResolver.look(
        Configurations.read("set", "web:\n  image: i\n" + keys).containers().getFirst(), problems);
    return problems.sorted().stream().map(problem -> problem.message()).toList();
  }

  @Test
  void itIsFoundInValuesWhateverStandsAroundIt() {
    assertThat(found("  environment: {DNS: 'udp://127.0.0.11:53'}\n  command: [a, 127.0.0.11]\n"))
        .containsExactlyInAnyOrder(
            "'web' has Docker's resolver 127.0.0.11 in environment.DNS",
            "'web' has Docker's resolver 127.0.0.11 in command[1]");
    assertThat(found("  environment: {A: 127.0.0.1, B: 127.0.0.110, C: 9127.0.0.11}\n")).isEmpty();
  }

  @Test
  void itIsFoundInSmallFilesThatAreMounted() throws IOException {
    Path conf = Files.createDirectories(directory.resolve("conf.d/sites"));
    Files.writeString(conf.resolve("a.conf"), "server {\n  resolver 127.0.0.11;\n}\n");
    Files.write(
        conf.resolve("large"),
        "127.0.0.11 ".repeat(30_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Files.write(conf.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    String mount = "  volumes: ['" + directory.resolve("conf.d") + ":/etc/conf.d:ro']\n";
    assertThat(found(mount))
        .containsExactly(
            "'web' has Docker's resolver 127.0.0.11 in " + conf.resolve("a.conf") + ":2");
    assertThat(found("  volumes: ['" + directory + "/none:/a', 'data:/data']\n")).isEmpty();
  }
}
