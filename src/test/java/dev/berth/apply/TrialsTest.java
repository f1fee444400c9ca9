package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.PlayedHost.Silence;
import dev.berth.config.ConfigurationLabel;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.UnitOwners;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacements are made once before anything ends, unless nothing can be wrong with them. */
class TrialsTest {
  private static final String WEB =
      """
      web:
        image: i
        restart: always
        command: [serve]
        environment: {PASSWORD: hunter2}
      """;

  @TempDir Path directory;
  private PlayedHost host;
  private final List<String> refused = new ArrayList<>();

  @BeforeEach
  void webRuns() {
    host = new PlayedHost(directory);
    host.images.put("i", "id-of-i");
    assertThat(apply(WEB).orElseThrow().succeeded()).isTrue();
    assertThat(host.trials()).as("nothing is replaced").isEmpty();
    for (ObservedUnit unit :
        host.systemctl.observe(host.paths.units(), List.of()).units().values()) {
      UnitOwner owner = UnitOwners.parse(unit.text().orElseThrow()).orElseThrow();
      host.container(
          owner.container().orElseThrow().text(),
          "id-of-i",
          Map.of(
              Labels.MANAGED_BY,
              "berth",
              Labels.CONFIG_ID,
              "set",
              Labels.CONTAINER_NAME,
              owner.container().orElseThrow().text(),
              Labels.DIGEST,
              owner.digest()));
    }
  }

  @Test
  void aReplacementIsMadeBeforeAnythingEndsAndRemoved() {
    Report report = apply(WEB + "  read_only: true\n").orElseThrow();

    assertThat(report.succeeded()).isTrue();
    List<String> trials = host.trials();
    assertThat(trials).hasSize(2);
    String name = trials.getFirst().replaceFirst(".*--name=(\\S+).*", "$1");
    assertThat(name).matches("berth-trial-[0-9a-f]{32}");
    assertThat(trials.getFirst())
        .startsWith("podman create --name=" + name + " --pull=never ")
        .contains(
            "--label=managed_by=berth",
            "--label=config_id=set",
            "--label=dev.berth.trial=",
            " --read-only=true ")
        .endsWith(" id-of-i serve")
        .doesNotContain("PASSWORD", "--replace", "--rm", "--detach", "dev.berth.digest");
    assertThat(trials.getLast()).isEqualTo("podman rm --force --volumes --ignore " + name);
    List<String> all = host.runner.lines();
    assertThat(all.indexOf(trials.getFirst()))
        .isLessThan(all.indexOf("systemctl restart -- berth-web.service"));
  }

  @Test
  void whatTheEngineRefusesEndsNothing() {
    host.exceptions =
        line ->
            line.startsWith("podman create")
                ? Optional.of(failure(125, "", "Error: no such thing\n"))
                : Optional.empty();
    int before = host.changes().size();

    Report report = apply(WEB + "  read_only: true\nnew: {image: i}\n").orElseThrow();

    assertThat(report.succeeded()).isFalse();
    assertThat(report.results())
        .extracting(result -> result.step().change().subject() + ": " + result.message())
        .contains(
            "web: Error: no such thing", "new: 'web' would be refused, so nothing was touched");
    assertThat(host.changes().subList(before, host.changes().size())).isEmpty();
    assertThat(host.trials()).hasSize(2).last().asString().startsWith("podman rm ");
    assertThat(host.paths.units().resolve("berth-web.service"))
        .content()
        .doesNotContain("--read-only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  labels: {a: b}\n",
        "  tty: true\n  stop_grace_period: 3s\n",
        "  start_order: 3\n",
      })
  void whereOnlyKeysChangedThatNoEngineRefusesNoneIsMade(String keys) {
    assertThat(apply(WEB.replace("hunter2", "hunter3") + keys).orElseThrow().succeeded()).isTrue();
    assertThat(host.trials()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "Z", "U"})
  void aTrialChangesNoLabelsAndNoOwnersOfData(String option) {
    apply(
        WEB + "  volumes: ['" + directory + ":/c:ro," + option + "', 'data:/d:" + option + "']\n");
    assertThat(host.trials().getFirst())
        .contains(" --volume=" + directory + ":/c:ro ")
        .containsPattern(" --volume=data:/d ");
    assertThat(host.paths.units().resolve("berth-web.service"))
        .content()
        .contains(":/c:ro," + option, ":/d:" + option);
  }

  /** For a new key it is tried, unless somebody has said that no engine refuses a value of it. */
  @ParameterizedTest
  @EnumSource(Key.class)
  void aChangeOfAnyOtherKeyIsTried(Key key) {
    Rendered web = host.wanted(WEB).container(new ContainerName("web")).orElseThrow();
    TreeMap<String, String> before = new TreeMap<>(web.configuration());
    before.put(key.label() + ".x", "of before");
    ObservedContainer there =
        new ObservedContainer(
            "id",
            new ContainerName("web"),
            new Made("i", "id-of-i", Map.of(Labels.DIGEST, "d"), List.of()),
            new Life("running", 0, 1, ""));
    Observed empty = host.empty();
    Observed observed =
        new Observed(
            empty.engine(),
            List.of(there),
            empty.images(),
            Map.of(),
            Map.of(),
            Observed.Files.NONE,
            new Observed.Past(
                Map.of(new ContainerName("web"), new Applied("d", "", before)), Map.of()));
    assertThat(TrialSpec.isSurelyTaken(web, observed))
        .isEqualTo(
            Set.of("environment", "labels", "command", "stop_grace_period", "tty", "interactive")
                .contains(key.label()));
  }

  @Test
  void aCommandThatGoesMayLeaveTheImageWithoutOne() {
    apply(WEB.replace("  command: [serve]\n", ""));
    assertThat(host.trials()).hasSize(2);
  }

  @Test
  void whereSomethingGoesWhatIsNewIsTriedToo() {
    apply(WEB.replace("web:", "web2:"));
    assertThat(host.trials()).hasSize(2);
  }

  @Test
  void whoseNamespacesItIsInNeedNotBeThereYet() {
    apply(WEB + "  net: container:lead\nlead: {image: i, restart: always, start_order: -1}\n");
    assertThat(host.trials().getFirst()).doesNotContain("--network");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user: app", "user: '0:app'", "group_add: [root, app]"})
  void aUserThatTheImageLacksEndsNothing(String key) {
    host.exceptions =
        line ->
            line.startsWith("podman cp")
                ? Optional.of(answer("h".repeat(512) + "root:x:0:\nother:x:1:\n\0\0\0"))
                : Optional.empty();

    Report report = apply(WEB + "  " + key + "\n").orElseThrow();

    assertThat(report.results())
        .extracting(StepResult::message)
        .containsExactly(
            "the image has no " + (key.equals("user: app") ? "user" : "group") + " 'app'");
    assertThat(host.runner.lines()).doesNotContain("systemctl restart -- berth-web.service");
  }

  @Test
  void aUserThatTheImageHasIsTaken() {
    host.exceptions =
        line ->
            line.startsWith("podman cp")
                ? Optional.of(answer("h".repeat(512) + "root:x:0:\napp:x:1:\n\0\0\0"))
                : Optional.empty();
    assertThat(apply(WEB + "  user: app:app\n").orElseThrow().succeeded()).isTrue();
  }

  @Test
  void whatAKilledRunLeftGoesAndNothingElse() {
    DigestKey key = DigestKey.read(host.paths.digestKey()).orElseThrow();
    TrialNames.Trial left = new TrialNames(key).next();
    host.container(left.name().text(), "id-of-i", labels(left.nonce()));
    host.containers.getLast().put("State", "created");
    host.container("made-from-its-image", "id-of-i", Map.of(Labels.TRIAL, left.nonce()));
    host.containers.getLast().put("State", "created");
    TrialNames.Trial started = new TrialNames(key).next();
    host.container(started.name().text(), "id-of-i", labels(started.nonce()));
    host.containers.getLast().put("State", "running");
    String forged = "berth-trial-00000000000000000000000000000000";
    host.container(forged, "id-of-i", Map.of(Labels.TRIAL, left.nonce()));
    host.containers.getLast().put("State", "created");

    assertThat(deployment().plan(PlayedHost.desired(WEB), PlayedHost.planOptions()).plan().steps())
        .as("a plan does not show what is no concern of its reader's")
        .isEmpty();
    apply(WEB);

    assertThat(host.trials())
        .containsExactly("podman rm --force --volumes --ignore " + left.name());
  }

  private static Map<String, String> labels(String nonce) {
    return Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "set", Labels.TRIAL, nonce);
  }

  private Optional<Report> apply(String yaml) {
    return deployment()
        .apply(
            PlayedHost.desired(yaml),
            PlayedHost.planOptions(),
            new ExecutionOptions(2, true, false),
            new Silence(),
            () -> false,
            plan -> refused.add(plan.problems().toString()));
  }

  private Deployment deployment() {
    return new Deployment(
        host.host(),
        host.supervisor(PlayedHost.OPTIONS),
        PlayedHost.OPTIONS,
        new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
        Optional.empty(),
        () -> HeldByMigration.NOTHING,
        false);
  }
}
