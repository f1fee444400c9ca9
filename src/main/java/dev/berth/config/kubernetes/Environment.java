package dev.berth.config.kubernetes;

import dev.berth.config.Suggestion;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The variables of a container, and what stands for them elsewhere in it. */
final class Environment {
  /** What Linux passes as one argument or variable (MAX_ARG_STRLEN, execve(2)). */
  private static final int LONGEST = 128 * 1024;

  private static final List<String> SOURCES =
      List.of("configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef");

  private final Workload pod;
  private final ObjectSet objects;
  private final PodFields fields;
  private final Problems problems;
  private final Map<String, Tree.Text> variables = new LinkedHashMap<>();

  /** The variables that hold a Secret's content, by name. */
  private final Set<String> secrets = new TreeSet<>();

  private Environment(Workload pod, ObjectSet objects, PodFields fields, Problems problems) {
    this.pod = pod;
    this.objects = objects;
    this.fields = fields;
    this.problems = problems;
  }

  /** That of a container. */
  static Environment of(
      Workload pod, Node container, ObjectSet objects, PodFields fields, Problems problems) {
    Environment environment = new Environment(pod, objects, fields, problems);
    container.objects("envFrom").forEach(environment::all);
    container.objects("env").forEach(each -> environment.one(each, container));
    return environment;
  }

  Map<String, Tree.Text> variables() {
    return variables;
  }

  private void all(Node from) {
    boolean isSecret = from.has("secretRef");
    if (isSecret == from.has("configMapRef")) {
      problems.error(
          from.at(),
          "`" + from.path() + "` names no source, or two",
          "write configMapRef or secretRef");
      return;
    }
    String kind = isSecret ? "Secret" : "ConfigMap";
    Node reference = from.object(isSecret ? "secretRef" : "configMapRef");
    String prefix = from.text("prefix");
    objects
        .named(kind, pod.namespace(), reference, "name")
        .ifPresent(
            contents ->
                contents
                    .entries()
                    .forEach(
                        (key, entry) -> {
                          if (objects.mayTake(reference.at("name"))) {
                            objects
                                .text(entry, key, reference.at("name"))
                                .ifPresent(
                                    text -> {
                                      put(prefix + key, text, entry.at());
                                      mark(prefix + key, isSecret);
                                    });
                          }
                        }));
  }

  private void put(String name, String text, SourcePosition at) {
    // The last one of a name counts, at the place of the last.
    variables.remove(name);
    variables.put(name, Body.text(text, at));
  }

  private void one(Node given, Node container) {
    String name = given.text("name");
    if (name.isEmpty()) {
      problems.error(given.at(), "`" + given.path() + "` has no `name`", "name the variable");
      return;
    }
    if (!objects.mayTake(given.at())) {
      return;
    }
    if (!given.has("valueFrom")) {
      Tree.Text value = given.given("value").orElse(Body.text("", given.at("name")));
      put(name, expanded(value), value.at());
      mark(name, secretIn(value).isPresent());
      return;
    }
    Node source = given.object("valueFrom");
    if (given.has("value") && !given.text("value").isEmpty()) {
      problems.error(
          source.at(), "`" + given.path() + "` has `value` and `valueFrom`", "leave one out");
    }
    value(source, container).ifPresent(text -> put(name, text, source.at()));
    mark(name, source.has("secretKeyRef"));
  }

  private Optional<String> value(Node source, Node container) {
    List<String> named = SOURCES.stream().filter(source::has).toList();
    if (named.size() != 1) {
      // A source that is refused is told already.
      if (named.size() > 1 || source.fields().fields().isEmpty()) {
        problems.error(
            source.at(),
            "`" + source.path() + "` names " + (named.isEmpty() ? "no source" : "several sources"),
            "write one of " + String.join(", ", SOURCES));
      }
      return Optional.empty();
    }
    Node reference = source.object(named.getFirst());
    return switch (named.getFirst()) {
      case "configMapKeyRef" -> entry("ConfigMap", reference);
      case "secretKeyRef" -> entry("Secret", reference);
      case "fieldRef" -> fields.value(reference, false);
      default -> fields.resource(reference, container);
    };
  }

  /** Whether what a name stands for now is a Secret's. */
  private void mark(String name, boolean isSecret) {
    if (isSecret) {
      secrets.add(name);
    } else {
      secrets.remove(name);
    }
  }

  /** A variable with a Secret's content that the text has in it; empty where it has none. */
  private Optional<String> secretIn(Tree.Text given) {
    return secrets.stream().filter(name -> given.text().contains("$(" + name + ")")).findFirst();
  }

  /** The same as {@link #expanded} for a word of a command, which everybody on a host can read. */
  String argument(Tree.Text given) {
    secretIn(given)
        .ifPresent(
            name ->
                problems.warning(
                    given.at(),
                    "the Secret behind `$("
                        + name
                        + ")` becomes part of a command, which all users of the host can read",
                    "have the program read the variable itself, in a shell as `$" + name + "`"));
    return expanded(given);
  }

  private Optional<String> entry(String kind, Node reference) {
    return objects
        .named(kind, pod.namespace(), reference, "name")
        .flatMap(contents -> objects.text(contents, reference, kind));
  }

  /**
   * The text with variables in the places of {@code $(NAME)}; {@code $$} stands for one dollar
   * sign, and a name that is not set stays as it is.
   */
  String expanded(Tree.Text given) {
    String text = given.text();
    if (text.indexOf('$') < 0) {
      return text;
    }
    int most = Math.max(LONGEST, text.length());
    int last = text.lastIndexOf(')');
    StringBuilder whole = new StringBuilder();
    int i = 0;
    while (i < text.length() && whole.length() <= most) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      int end = c == '$' && next == '(' && i < last ? text.indexOf(')', i) : -1;
      if (c == '$' && next == '$') {
        whole.append('$');
        i += 2;
      } else if (end > 0) {
        String name = text.substring(i + 2, end);
        Tree.Text value = variables.get(name);
        whole.append(value == null ? unset(name, text.substring(i, end + 1), given) : value.text());
        i = end + 1;
      } else {
        whole.append(c);
        i++;
      }
    }
    if (whole.length() > most) {
      problems.error(
          given.at(), "its variables make it longer than " + LONGEST + " characters", "name fewer");
      return "";
    }
    return whole.toString();
  }

  private String unset(String name, String written, Tree.Text given) {
    if (name.matches("[A-Za-z_][A-Za-z0-9_]{0,80}")) {
      problems.warning(
          given.at(),
          "`" + written + "` stays as it is: no variable of this name is set before it",
          Suggestion.advice(name, variables.keySet(), "write `$$(…)` where that is meant"));
    }
    return written;
  }
}
