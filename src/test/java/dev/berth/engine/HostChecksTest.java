package dev.berth.engine;

import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.ObservedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop that checks health from the host, against an engine that is played by a script. */
class HostChecksTest {
  private static final String ID = "0a1b2c";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    // the container's own, the image's, the check's, whether the host has to check
    "nova, '', root, true",
    "nova, '', nova, false",
    "0, nova, root, false",
    "root:kolla, '', root, true",
    ", '', root, false",
    ", '', 0, false",
    ", nova, root, true",
    ", nova, nova, false",
    ", , root, true",
    "nova, '', , false"
  })
  void theHostChecksOnlyWhereAnotherUserIsWanted(
      String own, String image, String wanted, boolean needed) {
    Map<Key, dev.berth.model.Value> values = new java.util.EnumMap<>(Key.class);
    Map<String, dev.berth.model.Value> check =
        new java.util.HashMap<>(Map.of("test", list("CMD", "true")));
    if (own != null) {
      values.put(Key.USER, scalar(own));
    }
    if (wanted != null) {
      check.put("user", scalar(wanted));
    }
    values.put(Key.HEALTHCHECK, mapping(check));
    assertThat(
            HostChecks.areNeeded(
                Specs.spec(values),
                Optional.of(
                    new ObservedImage(
                        "id",
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.ofNullable(image),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))))
        .isEqualTo(needed);
  }

  @Test
  void theArgumentsAreWhatTheCheckSays() {
    assertThat(HostChecks.arguments(spec("{test: 'a | b', user: 'u:g'}")).subList(2, 11))
        .containsExactly(
            HostChecks.arguments(spec("{test: 'a | b', user: 'u:g'}")).get(1),
            "30.000",
            "3",
            "0",
            "none",
            "u:g",
            "/bin/sh",
            "-c",
            "a | b");
    List<String> given =
        HostChecks.arguments(
            spec(
                "{test: [CMD, a, b c], user: root, timeout: 1.5s, start_interval: 100ms, retries:"
                    + " 7, start_period: 1500ms, on_failure: restart}"));
    assertThat(given.subList(2, given.size()))
        .containsExactly("0.100", "1.500", "7", "2", "restart", "root", "a", "b c");
  }

  @Test
  void healthyIsKnownAtTheFirstSuccess() throws Exception {
    engine("echo 'well  \"done\"'; exit 0");
    assertThat(gate("3", "0", "none")).isZero();
    ObservedHealth health = read();
    assertThat(health.status()).isEqualTo(Status.HEALTHY);
    assertThat(health.failingStreak()).isZero();
    assertThat(health.lastOutput()).isEqualTo("well  \"done\"");
    assertThat(Files.readString(directory.resolve("calls")))
        .contains("exec --user root " + ID + " test -e /a b $x\n");
  }

  @Test
  void unhealthyIsAfterAsManyFailuresAsMayBe() throws Exception {
    engine("echo no; exit 9");
    assertThat(gate("3", "0", "restart")).isOne();
    ObservedHealth health = read();
    assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(health.failingStreak()).isEqualTo(3);
    assertThat(health.checks()).hasSize(3).allMatch(check -> check.exitCode() == 9);
    // A gate tells systemd, and systemd ends it.
    assertThat(Files.readString(directory.resolve("calls"))).doesNotContain("kill");
  }

  @Test
  void failuresOfTheStartDoNotCount() throws Exception {
    engine("[ -e ../ready ] || { touch ../ready.$$; [ $(ls .. | grep -c ready.) -gt 4 ]; }");
    assertThat(gate("2", "60", "none")).isZero();
    assertThat(read().status()).isEqualTo(Status.HEALTHY);
    assertThat(read().failingStreak()).isZero();
  }

  @Test
  void aCheckThatHangsIsAFailure() throws Exception {
    engine("exec sleep 30");
    assertThat(gate("1", "0", "none")).isOne();
    assertThat(read().checks().getFirst().exitCode()).isEqualTo(124);
  }

  @Test
  void outputWithoutEndIsCut() throws Exception {
    engine("i=0; while [ $i -lt 3000 ]; do echo 0123456789; i=$((i + 1)); done");
    assertThat(gate("1", "0", "none")).isZero();
    assertThat(read().lastOutput()).hasSize(1000).startsWith("0123456789");
  }

  /** Lines as those of a record, as the script's own words, and as what ends one. */
  @Test
  void whatACheckPrintsIsNoRecord() throws Exception {
    engine("printf 'web\\nhealthy 0 1\\n1 2 0 b2s=\\n%%s $status \\0 $(touch ../pwned)'; exit 1");
    assertThat(gate("2", "0", "none")).isOne();
    ObservedHealth health = read();
    assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
    assertThat(health.checks()).hasSize(2).allMatch(check -> check.exitCode() == 1);
    assertThat(health.lastOutput()).startsWith("web\nhealthy 0 1\n1 2 0 b2s=\n%s $status \0");
    assertThat(directory.resolve("pwned")).doesNotExist();
    assertThat(Files.readAllLines(directory.resolve("records").resolve(ID))).hasSize(4);
  }

  @Test
  void whatHasEndedIsNotUnhealthy() throws Exception {
    Files.writeString(directory.resolve("state"), "exited");
    engine("exit 255");
    assertThat(gate("1", "0", "none")).isOne();
    assertThat(read().status()).isEqualTo(Status.STARTING);
    assertThat(read().checks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"restart, kill 0a1b2c", "stop, stop 0a1b2c"})
  void anUnhealthyOneIsEnded(String action, String call) throws Exception {
    engine("exit 1");
    Process watch = start("watch", "2", "0", action);
    try {
      assertThat(directory.resolve("ended")).satisfies(HostChecksTest::comes);
      assertThat(Files.readString(directory.resolve("calls"))).contains(call);
      assertThat(read().status()).isEqualTo(Status.UNHEALTHY);
    } finally {
      watch.destroy();
      assertThat(watch.waitFor()).isZero();
    }
    assertThat(directory.resolve("records").resolve(ID)).doesNotExist();
  }

  @Test
  void aRecordThatIsNoneIsThatOfOneThatStarts() throws IOException {
    HealthRecords records = new HealthRecords(directory);
    assertThat(records.read(ID, new ContainerName("web")).status()).isEqualTo(Status.STARTING);
    Files.writeString(directory.resolve(ID), "web\nhealthy x 1\n1 2\n1 2 0 %%%\nx y 1 b2s=\n");
    ObservedHealth read = records.read(ID, new ContainerName("web"));
    assertThat(read.status()).isEqualTo(Status.HEALTHY);
    assertThat(read.checks()).hasSize(2);
    assertThat(read.lastOutput()).isEqualTo("ok");
  }

  /** An id comes from an engine's answer; outside their directory nothing is a record. */
  @ParameterizedTest
  @ValueSource(strings = {"../0a1b2c", "./0a1b2c", "records/../0a1b2c", "0a1b2c.new"})
  void whatIsNoIdHasNoRecord(String id) throws IOException {
    Path records = Files.createDirectories(directory.resolve("records/records"));
    String healthy = "web\nhealthy 0 1\n1 2 0 b2s=\n";
    for (String file : List.of(ID, "records/" + ID, "records/" + ID + ".new")) {
      Files.writeString(directory.resolve(file), healthy);
    }
    HealthRecords read = new HealthRecords(records.getParent());
    assertThat(read.read(ID, new ContainerName("web")).status()).isEqualTo(Status.HEALTHY);
    assertThat(read.read(id, new ContainerName("web")).status()).isEqualTo(Status.STARTING);
  }

  /** What a check says may be a secret. */
  @Test
  void recordsAreForTheirOwnerAloneWhateverTheUmask() throws Exception {
    engine("echo hunter2");
    assertThat(gate("1", "0", "none")).isZero();
    try (Stream<Path> made = Files.walk(directory.resolve("records"))) {
      assertThat(made)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  private static void comes(Path file) throws InterruptedException {
    for (int i = 0; i < 200 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    assertThat(file).exists();
  }

  private ObservedHealth read() {
    return new HealthRecords(directory.resolve("records")).read(ID, new ContainerName("web"));
  }

  private static ContainerSpec spec(String healthcheck) {
    return Configurations.read(
            "set", "c: {image: i, user: '5', restart: always, healthcheck: " + healthcheck + "}")
        .containers()
        .getFirst();
  }

  /** An engine in whose containers a check does this. */
  private void engine(String check) throws IOException {
    Path engine = directory.resolve("it's an engine");
    Files.writeString(
        engine,
        """
        #!/bin/sh
        cd "$(dirname "$0")"
        echo "$*" >>calls
        case $1 in
          exec) mkdir -p in; cd in; CHECK ;;
          container) case $4 in *Id*) echo ID ;; *) cat state 2>/dev/null || echo running ;; esac ;;
          *) touch ended ;;
        esac
        """
            .replace("CHECK", check)
            .replace("ID ;;", ID + " ;;"));
    assertThat(engine.toFile().setExecutable(true)).isTrue();
    Files.writeString(
        directory.resolve("check-health"),
        HostChecks.script(engine.toString(), new HealthRecords(directory.resolve("records"))));
  }

  private int gate(String retries, String period, String action) throws Exception {
    return start("gate", retries, period, action).waitFor();
  }

  private Process start(String mode, String retries, String period, String action)
      throws IOException {
    List<String> argv = new ArrayList<>(List.of("sh", "-c", "umask 0; exec sh \"$@\"", "sh"));
    argv.addAll(List.of(directory.resolve("check-health").toString(), mode, "web"));
    argv.addAll(List.of("0.05", "0.05", "0.5", retries, period, action, "root"));
    argv.addAll(List.of("test", "-e", "/a b", "$x"));
    return new ProcessBuilder(argv)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }
}
