package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.HeldImage;
import dev.berth.model.Kept;
import dev.berth.model.Observed;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.UnitName;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import dev.berth.model.operation.StoreOperation.HoldImage;
import dev.berth.plan.lowering.Installation;
import dev.berth.systemd.SystemdFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of Berth's own hold images that units run by their ids. */
class HeldImagesTest {
  private static final String OLD = "0".repeat(64);
  private static final String NEW = "1".repeat(64);
  private final List<String> notes = new ArrayList<>();

  @Test
  void everyContainerAndImageHasANameOfItsOwn() {
    assertThat(HeldImage.name(new ContainerName("web"), OLD))
        .isEqualTo("localhost/berth/web:000000000000");
    assertThat(HeldImage.name(new ContainerName("a.b_c-d"), NEW))
        .isEqualTo("localhost/berth/a.b_c-d:111111111111");
    for (String odd : List.of("Web", "a__", "a..b", "x-", "a___b")) {
      assertThat(HeldImage.name(new ContainerName(odd), OLD))
          .matches("localhost/berth/[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}:0{12}");
    }
    assertThat(HeldImage.name(new ContainerName("Web"), OLD))
        .isNotEqualTo(HeldImage.name(new ContainerName("wEb"), OLD));
  }

  @Test
  void oneProcessForEachImageGivesTheNamesBeforeTheUnitsAreWritten(@TempDir Path root) {
    PlayedHost host = new PlayedHost(root);
    host.images.put("i", NEW);
    host.images.put("localhost/named:1", OLD);
    RenderedState wanted =
        host.wanted(
            """
            a: {image: i, restart: always}
            b: {image: i, restart: always}
            named: {image: "localhost/named:1", restart: always, labels: {io.containers.autoupdate: local}}
            task: {image: i}
            """);

    assertThat(held(wanted, host.empty()))
        .containsExactly(
            new HoldImage(
                NEW, Set.of("localhost/berth/a:111111111111", "localhost/berth/b:111111111111")));
  }

  @Test
  void aNameThatIsThereIsNotGivenOnceMore(@TempDir Path root) {
    PlayedHost host = new PlayedHost(root);
    host.images.put("i", NEW);
    RenderedState wanted =
        host.wanted("a: {image: i, restart: always}\nb: {image: i, restart: always}\n");
    host.imageNames.add("localhost/berth/a:111111111111");

    assertThat(held(wanted, host.empty()))
        .containsExactly(new HoldImage(NEW, Set.of("localhost/berth/b:111111111111")));
  }

  private static List<Operation> held(RenderedState wanted, Observed observed) {
    List<Service> services =
        wanted.containers().map(it -> new Service(it, Kind.CREATE, true, true)).toList();
    return Installation.of(observed, services, List.of(), false).stream()
        .map(Node::operation)
        .filter(HoldImage.class::isInstance)
        .toList();
  }

  @Test
  void whatAUnitNeedsThatMayComeBackIsHeld(@TempDir Path root) {
    PlayedHost host = new PlayedHost(root);
    host.images.put("i", OLD);
    String former =
        host.wanted("a: {image: i, restart: always}")
            .container(new ContainerName("a"))
            .flatMap(Rendered::unit)
            .orElseThrow()
            .text();
    host.kept()
        .write(
            new ContainerName("a"),
            Kept.of(
                new ServiceFiles(
                    new UnitName("berth-a.service"), Optional.of(former), false, Map.of()),
                Optional.empty()));
    host.exceptions =
        line ->
            line.startsWith("podman image ls")
                ? Optional.of(answer("sha256:" + OLD + " localhost/berth/a:000000000000\n"))
                : Optional.empty();
    HeldImageRelease held =
        new HeldImageRelease(host.engine.runtime(), host.engine.control(), host.paths, notes::add);

    held.release();
    assertThat(host.changes()).isEmpty();
    host.kept().remove(new ContainerName("a"));
    held.release();
    assertThat(host.changes())
        .containsExactly("podman untag " + OLD + " localhost/berth/a:000000000000");
  }

  @Test
  void whatNoUnitNeedsIsReleased(@TempDir Path root) {
    PlayedHost host = new PlayedHost(root);
    host.images.put("i", NEW);
    host.wanted("a: {image: i, restart: always}")
        .containers()
        .forEach(
            rendered ->
                SystemdFile.write(
                    host.paths.unit(rendered.unit().orElseThrow().name()),
                    rendered.unit().orElseThrow().text()));
    SystemdFile.write(
        host.paths.units().resolve("other.service"), "[Service]\nExecStart=/x " + OLD + "\n");
    host.exceptions =
        line ->
            line.startsWith("podman image ls")
                ? Optional.of(
                    answer(
                        """
                        sha256:%1$s localhost/berth/a:111111111111
                        sha256:%2$s localhost/berth/a:000000000000
                        sha256:%2$s localhost/berth/gone:000000000000
                        """
                            .formatted(NEW, OLD)))
                : Optional.empty();

    new HeldImageRelease(host.engine.runtime(), host.engine.control(), host.paths, notes::add)
        .release();

    assertThat(host.changes())
        .containsExactly(
            "podman untag "
                + OLD
                + " localhost/berth/a:000000000000 localhost/berth/gone:000000000000");

    host.paths.create();
    HeldImageRelease release =
        new HeldImageRelease(host.engine.runtime(), host.engine.control(), host.paths, notes::add);
    release.finish();
    assertThat(notes).as("nobody was killed").isEmpty();
    release.begin(List.of("shop"));
    release.begin(List.of());
    assertThat(new ReleaseRecord(host.paths).configIds()).containsExactly("shop");
    release.finish();
    release.finish();
    assertThat(notes)
        .containsExactly(
            "an earlier run did not come to its end: 1 image is no longer kept for it from being"
                + " pruned");
    assertThat(new ReleaseRecord(host.paths).configIds()).isEmpty();
    notes.clear();

    host.exceptions = line -> Optional.of(failure(125, "", "Error: no"));
    new HeldImageRelease(host.engine.runtime(), host.engine.control(), host.paths, notes::add)
        .release();
    assertThat(notes).singleElement().asString().contains("are left: ").contains("no");
  }
}
