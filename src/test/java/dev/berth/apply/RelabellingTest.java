package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import dev.berth.host.Selinux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How paths are relabelled: one process, and only those for which it is safe. */
class RelabellingTest {
  @TempDir Path root;

  private final RecordedRunner runner = new RecordedRunner(line -> answer(""));

  @BeforeEach
  void onAHostWithSelinux() throws IOException {
    root = root.toRealPath();
    Files.createDirectories(root.resolve("kernel"));
    Files.writeString(root.resolve("kernel/enforce"), "1");
    Files.createDirectories(root.resolve("selinux/targeted/contexts"));
    Files.writeString(root.resolve("selinux/config"), "SELINUX=enforcing\nSELINUXTYPE=targeted\n");
    Files.writeString(
        root.resolve("selinux/targeted/contexts/lxc_contexts"),
        "process = \"u:r:container_t:s0\"\nfile = \"u:object_r:container_file_t:s0\"\n");
    Files.writeString(
        root.resolve("passwd"),
        "root:x:0:0::/root:/bin/sh\nmysql:x:27:27::"
            + root
            + "/db:/sbin/nologin\n"
            + "ann:x:1000:1000::"
            + root
            + "/ann:/bin/sh\n");
    Files.writeString(
        root.resolve("mounts"),
        "1 1 8:1 / / rw - ext4 /dev/sda rw,seclabel\n"
            + "2 1 8:2 / "
            + root
            + "/with\\040blank rw - nfs host:/x rw\n");
    for (String name : List.of("db", "ann", "with blank", "data")) {
      Files.createDirectories(root.resolve(name));
    }
    Files.createSymbolicLink(root.resolve("to-usr"), Path.of("/usr"));
    Files.createSymbolicLink(root.resolve("to-data"), root.resolve("data"));
  }

  private Relabelling relabelling(RecordedRunner with) {
    return new Relabelling(
        Selinux.in(with, root.resolve("kernel"), root.resolve("selinux")),
        root.resolve("passwd"),
        root.resolve("mounts"));
  }

  @Test
  void oneProcessRelabelsAllThatMayBeWhereTheLinksLead() {
    Relabelling.Outcome outcome =
        relabelling(runner)
            .relabel(
                List.of(
                    root.resolve("to-data"),
                    root.resolve("db"),
                    root.resolve("to-usr"),
                    root.resolve("ann"),
                    root.resolve("with blank"),
                    root.resolve("data/../../../../../../../../etc"),
                    root.resolve("absent")));

    assertThat(runner.lines())
        .containsExactly(
            "chcon --recursive -P --no-dereference -- u:object_r:container_file_t:s0 "
                + root.resolve("data")
                + " "
                + root.resolve("db"));
    assertThat(outcome.done()).containsExactly(root.resolve("to-data"), root.resolve("db"));
    assertThat(outcome.refused())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                root.resolve("to-usr"), "/usr is the host's own",
                root.resolve("ann"), "it is the home of an account",
                root.resolve("with blank"),
                    "the file system on "
                        + root.resolve("with blank")
                        + " has no labels of its own",
                root.resolve("data/../../../../../../../../etc"), "/etc is the host's own",
                root.resolve("absent"), "it does not exist"));
    assertThat(outcome.failure()).isEmpty();
  }

  @Test
  void whatWentWrongIsTold() {
    RecordedRunner failing = new RecordedRunner(line -> failure(1, "", "chcon: no space\n"));

    Relabelling.Outcome outcome = relabelling(failing).relabel(List.of(root.resolve("db")));

    assertThat(outcome.failure()).hasValue("chcon: no space");
    assertThat(outcome.done()).isEmpty();
  }

  @Test
  void withoutSelinuxNothingIsRun() throws IOException {
    Files.delete(root.resolve("kernel/enforce"));

    relabelling(runner).relabel(List.of(root.resolve("db")));

    assertThat(runner.lines()).isEmpty();
  }

  @Test
  void whetherAFileSystemKeepsLabelsIsToldOfEachPath() {
    assertThat(relabelling(runner).keepsLabels(root.resolve("to-data"))).isTrue();
    assertThat(relabelling(runner).keepsLabels(root.resolve("with blank"))).isFalse();
  }
}
