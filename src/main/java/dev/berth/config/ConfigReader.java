package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads configurations: a file, a directory, a directory of steps, or standard input.
 *
 * <p>Collects every problem, not only the first, and throws for none of them; what it returns is to
 * be used only when there is no error among them.
 */
public final class ConfigReader {
  private final ReadOptions options;
  private final FrontEnd frontEnd;
  private final Path configData;

  /** A reader with these options, of Berth's own form and another one. */
  public ConfigReader(ReadOptions options, FrontEnd frontEnd) {
    this(options, frontEnd, FileContents.CONFIG_DATA);
  }

  ConfigReader(ReadOptions options, FrontEnd frontEnd, Path configData) {
    this.options = options;
    this.frontEnd = frontEnd;
    this.configData = configData;
  }

  /**
   * The containers that the paths hold.
   *
   * @param paths as the operator gave them; positions begin with them; several only of a Compose
   *     project's files
   * @param problems receives everything that is wrong or noteworthy
   */
  public Desired read(List<String> paths, Problems problems) {
    return desired(new Sources(options, frontEnd, problems).read(paths), problems);
  }

  /** The same for one path. */
  public Desired read(String path, Problems problems) {
    return read(List.of(path), problems);
  }

  /** The same for a file that is not written yet, with this text. */
  public Desired read(String path, String text, Problems problems) {
    return desired(new Sources(options, frontEnd, problems).read(path, text), problems);
  }

  private Desired desired(List<Draft.Group> found, Problems problems) {
    List<Draft.Group> groups = withoutDuplicates(found, problems);
    Set<String> names = new LinkedHashSet<>();
    groups.forEach(group -> group.drafts().forEach(draft -> names.add(draft.name())));
    Overrides overrides = Overrides.read(options.overrides(), names, problems);
    ContainerReader reader =
        new ContainerReader(options, new FileContents(options.configHash(), configData));
    References references = new References(names);
    OrderChecks order = new OrderChecks();
    List<Desired.ContainerSet> sets = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      Draft.Group group = groups.get(i);
      Problems here = group.wanted() ? problems : new Problems();
      List<ContainerSpec> containers = new ArrayList<>();
      for (Draft draft : group.drafts()) {
        Optional<ContainerSpec> spec =
            reader
                .read(overrides.applied(draft), here)
                .map(read -> references.resolved(read, here));
        spec.ifPresent(containers::add);
      }
      for (ContainerSpec spec : containers) {
        order.add(spec, i, group.configId(), here);
      }
      if (group.wanted()) {
        sets.add(new Desired.ContainerSet(group.configId(), containers, group.declared()));
      }
    }
    order.check();
    if (problems.hasErrors()) {
      references.reportElsewhere();
    }
    return awaitingWhatMustComplete(new Desired(sets));
  }

  /** A task whose success somebody waits for is waited for itself, whatever {@code detach} says. */
  private static Desired awaitingWhatMustComplete(Desired desired) {
    Map<String, Value> awaited = new HashMap<>();
    desired
        .containers()
        .flatMap(spec -> spec.dependencies().stream())
        .filter(
            dependency ->
                dependency.condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY)
        .forEach(
            dependency ->
                awaited.put(dependency.target(), new Value.Scalar("false", dependency.at())));
    return new Desired(
        desired.sets().stream()
            .map(
                set ->
                    new Desired.ContainerSet(
                        set.configId(),
                        set.containers().stream().map(spec -> awaiting(spec, awaited)).toList(),
                        set.declared()))
            .toList());
  }

  private static ContainerSpec awaiting(ContainerSpec spec, Map<String, Value> awaited) {
    Value attached = awaited.get(spec.name());
    return attached != null && spec.role() == ContainerSpec.Role.TASK
        ? spec.with(Map.of(Key.DETACH, attached))
        : spec;
  }

  /** A name stands for one container, whatever the file or step. */
  private static List<Draft.Group> withoutDuplicates(List<Draft.Group> groups, Problems problems) {
    Map<String, Draft> first = new LinkedHashMap<>();
    // What was asked for comes first, so that a step that was not cannot displace it.
    for (boolean wanted : new boolean[] {true, false}) {
      for (Draft.Group group : groups) {
        if (group.wanted() == wanted) {
          group.drafts().forEach(draft -> register(draft, wanted, first, problems));
        }
      }
    }
    return groups.stream()
        .map(
            group ->
                new Draft.Group(
                    group.configId(),
                    group.wanted(),
                    group.drafts().stream().filter(draft -> isFirst(draft, first)).toList(),
                    group.declared()))
        .toList();
  }

  private static boolean isFirst(Draft draft, Map<String, Draft> first) {
    Draft registered = first.get(draft.name());
    return registered != null && registered.at().compareTo(draft.at()) == 0;
  }

  private static void register(
      Draft draft, boolean wanted, Map<String, Draft> first, Problems problems) {
    Draft other = first.putIfAbsent(draft.name(), draft);
    if (other != null && wanted) {
      problems.error(
          draft.at(),
          "a second container " + Quote.name(draft.name()) + "; the first is at " + other.at(),
          "rename or remove one of the two");
    }
  }
}
