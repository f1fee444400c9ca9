package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.LogSources.Choice;
import dev.berth.engine.LogPlace;
import dev.berth.engine.podman.Podman;
import dev.berth.model.ContainerName;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.UnitName;
import dev.berth.service.ManagedContainer;
import dev.berth.systemd.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where output is looked for, by the log driver of the container or of its unit. */
class LogSourcesTest {
  private static final Choice ALL =
      new Choice(
          false, false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void ofTheJournalOnlyWhatTheProgramPrinted() {
    assertThat(line(sources(Scope.SYSTEM, ALL, Map.of()), service("journald")))
        .isEqualTo(
            "journalctl --no-pager --quiet --output=json --output-fields=MESSAGE --all"
                + " _SYSTEMD_UNIT=berth-web.service CONTAINER_NAME=web");
    assertThat(line(sources(Scope.USER, ALL, Map.of()), service("journald")))
        .isEqualTo(
            "journalctl --no-pager --quiet --output=json --output-fields=MESSAGE --all _UID=1000"
                + " _SYSTEMD_USER_UNIT=berth-web.service CONTAINER_NAME=web");
    assertThat(line(sources(Scope.SYSTEM, ALL, Map.of()), service("passthrough")))
        .endsWith("_SYSTEMD_UNIT=berth-web.service SYSLOG_IDENTIFIER=podman");
  }

  /** What a pod's init containers print, under the units that its start has for them. */
  @Test
  void ofAPodItsInitContainersToo() {
    String text =
        """
        ExecStart=/usr/bin/podman run --name=web --log-driver=journald image
        ExecStartPost=/usr/bin/systemd-run --wait --unit=berth-a:init.service --x /usr/bin/podman run --name=a --rm image
        ExecStartPost=/usr/bin/systemd-run --wait --unit=berth-b:init.service --x /usr/bin/podman run --name=b --rm image
        """;
    assertThat(line(sources(Scope.SYSTEM, ALL, Map.of()), service("journald", text)))
        .endsWith(
            "_SYSTEMD_UNIT=berth-web.service CONTAINER_NAME=web"
                + " + _SYSTEMD_UNIT=berth-a:init.service CONTAINER_NAME=a"
                + " + _SYSTEMD_UNIT=berth-b:init.service CONTAINER_NAME=b");
  }

  @Test
  void ofTheUnitAllOnDemand() {
    Choice unit =
        new Choice(
            true,
            true,
            Optional.of(5),
            Optional.of(Instant.ofEpochSecond(17, 5_000_000)),
            Optional.empty(),
            Optional.empty());
    assertThat(line(sources(Scope.SYSTEM, unit, Map.of()), service("json-file")))
        .isEqualTo(
            "journalctl --no-pager --quiet --lines=5 --since=@17.005000 --follow --output=short-iso"
                + " --unit=berth-web.service");
    ManagedContainer task =
        new ManagedContainer(
            "set", new ContainerName("web"), "berth", Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> sources(Scope.SYSTEM, unit, Map.of()).of(task))
        .hasMessage("'web' has no unit");
  }

  @Test
  void timesAreOfOneFormWhoeverHasKeptThem() {
    Choice timed =
        new Choice(
            false,
            false,
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-29T10:00:00Z")),
            Optional.of(Instant.parse("2026-11-29T11:00:00.5Z")),
            Optional.of(new LineTimes(ZoneOffset.ofHours(1))));
    LogSource journal = sources(Scope.SYSTEM, timed, Map.of()).of(service("journald"));
    assertThat(String.join(" ", journal.argv()))
        .contains(" --since=@1795946400.000000 --until=@1795950000.500000 ");
    assertThat(
            journal
                .line()
                .apply("{\"MESSAGE\":\"a\\nb\\n\",\"__REALTIME_TIMESTAMP\":\"1795946400000042\"}"))
        .isEqualTo("2026-11-29T11:00:00.000042+01:00 a\n2026-11-29T11:00:00.000042+01:00 b");

    Map<ContainerName, LogPlace> places =
        Map.of(new ContainerName("web"), new LogPlace("k8s-file", Optional.empty()));
    LogSource engine =
        sources(Scope.SYSTEM, timed, places)
            .of(
                new ManagedContainer(
                    "set",
                    new ContainerName("web"),
                    "berth",
                    Optional.of(
                        new ObservedContainer(
                            "1",
                            new ContainerName("web"),
                            new Made("i", "2", Map.of(), List.of()),
                            new Life("running", 0, 7, "Up"))),
                    Optional.empty()));
    assertThat(String.join(" ", engine.argv()))
        .isEqualTo(
            "/usr/bin/podman logs --since=2026-11-29T10:00:00Z --until=2026-11-29T11:00:00.500Z"
                + " --timestamps web");
    assertThat(engine.line().apply("2026-11-29T10:00:00.123456789Z two words"))
        .isEqualTo("2026-11-29T11:00:00.123456+01:00 two words");
    assertThat(engine.line().apply("2026-11-29T09:00:00.5-01:00"))
        .isEqualTo("2026-11-29T11:00:00.500000+01:00 ");
    assertThat(engine.line().apply("Error: no such thing")).isEqualTo("Error: no such thing");
  }

  @Test
  void whatTheContainerThatRunsHasCountsBeforeWhatItsUnitSays() {
    Map<ContainerName, LogPlace> places =
        Map.of(new ContainerName("web"), new LogPlace("k8s-file", Optional.empty()));
    ManagedContainer running =
        new ManagedContainer(
            "set",
            new ContainerName("web"),
            "berth",
            Optional.of(
                new ObservedContainer(
                    "1",
                    new ContainerName("web"),
                    new Made("i", "2", Map.of(), List.of()),
                    new Life("running", 0, 7, "Up 2 hours"))),
            service("journald").unit());
    assertThat(line(sources(Scope.SYSTEM, ALL, places), running))
        .isEqualTo("/usr/bin/podman logs web");
  }

  @Test
  void whatOneOfItsNameLeftOnAnotherEngineDoesNotCount() {
    Map<ContainerName, LogPlace> places =
        Map.of(new ContainerName("web"), new LogPlace("k8s-file", Optional.empty()));
    ManagedContainer elsewhere =
        new ManagedContainer(
            "set",
            new ContainerName("web"),
            "berth",
            Optional.empty(),
            service("journald").unit(),
            false,
            false,
            Optional.empty());
    assertThat(line(sources(Scope.SYSTEM, ALL, places), elsewhere))
        .endsWith("_SYSTEMD_UNIT=berth-web.service CONTAINER_NAME=web");
  }

  @Test
  void theFileOfAServiceThatIsDown() {
    LogSource source =
        sources(Scope.SYSTEM, ALL, Map.of())
            .of(service("k8s-file --log-opt=path=/var/log/c/web.log"));
    assertThat(String.join(" ", source.argv())).isEqualTo("tail --lines=+1 -- /var/log/c/web.log");
    String kept = "2026-11-29T10:00:00.000000000+00:00 stdout F hello F there";
    assertThat(source.line().apply(kept)).isEqualTo("hello F there");
    Choice timed =
        new Choice(
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LineTimes(ZoneOffset.ofHours(1))));
    assertThat(
            sources(Scope.SYSTEM, timed, Map.of())
                .of(service("k8s-file --log-opt=path=/var/log/c/web.log"))
                .line()
                .apply(kept))
        .isEqualTo("2026-11-29T11:00:00.000000+01:00 hello F there");
  }

  @Test
  void whereNothingIsKeptItIsSaidWhy() {
    assertThatThrownBy(() -> sources(Scope.SYSTEM, ALL, Map.of()).of(service("none")))
        .hasMessage("nothing is kept of what 'web' prints: its log driver is none");
    assertThatThrownBy(() -> sources(Scope.SYSTEM, ALL, Map.of()).of(service("json-file")))
        .hasMessage("what 'web' printed went with its container: its log driver was json-file");
  }

  @Test
  void underDockerTheUnitsOwnShellPrints() {
    ManagedContainer docker = service("x", "ExecStart=/bin/sh -c \"…\" sh /usr/bin/docker web\n");
    assertThat(line(sources(Scope.SYSTEM, ALL, Map.of()), docker))
        .endsWith(
            "_SYSTEMD_UNIT=berth-web.service SYSLOG_IDENTIFIER=sh + _SYSTEMD_UNIT=docker.service"
                + " CONTAINER_NAME=web");
  }

  @Test
  void aMessageOfTheJournalIsWhatWasPrinted() {
    assertThat(JournalMessage.of("{\"MESSAGE\":\"two\\n\\nlines\\n\",\"__CURSOR\":\"s=1\"}"))
        .isEqualTo("two\n\nlines");
    assertThat(JournalMessage.of("{\"MESSAGE\":[72,105,255,10]}")).isEqualTo("Hi\u00ff");
    String umlaut =
        new String(
            "{\"MESSAGE\":\"ü\"}".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(JournalMessage.of(umlaut)).isEqualTo("\u00c3\u00bc");
    assertThat(JournalMessage.of("Failed to open files")).isEqualTo("Failed to open files");
  }

  @Test
  void onATerminalColoursStayAndNothingElseThatItWouldActUpon() {
    assertThat(LogPrinter.visible("\u001b[36mblue\u001b[0m and \u001b]0;title\u0007\tü\n"))
        .isEqualTo("\u001b[36mblue\u001b[0m and \\x1b]0;title\\x07\tü\u001b[0m\n");
    assertThat(LogPrinter.visible("plain\n")).isEqualTo("plain\n");
  }

  private static String line(LogSources sources, ManagedContainer container) {
    return String.join(" ", sources.of(container).argv());
  }

  private static LogSources sources(
      Scope scope, Choice choice, Map<ContainerName, LogPlace> places) {
    return new LogSources(
        scope,
        1000,
        Podman.of(
                command -> {
                  throw new AssertionError("nothing is to be run");
                },
                "podman",
                "/usr/bin/podman")
            .commandLine(),
        choice,
        places);
  }

  private static ManagedContainer service(String driver) {
    return service(
        driver, "ExecStart=/usr/bin/podman run --name=web --log-driver=" + driver + " image\n");
  }

  private static ManagedContainer service(String driver, String text) {
    return new ManagedContainer(
        "set",
        new ContainerName("web"),
        "berth",
        Optional.empty(),
        Optional.of(
            new ObservedUnit(
                new UnitName("berth-web.service"),
                Optional.of(text),
                Optional.empty(),
                "loaded",
                "active",
                "running",
                "enabled",
                "success",
                false,
                0)));
  }

  @Test
  void aUserReadsTheOwnJournalOrTheHosts(@org.junit.jupiter.api.io.TempDir Path directory)
      throws java.io.IOException {
    Path machine = java.nio.file.Files.createDirectory(directory.resolve("0123"));
    assertThat(UserJournal.isReadable(1000, java.util.List.of(directory))).isFalse();
    java.nio.file.Files.createFile(machine.resolve("user-1000.journal"));
    assertThat(UserJournal.isReadable(1000, java.util.List.of(directory))).isTrue();
    assertThat(UserJournal.isReadable(1001, java.util.List.of(directory))).isFalse();
  }
}
