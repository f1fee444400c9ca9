package dev.berth.apply;

import static dev.berth.host.RecordedRunner.answer;
import static dev.berth.host.RecordedRunner.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.apply.PlayedHost.Silence;
import dev.berth.config.ConfigurationLabel;
import dev.berth.host.CommandResult;
import dev.berth.json.JsonText;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.UnitOwners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that replaces services is photographed before and after each command that it runs: each
 * picture is a host on which it was killed then. The next run goes on from there.
 */
class KilledRunTest {
  private static final String SET =
      """
      web: {image: i, restart: always, environment: {MODE: former}, healthcheck: {test: "true"}}
      follower:
        image: i
        restart: always
        environment: {MODE: former}
        depends_on: {web: {condition: service_started, required: true}}
      other: {image: i, restart: always, environment: {MODE: former}, depends_on: [web]}
      """;

  /** What the played engine refuses to run. */
  private static final String REFUSED = "/refused";

  /** What never gets healthy on it. */
  private static final String SICK = "/sick";

  @TempDir Path root;
  private PlayedHost host;

  /** The units as systemd has read them. */
  private final Map<String, String> loaded = new TreeMap<>();

  /** The digest of each container that runs, with its health. */
  private final Map<String, Running> running = new TreeMap<>();

  private final List<Picture> pictures = new ArrayList<>();
  private boolean isPhotographed;

  /** Whether no container can be started at all. */
  private boolean isRefusing;

  private record Running(String digest, String mode, boolean isSick) {}

  /** A host at one moment. */
  private record Picture(
      String moment,
      Map<Path, String> files,
      Map<String, String> loaded,
      Map<String, Running> running) {
    boolean isSameAs(Picture other) {
      return files.equals(other.files)
          && loaded.equals(other.loaded)
          && running.equals(other.running);
    }
  }

  @BeforeEach
  void theFormerRuns() {
    host = new PlayedHost(root);
    host.images.put("i", "id-of-i");
    host.exceptions = this::play;
    assertThat(apply(SET).succeeded()).isTrue();
    assertThat(running).hasSize(3);
  }

  private static String worse(String program) {
    return SET.replace("former", "latter")
        .replaceFirst("image: i,", "image: i, entrypoint: " + program + ",");
  }

  @Test
  void whateverMomentARefusedReplacementWasKilledAtTheNextRunGoesBack() {
    goesBackFromEveryMomentOf(worse(REFUSED));
  }

  @Test
  void whateverMomentOneThatGetsUnhealthyWasKilledAtTheNextRunGoesBack() {
    goesBackFromEveryMomentOf(worse(SICK));
  }

  /** systemd stops it with what it requires; nothing of its own changes. */
  @Test
  void whatStoppedWithTheReplacedOneRunsAgainFromEveryMoment() {
    goesBackFromEveryMomentOf(worse(REFUSED).replace("latter", "former"));
  }

  @Test
  void whatIsNewAndSkippedLeavesNothingFromAnyMoment() {
    goesBackFromEveryMomentOf(
        worse(REFUSED) + "new: {image: i, restart: always, depends_on: [web]}\n");
    assertThat(host.paths.units().resolve("berth-new.service")).doesNotExist();
  }

  @Test
  void whereGoingBackFailedTooTheNextRunTriesItAgain() {
    Picture before = picture("before");
    isRefusing = true;
    Report failed = apply(worse(REFUSED));
    assertThat(failed.results().getFirst().outcome()).isEqualTo(StepResult.Outcome.FAILED);
    assertThat(failed.results().getFirst().message()).contains("going back failed as well");
    assertThat(host.paths.former().resolve("web.json")).exists();
    isRefusing = false;
    assertThat(apply(worse(REFUSED)).count(StepResult.Outcome.RESTORED)).isEqualTo(1);
    assertIsAsBefore(before, "after two failures");
    assertThat(host.paths.former()).doesNotExist();
  }

  private void goesBackFromEveryMomentOf(String bad) {
    Picture before = picture("before");
    isPhotographed = true;
    Report whole = apply(bad);
    isPhotographed = false;
    assertThat(whole.count(StepResult.Outcome.RESTORED)).isEqualTo(1);
    // What depends on one that gets unhealthy only later was replaced by then, and stays.
    Picture after = picture("after");
    assertThat(after.running().get("web")).isEqualTo(before.running().get("web"));
    assertThat(host.paths.former()).doesNotExist();
    assertThat(pictures).hasSizeGreaterThan(4);
    for (Picture moment : pictures) {
      develop(moment);
      Report report = apply(bad);
      String what = moment.moment() + "\n" + report.results();
      assertThat(report.count(StepResult.Outcome.RESTORED)).as(what).isEqualTo(1);
      assertIsAsBefore(after, what);
      assertThat(host.paths.former()).as(what).doesNotExist();
    }
  }

  /** Which container is its own a unit's script takes down and forgets, which nobody plays here. */
  private Map<Path, String> withoutMade(Picture picture) {
    Map<Path, String> files = new TreeMap<>(picture.files());
    files.keySet().removeIf(file -> file.startsWith(host.paths.made()));
    return files;
  }

  private void assertIsAsBefore(Picture before, String moment) {
    Picture now = picture("now");
    assertThat(withoutMade(now)).as(moment).isEqualTo(withoutMade(before));
    assertThat(now.running()).as(moment).isEqualTo(before.running());
    assertThat(now.loaded()).as(moment).isEqualTo(before.loaded());
  }

  @Test
  void whateverMomentAGoodReplacementWasKilledAtTheNextRunMakesIt() {
    String good = SET.replace("former", "latter");
    isPhotographed = true;
    assertThat(apply(good).succeeded()).isTrue();
    isPhotographed = false;
    Picture wanted = picture("after");
    assertThat(host.paths.former()).doesNotExist();
    for (Picture moment : pictures) {
      develop(moment);
      assertThat(apply(good).succeeded()).as(moment.moment()).isTrue();
      assertIsAsBefore(wanted, moment.moment());
    }
  }

  /** Its files are written one after the other: the environment first. */
  @Test
  void anEnvironmentThatWasWrittenWithoutItsUnitIsNotTakenForTheFormerOne() throws IOException {
    String bad = worse(REFUSED);
    Picture before = picture("before");
    isPhotographed = true;
    apply(bad);
    isPhotographed = false;
    Picture written =
        pictures.stream()
            .filter(it -> it.moment().startsWith("before systemctl daemon-reload"))
            .findFirst()
            .orElseThrow();
    develop(written);
    Path environment = host.paths.inheritedEnvironment(new ContainerName("web"));
    assertThat(environment).content().contains("latter");
    Path unit = host.paths.units().resolve("berth-web.service");
    Files.writeString(unit, before.files().get(unit));

    apply(bad);

    assertThat(environment).content().contains("former");
    assertIsAsBefore(before, "environment alone");
  }

  @Test
  void whatIsWellByNowIsWhatIsGoneBackTo() {
    String good = SET.replace("former", "latter");
    isPhotographed = true;
    apply(good);
    isPhotographed = false;
    // All are up, and the run has not come to forget what they were.
    Picture up =
        pictures.stream()
            .filter(
                it -> it.running().values().stream().allMatch(one -> one.mode().equals("latter")))
            .filter(it -> it.files().containsKey(host.paths.former().resolve("web.json")))
            .findFirst()
            .orElseThrow();
    develop(up);
    apply(worse(REFUSED).replace("latter", "last"));
    assertThat(running.get("web").mode()).isEqualTo("latter");
  }

  @Test
  void whatOthersMayHaveWrittenIsNoWayBackAndIsTold() throws IOException {
    for (UnaryOperator<String> spoil :
        List.<UnaryOperator<String>>of(
            text -> text.substring(0, text.length() / 2),
            text -> text.replace("Container=web", "Container=other"),
            text -> text)) {
      develop(killedWhenWritten(worse(REFUSED)));
      Path kept = host.paths.former().resolve("web.json");
      String text = Files.readString(kept);
      Files.writeString(kept, spoil.apply(text));
      if (spoil.apply(text).equals(text)) {
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-rw-rw-"));
      }
      Silence told = new Silence();
      Report report = apply(worse(REFUSED), told, true);
      assertThat(report.count(StepResult.Outcome.RESTORED)).isZero();
      assertThat(told.notes)
          .anyMatch(line -> line.contains("'web'") && line.contains(kept.toString() + ": it"));
      assertThat(kept).doesNotExist();
    }
  }

  @Test
  void onDemandNothingIsKeptAndWhatWasKeptGoes() {
    String bad = worse(SICK);
    develop(killedWhenWritten(bad));
    Report report = apply(bad, new Silence(), false);
    assertThat(report.succeeded()).isTrue();
    assertThat(running.get("web").mode()).isEqualTo("latter");
    assertThat(host.paths.former()).doesNotExist();
  }

  @Test
  void whatIsRemovedLeavesNothingBehind() {
    develop(killedWhenWritten(worse(SICK)));
    assertThat(host.paths.former()).isNotEmptyDirectory();
    assertThat(apply("new: {image: i, restart: always}\n").succeeded()).isTrue();
    assertThat(host.paths.former()).doesNotExist();
  }

  @Test
  void whatWasKeptIsItsOwnersAlone() throws IOException {
    develop(killedWhenWritten(worse(SICK)));
    Path kept = host.paths.former().resolve("web.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.paths.former())))
        .isEqualTo("rwx------");
  }

  /** All is written, and systemd does not know of it. */
  private Picture killedWhenWritten(String bad) {
    if (pictures.isEmpty()) {
      isPhotographed = true;
      apply(bad);
      isPhotographed = false;
    }
    return pictures.stream()
        .filter(it -> it.moment().startsWith("before systemctl daemon-reload"))
        .findFirst()
        .orElseThrow();
  }

  private Report apply(String yaml) {
    return apply(yaml, new Silence(), true);
  }

  private Report apply(String yaml, Silence progress, boolean rollback) {
    return new Deployment(
            host.host(),
            host.supervisor(PlayedHost.OPTIONS),
            PlayedHost.OPTIONS,
            new LegacyDetector(new ConfigurationLabel(Map.of(), List::of)::read),
            Optional.empty(),
            () -> HeldByMigration.NOTHING,
            false)
        .apply(
            PlayedHost.desired(yaml),
            PlayedHost.planOptions(),
            new ExecutionOptions(2, rollback, false),
            progress,
            () -> false,
            plan -> {
              throw new AssertionError(plan.problems().toString());
            })
        .orElseThrow();
  }

  private synchronized Optional<CommandResult> play(String line) {
    photograph("before " + line);
    Optional<CommandResult> result = act(line, List.of(line.split(" ")));
    photograph("after " + line);
    return result;
  }

  private Optional<CommandResult> act(String line, List<String> words) {
    List<String> subjects = words.subList(words.indexOf("--") + 1, words.size());
    if (line.startsWith("systemctl daemon-reload")) {
      loaded.clear();
      units().forEach(file -> loaded.put(file.getFileName().toString(), text(file)));
      return Optional.of(answer(""));
    }
    if (line.startsWith("systemctl restart") || line.startsWith("systemctl start")) {
      boolean isRestart = line.startsWith("systemctl restart");
      List<String> failed =
          subjects.stream()
              .filter(unit -> (isRestart || !host.up.contains(unit)) && !start(unit))
              .toList();
      return Optional.of(
          failed.isEmpty()
              ? answer("")
              : failure(1, "", "Job for " + failed.getFirst() + " failed"));
    }
    if (line.startsWith("systemctl stop")) {
      subjects.forEach(this::stop);
      return Optional.of(answer(""));
    }
    if (line.startsWith("systemctl show") && line.contains("NeedDaemonReload")) {
      return Optional.of(
          answer(String.join("\n", subjects.stream().map(this::shown).toList()) + "\n"));
    }
    if (line.startsWith("podman ps")) {
      host.containers.clear();
      running.forEach(
          (name, one) -> {
            host.container(name, "id-of-i", labels(name, one.digest()));
            host.containers.getLast().put("Status", one.isSick() ? "Up (unhealthy)" : "Up");
          });
      return Optional.of(answer(JsonText.compact(host.containers)));
    }
    if (line.startsWith("podman container inspect")) {
      List<Map<String, Object>> found = new ArrayList<>();
      running.forEach(
          (name, one) -> {
            if (subjects.contains(name)) {
              found.add(
                  Map.of(
                      "Id",
                      name + "-id",
                      "Name",
                      name,
                      "State",
                      Map.of(
                          "Status",
                          "running",
                          "Health",
                          Map.of("Status", one.isSick() ? "unhealthy" : "healthy"))));
            }
          });
      return Optional.of(answer(JsonText.compact(found)));
    }
    return Optional.empty();
  }

  private String shown(String unit) {
    boolean isUp = host.up.contains(unit);
    boolean isOld = !text(host.paths.units().resolve(unit)).equals(loaded.getOrDefault(unit, ""));
    return """
    Id=%s
    Names=%s
    LoadState=%s
    FragmentPath=%s
    ActiveState=%s
    SubState=%s
    UnitFileState=enabled
    NeedDaemonReload=%s
    Result=success
    """
        .formatted(
            unit,
            unit,
            loaded.containsKey(unit) ? "loaded" : "not-found",
            loaded.containsKey(unit) ? host.paths.units().resolve(unit) : "",
            isUp ? "active" : "inactive",
            isUp ? "running" : "dead",
            isOld ? "yes" : "no");
  }

  /** systemd stops what requires a unit with it, and starts it again after it. */
  private boolean start(String unit) {
    List<String> stopped = followers(unit).filter(host.up::contains).toList();
    stop(unit);
    String text = loaded.getOrDefault(unit, "");
    UnitOwner owner = UnitOwners.parse(text).orElseThrow();
    if (text.contains(REFUSED) || isRefusing) {
      return false;
    }
    host.up.add(unit);
    String environment = text(host.paths.inheritedEnvironment(owner.container().orElseThrow()));
    String mode = environment.replaceAll("(?s).*MODE=\"?(\\w+).*", "$1");
    running.put(
        owner.container().orElseThrow().text(),
        new Running(owner.digest(), mode, text.contains(SICK)));
    stopped.forEach(this::start);
    return true;
  }

  private void stop(String unit) {
    followers(unit).filter(host.up::contains).toList().forEach(this::stop);
    host.up.remove(unit);
    running.remove(unit.replace("berth-", "").replace(".service", ""));
  }

  private Stream<String> followers(String unit) {
    return loaded.entrySet().stream()
        .filter(entry -> entry.getValue().contains("Requires=" + unit))
        .map(Map.Entry::getKey);
  }

  private static Map<String, String> labels(String name, String digest) {
    return Map.of(
        Labels.MANAGED_BY,
        "berth",
        Labels.CONFIG_ID,
        "set",
        Labels.CONTAINER_NAME,
        name,
        Labels.DIGEST,
        digest);
  }

  private void photograph(String moment) {
    if (isPhotographed) {
      Picture now = picture(moment);
      if (pictures.stream().noneMatch(now::isSameAs)) {
        pictures.add(now);
      }
    }
  }

  private Picture picture(String moment) {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".tmp"))
          .forEach(file -> files.put(file, text(file)));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return new Picture(moment, files, new LinkedHashMap<>(loaded), new LinkedHashMap<>(running));
  }

  /** Makes the host what it was. */
  private void develop(Picture picture) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file) && !picture.files().containsKey(file)) {
          Files.delete(file);
        }
      }
      host.paths.create();
      picture
          .files()
          .keySet()
          .forEach(file -> dev.berth.host.Directories.make(file.resolveSibling(""), "rwx------"));
      for (Map.Entry<Path, String> file : picture.files().entrySet()) {
        if (!Files.exists(file.getKey()) || !text(file.getKey()).equals(file.getValue())) {
          dev.berth.host.AtomicFile.write(file.getKey(), file.getValue());
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    loaded.clear();
    loaded.putAll(picture.loaded());
    running.clear();
    running.putAll(picture.running());
    host.up.clear();
    host.up.addAll(
        new TreeSet<>(running.keySet())
            .stream().map(name -> "berth-" + name + ".service").toList());
    host.containers.clear();
  }

  private Stream<Path> units() {
    return picture("units").files().keySet().stream()
        .filter(file -> file.startsWith(host.paths.units()))
        .filter(file -> file.toString().endsWith(".service"));
  }

  private static String text(Path file) {
    return dev.berth.host.AtomicFile.read(file).orElse("");
  }
}
