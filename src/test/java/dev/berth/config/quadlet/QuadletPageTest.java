package dev.berth.config.quadlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of keys is made from the tables of the code; {@code ./test --golden} writes it. */
class QuadletPageTest {
  private static final Path PAGE = Path.of("docs/reference/quadlet.md");

  @Test
  void thePageHasTheTablesOfTheCode() throws IOException {
    String text = text();
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(PAGE, text);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(text);
  }

  private static String text() {
    return """
        # Keys of Quadlet

        <!-- Made by QuadletPageTest from the tables of keys; do not edit. -->

        What `berth import quadlet` does with each key of a unit ([Coming from Quadlet](../quadlet.md)): those of Podman 5.4, and those
        that came later. "Since" is the version of Podman that has the key first; systemd's own have none. A key of
        Berth's is as in [keys](keys.md); *told* is a warning, *refused* a problem before anything is written.

        """
        + section("Container", ContainerKeys.ALL, options())
        + section("Volume", ResourceKeys.VOLUME, "")
        + section("Network", ResourceKeys.NETWORK, "")
        + section("Image", ResourceKeys.IMAGE, "")
        + section("Unit", SystemdKeys.UNIT, "Of a container; of other units nothing of it counts.")
        + section(
            "Service",
            SystemdKeys.SERVICE,
            "Every other directive of a container becomes a line of `systemd_exec_flags`, with its"
                + " specifiers filled in.")
        + section("Install", SystemdKeys.INSTALL, "")
        + section("Quadlet", SystemdKeys.QUADLET, "")
        + section("Pod", PodKeys.ALL, "")
        + section("Kube", RefusedKeys.KUBES, "A `.kube` is refused as a whole.")
        + section(
                "Build",
                RefusedKeys.BUILDS,
                "A `.build` is refused as a whole; the line that builds the image is told.")
            .stripTrailing()
        + "\n";
  }

  private static String options() {
    return "`PodmanArgs=` may have these options: "
        + PodmanArguments.known().stream()
            .map(option -> "`" + option + "`")
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String section(String name, List<KeyRow> rows, String words) {
    String head = rows.stream().allMatch(row -> row.since().isEmpty()) ? "" : "since | ";
    String line = head.isEmpty() ? "" : "--- | ";
    return "## ["
        + name
        + "]\n"
        + (words.isEmpty() ? "" : words + "\n\n")
        + "| key | "
        + head
        + "|\n| --- | "
        + line
        + "--- |\n"
        + rows.stream().map(row -> row(row, !head.isEmpty())).collect(Collectors.joining())
        + "\n";
  }

  private static String row(KeyRow row, boolean withSince) {
    String words =
        switch (row.fate()) {
          case DONE -> row.words();
          case PASSED -> "passed over: " + row.words();
          case TOLD -> "told, and passed over: " + row.words();
          case REFUSED -> "refused: " + row.words();
        };
    return "| `"
        + row.label()
        + "` | "
        + (withSince ? row.since() + " | " : "")
        + words.replace("|", "\\|")
        + " |\n";
  }
}
