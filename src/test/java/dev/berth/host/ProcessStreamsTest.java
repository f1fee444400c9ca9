package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real processes, quick ones. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessStreamsTest {
  private final ProcessStreams streams = new ProcessStreams(command -> {}, Map.of());

  @Test
  void feedsOneProcessToAnother() {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    PipeResult result =
        streams.pipe(
            shell("head -c 3000000 /dev/zero; echo note >&2"),
            shell("wc -c; echo end >&2"),
            told::add);
    assertThat(result.succeeded()).isTrue();
    assertThat(result.sink().stdout()).isEqualTo("3000000");
    assertThat(result.bytes()).isEqualTo(3_000_000);
    assertThat(told).isSorted().endsWith(3_000_000L);
    assertThat(result.source().stderr()).isEqualTo("note");
    assertThat(result.sink().stderr()).isEqualTo("end");
  }

  @Test
  void aSourceThatFailsIsNotTakenForAShortOne() {
    PipeResult result =
        streams.pipe(
            shell("echo half; echo 'disk gone' >&2; exit 3"),
            // In the shell's place: a shell would go on after its cat was ended.
            shell("exec cat"),
            total -> {});
    assertThat(result.succeeded()).isFalse();
    assertThat(result.sink().succeeded()).isFalse();
    assertThat(result.culprit().lastWords()).isEqualTo("disk gone");
    assertThat(result.culprit().exitCode()).isEqualTo(3);
  }

  @Test
  void aSinkThatLeavesIsTheOneThatIsBlamed() {
    PipeResult result =
        streams.pipe(
            shell("yes || { echo 'broken pipe' >&2; exit 1; }"),
            shell("head -c 1; echo 'no space left' >&2; exit 1"),
            total -> {});
    assertThat(result.succeeded()).isFalse();
    assertThat(result.culprit().lastWords()).isEqualTo("no space left");
  }

  @Test
  void aSinkThatFailsAtTheEndIsTheOneThatIsBlamed() {
    PipeResult result =
        streams.pipe(
            shell("echo all"), shell("cat >/dev/null; echo 'bad archive' >&2; exit 1"), t -> {});
    assertThat(result.refused()).isFalse();
    assertThat(result.culprit().lastWords()).isEqualTo("bad archive");
  }

  @Test
  void givenUpBothEnd() {
    AtomicBoolean givenUp = new AtomicBoolean();
    long begun = System.nanoTime();
    PipeResult result =
        streams.pipe(
            shell("echo $$ >&2; yes").unless(givenUp::get),
            shell("echo $$ >&2; cat >/dev/null"),
            total -> givenUp.set(true));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(result.succeeded()).isFalse();
    assertThat(result.source().timedOut()).isTrue();
    for (CommandResult side : List.of(result.source(), result.sink())) {
      long pid = Long.parseLong(side.stderr().lines().findFirst().orElseThrow());
      assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Test
  void namesTheProgramThatIsMissing() {
    assertThatThrownBy(
            () ->
                streams.pipe(Command.reading(List.of("/nonexistent/x")), shell("cat"), total -> {}))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("/nonexistent/x");
  }

  @Test
  void readsBytesAsTheyCome() {
    CommandStreams.Read<String> read =
        streams.read(
            shell("printf 'a\\377b'; echo why >&2; exit 2"),
            stream -> new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
    assertThat(read.value()).isEqualTo("aÿb");
    assertThat(read.result().exitCode()).isEqualTo(2);
    assertThat(read.result().lastWords()).isEqualTo("why");
  }

  private static Command shell(String script) {
    return Command.reading(List.of("sh", "-c", script));
  }
}
