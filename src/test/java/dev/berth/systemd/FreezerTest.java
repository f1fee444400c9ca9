package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezerTest {
  @TempDir private Path root;

  @Test
  void findsFrozenUnitsInWhateverSliceTheyAre() throws IOException {
    unit("system.slice/a.service", "populated 1\nfrozen 1\n");
    unit("system.slice/b.service", "populated 1\nfrozen 0\n");
    unit("machine.slice/machine-x.slice/c.service", "populated 1\nfrozen 1\n");
    unit("system.slice/other.service", "populated 1\nfrozen 1\n");
    unit("system.slice/b.service/inner.slice/d.service", "frozen 1\n");
    Files.createDirectories(root.resolve("system.slice/gone.service"));
    Set<String> names =
        Set.of("a.service", "b.service", "c.service", "d.service", "gone.service", "e.service");

    assertThat(new Freezer(root).frozen(names)).containsOnly("a.service", "c.service");
    assertThat(new Freezer(root).frozen(Set.of())).isEmpty();
    assertThat(new Freezer(root.resolve("none")).frozen(names)).isEmpty();
  }

  private void unit(String path, String events) throws IOException {
    Path group = Files.createDirectories(root.resolve(path));
    Files.writeString(group.resolve("cgroup.events"), events);
  }
}
