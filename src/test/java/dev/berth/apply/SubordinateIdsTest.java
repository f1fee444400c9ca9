package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateIdsTest {
  @TempDir Path directory;

  @Test
  void warnsWhereAUserHasNone() throws IOException {
    Files.writeString(directory.resolve("subuid"), "dora:100000:65536\n1001:165536:65536\n");
    Files.writeString(directory.resolve("subgid"), "dora:100000:65536\n1001:165536:65536\n");
    Files.writeString(directory.resolve("nsswitch.conf"), "passwd: files\n");
    assertThat(check("dora", "1000")).isEmpty();
    assertThat(check("eve", "1001")).isEmpty();
    assertThat(check("adora", "1002"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.isError()).isFalse();
              assertThat(problem.message())
                  .isEqualTo("no line for 'adora': most images need more users than this one");
              assertThat(problem.at().toString()).startsWith(directory + "/subuid");
              assertThat(problem.advice()).contains("usermod --add-subuids", " adora,");
            });
    Files.writeString(directory.resolve("nsswitch.conf"), "subid: sss\n");
    assertThat(check("adora", "1002")).isEmpty();
  }

  private List<Problem> check(String user, String uid) {
    Problems problems = new Problems();
    new SubordinateIds(
            List.of(directory.resolve("subuid"), directory.resolve("subgid")),
            directory.resolve("nsswitch.conf"),
            uid)
        .check(
            Configurations.read("set", "web: {image: i, restart: always}\n").containers(),
            user,
            problems);
    return problems.sorted();
  }
}
