package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Labels are copied and forged; only what this host made is touched. On both engines. */
@ClassTemplate
class OwnershipIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String IMAGE = "localhost/berth-test/busybox:1";
  private static final String SHOP =
      """
      web: {image: "%1$s", restart: always, net: none, volumes: ["shop-data:/data"]}
      once: {image: "%1$s", command: [sh, -c, "echo one"], net: none}
      """
          .formatted(IMAGE);

  private static final List<String> RUN = List.of(IMAGE, "sleep", "1000");

  @AfterEach
  void clear() {
    host.berth("cleanup", "--yes");
    host.engine("ps", "--all", "--format", "{{.Names}}")
        .lines()
        .forEach(name -> host.tryEngine("rm", "--force", name));
  }

  private static void shop() {
    host.apply(SHOP, "--config-id", "shop");
  }

  private static String plan() {
    return host.berth(0, "plan", "--file", "/root/set.yaml", "--config-id", "shop").stdout();
  }

  private static void run(String name, String image, String... options) {
    engine(
        List.of("run", "--detach", "--name", name, "--network", "none"),
        options,
        List.of(image, "sleep", "1000"));
  }

  private static void engine(List<String> before, String[] options, List<String> after) {
    host.engine(
        Stream.of(before, List.of(options), after).flatMap(List::stream).toArray(String[]::new));
  }

  /** The labels of a container as options, but for these. */
  private static String[] labels(String container, List<String> without) {
    List<String> options = new ArrayList<>();
    for (String label :
        List.of(
            "managed_by",
            "config_id",
            "container_name",
            "dev.berth.digest",
            "dev.berth.ownership")) {
      if (!without.contains(label)) {
        options.add(
            "--label="
                + label
                + "="
                + host.inspect(container, "{{index .Config.Labels \"" + label + "\"}}"));
      }
    }
    return options.toArray(String[]::new);
  }

  @Test
  void copiesOfAContainerAreStrangers() {
    shop();
    Map<String, String> pids = host.pids();
    host.engine("commit", "web", "localhost/copy-of-web:1");
    host.engine("commit", "once", "localhost/copy-of-once:1");
    run("web-copy", "localhost/copy-of-web:1");
    run("once-copy", "localhost/copy-of-once:1");
    run("labelled", IMAGE, labels("web", List.of()));
    run("forged", IMAGE, "--label=managed_by=berth", "--label=config_id=shop");

    CommandResult applied =
        host.berth(0, "apply", "--file", "/root/set.yaml", "--config-id", "shop");
    assertThat(host.pids()).containsAllEntriesOf(pids);
    assertThat(host.pids()).containsKeys("web-copy", "once-copy", "labelled", "forged");
    assertThat(applied.stderr())
        .contains("web-copy: warning: this container has Berth's labels, and nothing proves");

    assertThat(host.berth(0, "list", "-f", "value", "-c", "container").stdout().lines())
        .containsExactlyInAnyOrder("web", "once");
    assertThat(
            host.berth(0, "list", "--all", "-f", "csv", "-c", "container", "-c", "managed_by")
                .stdout()
                .lines())
        .contains(
            "\"web-copy\",\"nobody (labels say berth)\"",
            "\"forged\",\"nobody (labels say berth)\"",
            "\"web\",\"berth\"");

    host.berth(0, "delete", "shop", "--dry-run");
    host.berth(0, "delete", "shop");
    assertThat(host.hasContainer("web")).isFalse();
    assertThat(host.hasContainer("once")).isFalse();
    host.berth(0, "cleanup", "--yes");
    assertThat(host.pids()).containsKeys("web-copy", "once-copy", "labelled", "forged");
  }

  @Test
  void labelsOfPaunchThatAnImageBroughtAlongAreNobodys() {
    String image =
        HostileImage.build(
            host,
            "paunchs",
            "LABEL managed_by=paunch config_id=tripleo_step1 container_name=three"
                + " dev.berth.trial=0000000000000000");
    run("stray", image);
    run("berth-trial-00000000000000000000000000000000", image);
    host.get("ln", "-sf", "/opt/berth/berth", "/root/paunch");
    host.write(
        "/root/three.yaml",
        "three: {image: \"%s\", restart: always, net: none, environment: {A: b}}".formatted(IMAGE));
    String[] apply = {"--adopt", "--file", "/root/three.yaml", "--config-id", "tripleo_step1"};
    String stays = "this container has the labels of 'paunch' from its image: it stays";

    CommandResult applied = host.berth(0, arguments("apply", apply));
    assertThat(host.pids()).containsKeys("three", "stray");
    assertThat(applied.stderr()).contains("stray: warning: " + stays);
    host.write("/root/three.yaml", host.read("/root/three.yaml").replace("A: b", "A: c"));
    host.berth(0, arguments("apply", apply));
    assertThat(
            host.berth(0, "list", "--all", "-f", "csv", "-c", "container", "-c", "managed_by")
                .stdout())
        .contains("\"stray\",\"nobody (labels say paunch)\"");
    assertThat(host.get("/root/paunch", "list", "-f", "value", "-c", "container")).isBlank();
    for (String[] words : new String[][] {{"delete", "tripleo_step1"}, {"cleanup"}}) {
      List<String> argv = new ArrayList<>(List.of("/root/paunch"));
      argv.addAll(List.of(words));
      CommandResult removed = host.run(argv.toArray(String[]::new));
      assertThat(removed.exitCode()).as(removed.stderr()).isZero();
      assertThat(removed.stderr()).contains("stray: warning: " + stays);
    }
    assertThat(host.berth(2, "delete", "tripleo_step1", "--managed-by", "paunch").stderr())
        .contains("Berth manages no configuration 'tripleo_step1' here");
    host.berth(0, "delete", "tripleo_step1");
    assertThat(host.pids())
        .containsOnlyKeys("stray", "berth-trial-00000000000000000000000000000000");

    run("three", image);
    assertThat(host.berth(2, arguments("apply", apply)).stderr())
        .contains(
            "three.yaml:1:1: error: the name 'three' is taken by a container whose image has the"
                + " labels of 'paunch', which did not make it");
    assertThat(host.pids()).containsKey("three");
  }

  @Test
  @Tag("long")
  void whatIsOnlyForgedIsNoKnownConfiguration() {
    shop();
    run("forged", IMAGE, "--label=managed_by=berth", "--label=config_id=phantom");
    host.engine(
        "volume", "create", "--label=managed_by=berth", "--label=config_id=ghost", "forged-volume");

    assertThat(host.berth(2, "delete", "phantom").stderr())
        .contains(
            "Berth manages no configuration 'phantom' here; 'forged' has its label, and nothing"
                + " proves whose that is");
    assertThat(host.berth(2, "delete", "ghost").stderr())
        .contains("Berth manages no configuration 'ghost' here");
    assertThat(host.berth(2, "delete", "ghost", "--volumes", "--yes").stderr())
        .contains("Berth manages no configuration 'ghost' here");
    assertThat(host.pids()).containsKeys("web", "forged");
    host.berth(0, "delete", "shop");
    assertThat(host.berth(0, "delete", "shop", "--volumes", "--yes").stderr())
        .as("its volume is left, and proven")
        .contains("shop-data");
    assertThat(host.engine("volume", "ls", "--quiet")).contains("forged-volume");
    host.engine("volume", "rm", "forged-volume");
  }

  @Test
  @Tag("long")
  void cleanupAndVolumesAreAskedForOnATerminal() {
    shop();
    Map<String, String> pids = host.pids();
    for (String command : List.of("cleanup", "delete shop --volumes")) {
      assertThat(host.berth(2, command.split(" ")).stderr())
          .contains("this needs --yes where nobody can be asked; nothing has changed");
      assertThat(onTerminal(2, command, command.equals("cleanup") ? "n" : ""))
          .contains("remove", "web", "Do this? [y/N]", "nothing has changed");
      assertThat(host.pids()).isEqualTo(pids);
    }
    assertThat(onTerminal(0, "cleanup shop", "")).doesNotContain("Do this?");
    assertThat(onTerminal(2, "cleanup \\\"\\\"", "y")).contains("a configuration id is empty");
    assertThat(host.pids()).isEqualTo(pids);

    assertThat(onTerminal(0, "delete shop --volumes", "y")).contains("Do this? [y/N]");
    assertThat(host.hasContainer("web")).isFalse();
    assertThat(host.engine("volume", "ls", "--quiet")).doesNotContain("shop-data");
    shop();
    assertThat(onTerminal(0, "cleanup --yes", "")).doesNotContain("Do this?");
    assertThat(host.hasContainer("web")).isFalse();
    assertThat(host.engine("volume", "ls", "--quiet")).contains("shop-data");
  }

  /** What is seen on a terminal where this is run and answered. */
  private static String onTerminal(int status, String command, String answer) {
    host.write("/root/answer", answer + "\n");
    CommandResult result =
        host.run(
            "sh", "-c", "script -qec \"/opt/berth/berth " + command + "\" /dev/null </root/answer");
    assertThat(result.exitCode()).as(result.stdout()).isEqualTo(status);
    return result.stdout();
  }

  private static String[] arguments(String command, String... options) {
    return Stream.concat(Stream.of(command), Stream.of(options)).toArray(String[]::new);
  }

  @Test
  void aCopyUnderTheSameNameIsAStrangerToo() {
    shop();
    host.engine("commit", "once", "localhost/copy-of-once:1");
    host.engine("rm", "once");
    run("once", "localhost/copy-of-once:1");

    CommandResult refused =
        host.berth(2, "apply", "--file", "/root/set.yaml", "--config-id", "shop");
    assertThat(refused.stderr())
        .contains("the name 'once' is taken by a container that has Berth's labels");
    host.berth(0, "delete", "shop");
    assertThat(host.hasContainer("web")).isFalse();
    assertThat(host.hasContainer("once")).isTrue();
  }

  @Test
  void aStrangerThatTookTheNameOfAServiceAtRestOutlivesTheDelete() {
    if (host.isDocker()) {
      return; // Its container stays when it stops, so that nobody can take the name.
    }
    shop();
    host.get("systemctl", "stop", "berth-web.service");
    run("web", IMAGE, "--label=managed_by=berth", "--label=config_id=shop");

    host.berth(0, "delete", "shop");

    assertThat(host.exists("/etc/systemd/system/berth-web.service")).isFalse();
    assertThat(host.pids()).containsKey("web");
  }

  private static String status(String name) {
    return host.berth(0, "list", "-f", "csv", "-c", "container", "-c", "status")
        .stdout()
        .lines()
        .filter(line -> line.startsWith("\"" + name + "\""))
        .findFirst()
        .orElse("");
  }

  @Test
  void whoHasTakenTheNameOfAServiceOutlivesItsStart() {
    if (host.isDocker()) {
      return; // It looks after its containers itself here; see DockerUnitIT.
    }
    shop();
    host.engine("commit", "web", "localhost/copy-of-web:1");
    String web = host.inspect("web", "{{.Id}}");
    host.engine("rename", "web", "web-x");
    run("web", "localhost/copy-of-web:1");
    String pid = host.pids().get("web");

    assertThat(host.run("systemctl", "restart", "berth-web.service").exitCode()).isNotZero();

    assertThat(host.pids()).containsEntry("web", pid).doesNotContainKey("web-x");
    assertThat(host.engine("ps", "--all", "--quiet", "--no-trunc")).doesNotContain(web);
    String id = host.inspect("web", "{{.Id}}");
    TestHost.until(
        "the journal tells who has the name",
        () ->
            host.get("journalctl", "-u", "berth-web", "--output=cat")
                .contains("Error: the name 'web' is taken by another container, " + id));
    assertThat(status("web")).contains("not there, another container has its name");
    assertThat(host.berth(2, "plan", "--file", "/root/set.yaml", "--config-id", "shop").stderr())
        .contains("the name 'web' is taken by a container that has Berth's labels");

    host.engine("rename", "web", "stranger");
    TestHost.until("the service is up by itself", () -> host.pids().containsKey("web"));
    assertThat(host.pids()).containsEntry("stranger", pid);
    assertThat(plan()).contains("Nothing to do");
  }

  /** As after a power failure, where Podman does not remove it: with and without word of its id. */
  @Test
  void whatIsLeftOfAServiceIsMadeAnewAtItsStart() {
    if (host.isDocker()) {
      return; // See DockerUnitIT.
    }
    host.apply(SHOP.replace("always", "\"no\""), "--config-id", "shop");
    String create =
        host.inspect("web", "{{range .Config.CreateCommand}}{{println .}}{{end}}")
            .lines()
            .filter(word -> !word.matches("run|--detach|--cidfile=.*|--sdnotify=.*|--cgroups=.*"))
            .collect(java.util.stream.Collectors.joining(" "))
            .replaceFirst("^\\S+", "podman create");
    for (boolean isKnown : List.of(true, false)) {
      host.get("systemctl", "stop", "berth-web.service");
      assertThat(host.hasContainer("web")).isFalse();
      host.get("sh", "-c", create);
      String left = host.inspect("web", "{{.Id}}");
      if (isKnown) {
        host.get("sh", "-c", "podman inspect web -f {{.Id}} >/var/lib/berth/containers/web");
      }
      host.get("systemctl", "start", "berth-web.service");
      assertThat(host.pids()).containsKey("web");
      assertThat(host.inspect("web", "{{.Id}}")).isNotEqualTo(left);
    }
    host.get("systemctl", "kill", "--kill-whom=main", "--signal=KILL", "berth-web.service");
    TestHost.until("its monitor's end ends it", () -> !host.hasContainer("web"));
  }

  @Test
  void whatAnEarlierVersionMadeIsKnownAndSealedAtItsNextReplacement() {
    shop();
    String[] options = labels("once", List.of("dev.berth.ownership"));
    String image = host.inspect("once", "{{.Image}}");
    host.engine("rm", "once");
    engine(
        List.of("run", "--name", "once", "--network", "none"),
        options,
        List.of(image, "sh", "-c", "echo one"));
    if (!host.isDocker()) {
      String unit = "/etc/systemd/system/berth-web.service";
      host.write(
          unit, host.read(unit).replaceAll(" --label=dev\\.berth\\.ownership=[0-9a-f]+", ""));
      host.get("systemctl", "daemon-reload");
      host.get("systemctl", "restart", "berth-web.service");
      // That version would have written its record after the start, and nobody the unit since.
      host.get("touch", "/var/lib/berth/applied/web.json");
      assertThat(host.inspect("web", "{{index .Config.Labels \"dev.berth.ownership\"}}")).isEmpty();
    }
    Map<String, String> pids = host.pids();

    host.apply(SHOP, "--config-id", "shop");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(plan()).contains("Nothing to do");

    host.apply(SHOP.replace("net: none", "net: none, environment: {A: b}"), "--config-id", "shop");
    for (String name : List.of("web", "once")) {
      assertThat(host.inspect(name, "{{index .Config.Labels \"dev.berth.ownership\"}}"))
          .matches("[0-9a-f]{32}");
    }
  }

  @Test
  void aLostKeyIsToldAndReplacedOnDemandWithoutARestart() {
    shop();
    Map<String, String> pids = host.pids();
    host.get("rm", "/etc/berth/digest.key");

    CommandResult refused =
        host.berth(2, "apply", "--file", "/root/set.yaml", "--config-id", "shop");
    assertThat(refused.stderr()).contains("/etc/berth/digest.key: error: the key", "--rekey");
    host.berth(0, "apply", "--file", "/root/set.yaml", "--config-id", "shop", "--rekey");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(plan()).contains("Nothing to do");

    assertThat(host.berth(0, "delete", "shop", "--volumes", "--yes").stderr())
        .contains(
            "the volume 'shop-data' has the labels of this configuration, but nothing proves");
    assertThat(host.hasContainer("web")).isFalse();
    assertThat(host.hasContainer("once")).isFalse();
    assertThat(host.engine("volume", "ls", "--quiet")).contains("shop-data");
    host.engine("volume", "rm", "shop-data");
  }

  @Test
  void aVolumeThatSomebodyElseNeedsIsKept() {
    shop();
    host.write(
        "/root/bank.yaml",
        """
        ledger: {image: "%1$s", restart: always, net: none, volumes: ["shop-data:/d", "mine:/m"]}
        """
            .formatted(IMAGE));
    engine(
        List.of("volume", "create"),
        new String[] {
          "--label=managed_by=berth", "--label=config_id=bank", "--label=container_name=ledger"
        },
        List.of("mine"));
    host.berth(0, "apply", "--file", "/root/bank.yaml");
    if (host.isDocker()) {
      host.engine("rm", "--force", "ledger");
    } else {
      host.get("systemctl", "stop", "berth-ledger.service");
    }
    host.engine("exec", "web", "sh", "-c", "echo precious >/data/file");

    assertThat(host.berth(0, "delete", "shop", "--volumes", "--dry-run").stderr())
        .contains("the volume 'shop-data' is used by", "ledger", "it stays");
    host.berth(0, "delete", "shop", "--volumes", "--yes");
    host.berth(0, "apply", "--file", "/root/bank.yaml");
    assertThat(host.engine("exec", "ledger", "cat", "/d/file")).isEqualTo("precious");

    assertThat(host.berth(0, "delete", "bank", "--volumes", "--yes").stderr())
        .contains("the volume 'mine' has the labels of this configuration, but nothing proves");
    assertThat(host.engine("volume", "ls", "--quiet")).contains("mine");
    host.engine("volume", "rm", "mine");
    String path = host.engine("volume", "inspect", "--format", "{{.Mountpoint}}", "shop-data");
    run("by-path", IMAGE, "--volume=" + path + ":/d");
    host.engine("stop", "--time=0", "by-path");
    assertThat(host.berth(0, "delete", "shop", "--volumes", "--yes").stderr())
        .contains("the volume 'shop-data' is used by the container 'by-path'", "it stays");
    host.engine("rm", "by-path");

    otherNamesOfItsData(path);

    host.write(
        "/etc/systemd/system/backup.service",
        "[Service]\nExecStart=/usr/bin/" + host.cli() + " run --rm -v shop-data:/d i\n");
    host.get("systemctl", "daemon-reload");
    assertThat(host.berth(0, "delete", "shop", "--volumes", "--yes").stderr())
        .contains("the volume 'shop-data' is used by the unit backup.service", "it stays");
    host.get("rm", "/etc/systemd/system/backup.service");

    host.berth(0, "delete", "shop", "--volumes", "--yes");
    assertThat(host.engine("volume", "ls", "--quiet")).doesNotContain("shop-data");
  }

  /** A volume, a link, a mount and a directory that lead to the same files. */
  private static void otherNamesOfItsData(String path) {
    String volumes = path.substring(0, path.lastIndexOf("/shop-data/"));
    host.get("mkdir", "-p", path + "/sub", "/srv/bound", "/srv/low");
    host.get("ln", "-sfn", path, "/srv/link");
    host.get("mount", "--bind", path, "/srv/bound");
    alias("alias", path);
    alias("alias-sub", path + "/sub");
    alias("alias-link", "/srv/link");
    host.engine(
        "volume",
        "create",
        "--opt=type=overlay",
        "--opt=device=overlay",
        "--opt=o=lowerdir=/srv/low:" + path,
        "layers");
    run("u-alias", IMAGE, "--volume=alias:/d");
    run("u-alias-sub", IMAGE, "--volume=alias-sub:/d");
    run("u-alias-link", IMAGE, "--volume=alias-link:/d");
    engine(List.of("create", "--name", "u-layers", "--volume=layers:/d"), new String[0], RUN);
    run("u-bound", IMAGE, "--volume=/srv/bound:/d");
    run("u-all", IMAGE, "--volume=" + volumes + ":/d");
    run("looks-on", IMAGE, "--volume=/:/d:ro");

    for (String how : List.of("--dry-run", "--yes")) {
      assertThat(host.berth(0, "delete", "shop", "--volumes", how).stderr())
          .contains("the volume 'shop-data' is used by", "it stays")
          .contains("'u-alias'", "'u-alias-sub'", "'u-alias-link'", "'u-layers'")
          .contains("'u-bound'", "'u-all'")
          .doesNotContain("looks-on");
    }
    assertThat(host.get("ls", path)).contains("file", "sub");

    for (String user : List.of("alias", "alias-sub", "alias-link", "layers", "bound", "all")) {
      host.engine("rm", "--force", "u-" + user);
    }
    host.get("umount", "/srv/bound");
    host.engine("volume", "rm", "alias", "alias-sub", "alias-link", "layers");
  }

  private static void alias(String name, String device) {
    host.engine(
        "volume", "create", "--opt=type=none", "--opt=o=bind", "--opt=device=" + device, name);
  }

  @Test
  void aContainerMovesToAnotherConfigurationWithoutAStop() {
    shop();
    Map<String, String> pids = host.pids();
    host.write("/root/bank.yaml", SHOP);
    String[] apply = {"apply", "--file", "/root/bank.yaml"};
    assertThat(host.berth(2, apply).stderr()).contains("--config-id shop; else --take-over web");

    host.berth(0, "apply", "--file", "/root/bank.yaml", "--take-over", "web,once");
    if (!host.isDocker()) {
      assertThat(host.pids()).isEqualTo(pids);
    }
    assertThat(host.hasContainer("once"))
        .as("it has run, and its labels were the other's")
        .isFalse();
    assertThat(host.berth(0, "plan", "--file", "/root/bank.yaml").stdout())
        .contains("Nothing to do");
    if (!host.isDocker()) {
      // As a run leaves it that was killed before its record: the unit is the younger one.
      host.get("touch", "/etc/systemd/system/berth-web.service");
      host.get("systemctl", "daemon-reload");
      assertThat(host.berth(0, "plan", "--file", "/root/bank.yaml").stdout())
          .contains("Nothing to do");
    }
    pids = host.pids();
    host.write("/root/set.yaml", "other: {image: \"" + IMAGE + "\", net: none}\n");
    host.berth(0, "apply", "--file", "/root/set.yaml", "--config-id", "shop");
    assertThat(host.pids()).containsAllEntriesOf(pids);
    host.berth(0, "delete", "bank");
    assertThat(host.hasContainer("web")).isFalse();
  }
}
