package dev.berth.engine.podman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which container the script of units touches, and which never; Podman here only says so. */
class PodmanUnitTest {
  private static final String OURS = "ab12".repeat(16);
  private static final String OTHER = "cd34".repeat(16);
  private static final String IDENTITY = "image seal";

  // Tells what it was asked to do; of containers only what lies in two files.
  private static final String ENGINE =
      """
      #!/bin/sh
      here=${0%/*}
      case $1 in
        ps) [ ! -e "$here/named" ] || cat "$here/named" ;;
        container) [ ! -e "$here/identity" ] || cat "$here/identity" ;;
        *) echo "$*" ;;
      esac
      """;

  @TempDir Path directory;
  private Path made;
  private Path script;
  private Path engine;

  @BeforeEach
  void write() throws IOException {
    Path records = directory.resolve("con tainers");
    made = records.resolve("web");
    script = Files.writeString(directory.resolve("script"), PodmanUnit.script(records).text());
    engine = Files.writeString(directory.resolve("podman"), ENGINE);
    assertThat(engine.toFile().setExecutable(true)).isTrue();
  }

  private void lastMade(String content) throws IOException {
    Files.createDirectories(made.getParent());
    Files.writeString(made, content);
  }

  private void named(String id, String identity) throws IOException {
    Files.writeString(directory.resolve("named"), id + " some/image:1\n");
    Files.writeString(directory.resolve("identity"), identity + "\n");
  }

  private String run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", script.toString()));
    argv.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(argv);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  private String start() throws IOException, InterruptedException {
    return run(
        Map.of(), "start", "web", "^web$", IDENTITY, engine.toString(), "run", "--name=web", "i");
  }

  private String end(String result, String code, String status)
      throws IOException, InterruptedException {
    return run(
        Map.of("SERVICE_RESULT", result, "EXIT_CODE", code, "EXIT_STATUS", status),
        "remove",
        "web",
        "^web$",
        IDENTITY,
        engine.toString());
  }

  @Test
  void aStartReplacesNothingThatHasTheName() throws Exception {
    named(OTHER, IDENTITY);
    assertThat(start()).isEqualTo("run --cidfile=" + made + " --name=web i\n");
  }

  @Test
  void aStartRemovesWhatAnEarlierOneHasMade() throws Exception {
    lastMade(OURS);
    named(OTHER, IDENTITY);
    assertThat(start()).isEqualTo("run --cidfile=" + made + " --name=web i\n");
    assertThat(made).doesNotExist();
  }

  @Test
  void whatWasCutOffInTheMiddleOfAStartIsKnownByItsSealAndImage() throws Exception {
    Files.writeString(
        engine, ENGINE.replace("*) echo", "rm) echo \"$*\" >>\"$here/removed\" ;; *) echo"));
    for (String identity : List.of("image other", "another seal", "image ", "")) {
      lastMade("");
      named(OURS, identity);
      start();
      assertThat(directory.resolve("removed")).as(identity).doesNotExist();
    }
    lastMade("");
    named(OURS, IDENTITY);
    start();
    assertThat(directory.resolve("removed")).hasContent("rm --force --ignore " + OURS);
  }

  /** Another's pod of the same name is not joined; what is ours is made once. */
  @Test
  void aPodIsMadeWhereThereIsNone() throws Exception {
    String[] words = {"pod", "web-pod", engine.toString(), "web", "seal", "--label=a=b"};
    Files.writeString(engine, "#!/bin/sh\ncase $2 in exists) exit 1 ;; *) echo \"$*\" ;; esac\n");
    assertThat(run(Map.of(), words)).isEqualTo("pod create --infra=false --name=web --label=a=b\n");
    Files.writeString(engine, "#!/bin/sh\ncase $2 in exists) ;; inspect) echo seal ;; esac\n");
    assertThat(run(Map.of(), words)).isEmpty();
    Files.writeString(engine, "#!/bin/sh\ncase $2 in exists) ;; inspect) echo other ;; esac\n");
    assertThatThrownBy(() -> run(Map.of(), words))
        .hasMessageContaining("there is a pod 'web' already")
        .hasMessageContaining("podman pod rm web");
  }

  @Test
  void aPodGoesWithTheLastOfItsContainers() throws Exception {
    String[] words = {"remove", "web-pod", "^web-pod$", IDENTITY, engine.toString(), "web"};
    Map<String, String> ended =
        Map.of("SERVICE_RESULT", "exit-code", "EXIT_CODE", "exited", "EXIT_STATUS", "0");
    assertThat(run(ended, words)).isEmpty();
    Files.writeString(
        engine,
        "#!/bin/sh\ncase $2 in --all) ;; inspect) echo seal ;; *) echo \"$*\" >>\"${0%/*}/asked\" ;; esac\n");
    run(ended, words);
    assertThat(directory.resolve("asked")).hasContent("pod rm web");
    Files.delete(directory.resolve("asked"));
    Files.writeString(engine, Files.readString(engine).replace("echo seal", "echo another"));
    run(ended, words);
    assertThat(directory.resolve("asked")).doesNotExist();
    Files.writeString(directory.resolve("asked"), "");
    Files.delete(directory.resolve("asked"));
    Files.writeString(
        engine,
        "#!/bin/sh\ncase $1 in ps) echo ab ;; *) echo \"$*\" >>\"${0%/*}/asked\" ;; esac\n");
    run(ended, words);
    assertThat(directory.resolve("asked")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "exit-code, exited, 137, nothing",
    "exit-code, exited, 3, nothing",
    "exit-code, exited, 12, nothing",
    "exit-code, exited, 1, something",
    "exit-code, exited, 125, something",
    "exit-code, exited, 126, something",
    "exit-code, exited, 127, something",
    "signal, killed, KILL, something",
    "core-dump, dumped, ABRT, something",
    "timeout, exited, 143, something",
    "timeout, killed, KILL, something",
    "success, exited, 0, something",
    "success, exited, 143, something",
    "protocol, exited, 1, something",
    "exit-code, '', '', something"
  })
  void whatMayBeLeftIsRemovedAtTheEnd(String result, String code, String status, String left)
      throws Exception {
    lastMade(OURS + "\n");
    named(OTHER, IDENTITY);
    assertThat(end(result, code, status))
        .isEqualTo(left.equals("something") ? "rm --force --ignore " + OURS + "\n" : "");
    assertThat(made).as("its word").doesNotExist();
  }

  @Test
  void anEndWithoutWordOfTheContainerTouchesOnlyItsLike() throws Exception {
    assertThat(end("success", "exited", "143")).isEmpty();
    named(OTHER, "image another");
    assertThat(end("success", "exited", "143")).isEmpty();
    assertThat(end("signal", "killed", "KILL")).isEmpty();
    named(OURS, IDENTITY);
    assertThat(end("signal", "killed", "KILL")).isEqualTo("rm --force --ignore " + OURS + "\n");
  }

  @Test
  void aFailedStartTellsWhoHasTheName() throws Exception {
    named(OTHER, "image another");
    assertThat(end("exit-code", "exited", "125"))
        .isEqualTo(
            "Error: the name 'web' is taken by another container, "
                + OTHER
                + " some/image:1: Berth did not make it, and leaves it. 'podman rename web"
                + " NEW-NAME' frees the name; or remove it\n");
    assertThat(end("exit-code", "exited", "126")).as("not for the name").isEmpty();
  }

  @Test
  void theFirstRemovalMayFail() throws Exception {
    Files.writeString(
        engine,
        "#!/bin/sh\nif rmdir \"${0%/*}/there\" 2>/dev/null; then exit 125; else echo \"$*\"; fi\n");
    Files.createDirectory(directory.resolve("there"));
    lastMade(OURS);
    assertThat(end("signal", "killed", "KILL")).isEqualTo("rm --force --ignore " + OURS + "\n");
  }

  @Test
  void whatRunsIsKnownByItsMonitor() throws Exception {
    named(OTHER, IDENTITY);
    lastMade(OTHER);
    Path conmon = Files.writeString(directory.resolve("conmon"), "read -r end\n");
    Process monitor =
        new ProcessBuilder(
                "/bin/sh", conmon.toString(), "--api-version", "1", "-c", OURS, "-u", OURS)
            .start();
    try {
      Map<String, String> up = Map.of("MAINPID", Long.toString(monitor.pid()));
      assertThat(run(up, "stop", "web", engine.toString(), "stop", "--ignore", "--time=3"))
          .isEqualTo("stop --ignore --time=3 " + OURS + "\n");
      assertThat(run(up, "kill", "web", engine.toString(), "kill", "--signal=HUP"))
          .isEqualTo("kill --signal=HUP " + OURS + "\n");
      assertThat(run(up, "exec", "web", engine.toString(), "exec", "web", "drain", "a  b"))
          .isEqualTo("exec " + OURS + " drain a  b\n");
    } finally {
      monitor.destroyForcibly();
    }
  }

  @Test
  void whereTheMonitorTellsNothingTheWordOfTheStartCounts() throws Exception {
    named(OTHER, IDENTITY);
    lastMade(OURS);
    Map<String, String> unknown = Map.of("MAINPID", "");
    String[] stop = {"stop", "web", engine.toString(), "stop", "--ignore", "--time=3"};
    assertThat(run(unknown, stop)).isEqualTo("stop --ignore --time=3 " + OURS + "\n");
    Files.delete(made);
    assertThat(run(unknown, stop)).as("nothing is known to run").isEmpty();
    assertThat(run(unknown, "exec", "web", engine.toString(), "exec", "web", "drain")).isEmpty();
  }
}
