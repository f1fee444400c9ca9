package dev.berth.plan;

import dev.berth.model.Change.CreateVolume;
import dev.berth.model.Declared;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedVolume;
import dev.berth.model.Problems;
import dev.berth.model.RemadeVolume;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.NamedVolume;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Volume;
import dev.berth.model.VolumeMention;
import dev.berth.model.VolumeSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the named volumes that have to be made, with what is declared of them and with our labels.
 * None is ever made anew: what is in it would be lost.
 */
final class Volumes {
  private static final Set<String> SHOWN =
      Set.of("driver", "driver_opts.type", "driver_opts.device");

  private final RenderedState wanted;
  private final Observed observed;
  private final PlanOptions options;
  private final Problems problems;

  Volumes(RenderedState wanted, Observed observed, PlanOptions options, Problems problems) {
    this.wanted = wanted;
    this.observed = observed;
    this.options = options;
    this.problems = problems;
  }

  /** Tells of those that were removed under a service and made anew by its start. */
  void warn() {
    for (RemadeVolume volume : observed.findings().remade()) {
      wanted
          .container(volume.services().getFirst())
          .ifPresent(
              rendered -> problems.warning(rendered.spec().at(), volume.words(), volume.advice()));
    }
  }

  /** Reports those that are not there and nobody makes, and those that are there otherwise. */
  void check() {
    for (WantedSet set : wanted.sets()) {
      for (VolumeSpec spec : set.declared().volumes()) {
        boolean isUsed =
            set.containers().stream()
                .anyMatch(rendered -> rendered.volumes().contains(spec.name()));
        ObservedVolume there = observed.volumes().get(spec.name());
        if (isUsed && spec.isExternal() && there == null) {
          problems.error(
              spec.at(),
              "there is no volume '" + spec.name() + "', which somebody else is to make",
              observed.engine().name() + " volume create " + spec.name());
        } else if (isUsed && !spec.isExternal() && there != null && !isSame(spec, there)) {
          problems.error(
              spec.at(),
              "the volume '"
                  + spec.name()
                  + "' is there with another "
                  + String.join(", ", differences(spec.volume(), there)),
              "a volume is not made anew, as its content would be lost: give this one another"
                  + " `name`, or remove that one");
        }
      }
    }
  }

  private static boolean isSame(VolumeSpec spec, ObservedVolume there) {
    return Optional.ofNullable(spec.volume().labels().get(Labels.DIGEST))
            .filter(digest -> digest.equals(there.labels().get(Labels.DIGEST)))
            .isPresent()
        || differences(spec.volume(), there).isEmpty();
  }

  /** What differs, with the values that hold no password. */
  private static Set<String> differences(Volume volume, ObservedVolume there) {
    SortedMap<String, String> was =
        new Volume(there.name(), there.driver(), options(there.options()), new TreeMap<>())
            .flattened();
    SortedMap<String, String> is =
        new Volume(volume.name(), volume.driver(), options(volume.options()), new TreeMap<>())
            .flattened();
    Set<String> names = new TreeSet<>(was.keySet());
    names.addAll(is.keySet());
    names.removeIf(name -> Objects.equals(was.get(name), is.get(name)));
    return names.stream()
        .map(name -> SHOWN.contains(name) ? name + both(was.get(name), is.get(name)) : name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String both(@Nullable String was, @Nullable String is) {
    return " (" + (was == null ? "none" : was) + ", not " + (is == null ? "none" : is) + ")";
  }

  /** Podman adds names in capitals for what it has read out of the others, and sorts nothing. */
  private static SortedMap<String, String> options(Map<String, String> given) {
    SortedMap<String, String> options = new TreeMap<>();
    given.forEach(
        (name, value) -> {
          if (!name.matches("[A-Z]+")) {
            options.put(
                name,
                name.equals("o")
                    ? String.join(",", new TreeSet<>(Arrays.asList(value.split(","))))
                    : value);
          }
        });
    return options;
  }

  /** Those that are not there. */
  List<Decision> missing(RenderedState touched) {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    for (WantedSet set : touched.sets()) {
      for (Rendered rendered : set.containers()) {
        for (NamedVolume volume : rendered.namedVolumes()) {
          if (!observed.volumes().containsKey(volume.name())) {
            decisions.putIfAbsent(
                volume.name(),
                new Decision(
                    new CreateVolume(made(volume, rendered, set.declared())),
                    reason(rendered, volume)));
          }
        }
      }
    }
    return List.copyOf(decisions.values());
  }

  private Volume made(NamedVolume volume, Rendered rendered, Declared declared) {
    Volume wanted =
        declared
            .volume(volume.name())
            .map(VolumeSpec::volume)
            .orElseGet(() -> Volume.local(volume.name(), Map.of(), Map.of()));
    Map<String, String> labels = new HashMap<>(wanted.labels());
    labels.put(Labels.MANAGED_BY, options.managedBy());
    labels.put(Labels.CONFIG_ID, rendered.configId());
    labels.put(Labels.CONTAINER_NAME, rendered.name().text());
    labels.put(Labels.OWNERSHIP, volume.seal());
    return wanted.with(labels);
  }

  /** One that a service had is a loss that nobody wanted to hear of as of a new volume. */
  private String reason(Rendered rendered, NamedVolume volume) {
    boolean isLost =
        !observed.peers().containsKey(rendered.name())
            && Optional.ofNullable(observed.applied().get(rendered.name()))
                .filter(record -> VolumeMention.named(volume.name()).isIn(rendered.name(), record))
                .isPresent();
    return "needed by '"
        + rendered.name()
        + "'"
        + (isLost ? ", which had it: it was removed, and what was in it is gone" : "");
  }
}
