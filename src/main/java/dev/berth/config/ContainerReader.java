package dev.berth.config;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one container: each key by itself, then what the keys say together. */
final class ContainerReader {
  private static final int MOST_STRAYS = 1000;
  private static final List<String> NAMES = names();
  private static final ContainerName UNNAMED = new ContainerName("unnamed");

  private final ReadOptions options;
  private final Map<String, Boolean> strays = new HashMap<>();
  private final FileContents contents;
  private final List<Integer> besideIsolated;

  ContainerReader(ReadOptions options, FileContents contents) {
    this.options = options;
    this.contents = contents;
    this.besideIsolated = List.copyOf(options.processors().besideIsolated());
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Key key : Key.values()) {
      names.add(key.label());
      key.alias().ifPresent(names::add);
    }
    return List.copyOf(names);
  }

  Optional<ContainerSpec> read(Draft draft, Problems problems) {
    checkName(draft, problems);
    if (!(draft.body() instanceof Tree.Fields body)) {
      problems.error(
          draft.at(),
          "the container " + Quote.name(draft.name()) + " is " + draft.body().shape(),
          "write a mapping of keys such as image");
      return Optional.empty();
    }
    Map<Key, Tree.Field> given = given(body, draft.dialect(), problems);
    expandLogging(draft, given, problems);
    Map<Key, Value> values = new EnumMap<>(Key.class);
    given.forEach(
        (key, field) -> {
          if (key.scope() != Key.Scope.IGNORED) {
            ValueReader.read(new Setting(key, field, options, draft.dialect(), problems))
                .ifPresent(value -> values.put(key, value));
          }
        });
    foldCheckInterval(given, values, problems);
    new ContainerChecks(draft, given, values, problems).check();
    if (!given.containsKey(Key.CPUSET_CPUS) && !ContainerChecks.isExec(values)) {
      Processors.standard(besideIsolated, draft.at())
          .ifPresent(value -> values.put(Key.CPUSET_CPUS, value));
    }
    ContainerSpec spec =
        new ContainerSpec(name(draft), draft.at(), values, contents.digests(values, problems));
    if (!draft.isFilledIn()) {
      VariableMarks.check(spec, problems);
    }
    return Optional.of(spec);
  }

  /** One that is none is told of; what else is wrong there is told of under a name that it has. */
  private static ContainerName name(Draft draft) {
    return ContainerName.find(draft.name())
        .or(() -> ContainerName.find(Names.sanitised(draft.name())))
        .orElse(UNNAMED);
  }

  private static void checkName(Draft draft, Problems problems) {
    if (!Names.isValid(draft.name())) {
      problems.error(
          draft.at(),
          Quote.name(draft.name()) + " is no container name",
          "use letters, digits and _ . -, the first a letter or digit, at most " + Names.LONGEST);
    } else if (Names.isUnit(draft.name())) {
      problems.error(
          draft.at(),
          "the container name " + Quote.of(draft.name()) + " would be taken for a unit of the host",
          "leave its ending out");
    }
  }

  /** The keys that hold something; nothing counts as not given. */
  private Map<Key, Tree.Field> given(Tree.Fields body, Dialect dialect, Problems problems) {
    Map<Key, Tree.Field> given = new EnumMap<>(Key.class);
    Map<Key, Tree.Field> seen = new HashMap<>();
    for (Tree.Field field : body.fields()) {
      Optional<Key> key = Key.named(field.name());
      if (key.isEmpty()) {
        unknown(field, dialect, problems);
        continue;
      }
      Tree.Field first = seen.putIfAbsent(key.get(), field);
      if (first != null) {
        problems.error(
            field.at(),
            "`" + field.name() + "` and `" + first.name() + "` at " + first.at() + " are one key",
            "remove one of the two");
      } else if (!field.value().isNothing()) {
        given.put(key.get(), field);
      }
    }
    return given;
  }

  /** Paunch passed over what it did not know; what is nearly a key is still taken for a slip. */
  private void unknown(Tree.Field field, Dialect dialect, Problems problems) {
    String message = "unknown key " + Quote.name(field.name());
    boolean isStray = dialect.isPaunch() && isStray(field.name());
    String otherwise = isStray ? "Paunch ignored it, too" : "remove it, or --unknown-keys warn";
    String advice =
        isStray || problems.isLong()
            ? otherwise
            : Suggestion.advice(field.name(), NAMES, otherwise);
    if (options.unknownKeysAreErrors() && !isStray) {
      problems.error(field.at(), message, advice);
    } else {
      problems.warning(field.at(), message + " has no effect", advice);
    }
  }

  /** Whether it is like no key; many files have the same few, so each is compared once. */
  private boolean isStray(String name) {
    if (strays.size() < MOST_STRAYS) {
      return strays.computeIfAbsent(name, any -> Suggestion.nearest(any, NAMES).isEmpty());
    }
    return strays.getOrDefault(name, false);
  }

  private void expandLogging(Draft draft, Map<Key, Tree.Field> given, Problems problems) {
    Tree.Field logging = given.remove(Key.LOGGING);
    if (logging == null) {
      return;
    }
    Setting setting = new Setting(Key.LOGGING, logging, options, draft.dialect(), problems);
    if (!(logging.value() instanceof Tree.Fields fields)) {
      setting.wrong(logging.value(), "a mapping with `driver` and `options`");
      return;
    }
    setting.rejectOthers(fields, List.of("driver", "options"));
    expand(Key.LOG_DRIVER, fields.field("driver"), given, setting);
    expand(Key.LOG_OPTS, fields.field("options"), given, setting);
  }

  private static void expand(
      Key key, Optional<Tree.Field> inner, Map<Key, Tree.Field> given, Setting logging) {
    if (inner.isEmpty() || inner.get().value().isNothing()) {
      return;
    }
    Tree.Field field = inner.get();
    Tree.Field first = given.get(key);
    if (first != null) {
      logging.fail(
          field.at(),
          "`" + field.name() + "` and `" + first.name() + "` at " + first.at() + " are one setting",
          "remove one of the two");
    } else {
      given.put(key, new Tree.Field("logging." + field.name(), field.at(), field.value()));
    }
  }

  private static void foldCheckInterval(
      Map<Key, Tree.Field> given, Map<Key, Value> values, Problems problems) {
    Value interval = values.remove(Key.CHECK_INTERVAL);
    Tree.Field healthcheck = given.get(Key.HEALTHCHECK);
    if (interval == null) {
      return;
    }
    if (interval.texts().getFirst().equals("0s")) {
      problems.error(interval.at(), "`check_interval`: a duration of zero", "leave it out");
    } else if (healthcheck == null) {
      problems.warning(
          interval.at(), "`check_interval` has no effect without `healthcheck`", "remove it");
    } else if (healthcheck.value() instanceof Tree.Fields fields
        && fields.field("interval").isPresent()) {
      problems.error(
          interval.at(),
          "`check_interval` and `interval` of `healthcheck` at "
              + fields.field("interval").get().at()
              + " are one setting",
          "remove one of the two");
    } else if (values.get(Key.HEALTHCHECK) instanceof Value.Mapping mapping
        && !mapping.texts().equals(List.of("test=NONE"))) {
      values.put(Key.HEALTHCHECK, HealthcheckReader.withInterval(mapping, interval));
    }
  }
}
