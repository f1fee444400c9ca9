package dev.berth.plan;

import dev.berth.Configurations;
import dev.berth.model.Applied;
import dev.berth.model.Change;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.EngineInfo;
import dev.berth.model.ExecTargets;
import dev.berth.model.Key;
import dev.berth.model.Labels;
import dev.berth.model.Network;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Ownership;
import dev.berth.model.Plan;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.model.Resources;
import dev.berth.model.Stage.Phase;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.plan.PlanOptions.MissingBinds;
import dev.berth.plan.PlanOptions.Removal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A host in memory: a plan can be made for it, carried out on it, and things can go wrong. */
final class SimulatedHost extends SimulatedState {
  private Rendering rendering = new Rendering("berth", "berth-", "key1");
  private Removal removal;
  private MissingBinds missingBinds = MissingBinds.FAIL;
  private boolean removeVolumes;
  private boolean adopt;
  private Set<ContainerName> takeOver = Set.of();
  private int nextProcess = 100;

  /** From now on units have another prefix. */
  SimulatedHost prefix(String prefix) {
    rendering = new Rendering(rendering.managedBy(), prefix, rendering.key());
    return this;
  }

  /** From now on digests are made with another key. */
  SimulatedHost key(String key) {
    rendering = new Rendering(rendering.managedBy(), rendering.prefix(), key);
    return this;
  }

  /** What goes; without it, what the configurations that are applied no longer have. */
  SimulatedHost removing(Removal what) {
    removal = what;
    return this;
  }

  SimulatedHost removingVolumes() {
    removeVolumes = true;
    return this;
  }

  SimulatedHost creatingMissingBinds() {
    missingBinds = MissingBinds.CREATE;
    return this;
  }

  SimulatedHost adopting() {
    adopt = true;
    return this;
  }

  /** From now on these may be taken from other configurations. */
  SimulatedHost takingOver(Set<ContainerName> containers) {
    takeOver = containers;
    return this;
  }

  /** The plan for one configuration with the id {@code set}. */
  Plan plan(String yaml) {
    return plan(List.of(Configurations.read("set", yaml)));
  }

  Plan plan(List<ContainerSet> sets) {
    return plan(sets, Set.of());
  }

  private Plan plan(List<ContainerSet> sets, Set<String> pulled) {
    RenderedState wanted = wanted(sets);
    return new Planner(ServiceStrategy.BY_UNIT)
        .plan(wanted, observed(wanted), options(sets, pulled));
  }

  RenderedState wanted(List<ContainerSet> sets) {
    return rendering.wanted(sets, images);
  }

  PlanOptions options(List<ContainerSet> sets, Set<String> pulled) {
    Removal goes =
        removal != null
            ? removal
            : new Removal.OfConfigurations(
                sets.stream().map(ContainerSet::configId).collect(Collectors.toSet()));
    return new PlanOptions(rendering.managedBy(), goes, missingBinds, pulled, removeVolumes)
        .adopting(adopt)
        .takingOver(takeOver);
  }

  /** What an observer sees: records only where a digest differs, as the real one. */
  Observed observed(RenderedState wanted) {
    Map<ContainerName, Applied> applied = new LinkedHashMap<>();
    // Those of execs are nobody else's.
    records.forEach(
        (name, record) -> ContainerName.find(name).ifPresent(known -> applied.put(known, record)));
    applied.keySet().removeIf(containers::containsKey);
    units.values().stream()
        .flatMap(unit -> unit.owner().stream())
        .forEach(owner -> owner.container().ifPresent(applied::remove));
    wanted.containers().forEach(rendered -> applied.remove(rendered.name()));
    for (Rendered rendered : wanted.containers().toList()) {
      Optional<String> digest =
          Optional.ofNullable(containers.get(rendered.name()))
              .flatMap(container -> container.label(Labels.DIGEST));
      if (!digest.equals(Optional.of(rendered.digest()))
          && records.containsKey(recordOf(rendered))) {
        applied.put(rendered.name(), records.get(recordOf(rendered)));
      }
    }
    return new Observed(
            new EngineInfo("podman", "5.4.2"),
            List.copyOf(containers.values()),
            images,
            volumes,
            units,
            new Observed.Files(secretFiles, missingSources, Map.of()),
            new Observed.Past(applied, formers()))
        .withResources(new Resources(Map.of(), Map.of(), networks))
        .withFindings(findings);
  }

  /** Makes the host as wanted; the plans must not be refused. */
  SimulatedHost apply(String yaml) {
    return apply(List.of(Configurations.read("set", yaml)));
  }

  SimulatedHost apply(List<ContainerSet> sets) {
    Plan plan = plan(sets);
    Set<String> pulled = new TreeSet<>();
    for (Step step : plan.steps(Phase.PULL)) {
      String reference = step.change().subject();
      images.put(reference, new ObservedImage(latest(reference), List.of(), false));
      pulled.add(reference);
    }
    if (!pulled.isEmpty()) {
      plan = plan(sets, pulled);
    }
    if (plan.isRefused()) {
      throw new IllegalStateException("refused:\n" + PlanText.of(plan));
    }
    RenderedState wanted = wanted(sets);
    Observed before = observed(wanted);
    plan.steps().forEach(step -> carryOut(step.change(), wanted, before));
    return this;
  }

  private String latest(String reference) {
    return registry.getOrDefault(reference, "id-of-" + reference);
  }

  private void carryOut(Change change, RenderedState wanted, Observed before) {
    switch (change) {
      case Change.PullImage _, Change.CarryImage _ ->
          throw new IllegalStateException("pulled before");
      case Change.Restrict _ -> {}
      case Change.CreateDirectory directory -> missingSources.remove(directory.path());
      case Change.CreateVolume volume ->
          volumes.put(volume.subject(), volume(volume.subject(), volume.volume().labels()));
      case Change.RemoveVolume volume -> volumes.remove(volume.name());
      case Change.CreateNetwork create -> make(create.network());
      case Change.ReplaceNetwork replace -> make(replace.network());
      case Change.RemoveNetwork remove -> networks.remove(remove.name());
      case Change.Remove remove -> {
        containers.remove(remove.container());
        remove.unit().ifPresent(units::remove);
        secretFiles.remove("/env/" + remove.container());
        records.keySet().removeIf(name -> name.startsWith(remove.container() + ":exec:"));
        records.remove(remove.container().text());
      }
      case Change.Release _ -> {}
      case Change.Forget forget -> records.remove(forget.container().text());
      case Change.RemoveTarget target -> units.remove(target.unit());
      case Change.OrderBoot order -> {
        order
            .install()
            .forEach(
                target ->
                    units.put(target.name(), unit(target.name(), target.text(), "active", true)));
        Stream.concat(order.enable().stream(), order.start().stream())
            .forEach(
                name ->
                    units.computeIfPresent(
                        name, (key, was) -> unit(name, was.text().orElseThrow(), "active", true)));
      }
      case Change.Service service -> {
        forgetUnits(service.subject());
        service(service);
      }
      case Change.RemoveLegacy former -> forget(former.subject());
      case Change.AdoptTask task -> {
        String image = containers.get(new ContainerName(task.subject())).imageId();
        Rendered rendered = task.rendered();
        forget(task.subject());
        records.put(
            rendered.name().text(),
            new Applied(rendered.digest(), image, rendered.configuration(), true));
      }
      case Change.RunTask task -> {
        forget(task.subject());
        task(task.rendered());
        record(task.rendered(), latestOnHost(task.rendered().spec().image()));
      }
      case Change.AwaitTask task -> {
        state(task.rendered().name().text(), "exited", 0);
        record(task.rendered(), latestOnHost(task.rendered().spec().image()));
      }
      case Change.RunExec exec ->
          record(
              exec.rendered(),
              ExecTargets.state(exec.rendered().spec().execTarget().orElseThrow(), wanted, before)
                  .orElse(""));
    }
  }

  private void make(Network network) {
    networks.put(
        network.name(),
        new ObservedNetwork("id", network)
            .with(
                Ownership.proven(
                    network.labels().get(Labels.MANAGED_BY),
                    network.labels().get(Labels.CONFIG_ID))));
  }

  private void service(Change.Service service) {
    Rendered rendered = service.rendered();
    UnitName name = rendered.unit().orElseThrow().name();
    String text =
        service.install()
            ? rendered.unit().orElseThrow().text()
            : units.get(name).text().orElseThrow();
    boolean enabled = service.enable() || units.get(name).isEnabled();
    boolean runs = service.kind() != Change.Service.Kind.UPDATE;
    if (service.install()) {
      rendered.secretFiles().forEach(file -> secretFiles.put(file.path(), file.content()));
    }
    if (runs) {
      put(container(rendered, "running", 0));
      record(rendered, "");
    }
    units.put(name, unit(name, text, runs ? "active" : units.get(name).activeState(), enabled));
  }

  private void task(Rendered task) {
    boolean leavesNone = task.spec().flag(Key.REMOVE);
    if (leavesNone) {
      containers.remove(task.name());
    } else {
      put(container(task, task.spec().isAwaited() ? "exited" : "running", 0));
    }
  }

  private ObservedContainer container(Rendered rendered, String state, int exitCode) {
    return new ObservedContainer(
            "id-" + nextProcess,
            rendered.name(),
            new Made(
                rendered.spec().image(),
                latestOnHost(rendered.spec().image()),
                Map.of(
                    Labels.MANAGED_BY, rendering.managedBy(),
                    Labels.CONFIG_ID, rendered.configId(),
                    Labels.CONTAINER_NAME, rendered.name().text(),
                    Labels.DIGEST, rendered.digest()),
                List.of()),
            new Life(state, exitCode, nextProcess++, ""))
        .attached(
            rendered.spec().texts(Key.NETWORKS).stream()
                .map(text -> text.split(":", 2)[0])
                .collect(Collectors.toMap(name -> name, _ -> "")))
        .with(Ownership.proven(rendering.managedBy(), rendered.configId()));
  }

  private String latestOnHost(String reference) {
    return Optional.ofNullable(images.get(reference))
        .orElseThrow(() -> new IllegalStateException("started without " + reference))
        .id();
  }

  private void record(Rendered rendered, String target) {
    records.put(
        recordOf(rendered), new Applied(rendered.digest(), target, rendered.configuration()));
  }

  private static String recordOf(Rendered rendered) {
    return rendered.spec().role() == ContainerSpec.Role.EXEC
        ? rendered.spec().execTarget().orElseThrow() + ":exec:" + rendered.name()
        : rendered.name().text();
  }
}
