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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /** The same for what another form has come to already. */
  public Desired read(Draft.Group group, Problems problems) {
    return desired(List.of(group), problems);
  }

  /**
   * Independent configurations, those that others depend on first.
   *
   * @param paths by the ids that they get
   */
  public Desired readStacks(SortedMap<String, String> paths, Problems problems) {
    List<Draft.Group> groups = new ArrayList<>();
    paths.forEach(
        (id, path) ->
            groups.addAll(
                new Sources(options.withConfigId(id), frontEnd, problems).read(List.of(path))));
    return desired(groups, false, problems);
  }

  private Desired desired(List<Draft.Group> found, Problems problems) {
    return desired(found, true, problems);
  }

  private Desired desired(List<Draft.Group> found, boolean isSeries, Problems problems) {
    List<Draft.Group> groups = withoutDuplicates(found, problems);
    Set<String> names = new LinkedHashSet<>();
    groups.forEach(group -> group.drafts().forEach(draft -> names.add(draft.name())));
    Overrides overrides = Overrides.read(options.overrides(), names, problems);
    ContainerReader reader =
        new ContainerReader(options, new FileContents(options.configHash(), configData));
    Pods pods = new Pods(names);
    List<ReadGroup> unresolved = new ArrayList<>();
    for (Draft.Group group : groups) {
      Problems here = group.wanted() ? problems : new Problems();
      List<ContainerSpec> containers =
          group.drafts().stream()
              .flatMap(draft -> reader.read(overrides.applied(draft), here).stream())
              .toList();
      unresolved.add(new ReadGroup(group, pods.complete(containers, here), here));
    }
    References references = new References(names);
    List<ReadGroup> read =
        unresolved.stream()
            .map(
                group ->
                    new ReadGroup(
                        group.group(),
                        group.containers().stream()
                            .map(spec -> references.resolved(spec, group.problems()))
                            .toList(),
                        group.problems()))
            .toList();
    OrderChecks order = new OrderChecks();
    List<Desired.ContainerSet> sets = new ArrayList<>();
    List<ReadGroup> ordered = isSeries ? read : dependedOnFirst(read);
    for (int i = 0; i < ordered.size(); i++) {
      Draft.Group group = ordered.get(i).group();
      for (ContainerSpec spec : ordered.get(i).containers()) {
        order.add(spec, i, group.configId(), ordered.get(i).problems());
      }
      if (group.wanted()) {
        sets.add(
            new Desired.ContainerSet(
                group.configId(), ordered.get(i).containers(), group.declared(), group.source()));
      }
    }
    order.check();
    if (problems.hasErrors()) {
      references.reportElsewhere();
    }
    return awaitingWhatMustComplete(new Desired(sets, isSeries, new TreeMap<>(), new TreeMap<>()));
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
                        set.declared(),
                        set.source()))
            .toList(),
        desired.isSeries(),
        desired.gone(),
        desired.broken());
  }

  /** A group whose containers were read. */
  private record ReadGroup(Draft.Group group, List<ContainerSpec> containers, Problems problems) {
    boolean needs(ReadGroup other) {
      return !group.configId().equals(other.group.configId())
          && containers.stream()
              .flatMap(spec -> spec.dependencies().stream())
              .anyMatch(
                  dependency ->
                      other.containers().stream()
                          .anyMatch(spec -> spec.name().text().equals(dependency.target())));
    }
  }

  /** In their order as far as none depends on a later one; a cycle is left to be reported. */
  private static List<ReadGroup> dependedOnFirst(List<ReadGroup> groups) {
    List<ReadGroup> left = new ArrayList<>(groups);
    List<ReadGroup> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      ReadGroup next =
          left.stream()
              .filter(one -> left.stream().noneMatch(one::needs))
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static ContainerSpec awaiting(ContainerSpec spec, Map<String, Value> awaited) {
    Value attached = awaited.get(spec.name().text());
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
                    group.declared(),
                    group.source()))
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
