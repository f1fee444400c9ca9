package dev.berth.config.quadlet;

import dev.berth.config.Names;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands before what: [Unit] and [Install] of the units of a set. */
final class Relations {
  private static final String SECTION = "Unit";
  private static final List<String> STRONG = List.of("Requires", "BindsTo", "Requisite");
  private static final List<String> WEAK = List.of("Wants", "Upholds", "After");

  /** What each unit of Berth's waits for by itself. */
  private static final Set<String> USUAL =
      Set.of("network-online.target", "podman-user-wait-network-online.service");

  private static final Set<String> BOOT = Set.of("default.target", "multi-user.target");

  private final Resources resources;
  private final PodTranslation pods;
  private final Problems problems;
  private final Map<Unit, Map<String, Need>> needs = new LinkedHashMap<>();

  /**
   * A need of a container.
   *
   * @param condition what the other one must have reached
   */
  private record Need(String condition, boolean isRequired, SourcePosition at) {}

  Relations(Resources resources, PodTranslation pods, Problems problems) {
    this.resources = resources;
    this.pods = pods;
    this.problems = problems;
    resources.set().of(UnitKind.CONTAINER).forEach(this::read);
  }

  /** What a container depends on; empty where it is nothing. */
  Optional<Tree.Fields> of(Unit unit) {
    Map<String, Need> all = needs.getOrDefault(unit, Map.of());
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Body body = new Body(all.values().iterator().next().at());
    all.forEach(
        (target, need) -> {
          Body manner = new Body(need.at());
          manner.put("condition", need.condition(), need.at());
          manner.put("required", Boolean.toString(need.isRequired()), need.at());
          body.put(target, manner.tree());
        });
    return Optional.of(body.tree());
  }

  private void read(Unit unit) {
    new KeyCheck(unit, problems).check(SECTION, SystemdKeys.UNIT);
    new KeyCheck(unit, problems).check("Install", SystemdKeys.INSTALL);
    new KeyCheck(unit, problems).check("Quadlet", SystemdKeys.QUADLET);
    STRONG.forEach(key -> words(unit, SECTION, key).forEach(word -> need(unit, word, true)));
    WEAK.forEach(key -> words(unit, SECTION, key).forEach(word -> need(unit, word, false)));
    words(unit, SECTION, "Before").forEach(word -> before(unit, word));
    network(unit);
    install(unit);
  }

  private List<Word> words(Unit unit, String section, String key) {
    return new Values(unit, section, resources.expansion(unit), problems).words(key);
  }

  /** One in the network of another needs that. */
  private void network(Unit unit) {
    for (Word network : resources.values(unit).each("Network")) {
      resources
          .set()
          .file(network.text())
          .filter(other -> other.id().kind() == UnitKind.CONTAINER)
          .ifPresent(other -> add(unit, resources.name(other), needOf(other, true, network.at())));
    }
  }

  private void need(Unit unit, Word word, boolean isRequired) {
    Optional<Unit> other = resources.set().dependency(word.text());
    if (other.isPresent()) {
      // A network, a volume and an image are there before who needs them, and so is one's own pod.
      resources
          .container(other.get())
          .filter(_ -> !pods.of(unit).equals(other))
          .ifPresent(target -> add(unit, target, needOf(other.get(), isRequired, word.at())));
      return;
    }
    if (USUAL.contains(word.text())) {
      return;
    }
    if (UnitKind.of(word.text()).isPresent()) {
      resources.named(word, word.text());
    } else if (!Names.isUnit(word.text())) {
      problems.error(
          word.at(),
          "`" + word.text() + "` is no unit that a container can depend on",
          "name one that ends in .service, .target, .socket or .mount");
    } else {
      add(unit, word.text(), new Need("service_started", isRequired, word.at()));
    }
  }

  private Need needOf(Unit other, boolean isRequired, SourcePosition at) {
    String condition =
        ServiceSection.isTask(other)
            ? "service_completed_successfully"
            : HealthKeys.isAwaited(resources.values(other)) ? "service_healthy" : "service_started";
    return new Need(condition, isRequired, at);
  }

  private void add(Unit unit, String target, Need need) {
    needs
        .computeIfAbsent(unit, _ -> new LinkedHashMap<>())
        .merge(
            target,
            need,
            (one, other) ->
                new Need(one.condition(), one.isRequired() || other.isRequired(), one.at()));
  }

  private void before(Unit unit, Word word) {
    Optional<Unit> other = resources.set().dependency(word.text());
    if (other.isEmpty()) {
      problems.warning(
          word.at(),
          "`Before=` of a unit of the host has no effect here",
          "write After=berth-CONTAINER.service in a drop-in of `" + word.text() + "`");
    } else if (other.get().id().kind() == UnitKind.CONTAINER) {
      add(other.get(), resources.name(unit), needOf(unit, false, word.at()));
    }
  }

  private void install(Unit unit) {
    boolean isInstalled = false;
    for (String key : List.of("WantedBy", "RequiredBy", "UpheldBy")) {
      for (Word word : words(unit, "Install", key)) {
        isInstalled = true;
        Optional<Unit> other = resources.set().dependency(word.text());
        if (other.isPresent() && other.get().id().kind() == UnitKind.CONTAINER) {
          if (key.equals("RequiredBy")) {
            add(other.get(), resources.name(unit), needOf(unit, true, word.at()));
          }
        } else if (!BOOT.contains(word.text())) {
          problems.warning(
              word.at(),
              "`"
                  + key
                  + "="
                  + word.text()
                  + "`: Berth starts each service at boot, and at an apply",
              "where it shall start otherwise, leave it to systemd");
        }
      }
    }
    if (!isInstalled && !ServiceSection.isTask(unit) && !isNamedByOthers(unit)) {
      problems.warning(
          unit.at(unit.section()),
          "without [Install] it did not start at boot; Berth starts each service at boot",
          "leave it to systemd where a timer, a socket or a person starts it");
    }
  }

  private boolean isNamedByOthers(Unit unit) {
    return resources.set().of(UnitKind.CONTAINER).stream()
        .filter(other -> !other.equals(unit))
        .anyMatch(
            other ->
                List.of("Requires", "BindsTo", "Wants", "Upholds").stream()
                    .flatMap(
                        key ->
                            new Values(other, SECTION, resources.expansion(other), new Problems())
                                .words(key).stream())
                    .anyMatch(
                        word -> resources.set().dependency(word.text()).equals(Optional.of(unit))));
  }

  /** The units whose stop and restart a container follows. */
  void putPartOf(Unit unit, Body body) {
    for (Word word : words(unit, SECTION, "PartOf")) {
      Optional<Unit> other = resources.set().dependency(word.text());
      if (other.isEmpty()) {
        body.add("part_of", Body.text(word));
      } else if (other.get().id().kind() == UnitKind.CONTAINER) {
        body.add(
            "part_of", Body.text(word.with("berth-" + resources.name(other.get()) + ".service")));
      }
    }
  }
}
