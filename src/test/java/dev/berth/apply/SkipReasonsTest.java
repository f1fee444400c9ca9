package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.Plan;
import dev.berth.model.RenderedState;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.operation.Behalf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of steps that were not begun. */
class SkipReasonsTest {
  private static final String CHAIN =
      """
      one: {image: i, restart: always}
      two: {image: i, restart: always, depends_on: [one]}
      three: {image: i, restart: always, depends_on: [two]}
      free: {image: i, restart: always}
      """;

  @TempDir Path directory;
  private RenderedState wanted;
  private boolean isInterrupted;

  @BeforeEach
  void render() {
    PlayedHost host = new PlayedHost(directory);
    host.images.put("i", "id-of-i");
    wanted = host.wanted(CHAIN);
  }

  private Step step(int number, String name, int set) {
    return new Step(
        number,
        Stage.group(set, 0),
        new Service(
            wanted.container(new ContainerName(name)).orElseThrow(), Kind.REPLACE, true, true),
        List.of("why"),
        Set.of());
  }

  private SkipReasons reasons(Step... steps) {
    return new SkipReasons(
        new Plan(List.of(steps), List.of(), new TreeMap<>(), List.of()),
        wanted,
        () -> isInterrupted);
  }

  private static String words(StepResult result) {
    return result.outcome() + ": " + result.message();
  }

  @Test
  void whatDependsOnAFailureNamesItAndTheFirstOfAll() {
    Step one = step(1, "one", 0);
    Step two = step(2, "two", 0);
    Step three = step(3, "three", 0);
    SkipReasons reasons = reasons(one, two, three);

    reasons.ended(StepResult.failed(one, "no", Duration.ZERO));
    StepResult second = reasons.skipped(two);
    reasons.ended(second);

    assertThat(words(second)).isEqualTo("SKIPPED: it depends on 'one', which failed");
    assertThat(words(reasons.skipped(three)))
        .startsWith("SKIPPED: it depends on '")
        .contains("'one'", "failed");
  }

  @Test
  void aSetAfterOneInWhichSomethingFailedIsNotBegunWhateverItDependsOn() {
    Step one = step(1, "one", 0);
    SkipReasons reasons = reasons(one, step(2, "two", 1), step(3, "free", 1));

    reasons.ended(StepResult.failed(one, "no", Duration.ZERO));

    assertThat(words(reasons.skipped(step(2, "two", 1))))
        .isEqualTo("SKIPPED: the step before it failed");
    assertThat(words(reasons.skipped(step(3, "free", 1))))
        .isEqualTo("SKIPPED: the step before it failed");
  }

  @Test
  void anInterruptionIsToldBeforeADependency() {
    Step one = step(1, "one", 0);
    SkipReasons reasons = reasons(one, step(2, "two", 0));
    isInterrupted = true;

    reasons.ended(reasons.skipped(one));

    assertThat(words(reasons.skipped(step(2, "two", 0)))).isEqualTo("SKIPPED: interrupted");
  }

  @Test
  void whatWouldBeRefusedFailsAndAllOthersNameTheFirstOfThePlan() {
    Step one = step(1, "one", 0);
    Step two = step(2, "two", 0);
    Step free = step(3, "free", 0);
    SkipReasons reasons = reasons(one, two, free);

    reasons.refuse(new ContainerName("free"), "no such option");
    reasons.refuse(new ContainerName("two"), "no such user");

    assertThat(words(reasons.skipped(one)))
        .isEqualTo("SKIPPED: 'two' would be refused, so nothing was touched");
    assertThat(words(reasons.skipped(two))).isEqualTo("FAILED: no such user");
    assertThat(words(reasons.skipped(free))).isEqualTo("FAILED: no such option");
  }

  @Test
  void whatCouldNotBePreparedEndsAll() {
    Step volume =
        new Step(
            1,
            Stage.of(Stage.Phase.PREPARE),
            new Change.CreateDirectory("/data"),
            List.of("why"),
            Set.of());
    Step one = step(2, "one", 0);
    SkipReasons reasons = reasons(volume, one);

    reasons.ended(StepResult.failed(volume, "read-only", Duration.ZERO));

    assertThat(words(reasons.skipped(one)))
        .isEqualTo("SKIPPED: a volume or directory could not be made");
  }

  @Test
  void theStepWhoseFileCouldNotBeWrittenFailsAndTheOthersSayWhy() {
    Step one = step(1, "one", 0);
    Step free = step(2, "free", 0);
    SkipReasons reasons = reasons(one, free);

    reasons.miss(new Behalf.Own(new ContainerName("free")), "cannot write berth-free.service");

    assertThat(words(reasons.skipped(one)))
        .isEqualTo("SKIPPED: nothing is begun: cannot write berth-free.service");
    assertThat(words(reasons.skipped(free))).isEqualTo("FAILED: cannot write berth-free.service");
    assertThat(reasons.isSilent()).isFalse();
  }

  @Test
  void whatSeveralMissIsToldByTheFirstStep() {
    Step one = step(1, "one", 0);
    Step free = step(2, "free", 0);
    SkipReasons reasons = reasons(one, free);

    reasons.miss(new Behalf.Shared(), "systemd does not reload");
    assertThat(reasons.isSilent()).isTrue();

    assertThat(words(reasons.skipped(one))).isEqualTo("FAILED: systemd does not reload");
    assertThat(words(reasons.skipped(free)))
        .isEqualTo("SKIPPED: nothing is begun: systemd does not reload");
  }
}
