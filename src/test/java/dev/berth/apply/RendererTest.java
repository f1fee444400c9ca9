package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.engine.Engine;
import dev.berth.engine.HealthRecords;
import dev.berth.engine.podman.Podman;
import dev.berth.engine.podman.RootlessCheck;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.EngineInfo;
import dev.berth.model.Labels;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitName;
import dev.berth.supervisor.RenderFacts;
import dev.berth.supervisor.RenderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RendererTest {
  private static final DigestKey KEY = DigestKey.random();
  private static final String WEB =
      """
      web:
        image: i
        restart: always
        environment: {PASSWORD: hunter2, odd.name: hunter3}
      """;
  private static final RenderOptions PLAIN = PlayedHost.OPTIONS;

  @Test
  void theDigestLeavesTheImageOutAndTheUnitRunsIt() {
    Rendered one = render(WEB, "1".repeat(64), PLAIN);
    Rendered other = render(WEB, "2".repeat(64), PLAIN);
    assertThat(other.digest()).isEqualTo(one.digest());
    assertThat(textOf(one)).contains("1".repeat(64));
    assertThat(textOf(other)).contains("2".repeat(64)).doesNotContain("1".repeat(64));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kill_mode: process",
        "part_of: [a.target]",
        "depends_on: [a.service]",
        "reload_signal: USR1",
        "start_order: 7",
        "pre_stop_exec: [drain]",
        "systemd_exec_flags: {LimitNOFILE: 5}"
      })
  void whatLiesInTheUnitAloneLeavesTheDigest(String line) {
    Rendered changed = render(WEB + "  " + line + "\n");
    assertThat(changed.digest()).isEqualTo(render(WEB).digest());
    assertThat(textOf(changed)).isNotEqualTo(textOf(render(WEB)));
  }

  @Test
  void theRestartPolicyLeavesTheDigest() {
    Rendered changed = render(WEB.replace("always", "on-failure:3"));
    assertThat(changed.digest()).isEqualTo(render(WEB).digest());
    assertThat(textOf(changed)).contains("StartLimitBurst=4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull_policy: always", "config_volume: x"})
  void whatOnlyBerthDoesLeavesEverything(String line) {
    Rendered changed = render(WEB + "  " + line + "\n");
    assertThat(changed.digest()).isEqualTo(render(WEB).digest());
    assertThat(textOf(changed)).isEqualTo(textOf(render(WEB)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user: app",
        "command: [a]",
        "stop_grace_period: 1s",
        "labels: {a: b}",
        "tty: yes"
      })
  void whatTheContainerIsMadeFromChangesTheDigest(String line) {
    assertThat(render(WEB + "  " + line + "\n").digest()).isNotEqualTo(render(WEB).digest());
  }

  @Test
  void aVariableChangesTheDigestAndItsFile() {
    Rendered changed = render(WEB.replace("hunter2", "other"));
    assertThat(changed.digest()).isNotEqualTo(render(WEB).digest());
    assertThat(changed.secretFiles()).isNotEqualTo(render(WEB).secretFiles());
  }

  @Test
  void theRunsOwnOptionsChangeTheDigest() {
    String plain = render(WEB).digest();
    SortedMap<String, String> labels = new TreeMap<>(Map.of("site", "a"));
    Optional<Path> logs = Optional.of(Path.of("/var/log/containers"));
    assertThat(
            List.of(
                render(WEB, "i", options("other", labels(), Optional.empty(), true)).digest(),
                render(WEB, "i", options("berth", labels, Optional.empty(), true)).digest(),
                render(WEB, "i", options("berth", labels(), logs, true)).digest(),
                rendered("another", WEB, "i", PLAIN).digest(),
                plain))
        .doesNotHaveDuplicates();
  }

  @Test
  void disabledHealthChecksChangeOnlyWhatHasOne() {
    RenderOptions disabled = options("berth", labels(), Optional.empty(), false);
    String checked = WEB + "  healthcheck: {test: 'true'}\n";
    assertThat(render(WEB, "i", disabled).digest()).isEqualTo(render(WEB).digest());
    assertThat(render(checked, "i", disabled).digest()).isNotEqualTo(render(checked).digest());
  }

  @Test
  void anotherKeyGivesAnotherDigest() {
    Rendered other =
        PlayedHost.renderer(engine().commandLine(), paths(), PLAIN, DigestKey.random())
            .render(PlayedHost.desired(WEB), PlayedHost.facts(Map.of()))
            .containers()
            .findFirst()
            .orElseThrow();
    assertThat(other.digest()).isNotEqualTo(render(WEB).digest());
  }

  @Test
  void aServiceShowsItsSecretsNowhereButInItsFiles() {
    Rendered web = render(WEB);
    assertThat(String.join(" ", web.argv())).doesNotContain("hunter").contains("PASSWORD");
    assertThat(textOf(web)).doesNotContain("hunter");
    assertThat(web.environment()).isEmpty();
    assertThat(web.secretFiles())
        .extracting(Rendered.SecretFile::path)
        .containsExactlyInAnyOrder(
            "/etc/berth/env/web.env", "/etc/berth/env/web.engine-env", "/etc/berth/podman-unit");
    assertThat(web.secretFiles())
        .extracting(Rendered.SecretFile::content)
        .anyMatch(content -> content.contains("hunter2"))
        .anyMatch(content -> content.contains("odd.name=hunter3"));
  }

  @Test
  void aTaskInheritsItsSecrets() {
    Rendered task = render("init: {image: i, environment: {PASSWORD: hunter2}}\n");
    assertThat(String.join(" ", task.argv())).doesNotContain("hunter");
    assertThat(task.environment()).containsEntry("PASSWORD", "hunter2");
    assertThat(task.unit()).isEmpty();
    assertThat(task.secretFiles()).isEmpty();
  }

  @Test
  void aDependencyBecomesAUnitButForTasks() {
    Desired desired =
        PlayedHost.desired(
            """
            web: {image: i, restart: always, depends_on: [db, init, sshd.service]}
            db: {image: i, restart: always}
            init: {image: i}
            """);
    String unit =
        PlayedHost.renderer(engine().commandLine(), paths(), PLAIN, KEY)
            .render(desired, PlayedHost.facts(Map.of()))
            .container(new ContainerName("web"))
            .map(RendererTest::textOf)
            .orElseThrow();
    assertThat(unit).contains("Wants=").contains("berth-db.service").contains("sshd.service");
    assertThat(unit).doesNotContain("init.service");
  }

  private static final String GATE =
      """
      db: {image: i, restart: always, healthcheck: {test: "true", interval: 10s, timeout: 2s, retries: 2, start_period: 5s}}
      web: {image: i, restart: always, depends_on: {db: {condition: service_healthy}}}
      """;

  @Test
  void aGateIsUpWhenItIsHealthyAndHasADeadline() {
    Rendered gate = gate("5.4.2", PLAIN);
    assertThat(gate.gated()).isTrue();
    // 5 s, three checks of 11 s and 2 s, and 30 s.
    assertThat(textOf(gate)).contains("--sdnotify=healthy", "TimeoutStartSec=74\n");
    assertThat(textOf(gate)).doesNotContain("ExecStartPost");
    Rendered alone = render(GATE.replace("service_healthy", "service_started"));
    assertThat(textOf(alone)).contains("--sdnotify=conmon", "TimeoutStartSec=900\n");
    assertThat(gate.digest()).isEqualTo(alone.digest());
  }

  @Test
  void anOlderPodmanWaitsAfterTheStart() {
    Rendered gate = gate("4.3.1", PLAIN);
    assertThat(gate.gated()).isTrue();
    assertThat(textOf(gate))
        .contains("--sdnotify=conmon", "ExecStartPost=/bin/sh /etc/berth/wait-healthy db 74\n");
    assertThat(gate.secretFiles())
        .extracting(Rendered.SecretFile::path)
        .contains("/etc/berth/wait-healthy");
  }

  @Test
  void ofAUserItIsWaitedForByWhatStays() {
    Engine users =
        Podman.of(
            new RecordedRunner(line -> RecordedRunner.answer("")),
            "podman",
            "/usr/bin/podman",
            Optional.of(new RootlessCheck(1024, Optional.empty())),
            HealthRecords.ofUser(1000));
    Rendered gate = gate(users, "5.4.2", PLAIN);
    assertThat(gate.gated()).isTrue();
    assertThat(textOf(gate))
        .contains("--sdnotify=conmon", "ExecStartPost=/bin/sh /etc/berth/wait-healthy db 74\n");
  }

  @Test
  void aUnitRemovesOnlyWhatMayBeLeft() {
    Rendered web = render("web: {image: i, restart: always}\n");
    assertThat(textOf(web))
        .contains(
            "ExecStart=/bin/sh /etc/berth/podman-unit start web \"^web$$\"",
            " /usr/bin/podman run --name=web --rm ",
            "ExecStopPost=/bin/sh /etc/berth/podman-unit remove web \"^web$$\"");
    assertThat(web.secretFiles())
        .extracting(Rendered.SecretFile::path)
        .contains("/etc/berth/podman-unit");
  }

  @Test
  void withoutHealthChecksThereAreNoGates() {
    Rendered gate = gate("5.4.2", options("berth", labels(), Optional.empty(), false));
    assertThat(gate.gated()).isFalse();
    assertThat(textOf(gate)).contains("--sdnotify=conmon");
  }

  @Test
  void theHealthOfAnotherConfigurationIsWaitedForBeforeTheStart() {
    String web =
        "web: {image: i, restart: always, depends_on: {db: {condition: service_healthy, required:"
            + " REQUIRED}}}\n";
    assertThat(textOf(render(web.replace("REQUIRED", "true"))))
        .contains("ExecStartPre=/bin/sh /etc/berth/wait-healthy db 300\n");
    assertThat(textOf(render(web.replace("REQUIRED", "false"))))
        .contains("ExecStartPre=/bin/sh /etc/berth/wait-healthy db 300 anyway\n");
  }

  @Test
  void aContainerOfAnotherConfigurationIsFoundByItsUnit() {
    RenderFacts facts =
        new RenderFacts(
            new EngineInfo("podman", "5.4.2"),
            Map.of(),
            257,
            Map.of(new ContainerName("db"), new UnitName("tripleo_db.service")));
    String unit =
        PlayedHost.renderer(engine().commandLine(), paths(), PLAIN, KEY)
            .render(PlayedHost.desired(WEB + "  depends_on: [db]\n"), facts)
            .container(new ContainerName("web"))
            .map(RendererTest::textOf)
            .orElseThrow();
    assertThat(unit).containsPattern("Wants=.*tripleo_db.service");
  }

  @Test
  void groupsHaveATargetBetweenThem() {
    RenderedState wanted =
        PlayedHost.renderer(engine().commandLine(), paths(), PLAIN, KEY)
            .render(
                PlayedHost.desired(WEB + "late: {image: i, restart: always, start_order: 2}\n"),
                PlayedHost.facts(Map.of()));
    assertThat(wanted.sets().getFirst().targets())
        .extracting(Rendered.UnitFile::name)
        .containsExactly(new UnitName("berth-set-order-0.target"));
    assertThat(textOf(wanted.container(new ContainerName("web")).orElseThrow()))
        .contains("Before=berth-set-order-0.target\n");
    assertThat(textOf(wanted.container(new ContainerName("late")).orElseThrow()))
        .containsPattern("After=.*berth-set-order-0.target");
  }

  @Test
  void whatAnImageSaysOfItsOwnContainerIsTakenBack() {
    Map<String, String> copied =
        Map.of(Labels.HOST_CHECKED, "web", Labels.TRIAL, "0", "maintainer", "x");
    String check = WEB + "  healthcheck: {test: [CMD, a], interval: 7s}\n";

    assertThat(ofImage(copied, check).argv())
        .contains("--label=dev.berth.host-checked=", "--label=dev.berth.trial=")
        .anyMatch(word -> word.startsWith("--health-interval="))
        .doesNotContain("--label=maintainer=");
    assertThat(ofImage(Map.of(), check).argv())
        .noneMatch(word -> word.startsWith("--label=dev.berth.host-checked"))
        .noneMatch(word -> word.startsWith("--label=dev.berth.trial"));
    String byHost = check.replace("interval: 7s", "user: nova");
    assertThat(ofImage(copied, byHost).argv())
        .contains("--label=dev.berth.host-checked=web", "--health-cmd=none")
        .doesNotContain("--label=dev.berth.host-checked=");
    assertThat(ofImage(copied, check).digest()).isEqualTo(ofImage(Map.of(), check).digest());
  }

  private static Rendered ofImage(Map<String, String> labels, String yaml) {
    ObservedImage image =
        new ObservedImage(
            "i",
            List.of(),
            labels,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return PlayedHost.renderer(engine().commandLine(), paths(), PLAIN, KEY)
        .render(PlayedHost.desired(yaml), PlayedHost.facts(Map.of("i", image)))
        .container(new ContainerName("web"))
        .orElseThrow();
  }

  private static Rendered gate(String podman, RenderOptions options) {
    return gate(engine(), podman, options);
  }

  private static Rendered gate(Engine engine, String podman, RenderOptions options) {
    return PlayedHost.renderer(engine.commandLine(), paths(), options, KEY)
        .render(
            PlayedHost.desired(GATE),
            new RenderFacts(new EngineInfo("podman", podman), Map.of(), 257, Map.of()))
        .container(new ContainerName("db"))
        .orElseThrow();
  }

  private static Rendered render(String yaml) {
    return render(yaml, "i", PLAIN);
  }

  private static Rendered render(String yaml, String imageId, RenderOptions options) {
    return rendered("set", yaml, imageId, options);
  }

  private static Rendered rendered(
      String configId, String yaml, String imageId, RenderOptions options) {
    return PlayedHost.renderer(engine().commandLine(), paths(), options, KEY)
        .render(
            new Desired(List.of(Configurations.read(configId, yaml))),
            PlayedHost.facts(Map.of("i", new ObservedImage(imageId, List.of(), false))))
        .containers()
        .findFirst()
        .orElseThrow();
  }

  private static RenderOptions options(
      String managedBy, SortedMap<String, String> labels, Optional<Path> logs, boolean checks) {
    return new RenderOptions(managedBy, "berth-", labels, logs, checks);
  }

  private static SortedMap<String, String> labels() {
    return new TreeMap<>();
  }

  private static Engine engine() {
    return Podman.of(
        new RecordedRunner(line -> RecordedRunner.answer("")), "podman", "/usr/bin/podman");
  }

  private static HostPaths paths() {
    return HostPaths.system();
  }

  private static String textOf(Rendered rendered) {
    return rendered.unit().orElseThrow().text();
  }

  @ParameterizedTest
  @CsvSource({
    "image: i, PT15M",
    "'image: i, healthcheck: {start_period: 5m}', PT15M",
    "'image: i, healthcheck: {start_period: 30m}', PT36M54S",
    "'image: i, healthcheck: {test: a, interval: 10s, timeout: 5s, retries: 1}', PT1M2S",
  })
  void onlyTheConfigurationAsksForMoreThanAStartHas(String keys, Duration longest) {
    Desired desired = PlayedHost.desired("web: {" + keys + "}\n");
    assertThat(desired.containers().findFirst().orElseThrow().longestStart()).isEqualTo(longest);
  }
}
