package dev.berth.engine.podman;

import static dev.berth.engine.Specs.fields;
import static dev.berth.engine.Specs.list;
import static dev.berth.engine.Specs.request;
import static dev.berth.engine.Specs.scalar;
import static dev.berth.engine.Specs.spec;
import static dev.berth.engine.Specs.unitRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.berth.engine.Engine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunImage;
import dev.berth.engine.RunRequest;
import dev.berth.engine.RunRequest.Mode;
import dev.berth.engine.RunVolumes;
import dev.berth.engine.UnitCommands;
import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PodmanRunTest {
  private static final Engine PODMAN =
      Podman.of(new RecordedRunner(line -> RecordedRunner.answer("")), "podman", "/usr/bin/podman");

  @Test
  void runsAService() {
    assertThat(run(Map.of(Key.COMMAND, list("sleep", "-1")), Mode.SERVICE).argv())
        .containsExactly(
            "/usr/bin/podman",
            "run",
            "--name=web",
            "--rm",
            "--detach",
            "--cgroups=split",
            "--sdnotify=conmon",
            "--pull=never",
            "--stop-timeout=10",
            "--log-driver=journald",
            "--label=managed_by=berth",
            "0123abcd",
            "sleep",
            "-1");
  }

  /**
   * The namespaces are those of the pod's own container, in a pod that Podman itself gives none.
   */
  @Test
  void aPodsContainersAreInIt() {
    ContainerSpec member = spec(Map.of(Key.POD, scalar("shop"), Key.NET, scalar("container:x")));
    assertThat(PODMAN.commandLine().run(request(member, Mode.SERVICE)).argv())
        .containsSubsequence("--network=container:x", "--pod=shop", "--uts=container:shop-pod");
    ContainerSpec own =
        new ContainerSpec(
            ContainerSpec.podsOwn("shop"), member.at(), member.values(), member.contents());
    assertThat(PODMAN.commandLine().run(request(own, Mode.SERVICE)).argv())
        .contains("--pod=shop")
        .doesNotContain("--uts=container:shop-pod");
  }

  @Test
  void whatSystemdTakesForNoTextGoesByTheEnginesFile() {
    for (String odd : List.of("\uffff", "a\ufffe", "\ufdd0", "\ufdef", "\ud83f\udfff")) {
      Invocation invocation =
          run(Map.of(Key.ENVIRONMENT, fields(Map.of("A", "1", "ODD", odd))), Mode.SERVICE);
      assertThat(invocation.inherited()).containsOnlyKeys("A");
      assertThat(invocation.fileText()).isEqualTo("ODD=" + odd + "\n");
      assertThat(invocation.argv())
          .contains("--env=A", "--env-file=/var/lib/berth/web.env")
          .doesNotContain("--env=ODD");
    }
  }

  @Test
  void whatIsToBeUpdatedRunsItsImageByName() {
    for (String policy : List.of("registry", "image", "local")) {
      assertThat(
              run(
                      Map.of(Key.LABELS, fields(Map.of("io.containers.autoupdate", policy))),
                      Mode.SERVICE)
                  .argv())
          .contains("--label=io.containers.autoupdate=" + policy)
          .endsWith("busybox");
    }
    assertThat(
            run(
                    Map.of(Key.LABELS, fields(Map.of("io.containers.autoupdate", "disabled"))),
                    Mode.SERVICE)
                .argv())
        .endsWith("0123abcd");
  }

  @Test
  void isRunByAUnitThatItNotifies() {
    List<String> argv = run(Map.of(), Mode.SERVICE).argv();
    assertThat(argv).as("others may have the name by then").doesNotContain("--replace");
    UnitCommands unit = PODMAN.commandLine().unitCommands(unitRequest("web", argv, "drain"));
    List<String> script = List.of("/bin/sh", "/etc/berth/unit");
    String image = "ab".repeat(32);
    assertThat(unit.type()).isEqualTo("notify");
    assertThat(unit.before()).isEmpty();
    assertThat(unit.start())
        .startsWith(script.toArray(String[]::new))
        .containsSubsequence("start", "web", "^web$", image + " ")
        .endsWith(argv.toArray(String[]::new));
    assertThat(unit.beforeStop())
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .endsWith("exec", "web", "/usr/bin/podman", "exec", "web", "drain");
    assertThat(unit.stop())
        .endsWith("stop", "web", "/usr/bin/podman", "stop", "--ignore", "--time=2");
    assertThat(unit.afterStop()).endsWith("remove", "web", "^web$", image + " ", "/usr/bin/podman");
    assertThat(unit.reload()).endsWith("kill", "web", "/usr/bin/podman", "kill", "--signal=USR1");
    assertThat(PODMAN.commandLine().unitCommands(unitRequest("a.b", argv)).start())
        .contains("^a[.]b$");
  }

  @Test
  void restartsNothingItself() {
    assertThatThrownBy(() -> run(Map.of(), Mode.ENGINE_SERVICE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsTasksAndForAPerson() {
    assertThat(run(Map.of(), Mode.AWAITED_TASK).argv())
        .startsWith("podman", "run", "--name=web", "--replace", "--pull=never")
        .doesNotContain("--rm", "--detach");
    assertThat(run(Map.of(), Mode.DETACHED_TASK).argv())
        .startsWith("podman", "run", "--name=web", "--replace", "--detach");
    assertThat(run(Map.of(Key.REMOVE, scalar("true")), Mode.AWAITED_TASK).argv()).contains("--rm");
    assertThat(run(Map.of(), Mode.FOREGROUND).argv())
        .startsWith("podman", "run", "--name=web", "--rm")
        .doesNotContain("--replace");
  }

  static Stream<Arguments> options() {
    return Stream.of(
        arguments(Key.WORKING_DIR, scalar("/x y"), List.of("--workdir=/x y")),
        arguments(Key.HOSTNAME, scalar("h"), List.of("--hostname=h")),
        arguments(Key.STOP_SIGNAL, scalar("INT"), List.of("--stop-signal=INT")),
        arguments(Key.INIT, scalar("true"), List.of("--init=true")),
        arguments(Key.TTY, scalar("false"), List.of("--tty=false")),
        arguments(Key.NET, scalar("host"), List.of("--network=host")),
        arguments(Key.NETWORKS, list("a", "b"), List.of("--network=a", "--network=b")),
        arguments(
            Key.NETWORKS,
            list("a:alias=x,alias=y,ip=1.2.3.4", "b"),
            List.of("--network=a:alias=x,alias=y,ip=1.2.3.4", "--network=b")),
        arguments(Key.PORTS, list("80:8080/udp"), List.of("--publish=80:8080/udp")),
        arguments(Key.EXPOSE, list("90"), List.of("--expose=90")),
        arguments(Key.DNS_OPT, list("ndots:1"), List.of("--dns-option=ndots:1")),
        arguments(Key.EXTRA_HOSTS, list("h:::1"), List.of("--add-host=h:::1")),
        arguments(Key.PRIVILEGED, scalar("true"), List.of("--privileged=true")),
        arguments(Key.CAP_ADD, list("A", "B"), List.of("--cap-add=A", "--cap-add=B")),
        arguments(Key.SYSCTLS, fields(Map.of("a.b", "1,2")), List.of("--sysctl=\"a.b=1,2\"")),
        arguments(Key.SECURITY_OPT, list("label=a,b"), List.of("--security-opt=label=a,b")),
        arguments(Key.ULIMIT, fields(Map.of("core", "-1")), List.of("--ulimit=core=-1")),
        arguments(Key.TMPFS, list("/t:size=1m,ro"), List.of("--tmpfs=/t:size=1m,ro")),
        arguments(Key.DEVICES, list("/dev/a:/dev/b:rw"), List.of("--device=/dev/a:/dev/b:rw")),
        arguments(Key.VOLUMES, list("/a:/b:ro,z"), List.of("--volume=/a:/b:ro,z")),
        arguments(Key.VOLUMES_FROM, list("x:ro"), List.of("--volumes-from=x:ro")),
        arguments(Key.CPUSET_CPUS, scalar("0-1"), List.of("--cpuset-cpus=0-1")),
        arguments(Key.MEM_LIMIT, scalar("1000"), List.of("--memory=1000")),
        arguments(Key.MEMSWAP_LIMIT, scalar("-1"), List.of("--memory-swap=-1")),
        arguments(Key.PIDS_LIMIT, scalar("-1"), List.of("--pids-limit=-1")),
        arguments(Key.ANNOTATIONS, fields(Map.of("a", "b,c")), List.of("--annotation=a=b,c")),
        arguments(Key.LABELS, fields(Map.of("a", "b,c")), List.of("--label=a=b,c")),
        arguments(Key.LOG_TAG, scalar("t"), List.of("--log-opt=tag=t")),
        arguments(Key.LOG_DRIVER, scalar("none"), List.of("--log-driver=none")),
        arguments(Key.SECRETS, list("s"), List.of("--secret=s")),
        arguments(Key.SECRETS, list("s,target=t"), List.of("--secret=s,target=t")),
        arguments(Key.STOP_GRACE_PERIOD, scalar("10.0"), List.of("--stop-timeout=10")),
        arguments(Key.STOP_GRACE_PERIOD, scalar("1.2s"), List.of("--stop-timeout=2")),
        arguments(Key.ENTRYPOINT, list("a b"), List.of("--entrypoint=a b")),
        arguments(
            Key.ENTRYPOINT, list("a", "b \"c\""), List.of("--entrypoint=[\"a\",\"b \\\"c\\\"\"]")),
        arguments(Key.ENTRYPOINT, list(), List.of("--entrypoint=[]")),
        arguments(Key.ENV_FILE, list("/a", "/b"), List.of("--env-file=/a", "--env-file=/b")));
  }

  @ParameterizedTest
  @MethodSource("options")
  void writesAKey(Key key, Value value, List<String> expected) {
    List<String> argv = run(Map.of(key, value), Mode.SERVICE).argv();
    assertThat(argv).containsSubsequence(expected);
    assertThat(argv.indexOf("0123abcd")).isGreaterThan(argv.indexOf(expected.getLast()));
  }

  @Test
  void leavesOutWhatSetsNoLimit() {
    assertThat(
            run(Map.of(Key.CPUSET_CPUS, scalar("all"), Key.MEM_LIMIT, scalar("-1")), Mode.SERVICE)
                .argv())
        .noneMatch(word -> word.startsWith("--cpuset") || word.startsWith("--memory"));
  }

  @ParameterizedTest
  @CsvSource({
    "SERVICE,json-file,--log-driver=journald",
    "SERVICE,k8s-file,--log-driver=journald",
    "SERVICE,local,--log-driver=journald",
    "SERVICE,journald,--log-driver=journald",
    "SERVICE,none,--log-driver=none",
    "SERVICE,passthrough,--log-driver=passthrough",
    "DETACHED_TASK,json-file,--log-driver=json-file"
  })
  void whatWouldGoWithTheContainerGoesToTheJournal(Mode mode, String driver, String argument) {
    Map<Key, Value> keys = new HashMap<>();
    keys.put(Key.LOG_DRIVER, scalar(driver));
    if (mode == Mode.SERVICE) {
      keys.put(Key.RESTART, scalar("always"));
    }
    keys.put(Key.LOG_OPTS, fields(Map.of("max-size", "1m", "tag", "x")));
    assertThat(PODMAN.commandLine().run(request(spec(keys), mode)).argv())
        .contains(argument, "--log-opt=tag=x")
        .satisfies(
            argv ->
                assertThat(argv.contains("--log-opt=max-size=1m"))
                    .isEqualTo(!argument.endsWith("journald") || driver.equals("journald")));
  }

  @Test
  void logsToAFileWhereADirectoryIsGiven() {
    RunRequest request =
        new RunRequest(
            spec(Map.of()),
            Mode.SERVICE,
            new RunImage("i"),
            new TreeMap<>(),
            Path.of("/e"),
            Optional.of(Path.of("/var/log/containers")),
            true,
            false);
    assertThat(PODMAN.commandLine().run(request).argv())
        .containsSubsequence("--log-driver=k8s-file", "--log-opt=path=/var/log/containers/web.log");
  }

  @Test
  void takesBackThatAnImageWishesToBeUpdated() {
    Map<String, String> image = Map.of("io.containers.autoupdate", "registry", "other", "x");

    assertThat(labels(image, Map.of()))
        .containsExactly("--label=io.containers.autoupdate=disabled");
    assertThat(labels(Map.of("other", "x"), Map.of())).isEmpty();
    assertThat(
            labels(image, Map.of(Key.LABELS, fields(Map.of("io.containers.autoupdate", "local")))))
        .containsExactly("--label=io.containers.autoupdate=local");
  }

  private static List<String> labels(Map<String, String> image, Map<Key, Value> keys) {
    RunRequest request =
        new RunRequest(
            spec(keys),
            Mode.SERVICE,
            new RunImage("i", List.of(), image),
            new TreeMap<>(),
            Path.of("/e"),
            Optional.empty(),
            true,
            false);
    return PODMAN.commandLine().run(request).argv().stream()
        .filter(word -> word.startsWith("--label="))
        .toList();
  }

  @Test
  void givesEveryVolumeAName() {
    Invocation run =
        PODMAN
            .commandLine()
            .run(
                request(
                    spec(
                        Map.of(
                            Key.VOLUMES,
                            list("/srv:/a", "data:/b:z", "/anonymous/", "shared:/own/"),
                            Key.TMPFS,
                            list("/t/:size=1m"))),
                    Mode.SERVICE,
                    "/own",
                    "/t",
                    "/image/",
                    "/a/"));
    String anonymous = RunVolumes.nameOf(spec(Map.of()), ContainerPath.of("/anonymous"));
    String image = RunVolumes.nameOf(spec(Map.of()), ContainerPath.of("/image"));
    assertThat(image).matches("web-[0-9a-f]{12}");
    assertThat(run.argv())
        .containsSubsequence(
            "--volume=/srv:/a",
            "--volume=data:/b:z",
            "--volume=" + anonymous + ":/anonymous/",
            "--volume=shared:/own/",
            "--volume=" + image + ":/image")
        .filteredOn(word -> word.startsWith("--volume"))
        .hasSize(5);
    assertThat(run.volumes()).containsExactly("data", anonymous, "shared", image);
  }

  @Test
  void keepsValuesOfVariablesOutOfTheCommand() {
    Invocation run =
        run(
            Map.of(
                Key.ENVIRONMENT,
                fields(
                    Map.of(
                        "PASSWORD", "s3cret\nline",
                        "PATH", "/s3cret",
                        "discovery.type", "s3cret",
                        "https_proxy", "s3cret"))),
            Mode.SERVICE);
    assertThat(run.argv())
        .contains("--env=PASSWORD", "--env-file=/var/lib/berth/web.env")
        .noneMatch(word -> word.contains("s3cret"));
    assertThat(run.inherited()).containsExactly(Map.entry("PASSWORD", "s3cret\nline"));
    assertThat(run.fileText())
        .isEqualTo("PATH=/s3cret\ndiscovery.type=s3cret\nhttps_proxy=s3cret\n");
  }

  @Test
  void runsACommandInAContainer() {
    ContainerSpec spec =
        spec(
            Map.of(
                Key.ACTION, scalar("exec"),
                Key.COMMAND, list("db", "psql", "-c", "x y"),
                Key.USER, scalar("root"),
                Key.PRIVILEGED, scalar("true"),
                Key.WORKING_DIR, scalar("/w"),
                Key.ENVIRONMENT, list("A=1", "HOME=/h")));
    assertThat(PODMAN.commandLine().exec(spec, Path.of("/e")).argv())
        .containsExactly(
            "podman",
            "exec",
            "--user=root",
            "--privileged",
            "--workdir=/w",
            "--env-file=/e",
            "--env=A",
            "db",
            "psql",
            "-c",
            "x y");
  }

  private static Invocation run(Map<Key, Value> values, Mode mode) {
    return PODMAN.commandLine().run(request(spec(values), mode));
  }
}
