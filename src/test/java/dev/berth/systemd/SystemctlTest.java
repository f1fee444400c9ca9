package dev.berth.systemd;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemctlTest {
  private static final String OWNED =
      UnitOwners.render(new UnitOwner("berth", "set", new ContainerName("web"), "d1"));
  private static final String SHOWN =
      """
      Result=success
      NRestarts=2
      Id=berth-web.service
      Names=berth-web.service
      LoadState=loaded
      ActiveState=active
      SubState=running
      UnitFileState=enabled
      NeedDaemonReload=yes

      Id=mariadb.service
      Names=mysql.service mariadb.service
      LoadState=loaded
      ActiveState=inactive
      SubState=dead
      NeedDaemonReload=no
      """;

  private static final String ASK_MANAGER =
      "systemctl show --timestamp=us+utc"
          + " --property=Version,Environment,UnitPath,UnitsLoadTimestamp,UnitsLoadTimestampMonotonic"
          + ",UnitsLoadStartTimestamp,UnitsLoadStartTimestampMonotonic";
  private static final String MANAGER =
      """
      Version=257.9-1~deb13u1
      UnitsLoadTimestamp=Sat 2026-11-28 23:15:26.584821 UTC
      """;

  @TempDir Path directory;

  @Test
  void readsEverythingWithThreeProcesses() throws IOException {
    Files.writeString(directory.resolve("berth-web.service"), OWNED);
    Files.writeString(directory.resolve("foreign.service"), "[Service]\n");
    Files.write(directory.resolve("binary.service"), new byte[] {(byte) 0xff, 0, 1});
    Files.createSymbolicLink(directory.resolve("masked.service"), Path.of("/dev/null"));
    RecordedRunner runner =
        new RecordedRunner(line -> answer(line.contains("UnitsLoad") ? MANAGER : SHOWN));

    SystemdSnapshot snapshot =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(directory, List.of(new UnitName("mysql.service")));

    assertThat(snapshot.version()).isEqualTo(257);
    assertThat(snapshot.units())
        .containsOnlyKeys(new UnitName("berth-web.service"), new UnitName("mysql.service"));
    ObservedUnit web = snapshot.units().get(new UnitName("berth-web.service"));
    assertThat(web.text()).contains(OWNED);
    assertThat(web.owner().orElseThrow().container()).contains(new ContainerName("web"));
    assertThat(web.isActive()).isTrue();
    assertThat(web.needsReload()).isTrue();
    assertThat(web.restarts()).isEqualTo(2);
    assertThat(snapshot.units().get(new UnitName("mysql.service")).activeState())
        .isEqualTo("inactive");
    assertThat(runner.lines())
        .containsExactlyInAnyOrder(
            ASK_MANAGER,
            "systemctl list-units --all --full --plain --no-legend -- berth-web.service"
                + " mysql.service",
            "systemctl show " + UnitProperties.ASKED + " -- berth-web.service mysql.service");
  }

  @Test
  void anOlderSystemdSaysItsVersionInAnotherWay() {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                line.contains("--version")
                    ? answer("systemd 239 (239-78.el8)")
                    : failure(1, "", "systemctl: unrecognized option '--timestamp=us+utc'"));
    SystemdSnapshot snapshot = new Systemctl(runner, Scope.SYSTEM).observe(directory, List.of());
    assertThat(snapshot.version()).isEqualTo(239);
    assertThat(runner.lines()).containsExactly(ASK_MANAGER, "systemctl --version");
  }

  @Test
  void asksNoMoreOfUnitsThatAreUpAsTheirFilesAre() throws IOException {
    Path wants = Files.createDirectory(directory.resolve("multi-user.target.wants"));
    for (String name : List.of("up", "failed", "idle", "off")) {
      String unit = "berth-" + name + ".service";
      Files.writeString(directory.resolve(unit), OWNED);
      if (!name.equals("off")) {
        Files.createSymbolicLink(wants.resolve(unit), directory.resolve(unit));
      }
    }
    String listed =
        """
        berth-up.service     loaded active   running web (image:1)
        berth-failed.service loaded failed   failed  web (image:1)
        berth-off.service    loaded active   running start web (image:1)
        """;
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    line.contains("list-units")
                        ? listed
                        : line.contains("UnitsLoad") ? readIn(Duration.ofMinutes(1), 0) : ""));
    ObservedUnit up =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(directory, List.of())
            .units()
            .get(new UnitName("berth-up.service"));
    assertThat(up.isActive()).isTrue();
    assertThat(up.isEnabled()).isTrue();
    assertThat(up.needsReload()).isFalse();
    assertThat(up.subState()).isEqualTo("running");
    assertThat(runner.lines().getLast())
        .isEqualTo(
            "systemctl show "
                + UnitProperties.ASKED
                + " -- berth-failed.service berth-idle.service berth-off.service");
  }

  @Test
  void asksOfAUnitWhoseFileSystemdHasNotReadSince() throws IOException {
    Path file = aUnitThatStartsAtBoot();
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    RecordedRunner runner = whereItIsUp(readIn(Duration.ofMinutes(-1), 0));
    SystemdSnapshot snapshot = new Systemctl(runner, Scope.SYSTEM).observe(directory, List.of());
    assertThat(snapshot.units().get(new UnitName("berth-web.service")).needsReload()).isTrue();
  }

  @Test
  void asksOfAllUnitsWhereTheClockWasSetSince() throws IOException {
    aUnitThatStartsAtBoot();
    for (int hoursBehind : new int[] {0, 3, -3}) {
      RecordedRunner runner = whereItIsUp(readIn(Duration.ofMinutes(1), hoursBehind));
      new Systemctl(runner, Scope.SYSTEM).observe(directory, List.of());
      assertThat(runner.lines()).hasSize(hoursBehind == 0 ? 2 : 3);
    }
  }

  private Path aUnitThatStartsAtBoot() throws IOException {
    Path wants = Files.createDirectory(directory.resolve("multi-user.target.wants"));
    Path file = Files.writeString(directory.resolve("berth-web.service"), OWNED);
    Files.createSymbolicLink(wants.resolve("berth-web.service"), file);
    return file;
  }

  private static RecordedRunner whereItIsUp(String manager) {
    return new RecordedRunner(
        line ->
            answer(
                line.contains("list-units")
                    ? "berth-web.service loaded active running web"
                    : line.contains("UnitsLoad") ? manager : SHOWN));
  }

  /** The manager's answer; its second clock shows some hours more or less than the first. */
  private static String readIn(Duration time, int hours) {
    long monotonic = System.nanoTime() / 1000 + time.plusHours(hours).toNanos() / 1000;
    return DateTimeFormatter.ofPattern(
                "'Version=257\nUnitsLoadTimestamp='EEE yyyy-MM-dd HH:mm:ss.SSSSSS 'UTC'",
                Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now().plus(time))
        + "\nUnitsLoadTimestampMonotonic="
        + monotonic
        + "\n";
  }

  @Test
  void takesAUnitWhoseFileWasDeletedForGoneThoughItIsStillInMemory() {
    String shown =
        """
        Id=berth-web.service
        Names=berth-web.service
        LoadState=loaded
        ActiveState=active
        UnitFileState=enabled
        FragmentPath=%s/berth-web.service

        Id=vendor.service
        Names=vendor.service
        LoadState=loaded
        FragmentPath=/usr/lib/systemd/system/vendor.service
        """
            .formatted(directory);
    RecordedRunner runner =
        new RecordedRunner(line -> answer(line.contains("UnitsLoad") ? MANAGER : shown));
    SystemdSnapshot snapshot =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(
                directory,
                List.of(new UnitName("berth-web.service"), new UnitName("vendor.service")));
    ObservedUnit web = snapshot.units().get(new UnitName("berth-web.service"));
    assertThat(web.loadState()).isEqualTo("not-found");
    assertThat(web.isEnabled()).isFalse();
    assertThat(web.isActive()).isTrue();
    assertThat(snapshot.units().get(new UnitName("vendor.service")).loadState())
        .isEqualTo("loaded");
  }

  @Test
  void findsTheServicesOfItsPrefixThatRunThoughTheirFilesAreGone() throws IOException {
    Files.writeString(directory.resolve("berth-web.service"), OWNED);
    String listed =
        """
        berth-web.service   loaded    active     running      web (image:1)
        berth-app.service   loaded    activating auto-restart app (image:1)
        berth-old.service   not-found failed     failed       berth-old.service
        berth-ended.service loaded    inactive   dead         ended (image:1)
        """;
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    line.contains("UnitsLoad")
                        ? MANAGER
                        : line.contains("list-units") ? listed : ""));
    SystemdSnapshot snapshot =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(
                directory,
                List.of(new UnitName("berth-new.service")),
                Optional.of("berth-"),
                Set.of());

    assertThat(snapshot.units())
        .containsOnlyKeys(
            new UnitName("berth-web.service"),
            new UnitName("berth-new.service"),
            new UnitName("berth-app.service"),
            new UnitName("berth-old.service"));
    assertThat(runner.lines())
        .contains(
            "systemctl list-units --all --full --plain --no-legend -- berth-new.service"
                + " berth-web.service berth-*.service "
                + "[0-9a-f]".repeat(12)
                + "*.timer")
        .hasSize(3);
  }

  @Test
  void tellsWhatUnitsHaveFromItBeforeItIsReliedOn() {
    String settings =
        MANAGER
            + "Environment=LANG=C \"A=b c\" \"D=q\\\"x\\\\y\" E=\n"
            + "UnitPath=/home/eve/.config/systemd/user /etc/systemd/user\n";
    RecordedRunner runner = new RecordedRunner(line -> answer(settings));
    ManagerSettings expected =
        new ManagerSettings(
            new TreeMap<>(Map.of("LANG", "C", "A", "b c", "D", "q\"x\\y", "E", "")),
            List.of(Path.of("/home/eve/.config/systemd/user"), Path.of("/etc/systemd/user")));
    List<ManagerSettings> told = new ArrayList<>();
    Systemctl systemctl = new Systemctl(runner, Scope.USER, told::add);
    systemctl.observe(directory, List.of());
    assertThat(told).containsExactly(expected);
    assertThat(systemctl.settings()).isEqualTo(expected);
  }

  @Test
  void aUnitWhoseStartWaitsForOthersIsOnItsWay() {
    String shown =
        """
        Id=a.service
        Names=a.service
        ActiveState=inactive
        SubState=dead
        Job=4711

        Id=b.service
        Names=b.service
        ActiveState=inactive
        SubState=dead
        """;
    Map<UnitName, ObservedUnit> state =
        new Systemctl(new RecordedRunner(line -> answer(shown)), Scope.SYSTEM)
            .state(List.of(new UnitName("a.service"), new UnitName("b.service")));
    assertThat(state.get(new UnitName("a.service")).isStarting()).isTrue();
    assertThat(state.get(new UnitName("a.service")).subState()).isEqualTo(ObservedUnit.QUEUED);
    assertThat(state.get(new UnitName("b.service")).isStarting()).isFalse();
  }

  @Test
  void asksNothingAboutNoUnits() {
    RecordedRunner runner = new RecordedRunner(line -> answer(MANAGER));
    assertThat(
            new Systemctl(runner, Scope.SYSTEM)
                .observe(directory.resolve("absent"), List.of())
                .units())
        .isEmpty();
    assertThat(runner.lines()).containsExactly(ASK_MANAGER);
  }

  @Test
  void saysThatSystemdDoesNotAnswer() {
    RecordedRunner runner =
        new RecordedRunner(line -> failure(1, "", "Failed to connect to bus: No such file"));
    assertThatThrownBy(
            () ->
                new Systemctl(runner, Scope.SYSTEM)
                    .observe(directory, List.of(new UnitName("a.service"))))
        .isInstanceOf(SystemdException.class)
        .hasMessageContaining("Failed to connect to bus");
  }

  @Test
  void namesTheUnitsThatDidNotStart() {
    String stderr =
        """
        Job for bad.service failed because the control process exited with error code.
        See "systemctl status bad.service" and "journalctl -xeu bad.service" for details.
        A dependency job for late.service failed. See 'journalctl -xe' for details.
        Failed to start none.service: Unit none.service not found.
        """;
    String shown =
        """
        Id=bad.service
        Names=bad.service
        ActiveState=activating
        SubState=auto-restart
        Result=exit-code
        ExecMainStatus=125

        Id=good.service
        Names=good.service
        ActiveState=active
        SubState=running
        Result=success

        Id=late.service
        Names=late.service
        ActiveState=inactive
        SubState=dead
        Result=success

        Id=quiet.service
        Names=quiet.service
        ActiveState=failed
        SubState=failed
        Result=timeout
        """;
    RecordedRunner runner =
        new RecordedRunner(
            line -> line.contains(" show ") ? answer(shown) : failure(1, "", stderr));
    Map<UnitName, String> failures =
        new Systemctl(runner, Scope.SYSTEM)
            .start(
                List.of(
                    new UnitName("bad.service"),
                    new UnitName("good.service"),
                    new UnitName("late.service"),
                    new UnitName("none.service"),
                    new UnitName("quiet.service")));
    assertThat(failures)
        .containsOnlyKeys(
            new UnitName("bad.service"),
            new UnitName("late.service"),
            new UnitName("none.service"),
            new UnitName("quiet.service"));
    assertThat(failures.get(new UnitName("bad.service")))
        .isEqualTo(
            "Job for bad.service failed because the control process exited with error code."
                + " [activating (auto-restart), result exit-code, exit status 125]");
    assertThat(failures.get(new UnitName("quiet.service")))
        .isEqualTo("failed (failed), result timeout");
    assertThat(runner.lines()).hasSize(2);
  }

  @Test
  void howAUnitEndedBeforeIsNoReasonWhyItDidNotStartNow() {
    String shown =
        """
        Id=late.service
        Names=late.service
        ActiveState=failed
        SubState=failed
        Result=oom-kill
        ExecMainStatus=137
        StateChangeTimestampMonotonic=1

        Id=now.service
        Names=now.service
        ActiveState=failed
        SubState=failed
        Result=timeout
        StateChangeTimestampMonotonic=99999999999999999
        """;
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                line.contains(" show ")
                    ? answer(shown)
                    : failure(1, "", "A dependency job for late.service failed."));
    assertThat(
            new Systemctl(runner, Scope.SYSTEM)
                .start(List.of(new UnitName("late.service"), new UnitName("now.service"))))
        .containsEntry(
            new UnitName("late.service"),
            "A dependency job for late.service failed. [failed (failed), as before]")
        .containsEntry(new UnitName("now.service"), "failed (failed), result timeout");
  }

  @Test
  void asksOnceWhenAllStarted() {
    RecordedRunner runner = new RecordedRunner(line -> answer(""));
    Systemctl systemctl = new Systemctl(runner, Scope.USER);
    assertThat(systemctl.start(List.of(new UnitName("a.service"), new UnitName("b.service"))))
        .isEmpty();
    assertThat(systemctl.restart(List.of())).isEmpty();
    systemctl.daemonReload();
    systemctl.enable(List.of(new UnitName("a.service")));
    systemctl.resetFailed(List.of(new UnitName("a.service")));
    assertThat(runner.lines())
        .containsExactly(
            "systemctl --user start -- a.service b.service",
            "systemctl --user daemon-reload",
            "systemctl --user enable --no-reload -- a.service",
            "systemctl --user reset-failed -- a.service");
  }

  @Test
  void splitsLongLists() {
    RecordedRunner runner = new RecordedRunner(line -> answer(""));
    List<UnitName> names =
        IntStream.range(0, 1001)
            .mapToObj(i -> UnitName.of("u", new ContainerName("" + i)))
            .toList();
    new Systemctl(runner, Scope.SYSTEM).stop(names);
    assertThat(runner.lines()).hasSize(3);
  }

  /**
   * What a unit in memory refers to is in the list, but an alias; so nothing more is asked then.
   */
  @Test
  void unitsOfTheHostAreAskedForOnlyWhereTheListDoesNotSettleThem() throws IOException {
    Files.writeString(
        directory.resolve("berth-web.service"),
        OWNED
            + "DependsOn=needed.service service_started required\nDependsOn=db service_healthy\n");
    String listed =
        """
        berth-web.service loaded    active   running web (image:1)
        fine.target       loaded    inactive dead    Fine
        gone.service    not-found inactive dead    gone.service
        shut.service    masked    inactive dead    shut.service
        a\\x2db.mount     loaded    active   mounted /a-b
        fine.timer        loaded    active   waiting Fine
        """;
    String shown =
        """
        Id=gone.service
        LoadState=not-found

        Id=shut.service
        LoadState=masked

        Id=new.service
        LoadState=loaded

        Id=needed.service
        LoadState=bad-setting
        """;
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    line.contains("list-units")
                        ? listed
                        : line.contains("UnitsLoad") ? MANAGER : shown));
    SystemdSnapshot snapshot =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(
                directory,
                List.of(),
                Optional.of("berth-"),
                Set.of(
                    "berth-web.service",
                    "fine.target",
                    "gone.service",
                    "shut.service",
                    "new.service",
                    "a\\x2db.mount",
                    "fine.timer",
                    "no unit"));
    assertThat(snapshot.unusable())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "gone.service", "which systemd does not know",
                "shut.service", "which is masked",
                "needed.service", "which systemd cannot load"));
    assertThat(snapshot.units()).containsOnlyKeys(new UnitName("berth-web.service"));
    assertThat(snapshot.timers()).isEmpty();
    assertThat(runner.lines())
        .anyMatch(line -> line.contains("list-units") && line.contains(" a\\\\x2db.mount "))
        .last()
        .isEqualTo(
            "systemctl show "
                + UnitProperties.ASKED
                + " -- berth-web.service gone.service needed.service new.service shut.service");
  }
}
