package dev.berth.plan;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Declared;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key.Scope;
import dev.berth.model.Labels;
import dev.berth.model.Mount;
import dev.berth.model.ObservedImage;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.Checks;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.Rendered.SecretFile;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.Rendered.Upkeep;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.UnitFacts;
import dev.berth.model.UnitFacts.UnitDependency;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an engine and systemd would make of a configuration, in the fewest words that keep the
 * dependencies: the digest leaves the image out, the unit runs an image's id.
 *
 * @param managedBy the owner's label
 * @param prefix what unit names begin with
 * @param key stands for the host's digest key
 */
record Rendering(String managedBy, String prefix, String key) {

  RenderedState wanted(List<ContainerSet> sets, Map<String, ObservedImage> images) {
    return new RenderedState(
        sets.stream()
            .map(
                set ->
                    new WantedSet(
                        set.configId(),
                        set.containers().stream()
                            .map(spec -> rendered(spec, set.configId(), images))
                            .toList(),
                        targets(set),
                        declared(set)))
            .toList());
  }

  private Declared declared(ContainerSet set) {
    return new Declared(
        set.declared().isPossible(),
        set.declared().networks().stream()
            .map(
                spec ->
                    spec.with(
                        Map.of(
                            Labels.MANAGED_BY,
                            managedBy,
                            Labels.CONFIG_ID,
                            set.configId(),
                            Labels.DIGEST,
                            key + spec.network().flattened())))
            .toList(),
        set.declared().volumes(),
        set.declared().replicas());
  }

  /** One after each group of services but the last. */
  private List<UnitFile> targets(ContainerSet set) {
    List<Integer> groups =
        set.containers().stream()
            .filter(spec -> spec.role() == ContainerSpec.Role.SERVICE)
            .map(ContainerSpec::startOrder)
            .distinct()
            .sorted()
            .toList();
    return groups.stream()
        .limit(Math.max(0, groups.size() - 1))
        .map(
            group ->
                new UnitFile(
                    new UnitName(prefix + set.configId() + "-order-" + group + ".target"),
                    String.join("\n", managedBy, set.configId(), "", "", "", groups.toString())))
        .toList();
  }

  private Rendered rendered(
      ContainerSpec spec, String configId, Map<String, ObservedImage> images) {
    SortedMap<String, String> configuration = spec.flattened(Set.of(Scope.CONTAINER));
    configuration.put("managed_by", managedBy);
    configuration.put("config_id", configId);
    String digest = key + Integer.toHexString(configuration.hashCode());
    boolean isService = spec.role() == ContainerSpec.Role.SERVICE;
    List<SecretFile> files = new ArrayList<>();
    SortedMap<String, String> environment = spec.fields(dev.berth.model.Key.ENVIRONMENT);
    if (isService && !environment.isEmpty()) {
      files.add(new SecretFile("/env/" + spec.name(), environment.toString()));
    }
    return new Rendered(
        spec,
        configId,
        digest,
        configuration,
        List.of("run", spec.name().text()),
        Map.of(),
        isService
            ? Upkeep.ofUnit(unit(spec, configId, digest, images), false, Checks.OF_ENGINE)
            : Upkeep.NONE,
        files,
        spec.mounts().stream()
            .filter(mount -> mount.kind() == Mount.Kind.NAMED)
            .map(mount -> new NamedVolume(mount.source(), "sealed"))
            .toList());
  }

  /** The same in the engine's own care. */
  static Rendered inEnginesCare(Rendered one) {
    return new Rendered(
        one.spec(),
        one.configId(),
        one.digest(),
        one.configuration(),
        one.argv(),
        one.environment(),
        one.spec().role() == ContainerSpec.Role.SERVICE
            ? Upkeep.ofContainer(one.gated())
            : Upkeep.NONE,
        one.secretFiles(),
        one.namedVolumes());
  }

  private UnitFile unit(
      ContainerSpec spec, String configId, String digest, Map<String, ObservedImage> images) {
    String image =
        Optional.ofNullable(images.get(spec.image())).map(ObservedImage::id).orElse(spec.image());
    return new UnitFile(
        new UnitName(prefix + spec.name() + ".service"),
        String.join(
                "\n",
                managedBy,
                configId,
                spec.name().text(),
                digest,
                image,
                facts(spec),
                reloaded(spec))
            + "\n"
            + spec.flattened(Set.of(Scope.UNIT)));
  }

  /** Whose a unit with this text is: empty for one that was not written here. */
  static Optional<UnitOwner> owner(String text) {
    String[] lines = text.split("\n");
    return lines.length < 6
        ? Optional.empty()
        : Optional.of(
            new UnitOwner(
                lines[0],
                lines[1],
                ContainerName.find(lines[2]),
                lines[3],
                lines[2].isEmpty() ? UnitFacts.NONE : facts(lines[5], lines[6])));
  }

  /** The group, and what it waits for. */
  private static String facts(ContainerSpec spec) {
    return spec.startOrder()
        + spec.dependencies().stream().map(it -> " " + it.target()).collect(Collectors.joining());
  }

  private static String reloaded(ContainerSpec spec) {
    return spec.reloaded().entrySet().stream()
        .map(file -> file.getKey() + "=" + file.getValue())
        .collect(Collectors.joining(" "));
  }

  private static UnitFacts facts(String line, String reloaded) {
    List<String> words = List.of(line.split(" "));
    return new UnitFacts(
        OptionalInt.of(Integer.parseInt(words.getFirst())),
        false,
        words.stream()
            .skip(1)
            .map(target -> new UnitDependency(target, Condition.SERVICE_STARTED, false))
            .toList(),
        Stream.of(reloaded.split(" "))
            .map(file -> file.split("="))
            .filter(file -> file.length == 2)
            .collect(
                Collectors.toMap(file -> file[0], file -> file[1], (a, _) -> a, TreeMap::new)));
  }
}
