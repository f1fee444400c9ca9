package dev.berth.systemd;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.RecordedRunner;
import dev.berth.model.ContainerName;
import dev.berth.model.LegacyUnit;
import dev.berth.model.LegacyUnit.Kind;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which units are taken for those of Paunch and tripleo-ansible. */
class FormerUnitsTest {
  private static final String SERVICE =
      """
      [Unit]
      Description=db container
      After=paunch-container-shutdown.service
      Wants=
      [Service]
      Restart=always
      ExecStart=/usr/bin/podman start db
      ExecReload=/usr/bin/podman kill --signal HUP db
      ExecStop=/usr/bin/podman stop -t 10 db
      KillMode=none
      Type=forking
      PIDFile=/var/run/db.pid

      [Install]
      WantedBy=multi-user.target\
      """;
  private static final String HEALTHCHECK =
      """
      [Unit]
      Description=db healthcheck
      Requisite=tripleo_db.service
      [Service]
      Type=oneshot
      ExecStart=/usr/bin/podman exec --user root db /openstack/healthcheck 5672
      """;

  @TempDir Path directory;

  @Test
  void aUnitThatStartsAContainerThatWasCreatedBefore() {
    assertThat(FormerUnits.parse("tripleo_db.service", SERVICE))
        .contains(
            new FormerUnits.Found("tripleo_db.service", Kind.SERVICE, new ContainerName("db")));
    String throughScript =
        SERVICE.replace("/usr/bin/podman start", "/usr/libexec/tripleo-start-podman-container");
    assertThat(FormerUnits.parse("tripleo_db.service", throughScript)).isPresent();
    assertThat(FormerUnits.parse("edpm_db.service", SERVICE.replace("/var/run", "/run")))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PIDFile=/var/run/db.pid|PIDFile=/run/containers/storage/conmon.pid",
        "Type=forking|Type=simple",
        "podman start db|podman start -a db",
        "podman start db|podman run db",
        "podman start db|docker start db",
        "PIDFile=/var/run/db.pid|PIDFile=/var/run/other.pid"
      })
  void anythingElseIsSomebodyElses(String change) {
    String[] words = change.split("\\|");
    assertThat(FormerUnits.parse("tripleo_db.service", SERVICE.replace(words[0], words[1])))
        .isEmpty();
  }

  @Test
  void whatHasOurSectionIsOurs() {
    String ours =
        SERVICE
            + "\n"
            + UnitOwners.render(new UnitOwner("berth", "set", new ContainerName("db"), "d"));
    assertThat(FormerUnits.parse("tripleo_db.service", ours)).isEmpty();
  }

  @Test
  void areReadWithTheirTimersAndMasksByTheSameTwoProcesses() throws IOException {
    Files.writeString(directory.resolve("tripleo_db.service"), SERVICE);
    Files.writeString(directory.resolve("tripleo_db_healthcheck.service"), HEALTHCHECK);
    Files.writeString(directory.resolve("tripleo_db_healthcheck.timer"), "[Timer]\n");
    Files.writeString(directory.resolve("certbot.timer"), "[Timer]\n");
    Files.createSymbolicLink(directory.resolve("tripleo_idle.service"), Path.of("/dev/null"));
    Files.createSymbolicLink(directory.resolve("smb.service"), Path.of("/dev/null"));
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    line.contains("UnitsLoad")
                        ? "Version=257"
                        : """
                        Id=tripleo_db.service
                        Names=tripleo_db.service
                        ActiveState=active
                        UnitFileState=enabled

                        Id=tripleo_idle.service
                        Names=tripleo_idle.service
                        LoadState=masked
                        """));

    SystemdSnapshot snapshot =
        new Systemctl(runner, Scope.SYSTEM)
            .observe(directory, List.of(new UnitName("berth-db.service")));

    assertThat(snapshot.formers())
        .extracting(unit -> unit.name().text(), LegacyUnit::kind, unit -> unit.container().text())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("tripleo_db.service", Kind.SERVICE, "db"),
            org.assertj.core.groups.Tuple.tuple(
                "tripleo_db_healthcheck.service", Kind.HEALTHCHECK, "db"),
            org.assertj.core.groups.Tuple.tuple("tripleo_db_healthcheck.timer", Kind.TIMER, "db"),
            org.assertj.core.groups.Tuple.tuple("tripleo_idle.service", Kind.SERVICE, "idle"));
    assertThat(snapshot.formers().getFirst().unit().isActive()).isTrue();
    assertThat(snapshot.formers().getLast().unit().isMasked()).isTrue();
    assertThat(snapshot.units()).containsOnlyKeys(new UnitName("berth-db.service"));
    assertThat(runner.lines()).hasSize(3);
  }
}
