package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.ProcessRunner;
import dev.berth.testhost.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of the packages, on one host that has no Java; each test goes on where the last ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PackageIT {
  @RegisterExtension static final TestHost host = TestHost.withoutJava();

  private static final String INSIDE = "/opt/berth/target/package/";
  private static final String EXAMPLE = "/opt/berth/examples/quickstart/quickstart.yaml";
  private static final String UNITS = "berth-blue berth-green berth-haproxy berth-keepalived";

  /** Has the runtime refuse to start without its start-up cache. */
  private static final String WITH_CACHE = "JDK_JAVA_OPTIONS=-XX:AOTMode=on";

  private static String name = "";

  @BeforeAll
  static void makePackages() throws IOException {
    outside("./package");
    String cache = "target/package/work/home/berth.aot";
    outside(
        "./package",
        "--revision",
        "2",
        "--formats",
        "deb",
        "--cache",
        cache,
        "--output",
        "target/package/second");
    try (Stream<Path> made = Files.list(Path.of("target/package"))) {
      name =
          made.map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".deb"))
              .findFirst()
              .orElseThrow()
              .replaceFirst("\\.deb$", "");
    }
  }

  private static String outside(String... argv) {
    CommandResult result =
        new ProcessRunner(command -> {})
            .run(Command.changing(List.of(argv), Duration.ofMinutes(10)));
    assertThat(result.exitCode())
        .as("%s: %s%s", String.join(" ", argv), result.stdout(), result.stderr())
        .isZero();
    return result.stdout().stripTrailing();
  }

  private static String sh(String command) {
    return host.get("sh", "-ec", command);
  }

  /** The tree of the test hosts leaves documentation out. */
  private static void install(String directory) {
    sh("dpkg --path-include='/usr/share/*' --install " + INSIDE + directory + name + ".deb");
  }

  @Test
  @Order(1)
  void theDebInstallsOnAHostWithoutJava() {
    assertThat(host.run("sh", "-c", "command -v java || ls /opt/jdk /usr/lib/jvm").exitCode())
        .isNotZero();

    install("");

    assertThat(host.get("berth", "--version")).matches("berth [0-9]+\\.[0-9]+\\.[0-9]+\\S*");
    assertThat(host.get("env", WITH_CACHE, "berth", "--version")).startsWith("berth ");
    assertThat(host.get("paunch", "list", "-f", "value")).isEmpty();
    assertThat(host.get("dpkg", "--verify", "berth")).isEmpty();
  }

  @Test
  @Order(2)
  void theDebBringsTheManualCompletionsSchemaAndLicences() {
    List<String> commands =
        sh("berth --help").lines().filter(line -> line.matches("  [a-z]+ .*")).toList().stream()
            .map(line -> line.strip().split(" ")[0])
            .filter(word -> !word.equals("berth"))
            .toList();
    assertThat(commands).contains("plan", "apply", "validate");
    for (String command : commands) {
      String page = "/usr/share/man/man1/berth-" + command + ".1.gz";
      assertThat(sh("gzip -dc " + page)).contains(".SH \"SYNOPSIS\"\n", "berth " + command);
    }
    assertThat(sh("gzip -dc /usr/share/man/man1/paunch.1.gz")).contains("berth\\-apply");
    assertThat(sh("berth completion bash"))
        .isEqualTo(host.read("/usr/share/bash-completion/completions/berth").stripTrailing());
    assertThat(host.read("/usr/share/zsh/vendor-completions/_berth")).startsWith("#compdef berth");
    assertThat(host.read("/usr/share/fish/vendor_completions.d/berth.fish")).contains("-l file");
    assertThat(sh("berth validate --schema"))
        .isEqualTo(host.read("/usr/share/berth/berth.schema.json").stripTrailing());
    assertThat(sh("jq -r '.components[].name' /usr/share/doc/berth/berth.cdx.json").lines())
        .contains("openjdk", "picocli", "snakeyaml", "jackson-core", "jspecify");
    assertThat(sh("cd /usr/share/doc/berth/licenses; ls */*LICENSE"))
        .contains("berth/LICENSE", "runtime/LICENSE", "jackson-core/LICENSE");
    assertThat(sh("gzip -dc /usr/share/doc/berth/changelog.gz")).startsWith("# Changelog\n");

    String odd = "! -type l ! \\( -user root -group root \\( -perm 644 -o -perm 755 \\) \\)";
    assertThat(sh("dpkg --listfiles berth | xargs -I@ find @ -maxdepth 0 " + odd)).isEmpty();
    assertThat(sh("find /usr/lib/berth -type f -perm -100 -printf '%P\\n'").lines())
        .containsExactlyInAnyOrder("bin/berth", "runtime/bin/java", "runtime/lib/jspawnhelper");
  }

  @Test
  @Order(3)
  void anUpgradeLeavesContainersAndSettingsAlone() {
    sh("cp /opt/berth/examples/quickstart/site-link.service /etc/systemd/system");
    sh("systemctl daemon-reload; systemctl start site-link");
    assertThat(host.get("berth", "apply", "-f", EXAMPLE)).contains("7 done, 0 unchanged.");
    sh("sed -i 's/^#on_failure:.*/on_failure: keep/' /etc/berth/berth.yaml");
    Map<String, String> pids = host.pids();
    assertThat(pids).hasSize(4);

    install("second/");

    assertThat(sh("dpkg-query --show --showformat '${Version}' berth")).endsWith("-2");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(host.get("berth", "apply", "-f", EXAMPLE)).contains("0 done, 5 unchanged.");
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(sh("berth config")).contains("/etc/berth/berth.yaml:");
  }

  @Test
  @Order(4)
  void aRemovalLeavesContainersAndUnitsWhichWorkWithoutBerth() {
    Map<String, String> pids = host.pids();

    sh("dpkg --remove berth");

    assertThat(host.exists("/usr/lib/berth")).isFalse();
    assertThat(host.exists("/etc/berth/berth.yaml")).as("settings stay").isTrue();
    assertThat(host.pids()).isEqualTo(pids);
    assertThat(sh("systemctl is-enabled " + UNITS).lines()).hasSize(4).containsOnly("enabled");
    assertThat(sh("systemctl is-active " + UNITS).lines()).hasSize(4).containsOnly("active");

    sh("kill -KILL " + pids.get("green"));
    TestHost.until(
        "systemd has started the container again",
        () -> {
          String pid = host.pids().getOrDefault("green", pids.get("green"));
          return !pid.equals(pids.get("green"));
        });
    sh("systemctl restart berth-blue");
    assertThat(sh("systemctl is-active " + UNITS).lines()).hasSize(4).containsOnly("active");
  }

  @Test
  @Order(5)
  void whatIsInstalledAgainKnowsItsContainersEvenAfterAPurge() {
    Map<String, String> pids = host.pids();

    sh("dpkg --purge berth");

    assertThat(host.exists("/etc/berth/berth.yaml")).isFalse();
    assertThat(host.exists("/etc/berth/digest.key")).isTrue();
    install("");
    assertThat(host.get("berth", "apply", "-f", EXAMPLE)).contains("0 done, 5 unchanged.");
    assertThat(host.pids()).isEqualTo(pids);
  }

  @Test
  @Order(6)
  void theArchiveRunsWhereverItLiesAndThroughLinks() {
    sh(
        "dpkg --purge berth; mkdir -p '/srv/a b'; tar -C '/srv/a b' -xzf "
            + INSIDE
            + name
            + ".tar.gz");
    sh("ln -s '/srv/a b/" + name + "' /srv/current; ln -s /srv/current/bin/* /usr/local/bin");

    assertThat(host.get("env", WITH_CACHE, "paunch", "--version"))
        .startsWith("paunch 7.0.4 (berth ");
    assertThat(host.get("berth", "apply", "--file", EXAMPLE)).contains("0 done, 5 unchanged.");
    assertThat(
            sh("ls -l /srv/current/share/man/man1/berth.1.gz /srv/current/etc/berth.yaml").lines())
        .allMatch(line -> line.startsWith("-rw-r--r-- 1 root root"));
  }

  @Test
  void theRpmInstallsIntoARootAndIsErased(@TempDir Path root) throws IOException {
    String rpm = "target/package/" + name + ".rpm";
    assertThat(outside("rpm", "-qp", "--scripts", "--triggers", rpm)).as("no scripts").isEmpty();
    assertThat(outside("rpm", "-qp", "--configfiles", rpm)).isEqualTo("/etc/berth/berth.yaml");
    assertThat(outside("rpm", "-qp", "--requires", rpm).lines())
        .contains("glibc >= 2.17")
        .allMatch(need -> need.startsWith("glibc ") || need.matches("(rpmlib|config)\\(.*"));
    assertThat(outside("rpm", "-qp", "--recommends", rpm)).contains("podman");
    assertThat(outside("rpm", "-qp", "--qf", "[%{FILEUSERNAME}:%{FILEGROUPNAME}\n]", rpm).lines())
        .containsOnly("root:root");

    outside(
        "rpm",
        "--root",
        root.toString(),
        "--nodeps",
        "--install",
        Path.of(rpm).toAbsolutePath().toString());

    String berth = root.resolve("usr/bin/berth").toString();
    assertThat(outside("env", WITH_CACHE, berth, "--version")).startsWith("berth ");
    assertThat(outside("rpm", "--root", root.toString(), "--verify", "--nodeps", "berth"))
        .isEmpty();
    assertThat(root.resolve("usr/share/man/man1/berth-plan.1.gz")).exists();
    Files.writeString(root.resolve("etc/berth/berth.yaml"), "managed_by: me\n");
    outside("rpm", "--root", root.toString(), "--erase", "berth");
    assertThat(root.resolve("usr/lib/berth")).doesNotExist();
    assertThat(root.resolve("etc/berth/berth.yaml.rpmsave")).hasContent("managed_by: me");
  }
}
