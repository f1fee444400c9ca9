package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.Specs;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Evacuation;
import dev.berth.model.Evacuation.Sharer;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.Returning;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.VolumePair;
import dev.berth.model.operation.MigrationOperation.Left;
import dev.berth.model.operation.MigrationOperation.Mark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MigrationLoweringTest {
  private static final VolumePair DATA = new VolumePair("there", "data", "");

  private static Service service(Service.Kind kind) {
    ContainerSpec one = Specs.spec(Map.of());
    return new Service(
        new Rendered(
            new ContainerSpec(new ContainerName("web"), one.at(), one.values(), new TreeMap<>()),
            "set",
            "digest",
            new TreeMap<>(),
            List.of(),
            Map.of("KEY", "secret"),
            Upkeep.NONE,
            List.of(),
            List.of()),
        kind,
        true,
        true);
  }

  private static Step step(Service.Kind kind) {
    return new Step(7, Stage.of(Stage.Phase.GROUP), service(kind), List.of("why"), Set.of());
  }

  @Test
  void allIsLookedAtBeforeItEndsThereAndWhoSharesEndsBeforeAnythingIsCarried() {
    Evacuation departing =
        new Evacuation(
            new ContainerName("web"),
            "docker",
            false,
            List.of(DATA),
            List.of("app"),
            List.of(
                new Sharer(new ContainerName("also"), true, Duration.ofSeconds(3)),
                new Sharer(new ContainerName("gone"), false, Duration.ZERO)));

    String table =
        table(
            MigrationLowering.leaving(
                step(Service.Kind.MIGRATE),
                departing.without(Set.of(new ContainerName("gone"))),
                List.of("/srv")));

    assertThat(table)
        .isEqualTo(
            """
            web: look for bind sources of web
            web: label what is bound by web < web: look for bind sources of web
            web: look what is against the leaving of web < web: label what is bound by web
            web: journal leaving of web < web: look what is against the leaving of web
            web: keep from starting there web < web: journal leaving of web
            web: stop there web < web: keep from starting there web
            web: journal leaving of also < web: stop there web
            web: keep from starting there also < web: journal leaving of also
            web: stop there also < web: keep from starting there also
            web: put away the unit there of also < web: stop there also
            web: reload systemd < web: put away the unit there of also
            web: carry volume data < web: reload systemd
            web: carry network app < web: carry volume data
            web: journal left of web < web: carry network app\
            """);
  }

  @Test
  void oneThatIsOnlyBroughtIsNotSaidToRunHere() {
    Evacuation alone =
        new Evacuation(
            new ContainerName("web"), "docker", false, List.of(DATA), List.of(), List.of());

    assertThat(MigrationLowering.leaving(step(Service.Kind.MIGRATE_STOPPED), alone, List.of()))
        .allSatisfy(node -> assertThat(node.step()).isEqualTo(7))
        .extracting("operation")
        .endsWith(new Left(new ContainerName("web"), List.of("data"), false))
        .asString()
        .doesNotContain("secret");
    assertThat(MigrationLowering.leaving(step(Service.Kind.MIGRATE), alone, List.of()))
        .extracting("operation")
        .endsWith(new Left(new ContainerName("web"), List.of("data"), true));
  }

  @Test
  void theJournalIsWrittenInTheOrderOfThoseThatAreNamed() {
    assertThat(
            table(
                MigrationLowering.journal(
                    List.of(new ContainerName("web"), new ContainerName("db")), Mark.ARRIVED)))
        .isEqualTo(
            """
            web: journal arrived of web
            db: journal arrived of db ; web: journal arrived of web\
            """);
  }

  private static Returning container(String name, List<String> volumes, List<String> networks) {
    return new Returning(new ContainerName(name), Optional.empty(), false, true, volumes, networks);
  }

  @Test
  void allIsPutBackBeforeAnythingStartsThere() {
    assertThat(
            table(
                MigrationReturn.there(
                    List.of(
                        container("web", List.of("data"), List.of("app")),
                        container("also", List.of("data"), List.of())))))
        .isEqualTo(
            """
            also: look who holds here also
            also: journal returning of also < also: look who holds here also
            web: look who holds here web ; also: journal returning of also
            web: journal returning of web < web: look who holds here web
            : return volume data < also: journal returning of also, web: journal returning of web
            : return network app < web: journal returning of web
            web: put back there web < : return network app, : return volume data, web: journal returning of web
            also: put back there also < : return volume data, also: journal returning of also
            web: start there web < web: put back there web
            web: journal back of web < web: start there web
            also: start there also < also: put back there also ; web: journal back of web
            also: journal back of also < also: start there also\
            """);
  }

  @Test
  void systemdIsToldOnceOfAllUnitsThatAreThereAgain() {
    Returning web =
        new Returning(
            new ContainerName("web"),
            Optional.of(new UnitName("w.service")),
            true,
            true,
            List.of(),
            List.of());
    Returning db =
        new Returning(
            new ContainerName("db"),
            Optional.of(new UnitName("d.service")),
            false,
            false,
            List.of(),
            List.of());

    assertThat(table(MigrationReturn.there(List.of(web, db))))
        .isEqualTo(
            """
            db: look who holds here db
            db: journal returning of db < db: look who holds here db
            web: look who holds here web ; db: journal returning of db
            web: journal returning of web < web: look who holds here web
            web: put back there web < web: journal returning of web
            web: enable unit w.service < web: put back there web
            db: put back there db < db: journal returning of db
            : reload systemd ; db: put back there db, web: enable unit w.service
            web: reset failures of unit w.service? < : reload systemd, web: enable unit w.service
            web: start unit w.service < : reload systemd, web: enable unit w.service ; web: reset failures of unit w.service
            web: journal back of web < web: start unit w.service
            db: reset failures of unit d.service? < : reload systemd, db: put back there db ; web: journal back of web
            db: journal back of db < : reload systemd, db: put back there db ; db: reset failures of unit d.service\
            """);
  }

  @Test
  void whatIsHereEndsBeforeItsFilesAreThoseThatWereThere() {
    ServiceFiles files =
        new ServiceFiles(new UnitName("berth-web.service"), Optional.empty(), true, Map.of());

    assertThat(table(MigrationReturn.endHere(service(Service.Kind.MIGRATE), Optional.of(files))))
        .isEqualTo(
            """
            web: stop unit berth-web.service?
            web: remove container web ; web: stop unit berth-web.service
            web: disable unit berth-web.service? < web: remove container web
            web: write environment of web < web: remove container web ; web: disable unit berth-web.service
            web: remove unit file berth-web.service < web: write environment of web
            web: sync unit files < web: remove unit file berth-web.service
            web: reload systemd < web: sync unit files
            web: reset failures of unit berth-web.service? < web: reload systemd
            web: forget record of web < web: reload systemd ; web: reset failures of unit berth-web.service\
            """);
    assertThat(table(MigrationReturn.endHere(service(Service.Kind.MIGRATE), Optional.empty())))
        .isEqualTo(
            """
            web: remove container web
            web: forget record of web < web: remove container web\
            """);
  }
}
