package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.RestartPolicy;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.ServiceUnit.Commands;
import dev.berth.systemd.ServiceUnit.Lifetime;
import dev.berth.systemd.ServiceUnit.Relations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden texts; {@code ./test --golden UnitTextTest} writes them anew. */
class UnitTextTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/berth/systemd");
  private static final UnitOwner OWNER =
      new UnitOwner(
          "berth",
          "tripleo_step1",
          Optional.of(new ContainerName("haproxy")),
          "0123abcd",
          new UnitFacts(
              OptionalInt.of(2),
              true,
              List.of(
                  new UnitDependency("mariadb", Condition.SERVICE_HEALTHY, true),
                  new UnitDependency("dev-x\\x2dy.service", Condition.SERVICE_STARTED, false))));

  @ParameterizedTest
  @CsvSource({
    "always, 257, always.service",
    "always, 252, always-252.service",
    "unless-stopped, 257, always.service",
    "on-failure, 257, on-failure.service",
    "on-failure:3, 257, on-failure-3.service",
    "no, 257, no.service"
  })
  void writesARestartPolicy(String restart, int version, String golden) throws IOException {
    assertGolden(golden, UnitText.render(plain(restart), version));
  }

  @Test
  void letsWhatItsHealthCheckHasStoppedStayDown() throws IOException {
    assertGolden(
        "on-failure-stopped.service",
        UnitText.render(plain("on-failure", true, Scope.SYSTEM), 257));
  }

  @Test
  void isGivenCredentialsFromWhateverStoreThisSystemdLooksInto() {
    ServiceUnit plain = plain("always");
    ServiceUnit unit =
        new ServiceUnit(
            plain.description(),
            plain.scope(),
            plain.commands(),
            plain.lifetime(),
            plain.relations(),
            plain.environmentFiles(),
            plain.serviceLines(),
            plain.owner(),
            List.of("shop.key", "shop.word"));
    assertThat(UnitText.render(unit, 254).lines())
        .containsSubsequence("ImportCredential=shop.key", "ImportCredential=shop.word");
    assertThat(UnitText.render(unit, 253).lines())
        .containsSubsequence("LoadCredential=shop.key", "LoadCredential=shop.word");
  }

  @Test
  void writesEverything() throws IOException {
    ServiceUnit unit =
        new ServiceUnit(
            "haproxy, 100% of it\nlocalhost/haproxy:1",
            Scope.SYSTEM,
            new Commands(
                ServiceUnit.NOTIFY,
                List.of(List.of("/usr/bin/podman", "rm", "--filter=name=^cafe$")),
                List.of("/usr/bin/podman", "run", "--name=haproxy", "a b", "$x", "50%", "li\nne"),
                List.of(List.of("/bin/sh", "/etc/berth/wait-healthy", "haproxy", "90")),
                List.of(List.of("/usr/bin/podman", "exec", "haproxy", "drain it")),
                List.of("/usr/bin/podman", "stop", "--ignore", "--time=45", "haproxy"),
                List.of("/usr/bin/podman", "rm", "--force", "--ignore", "haproxy"),
                List.of("/usr/bin/podman", "kill", "--signal=USR1", "haproxy")),
            new Lifetime(
                Duration.ofSeconds(90),
                Duration.ofMillis(44_100),
                RestartPolicy.parse("always").orElseThrow(),
                false,
                "control-group"),
            new Relations(
                List.of(new UnitName("berth-mariadb.service")),
                List.of(new UnitName("berth-side.service")),
                List.of(new UnitName("berth-ca.service")),
                List.of(new UnitName("pacemaker.service"), new UnitName("docker.service")),
                List.of(new UnitName("berth-tripleo_step1-order-1.target")),
                List.of(new UnitName("berth.target")),
                List.of("/srv/data", "/srv/a b", "/var/lib/containers/storage")),
            List.of(Path.of("/var/lib/berth/env/haproxy 100%.env")),
            Map.of("OOMScoreAdjust", "-500", "LimitNOFILE", "4096"),
            OWNER,
            List.of());
    assertGolden("everything.service", UnitText.render(unit, 257));
  }

  @Test
  void saysWhichImageItRuns() {
    assertThat(UnitText.image("[Unit]\nDescription=web (localhost/50%%:1)\nAfter=x\n"))
        .contains("localhost/50%:1");
    assertThat(UnitText.image("[Unit]\nDescription=web\n")).isEmpty();
  }

  @Test
  void writesATarget() throws IOException {
    TargetUnit target =
        new BootOrder("berth-", "tripleo_step2", List.of(1, 2)).targets("berth").getFirst();
    assertGolden("order.target", UnitText.render(target, Scope.SYSTEM));
    assertThat(UnitOwners.parse(UnitText.render(target, Scope.SYSTEM))).contains(target.owner());
  }

  @Test
  void aUsersUnitNamesWhatAUsersSystemdHas() throws IOException {
    assertGolden("user.service", UnitText.render(plain("always", false, Scope.USER), 257));
  }

  @Test
  void isReadBack() {
    UnitOwner odd =
        new UnitOwner("be\\rth\\", "a\u2028b\u0085", new ContainerName("x"), "new\nline");
    ServiceUnit unit = plain("always");
    assertThat(UnitOwners.parse(UnitText.render(unit, 257))).contains(OWNER);
    assertThat(UnitOwners.parse(UnitOwners.render(odd))).contains(odd);
    assertThat(UnitOwners.parse(UnitOwners.render(OWNER).replace("\n", "\r\n"))).contains(OWNER);
    assertThat(UnitOwners.parse(UnitOwners.render(OWNER) + "DependsOn=a until_tomorrow\n"))
        .as("what a newer version may say")
        .contains(OWNER);
    assertThat(UnitOwners.parse("[Service]\nExecStart=/bin/true\n")).isEmpty();
    assertThat(UnitOwners.parse("[X-Berth]"))
        .contains(new UnitOwner("", "", Optional.empty(), "", UnitFacts.NONE));
  }

  private static ServiceUnit plain(String restart) {
    return plain(restart, false, Scope.SYSTEM);
  }

  private static ServiceUnit plain(String restart, boolean staysStopped, Scope scope) {
    return new ServiceUnit(
        "haproxy container (localhost/haproxy:1)",
        scope,
        new Commands(
            ServiceUnit.NOTIFY,
            List.of(),
            List.of("/usr/bin/podman", "run", "--name=haproxy", "--replace", "localhost/haproxy:1"),
            List.of(),
            List.of(),
            List.of("/usr/bin/podman", "stop", "--ignore", "--time=10", "haproxy"),
            List.of("/usr/bin/podman", "rm", "--force", "--ignore", "haproxy"),
            List.of("/usr/bin/podman", "kill", "--signal=HUP", "haproxy")),
        new Lifetime(
            ContainerSpec.DEFAULT_START_TIMEOUT,
            Duration.ofSeconds(10),
            RestartPolicy.parse(restart).orElseThrow(),
            staysStopped,
            "mixed"),
        new Relations(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
        List.of(),
        Map.of(),
        OWNER,
        List.of());
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
