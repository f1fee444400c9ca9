package dev.berth.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProgramsTest {
  private final List<String> told = new ArrayList<>();
  @TempDir Path directory;

  @BeforeEach
  void programs() throws IOException {
    for (String name : List.of("own", "system")) {
      Files.createDirectory(directory.resolve(name));
      Path program = Files.writeString(directory.resolve(name).resolve("podman"), "#!/bin/sh");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.createSymbolicLink(directory.resolve("linked"), directory.resolve("system"));
  }

  private void compare(String path) {
    EnginePrograms programs =
        new EnginePrograms(Map.of("PATH", path.replace("~", directory.toString())), told::add);
    programs.compare("podman", List.of(directory.resolve("none"), directory.resolve("system")));
    programs.compare("podman", List.of(directory.resolve("none"), directory.resolve("system")));
  }

  @Test
  void tellsOnceThatUnitsRunAnotherOne() {
    compare("~/none:~/own:~/system");
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith(
            "PATH leads to "
                + directory.resolve("own/podman")
                + ", and units run "
                + directory.resolve("system/podman")
                + ": ");
  }

  @Test
  void isSilentWhereBothAreOne() throws IOException {
    compare("~/system:~/own");
    compare("~/linked:~/own");
    compare("~/none");
    compare("");
    Files.setPosixFilePermissions(
        directory.resolve("own/podman"), PosixFilePermissions.fromString("rw-r--r--"));
    compare("~/own:~/system");
    assertThat(told).isEmpty();
  }
}
