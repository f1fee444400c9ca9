package dev.berth.apply;

import dev.berth.engine.CommandLine;
import dev.berth.engine.Invocation;
import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.model.ContainerPath;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Healthcheck.OnFailure;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitOwner;
import dev.berth.systemd.BootOrder;
import dev.berth.systemd.ServiceUnit;
import dev.berth.systemd.UnitName;
import dev.berth.systemd.UnitText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the units of one configuration: those of its services, and the targets between them. */
final class ServiceUnits {
  private final CommandLine commandLine;
  private final HostPaths paths;
  private final RenderOptions options;
  private final HostFacts facts;
  private final Desired desired;
  private final ContainerSet set;
  private final HealthGates gates;
  private final BootOrder order;
  private final UnitScript script;

  ServiceUnits(
      CommandLine commandLine,
      HostPaths paths,
      RenderOptions options,
      HostFacts facts,
      Desired desired,
      ContainerSet set,
      HealthGates gates) {
    this.commandLine = commandLine;
    this.paths = paths;
    this.options = options;
    this.facts = facts;
    this.desired = desired;
    this.set = set;
    this.gates = gates;
    this.script = commandLine.unitScript(paths.made());
    this.order =
        new BootOrder(
            options.unitPrefix(),
            set.configId(),
            set.containers().stream()
                .filter(spec -> spec.role() == ContainerSpec.Role.SERVICE)
                .map(ContainerSpec::startOrder)
                .toList());
  }

  /** The targets that keep the groups apart at boot. */
  List<UnitFile> targets() {
    return order.targets(options.managedBy()).stream()
        .map(target -> new UnitFile(target.name(), UnitText.render(target, options.scope())))
        .toList();
  }

  /** The unit of a service. */
  UnitFile file(ContainerSpec spec, String digest, Invocation invocation) {
    return new UnitFile(
        UnitName.of(options.unitPrefix(), spec.name()).text(),
        UnitText.render(unit(spec, digest, invocation), facts.systemdVersion()));
  }

  private ServiceUnit unit(ContainerSpec spec, String digest, Invocation invocation) {
    String name = spec.name();
    List<String> wants = new ArrayList<>();
    List<String> requires = new ArrayList<>();
    for (Dependency dependency : spec.dependencies()) {
      unitOf(dependency).ifPresent(unit -> (dependency.required() ? requires : wants).add(unit));
    }
    List<String> after = new ArrayList<>(order.after(spec.startOrder()));
    after.addAll(options.scope().comeFirst());
    List<String> partOf = new ArrayList<>(spec.texts(Key.PART_OF));
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
    List<List<String>> beforeStart = new ArrayList<>(gates.beforeStart(spec));
    beforeStart.addAll(commands.before());
    return new ServiceUnit(
        name + " (" + spec.image() + ")",
        options.scope(),
        commands.type(),
        beforeStart,
        commands.start(),
        gates.afterStart(spec, UnitName.of(options.unitPrefix(), name).text()),
        gates.startTimeout(spec),
        commands.beforeStop(),
        commands.stop(),
        commands.afterStop(),
        commands.reload(),
        spec.restart().orElseThrow(),
        options.healthchecks()
            && spec.healthcheck().filter(check -> check.onFailure() == OnFailure.STOP).isPresent(),
        spec.stopGracePeriod(),
        invocation.inherited().isEmpty() ? List.of() : List.of(paths.inheritedEnvironment(name)),
        wants,
        requires,
        after,
        order.before(spec.startOrder()),
        partOf,
        mounts(spec),
        spec.text(Key.KILL_MODE).orElse(ServiceUnit.DEFAULT_KILL_MODE),
        spec.fields(Key.SYSTEMD_EXEC_FLAGS),
        new UnitOwner(
            options.managedBy(),
            set.configId(),
            name,
            digest,
            UnitFacts.of(
                spec,
                Optional.ofNullable(facts.images().get(spec.image())),
                options.healthchecks())));
  }

  private UnitRequest request(ContainerSpec spec, Invocation invocation) {
    return new UnitRequest(
        spec.name(),
        invocation.argv(),
        Optional.ofNullable(facts.images().get(spec.image())).map(ObservedImage::id),
        spec.texts(Key.PRE_STOP_EXEC),
        spec.stopGracePeriod(),
        spec.text(Key.RELOAD_SIGNAL).orElse(ServiceUnit.DEFAULT_RELOAD_SIGNAL),
        paths.unitScript(script.fileName()));
  }

  /** The script that its commands run. */
  SecretFile script() {
    return new SecretFile(paths.unitScript(script.fileName()).toString(), script.text());
  }

  /** The sources of its bind mounts, and where the engine keeps its image and its volumes. */
  private List<String> mounts(ContainerSpec spec) {
    return Stream.concat(
            spec.mounts().stream()
                .filter(mount -> mount.kind() == Mount.Kind.BIND)
                .map(mount -> ContainerPath.cleaned(mount.source())),
            Optional.ofNullable(facts.images().get(spec.image()))
                .flatMap(ObservedImage::store)
                .stream())
        .distinct()
        .toList();
  }

  /** The unit behind a dependency; a task has none, it has run before the unit is installed. */
  private Optional<String> unitOf(Dependency dependency) {
    String target = dependency.target();
    if (dependency.kind() == Dependency.Kind.HOST_UNIT) {
      return Optional.of(target);
    }
    return desired
        .container(target)
        .map(
            spec ->
                spec.role() == ContainerSpec.Role.SERVICE
                    ? Optional.of(UnitName.of(options.unitPrefix(), target).text())
                    : Optional.<String>empty())
        .orElseGet(() -> facts.unitOf(target));
  }
}
