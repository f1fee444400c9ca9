package dev.berth.apply;

import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.PlayedHost.Silence;
import dev.berth.config.ConfigurationLabel;
import dev.berth.model.Applied;
import dev.berth.model.Labels;
import dev.berth.model.Rendered;
import dev.berth.supervisor.RenderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to take over what Paunch left, and in which order. */
class AdoptionTest {
  private static final String WEB = "{\"image\": \"i\", \"restart\": \"always\"}";
  private static final String SIDE =
      "{\"image\": \"i\", \"restart\": \"always\", \"net\": \"container:web\"}";
  private static final String AFTER =
      "{\"image\": \"i\", \"restart\": \"always\", \"depends_on\": [\"web\"]}";
  private static final String INIT = "{\"image\": \"i\", \"detach\": false}";

  @TempDir Path directory;
  private PlayedHost host;
  private String prefix = "berth-";

  @BeforeEach
  void start() {
    host = new PlayedHost(directory);
    host.images.put("i", "id-of-i");
  }

  @Test
  void aServiceIsStoppedRightBeforeItStartsAnewAndItsContainerGoesLast() throws IOException {
    leave("web", WEB);
    Path units = host.paths.units();
    List<String> filesAtTheRemoval = new ArrayList<>();
    host.exceptions =
        line -> {
          if (line.startsWith("podman rm") && !line.contains("berth-trial-")) {
            filesAtTheRemoval.addAll(files(units));
          }
          return Optional.empty();
        };

    Report report = adopt("web: " + WEB).orElseThrow();

    assertThat(report.succeeded()).isTrue();
    assertThat(host.changes())
        .containsExactly(
            "systemctl disable --no-reload -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer",
            "systemctl enable --no-reload -- berth-web.service",
            "systemctl daemon-reload",
            "systemctl stop -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer",
            "systemctl reset-failed -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer",
            "podman rename web web-before-berth",
            "systemctl restart -- berth-web.service",
            "podman rm --force --ignore --time=10 web-before-berth",
            "systemctl daemon-reload");
    assertThat(filesAtTheRemoval).containsExactly("berth-web.service");
    assertThat(files(units)).containsExactly("berth-web.service");
  }

  @Test
  void aUnitOfTheSameNameIsReplacedInItsPlace() throws IOException {
    prefix = "tripleo_";
    leave("web", WEB);

    assertThat(adopt("web: " + WEB).orElseThrow().succeeded()).isTrue();

    assertThat(files(host.paths.units())).containsExactly("tripleo_web.service");
    assertThat(host.paths.units().resolve("tripleo_web.service")).content().contains("[X-Berth]");
    assertThat(host.changes())
        .noneMatch(line -> line.contains("disable") && line.contains("tripleo_web.service"))
        .filteredOn(line -> line.startsWith("systemctl stop") || line.contains("restart"))
        .containsExactly(
            "systemctl stop -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer",
            "systemctl restart -- tripleo_web.service");
  }

  @Test
  void whatSharesItsNamespacesGoesFirst() throws IOException {
    leave("web", WEB);
    leave("side", SIDE);
    assertThat(adopt("web: " + WEB + "\nside: " + SIDE).orElseThrow().succeeded()).isTrue();
    assertThat(host.changes().stream().filter(line -> line.startsWith("podman rm")))
        .containsExactly(
            "podman rm --force --ignore --time=10 side-before-berth",
            "podman rm --force --ignore --time=10 web-before-berth");
    assertThat(host.changes().stream().filter(line -> line.startsWith("systemctl restart")))
        .containsExactly(
            "systemctl restart -- berth-web.service", "systemctl restart -- berth-side.service");
  }

  @Test
  void aFinishedTaskIsOnRecordBeforeItsContainerGoes() {
    container("init", INIT, "exited");
    List<Optional<Applied>> recordAtTheRemoval = new ArrayList<>();
    Rendered init = host.wanted("init: " + INIT).containers().findFirst().orElseThrow();
    host.exceptions =
        line -> {
          if (line.startsWith("podman rm") && !line.contains("berth-trial-")) {
            recordAtTheRemoval.add(host.records.read(init));
          }
          return Optional.empty();
        };

    assertThat(adopt("init: " + INIT).orElseThrow().succeeded()).isTrue();

    assertThat(recordAtTheRemoval)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.orElseThrow().adopted()).isTrue();
              assertThat(record.orElseThrow().target()).isEqualTo("id-of-i");
            });
    assertThat(host.changes()).noneMatch(line -> line.contains("podman run"));
    host.containers.clear();
    host.exceptions = line -> Optional.empty();
    assertThat(
            deployment()
                .plan(PlayedHost.desired("init: " + INIT), PlayedHost.planOptions())
                .plan()
                .isEmpty())
        .isTrue();
  }

  @Test
  void whatCannotStartDoesNotCostWhatRuns() throws IOException {
    leave("web", WEB);
    // Made by a container before, for all that the plan knows.
    String maker =
        "maker: {image: i, restart: always, start_order: -1, volumes: ['" + directory + ":/m']}\n";
    String missing = WEB.replace("}", ", \"volumes\": [\"" + directory + "/nowhere:/x\"]}");
    Report report = adopt(maker + "web: " + missing).orElseThrow();
    assertThat(report.succeeded()).isFalse();
    assertThat(report.results().toString()).contains("does not exist");
    assertThat(host.changes())
        .noneMatch(line -> line.startsWith("systemctl stop") || line.startsWith("podman rm"));
    assertThat(files(host.paths.units())).contains("tripleo_web.service");
  }

  @Test
  void whatDoesNotStopIsNotRemoved() throws IOException {
    leave("web", WEB);
    host.up.addAll(List.of("tripleo_web.service", "tripleo_web_healthcheck.timer"));
    host.exceptions =
        line ->
            line.startsWith("systemctl stop")
                ? Optional.of(
                    failure(1, "", "Job for tripleo_web.service failed because of a timeout."))
                : Optional.empty();
    Report report = adopt("web: " + WEB).orElseThrow();
    assertThat(report.succeeded()).isFalse();
    assertThat(report.results().toString()).contains("because of a timeout");
    assertThat(host.changes())
        .noneMatch(line -> line.startsWith("podman rm") || line.contains("restart"))
        .contains("systemctl start -- tripleo_web.service tripleo_web_healthcheck.timer");
    assertThat(files(host.paths.units())).contains("tripleo_web.service");
  }

  @Test
  void whatDoesNotStartGivesWayToItsFormer() throws IOException {
    leave("web", WEB);
    leave("after", AFTER);
    Path units = host.paths.units();
    List<String> before = files(units);
    host.up.addAll(before);
    host.exceptions =
        line ->
            line.equals("systemctl restart -- berth-web.service")
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : Optional.empty();

    Report report = adopt("web: " + WEB + "\nafter: " + AFTER).orElseThrow();

    assertThat(report.count(StepResult.Outcome.RESTORED)).isEqualTo(1);
    assertThat(report.results().toString())
        .contains("Job for berth-web.service failed", "; what was there before runs again");
    assertThat(files(units)).isEqualTo(before);
    for (String name : List.of("web", "after")) {
      assertThat(units.resolve("tripleo_" + name + ".service.requires"))
          .isDirectoryContaining("glob:**/tripleo_" + name + "_healthcheck.timer");
    }
    List<String> changes = host.changes();
    assertThat(
            changes.subList(
                changes.indexOf("systemctl restart -- berth-web.service"), changes.size()))
        .containsSubsequence(
            "systemctl stop -- berth-web.service",
            "podman rm --force --ignore --time=10 web",
            "podman rename web-before-berth web",
            "systemctl disable --no-reload -- berth-web.service",
            "systemctl enable --no-reload -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer",
            "systemctl daemon-reload",
            "systemctl start -- tripleo_web.service tripleo_web_healthcheck.service"
                + " tripleo_web_healthcheck.timer")
        .as("its turn never came")
        .contains(
            "systemctl enable --no-reload -- tripleo_after.service"
                + " tripleo_after_healthcheck.service tripleo_after_healthcheck.timer")
        .noneMatch(line -> line.contains("rename after") || line.contains("stop -- tripleo_after"));
  }

  @Test
  void whatIsInItsNamespacesComesBackWithIt() throws IOException {
    leave("web", WEB);
    leave("side", SIDE);
    host.exceptions =
        line ->
            line.equals("systemctl restart -- berth-web.service")
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : Optional.empty();
    assertThat(adopt("web: " + WEB + "\nside: " + SIDE).orElseThrow().succeeded()).isFalse();
    assertThat(host.changes().stream().filter(line -> line.startsWith("podman r")))
        .containsExactly(
            "podman rename web web-before-berth",
            "podman rename side side-before-berth",
            "podman rm --force --ignore --time=10 side",
            "podman rm --force --ignore --time=10 web",
            "podman rename web-before-berth web",
            "podman rename side-before-berth side");
    assertThat(host.changes()).as("no unit of theirs was up").contains("podman start side");
  }

  @Test
  void whatAKilledRunHasSetAsideIsFoundAgain() throws IOException {
    leave("web", WEB);
    host.containers.getLast().put("Names", List.of("web-before-berth"));
    host.containers.getLast().put("State", "exited");

    assertThat(adopt("web: " + WEB).orElseThrow().succeeded()).isTrue();

    assertThat(host.changes())
        .contains("podman rm --force --ignore --time=10 web-before-berth")
        .noneMatch(line -> line.startsWith("podman rename"));
    assertThat(files(host.paths.units())).containsExactly("berth-web.service");
  }

  @Test
  void whatHasARandomNameComesBackUnderIt() throws IOException {
    leave("web", WEB, "web-0a1b2c3d");
    List<String> before = files(host.paths.units());
    host.up.addAll(before);
    host.exceptions =
        line ->
            line.equals("systemctl restart -- berth-web.service")
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : Optional.empty();

    Report report = adopt("web: " + WEB).orElseThrow();

    assertThat(report.count(StepResult.Outcome.RESTORED)).isEqualTo(1);
    assertThat(host.changes().stream().filter(line -> line.startsWith("podman r")))
        .containsExactly(
            "podman rename web-0a1b2c3d web-0a1b2c3d-before-berth",
            "podman rm --force --ignore --time=10 web",
            "podman rename web-0a1b2c3d-before-berth web-0a1b2c3d");
    assertThat(host.changes())
        .anyMatch(line -> line.contains("start -- tripleo_web-0a1b2c3d.service"));
    assertThat(files(host.paths.units())).isEqualTo(before);
  }

  @Test
  void whatHasARandomNameIsTakenOverAndFoundAgainWhenSetAside() throws IOException {
    leave("web", WEB, "web-0a1b2c3d");
    // As the last Paunch left it: a unit of a name of its own.
    Path plain = host.paths.units().resolve("tripleo_web.service");
    Files.writeString(
        plain,
        "[Service]\nExecStart=/usr/bin/podman start web\nType=forking\nPIDFile=/run/web.pid\n");
    host.containers.getLast().put("Names", List.of("web-0a1b2c3d-before-berth"));
    host.containers.getLast().put("State", "exited");

    assertThat(adopt("web: " + WEB).orElseThrow().succeeded()).isTrue();

    assertThat(host.changes())
        .contains("podman rm --force --ignore --time=10 web-0a1b2c3d-before-berth")
        .noneMatch(line -> line.startsWith("podman rename"));
    assertThat(files(host.paths.units())).containsExactly("berth-web.service");
  }

  @Test
  void whoseImageSaysSoIsNotTheirs() throws IOException {
    leave("web", WEB);
    host.imageLabels.put(Labels.MANAGED_BY, "paunch");
    assertThat(
            deployment()
                .plan(PlayedHost.desired("web: " + WEB), PlayedHost.planOptions().adopting(true))
                .plan()
                .problems()
                .toString())
        .contains("taken by a container whose image has the labels of 'paunch'");
    assertThat(host.changes()).isEmpty();
  }

  @Test
  void onDemandTheFormerDoesNotComeBack() throws IOException {
    leave("web", WEB);
    host.exceptions =
        line ->
            line.equals("systemctl restart -- berth-web.service")
                ? Optional.of(failure(1, "", "Job for berth-web.service failed."))
                : Optional.empty();
    Report report = adopt("web: " + WEB, false).orElseThrow();
    assertThat(report.count(StepResult.Outcome.FAILED)).isEqualTo(1);
    assertThat(host.changes()).noneMatch(line -> line.contains("rename web-before-berth"));
  }

  @Test
  void whatIsNotWantedGoesWithItsUnits() throws IOException {
    leave("web", WEB);
    leave("gone", WEB);
    assertThat(adopt("web: " + WEB).orElseThrow().succeeded()).isTrue();
    assertThat(files(host.paths.units())).containsExactly("berth-web.service");
    assertThat(host.changes()).contains("podman rm --force --ignore --time=10 gone");
  }

  private Optional<Report> adopt(String yaml) {
    return adopt(yaml, true);
  }

  private Optional<Report> adopt(String yaml, boolean rollback) {
    return deployment()
        .apply(
            PlayedHost.desired(yaml),
            PlayedHost.planOptions().adopting(true),
            new ExecutionOptions(2, rollback, false),
            new Silence(),
            () -> false,
            plan -> {
              throw new AssertionError(plan.problems().toString());
            });
  }

  private Deployment deployment() {
    RenderOptions options =
        new RenderOptions("berth", prefix, new TreeMap<>(), Optional.empty(), true);
    return new Deployment(
        host.host(),
        host.supervisor(options),
        options,
        new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
        Optional.empty(),
        () -> HeldByMigration.NOTHING,
        false);
  }

  private void container(String name, String data, String state) {
    host.container(
        name,
        "id-of-i",
        Map.of(Labels.MANAGED_BY, "paunch", Labels.CONFIG_ID, "set", Labels.CONFIG_DATA, data));
    host.containers.getLast().put("State", state);
  }

  private void leave(String name, String data) throws IOException {
    leave(name, data, name);
  }

  private void leave(String label, String data, String name) throws IOException {
    container(name, data, "running");
    Map<String, String> labels =
        new TreeMap<>(
            Map.of(Labels.MANAGED_BY, "paunch", Labels.CONFIG_ID, "set", Labels.CONFIG_DATA, data));
    labels.put(Labels.CONTAINER_NAME, label);
    host.containers.getLast().put("Labels", labels);
    Path units = host.paths.units();
    Files.writeString(
        units.resolve("tripleo_" + name + ".service"),
        "[Service]\nExecStart=/usr/bin/podman start %1$s\nType=forking\nPIDFile=/var/run/%1$s.pid\n"
            .formatted(name));
    Files.writeString(
        units.resolve("tripleo_" + name + "_healthcheck.service"),
        "[Unit]\nRequisite=tripleo_%1$s.service\n[Service]\nType=oneshot\nExecStart=/usr/bin/podman exec --user root %1$s true\n"
            .formatted(name));
    Path timer = units.resolve("tripleo_" + name + "_healthcheck.timer");
    Files.writeString(timer, "[Timer]\n");
    Path folder = Files.createDirectory(units.resolve("tripleo_" + name + ".service.requires"));
    Files.createSymbolicLink(folder.resolve(timer.getFileName()), timer);
  }

  private static List<String> files(Path folder) {
    String[] names = folder.toFile().list();
    assertThat(names).isNotNull();
    return java.util.Arrays.stream(names)
        .filter(name -> !name.endsWith(".target"))
        .sorted()
        .toList();
  }
}
