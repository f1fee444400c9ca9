package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.apply.Observer.Snapshot;
import dev.berth.engine.EngineSnapshot;
import dev.berth.engine.podman.Podman;
import dev.berth.host.RecordedRunner;
import dev.berth.json.JsonText;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.EngineInfo;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.UnitName;
import dev.berth.systemd.SystemdSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes were started with another unit than Berth wrote; this one plays them. */
class StartedOtherwiseTest {
  private static final String ID = "ab12".repeat(16);
  private static final String FOREIGN = "was started with a unit that was changed by hand";

  @TempDir Path directory;
  private PlayedHost host;
  private Rendered wanted;
  private RenderedState all;
  private Path unit;

  /** What made the container, as the engine tells; empty where it does not keep it. */
  private List<String> command = List.of();

  @BeforeEach
  void isRendered() {
    host = new PlayedHost(directory);
    all =
        PlayedHost.renderer(
                host.engine.commandLine(), host.paths, PlayedHost.OPTIONS, DigestKey.random())
            .render(
                new Desired(
                    List.of(Configurations.read("shop", "web: {image: 'i:1', restart: always}\n"))),
                PlayedHost.facts(Map.of("i:1", new ObservedImage("1", List.of(), false))));
    wanted = all.container(new ContainerName("web")).orElseThrow();
    unit = host.paths.units().resolve("berth-web.service");
    command = wanted.argv();
  }

  private void record() {
    host.records.write(
        wanted,
        new Applied(wanted.digest(), "", wanted.configuration(), false, "1", new TreeMap<>()));
  }

  /** By the kernel's clock for files, whose ticks are 10 ms at most, later than all before. */
  private void writeUnit(String text) throws IOException, InterruptedException {
    Thread.sleep(30);
    Files.writeString(unit, text);
  }

  private static List<String> with(List<String> argv, String word) {
    List<String> more = new ArrayList<>(argv);
    more.add(2, word);
    return more;
  }

  private String text() {
    return wanted.unit().orElseThrow().text();
  }

  private Map<ContainerName, String> find(Duration announcement) throws IOException {
    RecordedRunner runner =
        new RecordedRunner(
            line ->
                answer(
                    JsonText.compact(
                        List.of(
                            Map.of(
                                "Id",
                                ID,
                                "Config",
                                Map.of("CreateCommand", command, "Env", List.of()))))));
    ObservedContainer running =
        new ObservedContainer(
                ID,
                new ContainerName("web"),
                new Made("i:1", "1", Map.of(), List.of()),
                new Life("running", 0, ProcessHandle.current().pid(), "Up"))
            .with(Ownership.proven("berth", "shop"));
    ObservedUnit observed =
        new ObservedUnit(
            new UnitName("berth-web.service"),
            Optional.of(Files.readString(unit)),
            Optional.empty(),
            "loaded",
            "active",
            "running",
            "enabled",
            "success",
            false,
            0);
    Snapshot snapshot =
        new Snapshot(
            new EngineSnapshot(
                new EngineInfo("podman", "5.4.2"), List.of(running), Map.of(), Map.of()),
            new SystemdSnapshot(
                257,
                Map.of(new UnitName("berth-web.service"), observed),
                List.of(),
                Set.of(),
                Map.of()),
            Optional.empty(),
            Optional.empty());
    return new StartedOtherwise(
            Podman.of(runner, "podman", "/usr/bin/podman").runtime(),
            host.paths,
            host.records,
            announcement)
        .find(snapshot, all, Map.of());
  }

  private Map<ContainerName, String> find() throws IOException {
    return find(Duration.ofSeconds(10));
  }

  @Test
  void whatWasPutBackAfterAStartIsFoundByTheCommandOfTheContainer() throws Exception {
    command = with(wanted.argv(), "--env=FOREIGN=1");
    record();
    writeUnit(text());
    assertThat(find()).containsExactly(Map.entry(new ContainerName("web"), FOREIGN));
    command = wanted.argv();
    assertThat(find()).as("put back without a start").isEmpty();
  }

  @Test
  void whatTheScriptOfUnitsAddsAndFormerUnitsHadIsNotForeign() throws Exception {
    command = with(with(wanted.argv(), "--cidfile=/var/lib/berth/containers/web"), "--replace");
    record();
    writeUnit(text());
    assertThat(find()).isEmpty();
  }

  @Test
  void whereTheEngineKeepsNoCommandTheWordOfTheUnitTells() throws Exception {
    command = List.of();
    record();
    writeUnit(text());
    assertThat(find()).as("nothing is known").isEmpty();
    List<String> words = wanted.argv().subList(2, wanted.argv().size());
    Path word = host.paths.made().resolve("web");
    Files.writeString(word, ID + "\n" + String.join("\n", words));
    assertThat(find()).isEmpty();
    Files.writeString(word, ID + "\n--env=FOREIGN=1\n" + String.join("\n", words));
    assertThat(find()).containsExactly(Map.entry(new ContainerName("web"), FOREIGN));
    Files.writeString(word, "cd34\n--env=FOREIGN=1\n" + String.join("\n", words));
    assertThat(find()).as("of another container").isEmpty();
  }

  /** A run that was killed before it could confirm what it had announced. */
  @Test
  void aUnitThatWasAnnouncedIsBerths() throws Exception {
    command = with(wanted.argv(), "--env=BEFORE=1");
    record();
    host.records.announce(wanted);
    writeUnit(text());
    assertThat(find()).isEmpty();
    assertThat(find(Duration.ofMillis(1))).as("written much later").containsValue(FOREIGN);

    writeUnit(text() + "# by hand\n");
    assertThat(find()).as("another text").containsValue(FOREIGN);

    writeUnit(text());
    host.records.confirm(wanted);
    writeUnit(text());
    assertThat(find()).as("written once more after the run").containsValue(FOREIGN);
  }
}
