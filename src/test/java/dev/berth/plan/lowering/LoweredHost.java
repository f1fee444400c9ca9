package dev.berth.plan.lowering;

import dev.berth.Configurations;
import dev.berth.model.Change.Service;
import dev.berth.model.Change.Service.Kind;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.LegacyContainer;
import dev.berth.model.LegacyUnit;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Checks;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.ServiceFiles;
import dev.berth.model.Stage;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A host and what is wanted on it, as far as a lowering looks at them. */
final class LoweredHost {
  private final Map<ContainerName, Rendered> wanted = new LinkedHashMap<>();
  private final Map<String, ObservedContainer> containers = new HashMap<>();
  private final Map<UnitName, ObservedUnit> units = new HashMap<>();

  private final Map<ContainerName, LegacyContainer> formers = new LinkedHashMap<>();

  /** One with nothing on it. */
  LoweredHost(String yaml) {
    Configurations.read("set", yaml)
        .containers()
        .forEach(spec -> wanted.put(spec.name(), rendered(spec, false, Checks.OF_ENGINE)));
  }

  private static Rendered rendered(ContainerSpec spec, boolean gated, Checks checks) {
    return new Rendered(
        spec,
        "set",
        "digest",
        new TreeMap<>(),
        List.of("run", spec.name().text()),
        Map.of(),
        Upkeep.ofUnit(
            new UnitFile(new UnitName(unit(spec.name().text())), "[Service]"), gated, checks),
        List.of(new SecretFile("/env/" + spec.name(), "secret")),
        List.of());
  }

  /** The same, whose services are in the engine's own care. */
  static LoweredHost ofEngine(String yaml) {
    LoweredHost host = new LoweredHost(yaml);
    host.wanted.replaceAll((_, it) -> inEnginesCare(it, false));
    return host;
  }

  private static Rendered inEnginesCare(Rendered it, boolean gated) {
    return new Rendered(
        it.spec(),
        it.configId(),
        it.digest(),
        it.configuration(),
        it.argv(),
        it.environment(),
        Upkeep.ofContainer(gated),
        it.secretFiles(),
        it.namedVolumes());
  }

  void gatedByEngine(String container) {
    wanted.computeIfPresent(new ContainerName(container), (_, it) -> inEnginesCare(it, true));
  }

  /** One that an apply has made. */
  void ours(String name, String state) {
    ours(name, state, state);
  }

  /** The same, as the engine shows it. */
  void ours(String name, String state, String status) {
    containers.put(
        name,
        new ObservedContainer(
                "id-of-" + name,
                new ContainerName(name),
                new Made("i", "image", Map.of(), List.of(), "always", 0),
                new Life(state, 0, 1, status))
            .with(Ownership.proven("berth", "set")));
  }

  /** What Paunch left: a container, with a service and a health check's timer or alone. */
  LegacyContainer theirs(String name, boolean hasUnits, String containersName) {
    LegacyContainer former =
        new LegacyContainer(
            new ContainerName(name),
            Optional.of(
                new ObservedContainer(
                    "id",
                    new ContainerName(containersName),
                    new Made("i", "image", Map.of(), List.of(), "always", 0),
                    new Life("running", 0, 1, "Up"))),
            hasUnits
                ? List.of(
                    theirs(LegacyUnit.Kind.SERVICE, name, "tripleo_" + name + ".service"),
                    theirs(LegacyUnit.Kind.TIMER, name, "tripleo_" + name + ".timer"))
                : List.of(),
            Optional.ofNullable(wanted.get(new ContainerName(name))).map(Rendered::spec));
    formers.put(new ContainerName(name), former);
    return former;
  }

  /** What Paunch left, whatever it is. */
  void left(LegacyContainer former) {
    formers.put(former.name(), former);
  }

  static LegacyUnit theirs(LegacyUnit.Kind kind, String container, String name) {
    return new LegacyUnit(
        kind,
        new ContainerName(container),
        new ObservedUnit(
            new UnitName(name),
            Optional.of("[Unit]"),
            Optional.empty(),
            "loaded",
            "active",
            "running",
            "enabled",
            "success",
            false,
            0));
  }

  static String unit(String container) {
    return "berth-" + container + ".service";
  }

  void gated(String container) {
    wanted.computeIfPresent(
        new ContainerName(container), (_, it) -> rendered(it.spec(), true, it.checks()));
  }

  void checks(String container, Checks checks) {
    wanted.computeIfPresent(
        new ContainerName(container), (_, it) -> rendered(it.spec(), it.gated(), checks));
  }

  void running(String container, String restart) {
    containers.put(
        container,
        new ObservedContainer(
            "id",
            new ContainerName(container),
            new Made("i", "image", Map.of(), List.of(), restart, 0),
            new Life("running", 0, 1, "Up")));
  }

  /** How the engine shows a container that is there. */
  void shown(String container, String state, String status) {
    containers.computeIfPresent(
        container,
        (_, it) ->
            new ObservedContainer(
                it.id(),
                new ContainerName(container),
                new Made("i", "image", Map.of(), List.of(), it.restart(), 0),
                new Life(state, 0, 1, status)));
  }

  void unit(String container, String activeState, String subState) {
    unit(container, "[Service]", activeState, subState);
  }

  /** Its unit runs the image of the container. */
  void up(String container) {
    running(container, "no");
    unit(container, "[Service] image", "active", "running");
  }

  private void unit(String container, String text, String activeState, String subState) {
    UnitName name = new UnitName(unit(container));
    units.put(
        name,
        new ObservedUnit(
            name,
            Optional.of(text),
            Optional.empty(),
            "loaded",
            activeState,
            subState,
            "enabled",
            "success",
            false,
            0));
  }

  RenderedState wanted() {
    return new RenderedState(
        List.of(new WantedSet("set", new ArrayList<>(wanted.values()), List.of())));
  }

  Observed observed() {
    return new Observed(
        new EngineInfo("podman", "5.4.2"),
        List.copyOf(containers.values()),
        Map.of(),
        Map.of(),
        units,
        Observed.Files.NONE,
        new Observed.Past(Map.of(), formers));
  }

  Service service(String container, Kind kind, boolean install, boolean enable) {
    return new Service(
        Optional.ofNullable(wanted.get(new ContainerName(container))).orElseThrow(),
        kind,
        install,
        enable);
  }

  Step step(String container, Kind kind, boolean install, boolean enable) {
    return new Step(
        7,
        Stage.group(0, 0),
        service(container, kind, install, enable),
        List.of("because"),
        Set.of());
  }

  LateServices late(Step step) {
    return LateServices.of(plan(step), wanted(), observed());
  }

  Plan plan(Step... steps) {
    return new Plan(List.of(steps), List.of(), new TreeMap<>(), List.of());
  }

  /** What is to lower a step under systemd; nothing of the service is kept. */
  SystemdLowering systemd(Step step, Set<ContainerName> unrecorded) {
    String name = step.change().subject();
    ServiceFiles files =
        new ServiceFiles(new UnitName(unit(name)), Optional.of("[Service]"), false, Map.of());
    UnitPredecessors formers =
        new UnitPredecessors(
            plan(step),
            observed(),
            new UnitPredecessors.Facts(
                Map.of(new ContainerName(name), files),
                Map.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of(),
                false),
            true);
    return new SystemdLowering(observed(), late(step), formers, unrecorded);
  }
}
