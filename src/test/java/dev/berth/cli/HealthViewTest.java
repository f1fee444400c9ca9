package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedHealth;
import dev.berth.model.ObservedHealth.Check;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.service.ContainerHealth;
import dev.berth.service.ContainerHealth.State;
import dev.berth.service.Documents;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and programs see of the health of containers. */
class HealthViewTest {
  private static final Golden GOLDEN = new Golden("cli/health.txt");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00.123456Z");
  private static final HealthView PLAIN =
      new HealthView(new Style(false), ZoneOffset.ofHours(2), false);
  private static final List<ContainerHealth> CONTAINERS =
      List.of(
          container("web", State.HEALTHY, 0, 1, ""),
          container("database", State.UNHEALTHY, 7, 5, "no answer\nfrom " + "x".repeat(80)),
          container("slow", State.STARTING, 0, 0, ""),
          found("ended", State.DOWN, Optional.empty()),
          found("plain", State.UNCHECKED, Optional.empty()),
          old(container("old", State.HEALTHY, 0, 3, "fine")));

  private static ContainerHealth found(
      String name, State state, Optional<ObservedHealth> observed) {
    return new ContainerHealth(
        "set", new ContainerName(name), state, observed, 0, Optional.empty(), Optional.empty());
  }

  private static ContainerHealth old(ContainerHealth was) {
    return new ContainerHealth(
        was.configId(),
        was.name(),
        was.state(),
        was.observed(),
        0,
        Optional.empty(),
        Optional.of("nobody checks its health: the timer of its check was stopped"));
  }

  private static ContainerHealth container(
      String name, State state, int streak, int checks, String output) {
    List<Check> log = new ArrayList<>();
    for (int i = 0; i < checks; i++) {
      Instant start = START.plusSeconds(i);
      log.add(new Check(start, start.plusMillis(5), state == State.HEALTHY ? 0 : 1, output));
    }
    return found(
        name,
        state,
        Optional.of(
            new ObservedHealth(
                new ContainerName(name), Status.valueOf(state.name()), streak, log)));
  }

  @Test
  void forPeople() {
    GOLDEN.check("text", PLAIN.text(CONTAINERS));
    GOLDEN.check(
        "text, verbose", new HealthView(new Style(false), ZoneOffset.UTC, true).text(CONTAINERS));
    GOLDEN.check("text, nothing", PLAIN.text(List.of()));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"json", "yaml"})
  void forPrograms(OutputFormat format) {
    GOLDEN.check(format.name(), format.write(Documents.health(CONTAINERS)));
  }

  @Test
  void coloursChangeNoWidth() {
    String coloured =
        new HealthView(new Style(true), ZoneOffset.ofHours(2), false).text(CONTAINERS);
    assertThat(coloured).contains("\u001b[31munhealthy", "\u001b[31mdown", "\u001b[32mhealthy");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(PLAIN.text(CONTAINERS));
  }

  @Test
  void theStatusIsThatOfTheWorst() {
    assertThat(HealthCommand.status(List.of())).isZero();
    assertThat(HealthCommand.status(CONTAINERS.subList(0, 1))).isZero();
    assertThat(HealthCommand.status(CONTAINERS.subList(4, 5))).isZero();
    for (int i = 1; i < 4; i++) {
      assertThat(HealthCommand.status(List.of(CONTAINERS.get(0), CONTAINERS.get(i)))).isEqualTo(1);
    }
  }

  @Test
  void watchingTellsEachChangeOnce() {
    List<ContainerHealth> good = List.of(container("web", State.HEALTHY, 0, 1, ""));
    List<ContainerHealth> bad = List.of(container("web", State.UNHEALTHY, 1, 1, "no answer"));
    Iterator<List<ContainerHealth>> looks =
        List.of(good, good, bad, bad, good, List.<ContainerHealth>of()).iterator();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream data = new PrintStream(out, true, StandardCharsets.UTF_8);
    Interruption interruption = new Interruption();
    int[] left = {6};
    int status =
        new HealthWatch(
                () -> left[0]-- > 0 ? looks.next() : List.of(),
                PLAIN,
                new Console(data, data, Map.of()),
                OutputFormat.text,
                interruption)
            .run(Duration.ofMillis(1), Optional.of(Duration.ofSeconds(1)));

    assertThat(out.toString(StandardCharsets.UTF_8).replaceAll("(?m)^\\S+Z ", "").lines())
        .containsExactly(
            "web: healthy",
            "web: healthy -> unhealthy: no answer",
            "web: unhealthy -> healthy",
            "web: healthy -> gone");
    assertThat(status).isZero();
  }
}
