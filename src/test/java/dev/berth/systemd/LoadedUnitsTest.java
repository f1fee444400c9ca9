package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedUnitsTest {
  private static final String UNIT = "berth-web.service";

  @TempDir Path temporary;

  private Path directory = Path.of("");
  private Path link = Path.of("");

  @BeforeEach
  void aUnitThatStartsAtBoot() throws IOException {
    directory = Files.createDirectory(temporary.resolve("system"));
    Path file = Files.writeString(directory.resolve(UNIT), "[Service]\n");
    link =
        Files.createSymbolicLink(
            Files.createDirectory(directory.resolve("multi-user.target.wants")).resolve(UNIT),
            file);
  }

  @Test
  void isSettledWhereItIsUpAndWasRead() throws Exception {
    assertThat(isSettled(afterAMoment(), "loaded active running")).isTrue();
    assertThat(isSettled(afterAMoment(), "loaded active   exited  start web")).isTrue();
    assertThat(isSettled(afterAMoment(), "loaded failed failed")).isFalse();
    assertThat(isSettled(afterAMoment(), "masked active running")).isFalse();
    assertThat(isSettled(afterAMoment(), "")).isFalse();
  }

  @Test
  void isAskedWhereItWasWrittenAfterwards() throws Exception {
    Instant read = afterAMoment();
    Files.writeString(directory.resolve(UNIT), "[Service]\n#\n");
    assertThat(isSettled(read)).isFalse();
  }

  @Test
  void isAskedWhereTheDirectoryIsAnotherOne() throws Exception {
    Instant read = afterAMoment();
    // Of a directory no tick is added.
    afterAMoment();
    Files.move(directory, temporary.resolve("former"));
    Files.move(temporary.resolve("former"), directory);
    assertThat(isSettled(read)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isAskedWithoutALinkThatStartsIt(boolean replaced) throws Exception {
    Files.delete(link);
    if (replaced) {
      Files.writeString(link, "no link");
    }
    assertThat(isSettled(afterAMoment())).isFalse();
  }

  /** Drop-ins may be for all units of a type, and for all whose names begin alike. */
  @ParameterizedTest
  @CsvSource({
    "service.d, true",
    "berth-.service.d, true",
    "berth-web.service.d, true",
    "berth-web-.service.d, false",
    "target.d, false"
  })
  void isAskedWhereADropInIsNewer(String name, boolean counts) throws Exception {
    Path dropIns = Files.createDirectory(directory.resolve(name));
    Path dropIn = Files.writeString(dropIns.resolve("a.conf"), "[Service]\n");
    Instant read = afterAMoment();
    assertThat(isSettled(read)).isTrue();
    Files.writeString(dropIn, "[Service]\nNice=1\n");
    assertThat(isSettled(read)).isEqualTo(!counts);
  }

  private boolean isSettled(Instant read) {
    return isSettled(read, "loaded active running web");
  }

  private boolean isSettled(Instant read, String states) {
    return new LoadedUnits(directory, read).settled(UNIT + "  " + states).containsKey(UNIT);
  }

  /** The kernel gives files the time of its last tick. */
  private static Instant afterAMoment() throws InterruptedException {
    Thread.sleep(40);
    return Instant.now();
  }
}
