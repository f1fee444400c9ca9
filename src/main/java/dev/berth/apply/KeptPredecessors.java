package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.host.FileState;
import dev.berth.host.Messages;
import dev.berth.json.Json;
import dev.berth.json.JsonException;
import dev.berth.json.JsonText;
import dev.berth.model.Applied;
import dev.berth.model.Care;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Kept;
import dev.berth.model.LegacyState;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.plan.lowering.UnitPredecessors;
import dev.berth.systemd.UnitOwners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What services were before they were replaced, on the disk, for a run that is killed in between:
 * the next one finds what followed only. One file for each, its owner's alone, as a unit's
 * environment files are; lost without harm but that there is no way back then.
 */
final class KeptPredecessors {
  private static final String SUFFIX = ".json";
  private static final String PRIVATE = "rwx------";

  private final HostPaths paths;
  private final Consumer<String> note;

  /** Those of this host; told is what cannot be kept, and what was kept and is not used. */
  KeptPredecessors(HostPaths paths, Consumer<String> note) {
    this.paths = paths;
    this.note = note;
  }

  /** What the services of a plan are and were, as it is before anything is written. */
  UnitPredecessors.Facts facts(
      Plan plan, RenderedState wanted, Observed observed, AppliedRecords records) {
    Map<ContainerName, ServiceFiles> files = new HashMap<>();
    Map<ContainerName, Kept> former = new HashMap<>();
    Map<ContainerName, Applied> applied = new HashMap<>();
    Set<ContainerName> standing = new HashSet<>();
    Set<ContainerName> names = containers();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service && service.rendered().care() == Care.UNIT) {
        ContainerName name = service.name();
        files.put(name, filesOf(service, observed, paths));
        records.read(service.rendered()).ifPresent(record -> applied.put(name, record));
        if (names.contains(name)) {
          read(name).ifPresent(kept -> former.put(name, kept));
        }
      }
    }
    if (!names.isEmpty()) {
      wanted
          .containers()
          .forEach(
              rendered ->
                  records.read(rendered).ifPresent(record -> applied.put(rendered.name(), record)));
    }
    for (ContainerName name : names) {
      if (wanted.container(name).isEmpty()
          && observed.container(name).isEmpty()
          && read(name).flatMap(Kept::files).filter(this::hasUnit).isPresent()) {
        standing.add(name);
      }
    }
    return new UnitPredecessors.Facts(
        files, former, names, standing, applied, legacy(plan, observed), isLost(observed));
  }

  private Map<ContainerName, LegacyState> legacy(Plan plan, Observed observed) {
    Map<ContainerName, LegacyState> states = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.change() instanceof Service service) {
        observed
            .legacy(service.name())
            .map(former -> LegacySnapshotFiles.read(former, paths.units()).state())
            .ifPresent(state -> states.put(service.name(), state));
      }
    }
    return states;
  }

  private boolean isLost(Observed observed) {
    return AtomicFile.names(paths.applied()).isEmpty()
        && observed.containers().stream().anyMatch(it -> it.ownership().isProven());
  }

  private boolean hasUnit(ServiceFiles files) {
    return Files.exists(paths.unit(files.unit()));
  }

  /** What a service with a unit has on disk; called before it is written. */
  static ServiceFiles filesOf(Service service, Observed observed, HostPaths paths) {
    Rendered rendered = service.rendered();
    UnitName unit = rendered.unit().orElseThrow().name();
    Map<String, Optional<String>> environment = new LinkedHashMap<>();
    for (Path path : paths.environmentOf(rendered.name())) {
      environment.put(path.toString(), AtomicFile.read(path));
    }
    return new ServiceFiles(
        unit,
        Optional.ofNullable(observed.units().get(unit)).flatMap(ObservedUnit::text),
        service.enable(),
        environment);
  }

  /** Keeps what a service is, before anything of it is changed. */
  void write(ContainerName container, Kept kept) {
    try {
      Directories.own(paths.former(), PRIVATE);
      AtomicFile.write(file(container), JsonText.compact(tree(kept)));
    } catch (UncheckedIOException failure) {
      note.accept(
          "what '"
              + container
              + "' was is not kept, should this run be killed: "
              + Messages.of(failure));
    }
  }

  private static Map<String, Object> tree(Kept kept) {
    Map<String, Object> tree = new LinkedHashMap<>();
    kept.files()
        .ifPresentOrElse(
            files -> {
              tree.put("unit", files.unit().text());
              files.text().ifPresent(text -> tree.put("text", text));
              tree.put("enable", files.enable());
              Map<String, Object> environment = new LinkedHashMap<>();
              files
                  .environment()
                  .forEach(
                      (path, content) -> content.ifPresent(found -> environment.put(path, found)));
              tree.put("environment", environment);
            },
            () -> {
              tree.put("container", kept.container());
              tree.put("restart", kept.restart());
            });
    kept.applied().ifPresent(applied -> tree.put("applied", AppliedRecords.tree(applied)));
    kept.legacy()
        .ifPresent(
            state ->
                tree.put(
                    "legacy",
                    JsonText.object(
                        "enabled", texts(state.enabled()),
                        "active", texts(state.active()),
                        "ran", state.ran(),
                        "files", byText(state.files()),
                        "links", state.links())));
    return tree;
  }

  /**
   * What an earlier run has kept of a service; empty where nothing is. What others could have
   * written, or what cannot be understood, counts as nothing, and is told.
   */
  Optional<Kept> read(ContainerName container) {
    Path file = file(container);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      Optional<String> flaw = flaw(file);
      if (flaw.isPresent()) {
        return refuse(container, file, flaw.get());
      }
      Json tree = Json.parse("what was kept", AtomicFile.read(file).orElse(""));
      return parse(container, tree).or(() -> refuse(container, file, "it is damaged"));
    } catch (JsonException nonsense) {
      return refuse(container, file, "it is damaged");
    } catch (UncheckedIOException failure) {
      return refuse(container, file, Messages.of(failure));
    }
  }

  private Optional<String> flaw(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("it is no file of Berth's");
    }
    return FileState.of(file)
        .flatMap(FileState::openness)
        .or(
            () ->
                FileState.of(paths.former())
                    .flatMap(FileState::openness)
                    .map(why -> "of its directory, " + why));
  }

  private Optional<Kept> refuse(ContainerName container, Path file, String why) {
    note.accept(
        "what '"
            + container
            + "' was before a run that was killed is not gone back to: "
            + file
            + ": "
            + why);
    return Optional.empty();
  }

  private Optional<Kept> parse(ContainerName container, Json tree) {
    Optional<Applied> applied =
        Optional.of(tree.get("applied"))
            .map(AppliedRecords::of)
            .filter(found -> !found.digest().isEmpty());
    String id = tree.get("container").textOrEmpty();
    if (!id.isEmpty()) {
      return Optional.of(Kept.of(id, tree.get("restart").textOrEmpty(), applied));
    }
    Optional<UnitName> unit = UnitName.find(tree.get("unit").textOrEmpty());
    Optional<String> text = tree.get("text").text();
    boolean isOfAnother =
        text.flatMap(UnitOwners::parse).filter(owner -> owner.runs(container)).isEmpty();
    Optional<LegacyState> legacy = legacy(tree.get("legacy"));
    // Paunch's may have had the same name.
    if (unit.isEmpty() || (text.isPresent() && isOfAnother && legacy.isEmpty())) {
      return Optional.empty();
    }
    Map<String, String> contents = tree.get("environment").textFields();
    Map<String, Optional<String>> environment = new LinkedHashMap<>();
    for (Path file : paths.environmentOf(container)) {
      String path = file.toString();
      environment.put(path, Optional.ofNullable(contents.get(path)));
    }
    return Optional.of(
        Kept.of(
                new ServiceFiles(unit.get(), text, tree.get("enable").isTrue(), environment),
                applied)
            .with(legacy));
  }

  private static Optional<LegacyState> legacy(Json tree) {
    return tree.isPresent()
        ? Optional.of(
            new LegacyState(
                units(tree.get("enabled")),
                units(tree.get("active")),
                tree.get("ran").isTrue(),
                files(tree.get("files").textFields()),
                tree.get("links").textFields()))
        : Optional.empty();
  }

  private static List<String> texts(List<UnitName> units) {
    return units.stream().map(UnitName::text).toList();
  }

  private static Map<String, String> byText(Map<UnitName, String> files) {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach((unit, text) -> texts.put(unit.text(), text));
    return texts;
  }

  private static List<UnitName> units(Json names) {
    return names.texts().stream().flatMap(name -> UnitName.find(name).stream()).toList();
  }

  private static Map<UnitName, String> files(Map<String, String> texts) {
    Map<UnitName, String> files = new LinkedHashMap<>();
    texts.forEach((name, text) -> UnitName.find(name).ifPresent(unit -> files.put(unit, text)));
    return files;
  }

  /** The containers of which something is kept. */
  Set<ContainerName> containers() {
    return AtomicFile.names(paths.former()).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .flatMap(
            name -> ContainerName.find(name.substring(0, name.length() - SUFFIX.length())).stream())
        .collect(Collectors.toSet());
  }

  /** Forgets what a service was: what has followed it is up, or it is back, or gone. */
  void remove(ContainerName container) {
    AtomicFile.remove(file(container));
    try {
      Files.deleteIfExists(paths.former());
    } catch (IOException others) {
      // It goes with the last one in it.
    }
  }

  private Path file(ContainerName container) {
    return paths.former().resolve(container + SUFFIX);
  }
}
