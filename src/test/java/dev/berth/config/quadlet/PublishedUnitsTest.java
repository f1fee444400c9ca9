package dev.berth.config.quadlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Case;
import dev.berth.Golden;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.export.BerthYaml;
import dev.berth.model.Desired;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole directories of units, and that what is written of them is read as they were. */
class PublishedUnitsTest {
  private static final Golden GOLDEN = new Golden("config/quadlet/units.golden");
  private static final Path UNITS = Path.of("src/test/resources/dev/berth/config/quadlet/units");

  @TempDir Path directory;

  private static String written(Path units, Problems problems) {
    return BerthYaml.of(
        QuadletDocument.read(List.of(units), QuadletCases.surroundings(), problems).plain());
  }

  private static Desired readBack(String text) {
    Problems problems = new Problems();
    Desired desired =
        new ConfigReader(ReadOptions.defaults(), new QuadletFrontEnd(QuadletCases::surroundings))
            .read("units.yaml", text, problems);
    assertThat(problems.sorted()).as(text).noneMatch(Problem::isError);
    return desired;
  }

  @Test
  void unitsAsPeoplePublishThemBecomeOneFile() throws IOException {
    Problems problems = new Problems();
    // How a path is written depends on what is in it, and the project may lie anywhere.
    Path units = Files.createSymbolicLink(directory.resolve("units"), UNITS.toAbsolutePath());
    String text = written(units, problems);
    GOLDEN.check("file", text.replace(units.toString(), "/units").stripTrailing());
    GOLDEN.check(
        "told",
        String.join(
            "\n",
            problems.sorted().stream()
                .map(Problem::toString)
                .map(line -> line.replace(units.toString(), "/units"))
                .toList()));
    assertThat(KeysTest.model(readBack(text)))
        .isEqualTo(KeysTest.model(QuadletCases.desired(units, new Problems())));
  }

  @Test
  void everyCaseIsReadBackAsItWas() {
    for (Case each : QuadletCases.of("keys.txt")) {
      Path units = each.in(directory.resolve(each.name().replace(' ', '-')));
      assertThat(KeysTest.model(readBack(written(units, new Problems()))))
          .as(each.name())
          .isEqualTo(KeysTest.model(QuadletCases.desired(units, new Problems())));
    }
  }

  /** Units with any of these lines, whatever they are together. */
  @Test
  void whateverUnitsSayIsReadBackAsItWas() throws IOException {
    Random random = new Random(20);
    int read = 0;
    for (int round = 0; round < 150; round++) {
      Path units = Files.createDirectories(directory.resolve("round" + round));
      int many = 1 + random.nextInt(4);
      for (int i = 0; i < many; i++) {
        Files.writeString(units.resolve("unit-" + i + ".container"), unit(random, i, many));
      }
      Files.writeString(units.resolve("net.network"), "[Network]\nLabel=a=" + text(random) + "\n");
      Files.writeString(
          units.resolve("data.volume"), "[Volume]\nLabel=\"a b=" + text(random) + "\"\n");
      Problems problems = new Problems();
      Desired desired = QuadletCases.desired(units, problems);
      if (!problems.hasErrors()) {
        read++;
        assertThat(KeysTest.model(readBack(written(units, new Problems()))))
            .as(units.toString())
            .isEqualTo(KeysTest.model(desired));
      }
    }
    assertThat(read).as("sets of units without a problem").isGreaterThan(100);
  }

  private static String unit(Random random, int number, int many) {
    List<String> container = new ArrayList<>(List.of("Image=quay.io/a:" + number));
    List<String> service = new ArrayList<>();
    List<String> unit = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      String word = text(random);
      switch (random.nextInt(14)) {
        case 0 -> container.add("Environment=\"V" + i + "=" + word + "\"");
        case 1 -> container.add("Label=\"l" + i + "=" + word + "\"");
        case 2 -> container.add("Exec=run \"" + word + "\" last");
        case 3 -> container.add("HealthCmd=test " + word.replace("\\\\", ""));
        case 4 -> container.add("Volume=data.volume:/d" + i + ":Z");
        case 5 -> container.add("Network=net.network");
        case 6 -> container.add("PodmanArgs=--label \"p" + i + "=" + word + "\"");
        case 7 -> container.add("Annotation=\"a" + i + "=" + word + "\"");
        case 8 -> container.add("PublishPort=" + (1000 + random.nextInt(9000)) + ":80");
        case 9 -> container.add("ReadOnly=" + (random.nextBoolean() ? "yes" : "0"));
        case 10 -> service.add("Restart=" + (random.nextBoolean() ? "always" : "on-failure"));
        case 11 -> service.add("ExecStartPre=/bin/echo \"" + word + "\"");
        case 12 -> unit.add((random.nextBoolean() ? "After" : "Requires") + "=x" + i + ".service");
        default -> {
          if (number + 1 < many) {
            unit.add("After=unit-" + (number + 1) + ".service");
          }
        }
      }
    }
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("Unit", unit);
    sections.put("Container", container);
    sections.put("Service", service);
    sections.put("Install", List.of("WantedBy=default.target"));
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (name, lines) ->
            text.append('[')
                .append(name)
                .append("]\n")
                .append(String.join("\n", lines))
                .append('\n'));
    return text.toString();
  }

  private static String text(Random random) {
    String[] parts = {
      "a", "0", "yes", "~", "#", ": ", "-", "%%", "$$", "é", "{", "}", "[", "'", "&", "*", "!", "|",
      ">", "null", "1e3", "\\\\", "\\t", "=", ","
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
