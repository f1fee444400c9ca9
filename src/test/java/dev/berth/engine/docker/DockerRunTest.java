package dev.berth.engine.docker;

import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.mapping;
import static dev.berth.engine.Specs.request;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static dev.berth.engine.Specs.unitRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.berth.engine.Engine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.RunVolumes;
import dev.berth.engine.UnitCommands;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DockerRunTest {
  private static final Engine DOCKER =
      Docker.of(
          new RecordedRunner(line -> RecordedRunner.answer("")),
          "docker",
          "/usr/bin/docker",
          () -> {},
          new DockerCheck(false, false));

  @Test
  void runsAServiceThatItRestartsItself() {
    assertThat(
            run(
                    Map.of(Key.RESTART, scalar("on-failure:3"), Key.COMMAND, list("sleep", "-1")),
                    Mode.ENGINE_SERVICE)
                .argv())
        .containsExactly(
            "docker",
            "run",
            "--name=web",
            "--detach",
            "--restart=on-failure:3",
            "--pull=never",
            "--stop-timeout=10",
            "--label=managed_by=berth",
            "0123abcd",
            "sleep",
            "-1");
  }

  @Test
  void isRunByAUnitThatLivesAsLongAndEndsAlike() {
    List<String> argv = run(Map.of(), Mode.SERVICE).argv();
    assertThat(argv)
        .startsWith("/usr/bin/docker", "run", "--name=web", "--detach", "--restart=no")
        .contains("--log-driver=local");
    UnitCommands unit =
        DOCKER.commandLine().unitCommands(unitRequest("web", argv, "drain", "it all"));
    assertThat(unit.type()).isEqualTo("exec");
    String identity = "ab".repeat(32) + " ";
    assertThat(unit.start())
        .containsExactly(
            "/bin/sh", "/etc/berth/unit", "follow", "web", "^/?web$", identity, "/usr/bin/docker");
    List<String> asDocker =
        List.of("/usr/bin/systemd-cat", "--identifier=docker", "/bin/sh", "/etc/berth/unit");
    assertThat(unit.before()).hasSize(1);
    assertThat(unit.before().getFirst())
        .startsWith(asDocker.toArray(String[]::new))
        .containsSubsequence("start", "web", "^/?web$", identity, "")
        .endsWith(argv.toArray(String[]::new));
    assertThat(unit.beforeStop().getFirst())
        .endsWith("22", "/usr/bin/docker", "exec", "web", "drain", "it all");
    assertThat(unit.afterStop())
        .endsWith("remove", "web", "^/?web$", identity, "20", "/usr/bin/docker", "rm", "--force");
    assertThat(unit.reload()).endsWith("20", "/usr/bin/docker", "kill", "--signal=USR1");
  }

  @Test
  void doesNotTellTheJournalTwice() {
    List<String> argv = run(Map.of(Key.LOG_DRIVER, scalar("journald")), Mode.SERVICE).argv();
    assertThat(DOCKER.commandLine().unitCommands(unitRequest("web", argv)).start())
        .contains("await");
  }

  @Test
  void runsTasksAndForAPerson() {
    assertThat(run(Map.of(), Mode.AWAITED_TASK).argv())
        .startsWith("docker", "run", "--name=web", "--pull=never")
        .doesNotContain("--rm", "--detach");
    assertThat(run(Map.of(), Mode.DETACHED_TASK).argv()).contains("--detach");
    assertThat(run(Map.of(Key.REMOVE, scalar("true")), Mode.AWAITED_TASK).argv()).contains("--rm");
    assertThat(run(Map.of(), Mode.FOREGROUND).argv()).contains("--rm").doesNotContain("--detach");
  }

  static Stream<Arguments> options() {
    return Stream.of(
        arguments(Key.WORKING_DIR, scalar("/x y"), List.of("--workdir=/x y")),
        arguments(Key.DOMAINNAME, scalar("d"), List.of("--domainname=d")),
        arguments(Key.INIT, scalar("true"), List.of("--init=true")),
        arguments(Key.NET, scalar("container:x"), List.of("--network=container:x")),
        arguments(Key.NETWORKS, list("a", "b"), List.of("--network=a", "--network=b")),
        arguments(
            Key.NETWORKS,
            list("a:alias=x,alias=y,ip=1.2.3.4,mac=02:00:00:00:00:01", "b"),
            List.of(
                "--network=name=a,alias=x,alias=y,ip=1.2.3.4,mac-address=02:00:00:00:00:01",
                "--network=b")),
        arguments(Key.PORTS, list("[::1]:80:8080/udp"), List.of("--publish=[::1]:80:8080/udp")),
        arguments(Key.DNS, list("1.1.1.1", "::1"), List.of("--dns=1.1.1.1", "--dns=::1")),
        arguments(Key.EXTRA_HOSTS, list("h:::1"), List.of("--add-host=h:::1")),
        arguments(Key.UTS, scalar("host"), List.of("--uts=host")),
        arguments(Key.CAP_ADD, list("A", "B"), List.of("--cap-add=A", "--cap-add=B")),
        arguments(Key.SYSCTLS, fields(Map.of("a.b", "1,2")), List.of("--sysctl=a.b=1,2")),
        arguments(Key.ULIMIT, list("core=-1:-1"), List.of("--ulimit=core=-1:-1")),
        arguments(Key.TMPFS, list("/t:size=1m,ro"), List.of("--tmpfs=/t:size=1m,ro")),
        arguments(Key.VOLUMES, list("/a:/b:ro,z"), List.of("--volume=/a:/b:ro,z")),
        arguments(Key.MEM_LIMIT, scalar("1000"), List.of("--memory=1000")),
        arguments(Key.MEMSWAP_LIMIT, scalar("-1"), List.of("--memory-swap=-1")),
        arguments(Key.ANNOTATIONS, fields(Map.of("a", "b,c")), List.of("--annotation=a=b,c")),
        arguments(Key.LABELS, fields(Map.of("a", "b,c")), List.of("--label=a=b,c")),
        arguments(Key.LOG_TAG, scalar("t"), List.of("--log-opt=tag=t")),
        arguments(Key.STOP_GRACE_PERIOD, scalar("1.2s"), List.of("--stop-timeout=2")),
        arguments(Key.ENV_FILE, list("/a", "/b"), List.of("--env-file=/a", "--env-file=/b")),
        arguments(
            Key.HEALTHCHECK,
            mapping(Map.of("test", list("CMD", "curl", "it's $x"))),
            List.of("--health-cmd='curl' 'it'\\''s $x'")),
        arguments(
            Key.HEALTHCHECK,
            mapping(Map.of("test", list("CMD-SHELL", "a || b"), "start_interval", scalar("0.5s"))),
            List.of("--health-cmd=a || b", "--health-start-interval=0.5s")),
        arguments(Key.HEALTHCHECK, fields(Map.of("disable", "true")), List.of("--no-healthcheck")));
  }

  @ParameterizedTest
  @MethodSource("options")
  void writesAKey(Key key, Value value, List<String> expected) {
    List<String> argv = run(Map.of(key, value), Mode.AWAITED_TASK).argv();
    assertThat(argv).containsSubsequence(expected);
    assertThat(argv.indexOf("0123abcd")).isGreaterThan(argv.indexOf(expected.getLast()));
  }

  @Test
  void tunesTheCheckOfTheImage() {
    assertThat(
            run(Map.of(Key.HEALTHCHECK, fields(Map.of("retries", "4"))), Mode.AWAITED_TASK).argv())
        .contains("--health-retries=4")
        .noneMatch(word -> word.startsWith("--health-cmd") || word.startsWith("--health-int"));
    assertThat(run(Map.of(Key.CHECK_INTERVAL, scalar("10s")), Mode.AWAITED_TASK).argv())
        .anyMatch(word -> word.startsWith("--health-interval=1"));
  }

  @Test
  void leavesOutWhatItDoesAnyway() {
    assertThat(
            run(
                    Map.of(
                        Key.CPUSET_CPUS, scalar("all"),
                        Key.MEM_LIMIT, scalar("-1"),
                        Key.PID, scalar("private"),
                        Key.UTS, scalar("private")),
                    Mode.AWAITED_TASK)
                .argv())
        .containsExactly(
            "docker",
            "run",
            "--name=web",
            "--pull=never",
            "--stop-timeout=10",
            "--label=managed_by=berth",
            "0123abcd");
  }

  @Test
  void putsTheRestOfTheEntryPointBeforeTheCommand() {
    Map<Key, Value> values = Map.of(Key.ENTRYPOINT, list("/a", "b c"), Key.COMMAND, list("d"));
    assertThat(run(values, Mode.AWAITED_TASK).argv())
        .endsWith("--entrypoint=/a", "0123abcd", "b c", "d");
    assertThat(run(Map.of(Key.ENTRYPOINT, list("")), Mode.AWAITED_TASK).argv())
        .endsWith("--entrypoint=", "0123abcd");
  }

  @Test
  void givesEveryVolumeAName() {
    Invocation run =
        DOCKER
            .commandLine()
            .run(
                request(
                    spec(Map.of(Key.VOLUMES, list("data:/b", "/anonymous"))),
                    Mode.AWAITED_TASK,
                    "/image"));
    assertThat(run.volumes())
        .containsExactly(
            "data",
            RunVolumes.nameOf(spec(Map.of()), ContainerPath.of("/anonymous")),
            RunVolumes.nameOf(spec(Map.of()), ContainerPath.of("/image")));
  }

  @Test
  void keepsValuesOfVariablesOutOfTheCommand() {
    Invocation run =
        run(
            Map.of(
                Key.ENVIRONMENT,
                fields(Map.of("PASSWORD", "s3cret\nline", "DOCKER_HOST", "s3cret"))),
            Mode.AWAITED_TASK);
    assertThat(run.argv())
        .contains("--env=PASSWORD", "--env-file=/var/lib/berth/web.env")
        .noneMatch(word -> word.contains("s3cret"));
    assertThat(run.inherited()).containsExactly(Map.entry("PASSWORD", "s3cret\nline"));
    assertThat(run.fileText()).isEqualTo("DOCKER_HOST=s3cret\n");
  }

  @Test
  void runsACommandInAContainer() {
    ContainerSpec spec =
        spec(
            Map.of(
                Key.ACTION, scalar("exec"),
                Key.COMMAND, list("db", "psql", "-c", "x y"),
                Key.USER, scalar("root"),
                Key.ENVIRONMENT, list("A=1", "HOME=/h")));
    assertThat(DOCKER.commandLine().exec(spec, Path.of("/e")).argv())
        .containsExactly(
            "docker", "exec", "--user=root", "--env-file=/e", "--env=A", "db", "psql", "-c", "x y");
  }

  private static Invocation run(Map<Key, Value> values, Mode mode) {
    return DOCKER.commandLine().run(request(spec(values), mode));
  }
}
