package dev.berth.config.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.NetworkSpec;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether compose-go still says what {@code ComposeAnswersTest} compares Berth with, and whether
 * what {@code docker compose config} prints is the same project. Needs Go; {@code ./test --golden
 * ComposeGoIT} writes its answers anew.
 */
class ComposeGoIT {
  private static final Path PROGRAM = Path.of("src/test/go/compose");

  @TempDir Path directory;

  @Test
  void composeGoAnswersWhatIsWrittenDown() throws IOException, InterruptedException {
    String program = program();
    for (Path cases : ComposeCases.topics()) {
      String answers = run(Path.of("."), program, cases.toString());
      Path kept = Path.of(cases.toString().replace(".txt", ".json"));
      if (Boolean.getBoolean("berth.updateGolden")) {
        Files.writeString(kept, answers);
      }
      assertThat(withoutReasons(answers))
          .as(cases.toString())
          .isEqualTo(withoutReasons(Files.readString(kept)));
    }
  }

  /** Nothing would have to be done after one has been put in the other's place. */
  @Test
  void whatConfigPrintsIsTheSameProject() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program(), "-config", directory.toString()));
    ComposeCases.topics().forEach(topic -> command.add(topic.toString()));
    run(Path.of("."), command.toArray(String[]::new));
    SoftAssertions compared = new SoftAssertions();
    List<String> differ = new ArrayList<>();
    int made = 0;
    for (Path topic : ComposeCases.topics()) {
      for (ComposeCases.Case each : ComposeCases.of(topic)) {
        Path own = directory.resolve(each.name());
        Path printed = own.resolve("config.yaml");
        if (Files.exists(own.resolve("config.not"))) {
          differ.add(each.name());
          continue;
        }
        if (!Files.exists(printed)) {
          continue;
        }
        ComposeCases.Call call = each.call(own.resolve("project"));
        Problems problems = new Problems();
        Optional<String> original =
            shown(
                call.files().isEmpty() ? List.of(own.resolve("project")) : call.files(),
                call,
                call.profiles(),
                call.envFiles(),
                problems);
        Problems again = new Problems();
        Optional<String> config =
            shown(List.of(printed), call, List.of("*"), envFiles(own, call), again);
        compared
            .assertThat(config.orElse("refused"))
            .as("%s: %s%n%s%n%s", each.name(), problems.sorted(), again.sorted(), printed)
            .isEqualTo(original.orElse("refused"));
        made += original.isPresent() ? 1 : 0;
      }
    }
    compared.assertAll();
    assertThat(made).as("projects of which containers are made").isGreaterThan(490);
    // A variable in a label's name comes back as two dollars; who is not there is named all the
    // same.
    assertThat(differ)
        .as("projects that Compose does not find again in what it has printed")
        .containsExactly("forms-depends-disabled-optional", "interpolation-in-key");
  }

  /** What a secret's variable is, config does not print. */
  private static List<Path> envFiles(Path own, ComposeCases.Call call) {
    Path standard = own.resolve("project/.env");
    return !call.envFiles().isEmpty() || !Files.exists(standard)
        ? call.envFiles()
        : List.of(standard);
  }

  /** The containers, networks and volumes that the files make; empty where they are refused. */
  private static Optional<String> shown(
      List<Path> files,
      ComposeCases.Call call,
      List<String> profiles,
      List<Path> envFiles,
      Problems problems) {
    Desired desired = call.desired(files, profiles, envFiles, problems);
    if (problems.errors() > 0) {
      return Optional.empty();
    }
    StringBuilder shown = new StringBuilder();
    for (Desired.ContainerSet set : desired.sets()) {
      shown.append(set.configId()).append('\n');
      set.containers().stream()
          .sorted(Comparator.comparing(ContainerSpec::name))
          .forEach(
              spec ->
                  shown
                      .append(spec.name().text())
                      .append(' ')
                      .append(spec.role())
                      .append(' ')
                      .append(spec.flattened(EnumSet.allOf(Key.Scope.class)))
                      .append('\n'));
      set.declared().networks().stream()
          .map(NetworkSpec::network)
          .map(Object::toString)
          .sorted()
          .forEach(network -> shown.append(network).append('\n'));
      set.declared().volumes().stream()
          .map(volume -> volume.volume() + " " + volume.isExternal())
          .sorted()
          .forEach(volume -> shown.append(volume).append('\n'));
    }
    return Optional.of(shown.toString());
  }

  private static String program() throws IOException, InterruptedException {
    String program = Path.of("target").toAbsolutePath().resolve("compose-answers").toString();
    run(PROGRAM, "go", "build", "-o", program, ".");
    return program;
  }

  /** Which of several problems it tells is another one each time. */
  private static String withoutReasons(String answers) {
    return answers.replaceAll("\"refused\": .*", "refused");
  }

  private static String run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("compose", ".json");
    Path err = Files.createTempFile("compose", ".err");
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }
}
