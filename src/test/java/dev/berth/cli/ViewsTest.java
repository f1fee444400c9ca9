package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Golden;
import dev.berth.apply.Report;
import dev.berth.apply.StepResult;
import dev.berth.apply.StepResult.Outcome;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.SourcePosition;
import dev.berth.model.Stage;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.service.Documents;
import dev.berth.service.IsolatedProcessors;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and programs see of plans, reports and lists. */
class ViewsTest {
  private static final Golden GOLDEN = new Golden("cli/views.txt");
  private static final Style PLAIN = new Style(false);
  private static final Step PULL =
      new Step(
          1,
          Stage.of(Phase.PULL),
          new Change.PullImage("quay.io/x/haproxy:2.8"),
          List.of("needed by 'haproxy'"),
          Set.of());
  private static final Step REMOVE =
      new Step(
          2,
          Stage.of(Phase.REMOVE),
          new Change.Remove(
              new ContainerName("old"),
              Optional.of(new UnitName("berth-old.service")),
              true,
              Duration.ofSeconds(10)),
          List.of("not in the configuration 'web'", "second reason"),
          Set.of(1));
  private static final Plan PLAN =
      new Plan(
          List.of(PULL, REMOVE),
          List.of(new ContainerName("keepalived")),
          new TreeMap<>(Map.of(new ContainerName("web"), "its unit berth-web.service is masked")),
          List.of(Problem.warning(new SourcePosition("web.yaml", 3, 5), "masked", "unmask it")));
  private static final Report REPORT =
      new Report(
          List.of(
              new StepResult(PULL, Outcome.DONE, "", Duration.ofMillis(1240)),
              new StepResult(REMOVE, Outcome.FAILED, "no space left", Duration.ofMillis(20)),
              new StepResult(
                  REMOVE, Outcome.RESTORED, "bad; what was there runs", Duration.ofMillis(20)),
              new StepResult(REMOVE, Outcome.SKIPPED, "interrupted", Duration.ZERO)),
          List.of(new ContainerName("keepalived")),
          new TreeMap<>(Map.of(new ContainerName("web"), "its unit berth-web.service is masked")),
          Map.of(new ContainerName("keepalived"), "is unhealthy: no answer"),
          Map.of(),
          true);

  @Test
  void aPlanForPeople() {
    GOLDEN.check("plan, text", PlanView.text(PLAN, PLAIN));
    GOLDEN.check(
        "plan, nothing to do",
        PlanView.text(
            new Plan(
                List.of(),
                List.of(new ContainerName("a"), new ContainerName("b")),
                new TreeMap<>(),
                List.of()),
            PLAIN));
  }

  @ParameterizedTest
  @EnumSource(
      value = OutputFormat.class,
      names = {"json", "yaml"})
  void aPlanForPrograms(OutputFormat format) {
    GOLDEN.check("plan, " + format, format.write(Documents.plan(PLAN)));
  }

  @Test
  void aReportForPeople() {
    GOLDEN.check("report, text", ReportView.text(REPORT, PLAIN, Set.of()));
  }

  @Test
  void whatProgressHasToldToTheSameReaderIsNotReportedAgain() {
    StepResult failed = REPORT.results().get(1);
    PrintStream stream = new PrintStream(new ByteArrayOutputStream());
    Console console = new Console(stream, stream, Map.of());
    BegunProgress told =
        new BegunProgress(
            new PlainProgress(console, false, new PlanWarnings(console, plan -> plan)),
            new Interruption());
    told.finished(failed);
    assertThat(ReportView.text(REPORT, PLAIN, Set.of())).contains("no space left");
    assertThat(ReportView.text(REPORT, PLAIN, told.told()))
        .doesNotContain("no space left")
        .contains("bad; what was there runs", "interrupted", "wait for keepalived", "1 failed");
  }

  @Test
  void aReportForPrograms() {
    GOLDEN.check("report, json", OutputFormat.json.write(Documents.report(REPORT)));
  }

  @Test
  void coloursChangeNoWidth() {
    String coloured = PlanView.text(PLAN, new Style(true));
    assertThat(coloured).contains("\u001b[");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(PlanView.text(PLAN, PLAIN));
  }

  @ParameterizedTest
  @EnumSource(ListFormat.class)
  void aList(ListFormat format) {
    List<String> columns = List.of("container", "command");
    List<Map<String, String>> rows =
        List.of(row("web", "sh -c \"a, b\""), row("a-longer-name", "x\ny " + "z".repeat(60)));
    GOLDEN.check("list, " + format, format.write(rows, columns, PLAIN));
    GOLDEN.check("list of nothing, " + format, format.write(List.of(), columns, PLAIN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-3|0,1,2,3", "0-1,4,6-7|0,1,4,6,7", "12|12"})
  void rangesOfProcessors(String text, String numbers) {
    assertThat(IsolatedProcessors.ranges(text))
        .isEqualTo(List.of(numbers.split(",")).stream().map(Integer::valueOf).toList());
  }

  private static Map<String, String> row(String container, String command) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("container", container);
    row.put("command", command);
    return row;
  }
}
