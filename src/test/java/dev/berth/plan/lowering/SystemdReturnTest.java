package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemdReturnTest {
  private static final ServiceFiles FILES =
      new ServiceFiles(
          new UnitName("berth-web.service"),
          Optional.of("[Service] image"),
          false,
          Map.of("/etc/web.env", Optional.of("KEY=secret"), "/etc/web.engine", Optional.empty()));

  private static List<String> words(List<Operation> operations) {
    return operations.stream().map(it -> it.verb() + " " + it.subject()).toList();
  }

  @Test
  void whatIsKeptIsSpare() {
    LoweredHost host = new LoweredHost("web: {image: i, restart: always}\n");
    host.up("web");
    Step step = host.step("web", Kind.REPLACE, true, false);

    List<Node> nodes =
        new SystemdLowering(host.observed(), host.late(step), formers(host), Set.of())
            .keep(host.plan(step));

    assertThat(NodeTable.table(nodes)).isEqualTo("web: keep former state of web?");
    assertThat(nodes.toString()).doesNotContain("secret");
  }

  @Test
  void whatWasThereIsWrittenAgain() {
    List<Operation> operations = SystemdReturn.putBack(new ContainerName("web"), FILES);

    assertThat(words(operations))
        .containsExactly(
            "write environment of web", "write unit file berth-web.service", "sync unit files");
    assertThat(FILES.environmentFiles())
        .singleElement()
        .satisfies(file -> assertThat(file.path()).isEqualTo("/etc/web.env"));
  }

  @Test
  void whatWasNotThereGoesAgain() {
    assertThat(words(SystemdReturn.putBack(new ContainerName("web"), FILES.absent())))
        .containsExactly(
            "write environment of web", "remove unit file berth-web.service", "sync unit files");
    assertThat(FILES.absent().environmentFiles()).isEmpty();
  }

  private static UnitPredecessors formers(LoweredHost host) {
    return new UnitPredecessors(
        host.plan(host.step("web", Kind.REPLACE, true, false)),
        host.observed(),
        new UnitPredecessors.Facts(
            Map.of(new ContainerName("web"), FILES),
            Map.of(),
            Set.of(),
            Set.of(),
            Map.of(
                new ContainerName("web"),
                new Applied("digest", "", Collections.emptySortedMap(), false)),
            Map.of(),
            false),
        true);
  }

  /** Nothing starts before systemd has read all, and nothing is waited for before all is up. */
  @Test
  void allIsPutBackThenSystemdIsToldThenWhatRanStarts() {
    LoweredHost host =
        new LoweredHost(
            """
            web: {image: i, restart: always}
            app:
              image: i
              restart: always
              depends_on: {web: {condition: service_started, required: true}}
            """);
    host.up("web");
    host.up("app");

    List<Node> nodes =
        SystemdReturn.of(
            List.of(host.service("web", Kind.REPLACE, true, false)),
            Map.of(new ContainerName("app"), FILES.absent()),
            host.wanted(),
            formers(host));

    assertThat(table(nodes))
        .isEqualTo(
            """
            former app: disable unit berth-web.service?
            former app: write environment of app ; former app: disable unit berth-web.service
            former app: remove unit file berth-web.service < former app: write environment of app
            former app: sync unit files < former app: remove unit file berth-web.service
            former web: write environment of web
            former web: write unit file berth-web.service < former web: write environment of web
            former web: sync unit files < former web: write unit file berth-web.service
            former web: record web? < former web: sync unit files
            former web: reload systemd < former app: sync unit files, former web: sync unit files ; former web: record web
            former web: reset failures of unit berth-web.service? < former web: reload systemd
            former web: restart unit berth-web.service < former web: reload systemd ; former web: reset failures of unit berth-web.service
            former app: start unit berth-app.service < former web: restart unit berth-web.service
            former web: wait until ready web < former app: start unit berth-app.service, former web: restart unit berth-web.service\
            """);
    assertThat(nodes.getLast().id().behalf())
        .isEqualTo(SystemdReturn.behalf(new ContainerName("web")));
    assertThat(nodes.toString()).doesNotContain("secret");
  }

  /** Who goes back itself is started by that, and who follows two when both are up. */
  @Test
  void thoseThatGoBackTogetherTellSystemdOnce() {
    LoweredHost host =
        new LoweredHost(
            """
            web: {image: i, restart: always}
            db:
              image: i
              restart: always
              depends_on: {web: {condition: service_started, required: true}}
            app:
              image: i
              restart: always
              depends_on:
                web: {condition: service_started, required: true}
                db: {condition: service_started, required: true}
            """);
    List<Service> going =
        List.of(
            host.service("web", Kind.REPLACE, true, false),
            host.service("db", Kind.REPLACE, true, false));
    List.of("web", "db", "app").forEach(host::up);
    UnitPredecessors formers =
        new UnitPredecessors(
            host.plan(
                host.step("web", Kind.REPLACE, true, false),
                host.step("db", Kind.REPLACE, true, false)),
            host.observed(),
            new UnitPredecessors.Facts(
                Map.of(new ContainerName("web"), FILES, new ContainerName("db"), FILES),
                Map.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                false),
            true);

    String nodes = table(SystemdReturn.of(going, Map.of(), host.wanted(), formers));

    assertThat(nodes)
        .containsOnlyOnce(": reload systemd <")
        .containsOnlyOnce(": start unit berth-app.service <")
        .doesNotContain(": start unit berth-web.service")
        .contains(
            "former web: reload systemd < former db: sync unit files, former web: sync unit"
                + " files\n")
        .contains("former db: restart unit berth-web.service < former web: reload systemd")
        .contains(
            "former app: start unit berth-app.service < former db: restart unit berth-web.service,"
                + " former web: restart unit berth-web.service");
  }

  @Test
  void whoseTurnNeverCameHasItsFilesAndSystemdIsToldWhateverBecameOfThem() {
    assertThat(table(SystemdReturn.untouched(Map.of(new ContainerName("web"), FILES))))
        .endsWith(
            """
            former web: sync unit files < former web: write unit file berth-web.service
            : reload systemd ; former web: sync unit files\
            """);
    assertThat(SystemdReturn.untouched(Map.of())).isEmpty();
  }

  @Test
  void whatAKilledRunHasStoppedIsStartedAndWhatIsOverForgotten() {
    LoweredHost host = new LoweredHost("web: {image: i, restart: always}\n");

    assertThat(table(SystemdReturn.resume(List.of(host.service("web", Kind.START, true, false)))))
        .isEqualTo("former web: start unit berth-web.service");
    assertThat(
            table(SystemdReturn.forget(List.of(new ContainerName("web"), new ContainerName("db")))))
        .isEqualTo(
            """
            former web: forget former state of web?
            former db: forget former state of db?\
            """);
  }
}
