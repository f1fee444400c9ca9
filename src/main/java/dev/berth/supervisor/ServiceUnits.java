package dev.berth.supervisor;

import dev.berth.engine.CommandLine;
import dev.berth.engine.Invocation;
import dev.berth.engine.RunRequest;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.model.AbsolutePath;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Credential;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.BootOrder;
import dev.berth.systemd.EnvironmentFileText;
import dev.berth.systemd.Scope;
import dev.berth.systemd.ServiceUnit;
import dev.berth.systemd.ServiceUnit.Commands;
import dev.berth.systemd.ServiceUnit.Lifetime;
import dev.berth.systemd.ServiceUnit.Relations;
import dev.berth.systemd.UnitText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the units of one configuration: those of its services, and the targets between them. */
final class ServiceUnits implements SetRendering {
  private final CommandLine commandLine;
  private final Places places;
  private final RenderOptions options;
  private final RenderFacts facts;
  private final Desired desired;
  private final ContainerSet set;
  private final Scope scope;
  private final UnitHealth health;
  private final BootOrder order;
  private final UnitScript script;

  ServiceUnits(
      CommandLine commandLine,
      Places places,
      RenderOptions options,
      RenderFacts facts,
      Desired desired,
      ContainerSet set,
      Scope scope) {
    this.commandLine = commandLine;
    this.places = places;
    this.options = options;
    this.facts = facts;
    this.desired = desired;
    this.set = set;
    this.scope = scope;
    this.health = new UnitHealth(commandLine, places, facts, set, options, scope);
    this.script = commandLine.unitScript(places.made());
    this.order =
        new BootOrder(
            options.unitPrefix(),
            set.configId(),
            set.containers().stream()
                .filter(spec -> spec.role() == ContainerSpec.Role.SERVICE)
                .map(ContainerSpec::startOrder)
                .toList());
  }

  @Override
  public List<UnitFile> targets() {
    return order.targets(options.managedBy()).stream()
        .map(target -> new UnitFile(target.name(), UnitText.render(target, scope)))
        .toList();
  }

  @Override
  public Rendering of(RunRequest request, String digest, List<InitContainer> inits) {
    ContainerSpec spec = request.spec();
    Invocation invocation = commandLine.run(health.of(request));
    List<SecretFile> files = new ArrayList<>();
    if (!invocation.inherited().isEmpty()) {
      files.add(
          new SecretFile(
              places.inheritedEnvironment(spec.name()).toString(),
              EnvironmentFileText.render(invocation.inherited())));
    }
    files.addAll(health.scriptsFor(spec));
    files.add(new SecretFile(places.unitScript(script.fileName()).toString(), script.text()));
    UnitFile unit = file(spec, digest, invocation, inits);
    return new Rendering(
        new Invocation(
            invocation.argv(), new TreeMap<>(), invocation.fileText(), invocation.volumes()),
        files,
        Upkeep.ofUnit(unit, health.isGate(spec), health.checks(spec, unit.name())));
  }

  private UnitFile file(
      ContainerSpec spec, String digest, Invocation invocation, List<InitContainer> inits) {
    return new UnitFile(
        UnitName.of(options.unitPrefix(), spec.name()),
        UnitText.render(unit(spec, digest, invocation, inits), facts.systemdVersion()));
  }

  private ServiceUnit unit(
      ContainerSpec spec, String digest, Invocation invocation, List<InitContainer> inits) {
    ContainerName name = spec.name();
    UnitName unitName = UnitName.of(options.unitPrefix(), name);
    List<List<String>> afterStart = new ArrayList<>();
    inits.forEach(init -> afterStart.addAll(init.commands(commandLine, scope, options, unitName)));
    afterStart.addAll(health.afterStart(spec, unitName));
    List<UnitName> wants = new ArrayList<>();
    List<UnitName> requires = new ArrayList<>();
    List<UnitName> partOf = new ArrayList<>();
    for (Dependency dependency : spec.dependencies()) {
      unitOf(dependency).ifPresent(unit -> (dependency.required() ? requires : wants).add(unit));
      if (dependency.restarts() && !dependency.required()) {
        unitOf(dependency).ifPresent(partOf::add);
      }
    }
    List<UnitName> after = new ArrayList<>(order.after(spec.startOrder()));
    after.addAll(scope.comeFirst());
    spec.texts(Key.PART_OF).forEach(unit -> partOf.add(new UnitName(unit)));
    // Stopped and started with it, but not given up where it needs a second try to come up.
    commandLine
        .daemonUnit()
        .ifPresent(
            daemon -> {
              wants.add(daemon);
              after.add(daemon);
              partOf.add(daemon);
            });
    UnitCommands commands = commandLine.unitCommands(request(spec, invocation));
    List<List<String>> beforeStart = new ArrayList<>(health.beforeStart(spec));
    beforeStart.addAll(commands.before());
    return new ServiceUnit(
        name + " (" + spec.image() + ")",
        scope,
        new Commands(
            commands.type(),
            beforeStart,
            commands.start(),
            afterStart,
            commands.beforeStop(),
            commands.stop(),
            commands.afterStop(),
            commands.reload()),
        lifetime(spec, inits.size()),
        new Relations(
            wants,
            members(spec),
            requires,
            after,
            order.before(spec.startOrder()),
            partOf,
            mounts(spec)),
        invocation.inherited().isEmpty() ? List.of() : List.of(places.inheritedEnvironment(name)),
        spec.fields(Key.SYSTEMD_EXEC_FLAGS),
        new UnitOwner(
            options.managedBy(),
            set.configId(),
            Optional.of(name),
            digest,
            UnitFacts.of(
                spec,
                Optional.ofNullable(facts.images().get(spec.image())),
                options.healthchecks())),
        desired
            .container(name)
            .map(wanted -> Credential.of(wanted).stream().map(Credential::name).distinct().toList())
            .orElse(List.of()));
  }

  /**
   * Whom a pod's own container brings up with itself. Where its start needs a second try, systemd
   * has given up those that require it by then, and starts none of them again by itself.
   */
  private List<UnitName> members(ContainerSpec holder) {
    if (!holder.isPod()) {
      return List.of();
    }
    return set.containers().stream()
        .filter(spec -> spec.role() == ContainerSpec.Role.SERVICE && !spec.isPod())
        .filter(holder::isInPodOf)
        .map(spec -> UnitName.of(options.unitPrefix(), spec.name()))
        .toList();
  }

  private Lifetime lifetime(ContainerSpec spec, int inits) {
    return new Lifetime(
        health.startTimeout(spec).plus(ContainerSpec.DEFAULT_START_TIMEOUT.multipliedBy(inits)),
        spec.stopGracePeriod(),
        spec.restart().orElseThrow(),
        options.healthchecks()
            && spec.healthcheck().filter(check -> check.onFailure() == OnFailure.STOP).isPresent(),
        spec.text(Key.KILL_MODE).orElse(ServiceUnit.DEFAULT_KILL_MODE));
  }

  private UnitRequest request(ContainerSpec spec, Invocation invocation) {
    return new UnitRequest(
        spec.name(),
        invocation.argv(),
        Optional.ofNullable(facts.images().get(spec.image())).map(ObservedImage::id),
        spec.texts(Key.PRE_STOP_EXEC),
        spec.stopGracePeriod(),
        spec.text(Key.RELOAD_SIGNAL).orElse(ServiceUnit.DEFAULT_RELOAD_SIGNAL),
        places.unitScript(script.fileName()),
        spec.pod().filter(_ -> spec.isPod()));
  }

  /** The sources of its bind mounts, and where the engine keeps its image and its volumes. */
  private List<String> mounts(ContainerSpec spec) {
    return Stream.concat(
            spec.mounts().stream()
                .filter(mount -> mount.kind() == Mount.Kind.BIND)
                .map(mount -> AbsolutePath.of(mount.source()).text())
                // They come with the unit itself: it would wait for its own.
                .filter(source -> !source.startsWith("/run/credentials/")),
            Optional.ofNullable(facts.images().get(spec.image()))
                .flatMap(ObservedImage::store)
                .stream())
        .distinct()
        .toList();
  }

  /** The unit behind a dependency; a task has none, it has run before the unit is installed. */
  private Optional<UnitName> unitOf(Dependency dependency) {
    return dependency.kind() == Dependency.Kind.HOST_UNIT
        ? Optional.of(new UnitName(dependency.target()))
        : dependency.container().flatMap(this::unitOf);
  }

  private Optional<UnitName> unitOf(ContainerName target) {
    return desired
        .container(target)
        .map(
            spec ->
                spec.role() == ContainerSpec.Role.SERVICE
                    ? Optional.of(UnitName.of(options.unitPrefix(), target))
                    : Optional.<UnitName>empty())
        .orElseGet(() -> facts.unitOf(target));
  }
}
