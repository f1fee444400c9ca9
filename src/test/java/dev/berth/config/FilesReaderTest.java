package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContentFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with their content: what may be said, and where they may be. */
class FilesReaderTest {
  private static java.util.List<ContentFile> files(String text) {
    return ContentFile.of(
        Configurations.read("set", "a: {image: i, files: " + text + "}\n").containers().getFirst());
  }

  @Test
  void aTextIsReadableToAllInTheContainerAndMoreCanBeSaid() {
    assertThat(files("{/etc/one: 'x: y', /etc/two: {content: z, mode: 0o400, uid: 7, gid: 8}}"))
        .containsExactly(
            new ContentFile("/etc/one", "x: y", new ContentFile.Access("0444", 0, 0)),
            new ContentFile("/etc/two", "z", new ContentFile.Access("0400", 7, 8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{etc/one: x} | is no path of a file",
        "{/etc/../one: x} | `/etc/../one` is no path of a file",
        "{/etc/: x} | is no path of a file",
        "{/a:b: x} | is no path of a file",
        "{\"/a\\nb\": x} | is no path of a file",
        "{/proc/1/x: x} | is the kernel's",
        "{/dev/null: x} | is the kernel's",
        "{/run/tok: x, /run/tok/sub: y} | is not beside `/run/tok`",
        "{/a: {mode: '0400'}} | has no `content`",
        "{/a: {content: x, mode: 0888}} | no mode of a file",
        "{/a: {content: x, mode: 01444}} | no mode of a file",
        "{/a: {content: x, uid: root}} | are numbers",
        "[/a] | a mapping of paths to contents",
      })
  void whatCannotBeAFileIsAProblem(String text, String problem) {
    Assertions.assertThatThrownBy(() -> files(text)).hasMessageContaining(problem);
  }
}
