package dev.berth.it;

import static dev.berth.engine.Specs.AT;
import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.testhost.TestHost.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.Engine;
import dev.berth.engine.EngineException;
import dev.berth.engine.EngineName;
import dev.berth.engine.EngineOptions;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.Invocation;
import dev.berth.engine.OptionMapping;
import dev.berth.engine.RunImage;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.docker.Docker;
import dev.berth.engine.docker.DockerCheck;
import dev.berth.engine.docker.DockerSocket;
import dev.berth.engine.podman.Podman;
import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.ObservedHealth.Status;
import dev.berth.model.ObservedRun;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import dev.berth.model.Volume;
import dev.berth.testhost.TestHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is asked of an engine it does, on the real ones, both alike. */
class EnginesIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String IMAGE = "localhost/berth-test/busybox:1";
  private static final Duration GRACE = Duration.ofSeconds(1);

  /**
   * A key, and what {@code inspect} then says.
   *
   * @param place the fields on the way there
   * @param words what stands there, among other things
   */
  private record Row(Key key, Value value, List<String> place, List<String> words) {}

  private static final List<Row> ROWS =
      List.of(
          row(Key.WORKING_DIR, scalar("/tmp"), "Config.WorkingDir", "/tmp"),
          row(Key.HOSTNAME, scalar("inside"), "Config.Hostname", "inside"),
          row(Key.DOMAINNAME, scalar("nis"), "Config.Domainname", "nis"),
          row(Key.TTY, scalar("true"), "Config.Tty", "true"),
          row(Key.INTERACTIVE, scalar("true"), "Config.OpenStdin", "true"),
          row(Key.USER, scalar("0:0"), "Config.User", "0:0"),
          row(Key.STOP_GRACE_PERIOD, scalar("3s"), "Config.StopTimeout", "3"),
          row(
              Key.ENVIRONMENT,
              fields(Map.of("A", "x\n$y 'z'", "PATH", "/bin", "DOCKER_HOST", "tcp://no")),
              "Config.Env",
              "A=x\n$y 'z'",
              "PATH=/bin",
              "DOCKER_HOST=tcp://no"),
          row(Key.LABELS, fields(Map.of("note", "a, \"b\"")), "Config.Labels", "note=a, \"b\""),
          row(Key.READ_ONLY, scalar("true"), "HostConfig.ReadonlyRootfs", "true"),
          row(Key.CAP_ADD, list("NET_ADMIN", "SYS_TIME"), "HostConfig.CapAdd", "NET_ADMIN", "TIME"),
          row(Key.CAP_DROP, list("SYS_CHROOT"), "HostConfig.CapDrop", "SYS_CHROOT"),
          row(
              Key.SECURITY_OPT,
              list("no-new-privileges"),
              "HostConfig.SecurityOpt",
              "no-new-privileges"),
          row(Key.DNS, list("1.1.1.1", "2.2.2.2"), "HostConfig.Dns", "1.1.1.1", "2.2.2.2"),
          row(Key.DNS_SEARCH, list("a.b"), "HostConfig.DnsSearch", "a.b"),
          row(Key.DNS_OPT, list("ndots:1"), "HostConfig.DnsOptions", "ndots:1"),
          row(Key.EXTRA_HOSTS, list("h:1.2.3.4"), "HostConfig.ExtraHosts", "h:1.2.3.4"),
          row(
              Key.PORTS,
              list("127.0.0.1:8099:80/udp"),
              "HostConfig.PortBindings.80/udp",
              "127.0.0.1",
              "8099"),
          row(Key.TMPFS, list("/t:size=1m"), "HostConfig.Tmpfs", "/t", "size=1m"),
          row(Key.SHM_SIZE, scalar("1048576"), "HostConfig.ShmSize", "1048576"),
          row(Key.ULIMIT, list("nofile=1000:2000"), "HostConfig.Ulimits", "1000", "2000"),
          row(Key.VOLUMES, list("data:/data:ro", "/srv:/own"), "Mounts", "data", "/own", "/srv"),
          row(Key.OOM_SCORE_ADJ, scalar("5"), "HostConfig.OomScoreAdj", "5"),
          row(Key.ANNOTATIONS, fields(Map.of("a.b", "c,d")), "HostConfig.Annotations", "a.b=c,d"),
          row(Key.GROUP_ADD, list("5", "6"), "HostConfig.GroupAdd", "5", "6"),
          row(Key.IPC, scalar("private"), "HostConfig.IpcMode", "private"),
          row(Key.PID, scalar("host"), "HostConfig.PidMode", "host"),
          row(Key.LOG_DRIVER, scalar("journald"), "HostConfig.LogConfig.Type", "journald"),
          row(Key.LOG_TAG, scalar("t,g"), "HostConfig.LogConfig", "t,g"),
          row(Key.ENTRYPOINT, list("sh", "-c", "sleep \"$0\""), "Config", "sleep \"$0\""),
          row(Key.COMMAND, list("600"), "Config.Cmd", "600"),
          row(
              Key.HEALTHCHECK,
              mapping(
                  Map.of("test", list("CMD", "test", "a b", "=", "a b"), "interval", scalar("1s"))),
              "Config.Healthcheck.Test",
              "a b"));

  private static Row row(Key key, Value value, String place, String... words) {
    return new Row(key, value, List.of(place.split("\\.")), List.of(words));
  }

  @BeforeAll
  static void startDocker() {
    host.get("systemctl", "start", "docker");
  }

  @AfterEach
  void removeWhatATestLeft() {
    for (EngineName name : EngineName.values()) {
      for (String id : host.get(name.label(), "ps", "--all", "--quiet").lines().toList()) {
        host.get(name.label(), "rm", "--force", id);
      }
    }
  }

  /** A process inside, with its variables. */
  private static CommandResult inside(Command command) {
    List<String> argv = new ArrayList<>(List.of("env"));
    command.environment().forEach((name, value) -> argv.add(name + "=" + value));
    argv.addAll(command.argv());
    CommandResult result = host.run(argv.toArray(String[]::new));
    return new CommandResult(
        command.argv(), result.exitCode(), result.stdout(), result.stderr(), result.timedOut());
  }

  private static Engine engine(EngineName name) {
    return switch (name) {
      case PODMAN -> Podman.of(EnginesIT::inside, "podman", "/usr/bin/podman");
      case DOCKER ->
          Docker.of(
              EnginesIT::inside,
              "docker",
              "/usr/bin/docker",
              () -> {},
              new DockerCheck(true, false));
    };
  }

  private static ContainerSpec spec(String name, Map<Key, Value> values) {
    EnumMap<Key, Value> all = new EnumMap<>(Key.class);
    all.put(Key.IMAGE, scalar(IMAGE));
    all.putAll(values);
    return new ContainerSpec(new ContainerName(name), AT, all, new TreeMap<>());
  }

  private static CommandResult run(Engine engine, ContainerSpec spec, Mode mode) {
    Invocation invocation = invocation(engine, spec, mode);
    host.write("/root/engine.env", invocation.fileText());
    return engine.control().execute(invocation.argv(), invocation.inherited(), line -> {});
  }

  private static Invocation invocation(Engine engine, ContainerSpec spec, Mode mode) {
    return engine
        .commandLine()
        .run(
            new RunRequest(
                spec,
                mode,
                new RunImage(IMAGE),
                new TreeMap<>(Map.of("managed_by", "berth")),
                Path.of("/root/engine.env"),
                Optional.empty(),
                true,
                false));
  }

  private static ContainerSpec shell(String name, String script) {
    return spec(
        name, Map.of(Key.ENTRYPOINT, list("sh", "-c", script), Key.VOLUMES, list("/srv:/srv")));
  }

  @ParameterizedTest
  @EnumSource(EngineName.class)
  void aContainerIsAsItsKeysSay(EngineName name) {
    Engine engine = engine(name);
    Map<Key, Value> values = new EnumMap<>(Key.class);
    ROWS.stream()
        .filter(row -> !(EngineOptions.of(row.key).on(name) instanceof OptionMapping.Refused))
        .forEach(row -> values.put(row.key, row.value));
    ContainerSpec spec = spec("keyed", values);
    Problems problems = new Problems();
    engine.runtime().check(spec, engine.runtime().observe(List.of(), false).engine(), problems);
    assertThat(problems.sorted()).isEmpty();

    CommandResult result = run(engine, spec, Mode.DETACHED_TASK);

    assertThat(result.exitCode()).as(result.stderr()).isZero();
    Json inspected =
        Json.parse("inspect", host.get(name.label(), "container", "inspect", "keyed"))
            .items()
            .getFirst();
    SoftAssertions all = new SoftAssertions();
    for (Row row : ROWS) {
      if (values.containsKey(row.key)) {
        Json found = inspected;
        for (String field : row.place) {
          found = found.get(field);
        }
        all.assertThat(found.toString()).as("%s on %s", row.key.label(), name).contains(row.words);
      }
    }
    all.assertAll();
    until(
        "the check in exec form succeeds",
        () ->
            engine
                    .runtime()
                    .runs(List.of(new ContainerName("keyed")))
                    .get(new ContainerName("keyed"))
                    .health()
                    .status()
                == Status.HEALTHY);
    host.write("/root/wait-healthy", engine.commandLine().healthWaitScript());
    host.get("sh", "/root/wait-healthy", "keyed", "30");
    assertThat(engine.control().remove(new ContainerName("keyed"), GRACE).succeeded()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(EngineName.class)
  void startsStopsRenamesAndForgivesAbsence(EngineName name) {
    Engine engine = engine(name);
    run(engine, shell("one", "exec sleep 600"), Mode.DETACHED_TASK);
    assertThat(
            engine.runtime().runs(List.of(new ContainerName("one"), new ContainerName("absent"))))
        .containsOnlyKeys(new ContainerName("one"))
        .extractingByKey(new ContainerName("one"))
        .matches(ObservedRun::isRunning);

    assertThat(engine.control().stop(new ContainerName("one"), GRACE).succeeded()).isTrue();
    assertThat(
            engine
                .runtime()
                .runs(List.of(new ContainerName("one")))
                .get(new ContainerName("one"))
                .isRunning())
        .isFalse();
    assertThat(
            engine
                .control()
                .rename(new ContainerName("one"), new ContainerName("another"))
                .succeeded())
        .isTrue();
    assertThat(engine.control().start(new ContainerName("another")).succeeded()).isTrue();
    assertThat(
            engine.runtime().runs(List.of(new ContainerName("one"), new ContainerName("another"))))
        .containsOnlyKeys(new ContainerName("another"))
        .extractingByKey(new ContainerName("another"))
        .matches(ObservedRun::isRunning);
    assertThat(
            engine.control().setRestart(new ContainerName("another"), "on-failure:3").succeeded())
        .isTrue();
    assertThat(
            host.get(name.label(), "inspect", "another", "--format={{.HostConfig.RestartPolicy}}"))
        .contains("on-failure", "3");

    String prefix =
        host.get(name.label(), "inspect", "another", "--format={{.Id}}").substring(0, 4);
    assertThat(engine.control().stop(new ContainerName(prefix), GRACE).succeeded())
        .as("no such name")
        .isTrue();
    assertThat(engine.control().remove(new ContainerName(prefix), GRACE).succeeded())
        .as("no such name")
        .isTrue();
    assertThat(
            engine
                .runtime()
                .runs(List.of(new ContainerName("another")))
                .get(new ContainerName("another"))
                .isRunning())
        .isTrue();

    for (String container : List.of("another", "absent")) {
      assertThat(engine.control().remove(new ContainerName(container), GRACE).succeeded())
          .as(container)
          .isTrue();
      UnitCommands unit = unit(engine, container, List.of("/usr/bin/" + name.label(), "run"));
      assertThat(inside(Command.reading(unit.stop())).exitCode()).as(container).isZero();
      assertThat(inside(Command.reading(unit.afterStop())).exitCode()).as(container).isZero();
    }
    assertThat(engine.runtime().runs(List.of(new ContainerName("another")))).isEmpty();
    assertThat(engine.control().start(new ContainerName("absent")).succeeded()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(EngineName.class)
  void readsWhatIsThere(EngineName name) {
    Engine engine = engine(name);
    run(engine, shell("ended", "exit 3"), Mode.AWAITED_TASK);
    run(engine, shell("awaited", "sleep 1; exit 4"), Mode.DETACHED_TASK);
    assertThat(engine.control().await(new ContainerName("awaited")).stdout().strip())
        .isEqualTo("4");
    for (int i = 0; i < 2; i++) {
      assertThat(
              engine
                  .control()
                  .createVolume(Volume.local("kept", Map.of("x", "a,b"), Map.of()))
                  .succeeded())
          .isTrue();
    }

    EngineSnapshot snapshot = engine.runtime().observe(List.of(IMAGE, "nope:1", "nope"), true);

    assertThat(snapshot.engine().name()).isEqualTo(name.label());
    assertThat(snapshot.images()).containsOnlyKeys(IMAGE);
    assertThat(snapshot.volumes().get("kept").labels()).containsEntry("x", "a,b");
    assertThat(snapshot.containers())
        .filteredOn(container -> container.name().equals(new ContainerName("ended")))
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.hasExited()).isTrue();
              assertThat(container.exitCode()).isEqualTo(3);
              assertThat(container.imageId()).isEqualTo(snapshot.images().get(IMAGE).id());
              assertThat(container.labels()).containsEntry("managed_by", "berth");
            });
    assertThat(engine.control().removeVolumes(List.of("kept")).succeeded()).isTrue();
    CommandResult pulled = engine.control().pull("localhost:1/nowhere:1", line -> {});
    assertThat(pulled.succeeded()).isFalse();
    assertThat(pulled.stderr()).contains("connection refused");
    List.of("ended", "awaited")
        .forEach(container -> engine.control().remove(new ContainerName(container), GRACE));
  }

  private static UnitCommands unit(Engine engine, String container, List<String> runArgv) {
    String script = "/root/" + engine.commandLine().unitScript(Path.of("/root/made")).fileName();
    host.write(script, engine.commandLine().unitScript(Path.of("/root/made")).text());
    return engine
        .commandLine()
        .unitCommands(
            new UnitRequest(
                new ContainerName(container),
                runArgv,
                Optional.empty(),
                List.of(),
                GRACE,
                "HUP",
                Path.of(script),
                Optional.empty()));
  }

  @Test
  void aUnitOfDockerLivesAsLongAsTheContainerAndEndsAlike() {
    Engine docker = engine(EngineName.DOCKER);
    for (String pause : List.of("sleep 2", "true")) {
      host.get("rm", "-f", "/srv/runs");
      ContainerSpec spec =
          shell("unit-run", "echo first; echo ran >> /srv/runs; " + pause + "; exit 7");
      UnitCommands unit = unit(docker, "unit-run", invocation(docker, spec, Mode.SERVICE).argv());
      for (List<String> before : unit.before()) {
        CommandResult result = inside(Command.reading(before));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
      }
      CommandResult ended = inside(Command.reading(unit.start()));
      assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(7);
      assertThat(ended.stdout().strip()).isEqualTo("first");
      assertThat(host.read("/srv/runs").strip()).isEqualTo("ran");
    }
    docker.control().remove(new ContainerName("unit-run"), GRACE);
  }

  @Test
  void dockerRestartsWhatItLooksAfter() {
    Engine docker = engine(EngineName.DOCKER);
    ContainerSpec spec =
        spec(
            "self",
            Map.of(
                Key.RESTART, scalar("on-failure:2"), Key.ENTRYPOINT, list("sh", "-c", "exit 5")));
    run(docker, spec, Mode.ENGINE_SERVICE);
    until(
        "it was restarted twice",
        () -> {
          ObservedRun run =
              docker
                  .runtime()
                  .runs(List.of(new ContainerName("self")))
                  .get(new ContainerName("self"));
          return run.restarts() == 2 && run.state().equals("exited") && run.exitCode() == 5;
        });
    docker.control().remove(new ContainerName("self"), GRACE);
  }

  /** Through the file system of the host's first process, as a socket has no other way out. */
  @Test
  void dockerIsFoundByItsSocketAndPodmanIsNot() {
    Path root = host.root();
    Duration patience = Duration.ofSeconds(20);
    new DockerSocket(root.resolve("run/docker.sock"), root.resolve("run/docker.pid"), patience)
        .ping();
    host.get("systemctl", "start", "podman.socket");
    assertThatThrownBy(
            new DockerSocket(root.resolve("run/podman/podman.sock"), root.resolve("none"), patience)
                ::ping)
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("it is Podman that answers");
    host.get("systemctl", "stop", "podman.socket");
  }
}
