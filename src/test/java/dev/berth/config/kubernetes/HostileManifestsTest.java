package dev.berth.config.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.berth.Case;
import dev.berth.ModelText;
import dev.berth.model.Desired;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made to be a burden. */
@Timeout(60)
class HostileManifestsTest {
  private static final List<String> SHAPES =
      List.of("[]", "{}", "[a, {b: c}]", "{a: {b: [c]}}", "''", "-1", "true");

  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: c\n    image: i:1\n";

  @TempDir Path directory;

  private Problems read(String text) throws IOException {
    Problems problems = new Problems();
    ManifestCases.desired(Files.writeString(directory.resolve("a.yaml"), text), problems);
    return problems;
  }

  private static String lines(int many, java.util.function.IntFunction<String> line) {
    return IntStream.range(0, many).mapToObj(line).collect(Collectors.joining());
  }

  @Test
  void variablesThatGrowAreStopped() throws IOException {
    String text =
        POD
            + "    env:\n    - {name: V0, value: aaaaaaaaaaaaaaaa}\n"
            + lines(60, i -> "    - {name: V" + (i + 1) + ", value: $(V" + i + ")$(V" + i + ")}\n");
    assertThat(read(text).sorted())
        .anyMatch(problem -> problem.message().contains("longer than 131072"));
  }

  @Test
  void openBracketsCostNoTime() throws IOException {
    String text = POD + "    args:\n    - '" + "$( ".repeat(400_000) + "'\n";
    assertThatCode(() -> read(text)).doesNotThrowAnyException();
  }

  @Test
  void aMapThatIsNamedOverAndOverIsStopped() throws IOException {
    String map =
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n"
            + lines(5_000, i -> "  k" + i + ": a\n");
    String text =
        POD + "    envFrom:\n" + lines(5_000, _ -> "    - {configMapRef: {name: m}}\n") + map;
    assertThat(read(text).sorted())
        .anyMatch(problem -> problem.message().contains("more than 200000"));
  }

  @Test
  void manyProblemsAreCounted() throws IOException {
    String text = POD + "    args:\n" + lines(20_000, i -> "    - " + i + "\n");
    assertThat(read(text).errors()).isEqualTo(20_000);
  }

  @Test
  void whatIsDeepIsRefused() throws IOException {
    String text = POD + "    args: " + "[".repeat(2_000) + "]".repeat(2_000) + "\n";
    assertThat(read(text).sorted()).anyMatch(problem -> problem.message().contains("deep"));
  }

  @Test
  void aliasesThatGrowAreRefused() throws IOException {
    String text =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + lines(
                9,
                i -> "a%d: &a%d [%s]\n".formatted(i + 1, i + 1, "*a" + i + (", *a" + i).repeat(8)));
    assertThat(read(text).hasErrors()).isTrue();
  }

  @Test
  void signsOfControlReachNoUnit() throws IOException {
    for (String field :
        List.of(
            "workingDir: \"/a\\nExecStart=/bin/x\"",
            "volumeMounts: [{name: v, mountPath: \"/a\\nb\"}]",
            "securityContext: {seLinuxOptions: {type: \"a\\nb\"}}",
            "env: [{name: \"A\\nB\", value: c}]")) {
      String text = POD + "    " + field + "\n  volumes: [{name: v, hostPath: {path: /srv}}]\n";
      assertThat(read(text).hasErrors()).as(field).isTrue();
    }
  }

  @Test
  void aProbeCannotBreakOutOfItsShell() throws IOException {
    Problems problems = new Problems();
    Desired desired =
        ManifestCases.desired(
            Files.writeString(
                directory.resolve("a.yaml"),
                POD
                    + "    livenessProbe: {httpGet: {path: \"/a'; rm -rf / #$(id)`id`\", port: 80}}\n"),
            problems);
    assertThat(ModelText.of(desired)).contains("'http://127.0.0.1:80/a'\\''; rm -rf / #$(id)`id`'");
  }

  @Test
  void valuesAreShownNowhere() throws IOException {
    Problems problems =
        read(
            "apiVersion: v1\nkind: Secret\nmetadata: {name: m}\n"
                + "data: {k: 'hunter2 hunter2'}\nstringData: {a: {b: hunter2}, 'hunter2 x': [hunter2]}\n"
                + "type: hunter2\n'password: hunter2': a\n");
    assertThat(problems.sorted().toString()).doesNotContain("hunter2");
  }

  /** Whatever is cut out or swapped, nothing is thrown, and it does not take long. */
  @Test
  void noBrokenFileIsThrownAt() throws IOException {
    Random random = new Random(7);
    List<Case> cases = ManifestCases.of("published.txt");
    for (int round = 0; round < 400; round++) {
      Case one = cases.get(random.nextInt(cases.size()));
      String whole = String.join("\n---\n", one.files().values());
      byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(bytes.length);
        bytes[at] = (byte) "{}[]:,-#&*!|>'\"%@` \n0ay~".charAt(random.nextInt(24));
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      assertThatCode(() -> read(text)).as(text).doesNotThrowAnyException();
    }
  }

  /** Values of other shapes at the places of all others, one after the other of them. */
  @Test
  void noShapeOfAValueIsThrownAt() {
    for (Case one : ManifestCases.of("published.txt")) {
      String whole = String.join("\n---\n", one.files().values());
      String[] lines = whole.split("\n");
      for (int i = 0; i < lines.length; i++) {
        String before = lines[i];
        if (before.matches("\\s*-?\\s*\\w+: .*")) {
          lines[i] = before.replaceFirst(": .*", ": " + SHAPES.get(i % SHAPES.size()));
          String text = String.join("\n", lines);
          assertThatCode(() -> read(text)).as(text).doesNotThrowAnyException();
          lines[i] = before;
        }
      }
    }
  }

  @Test
  void aLargeSetIsReadInTime() throws IOException {
    String text =
        lines(
            300,
            i ->
                POD.replace("name: p}", "name: p" + i + ", labels: {a: b" + i + "}}")
                    + "---\napiVersion: v1\nkind: Service\nmetadata: {name: s"
                    + i
                    + "}\nspec: {selector: {a: b"
                    + i
                    + "}}\n---\n");
    long start = System.nanoTime();
    assertThat(read(text).hasErrors()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
