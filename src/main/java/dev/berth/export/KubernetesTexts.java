package dev.berth.export;

import dev.berth.model.Dependency;
import dev.berth.model.Dependency.Condition;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Words, variables, labels, and what is needed before. */
final class KubernetesTexts {
  private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");

  private KubernetesTexts() {}

  static void words(KubernetesContainer container, String field, Value value) {
    List<String> words = new ArrayList<>();
    for (Value word : ContainerPart.items(value)) {
      words.add(literal(container, field.equals("args") ? Key.COMMAND : Key.ENTRYPOINT, word));
    }
    container.put(field, words);
  }

  static void entrypoint(KubernetesContainer container, Value value) {
    if (value.texts().equals(List.of(""))) {
      container.lost(
          Key.ENTRYPOINT,
          value.at(),
          "a pod cannot take the image's entry point away",
          "name the program as `entrypoint`");
    } else {
      words(container, "command", value);
    }
  }

  /**
   * The text so that Kubernetes leaves it as it is: it puts a variable of the container in the
   * place of {@code $(NAME)}, and one dollar sign in that of two. Podman does neither.
   */
  private static String literal(KubernetesContainer container, Key key, Value value) {
    String text = ContainerPart.text(value);
    String literal = literal(text, container.spec().fields(Key.ENVIRONMENT).keySet());
    if (!literal.equals(text)) {
      container.lost(
          key,
          value.at(),
          "its `$` is doubled for Kubernetes, and podman kube play leaves it doubled",
          "put the text into a file of the container's");
    }
    return literal;
  }

  /** As expand() of Kubernetes' third_party/forked/golang/expansion goes through it. */
  static String literal(String text, Set<String> variables) {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i) == '$' && i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      int end = next == '(' ? text.indexOf(')', i) : -1;
      if (next == '$' || (end >= 0 && variables.contains(text.substring(i + 2, end)))) {
        literal.append("$$");
      } else if (end >= 0) {
        // What names no variable stays as it is, and all that stands in it.
        literal.append(text, i, end + 1);
        i = end;
      } else {
        literal.append(text.charAt(i));
      }
    }
    return literal.toString();
  }

  static void environment(KubernetesContainer container, Value value) {
    List<Object> variables = new ArrayList<>();
    KubernetesKeys.entries(value)
        .forEach(
            (name, each) -> {
              if (!VARIABLE.matcher(name).matches()) {
                container.lost(
                    "environment." + name,
                    each.at(),
                    "Kubernetes takes no variable of this name",
                    "use letters, digits and _ - . in it");
                return;
              }
              Map<String, Object> variable = new LinkedHashMap<>();
              variable.put("name", name);
              variable.put("value", literal(container, Key.ENVIRONMENT, each));
              variables.add(variable);
            });
    if (!variables.isEmpty()) {
      container.put("env", variables);
    }
  }

  static void labels(KubernetesContainer container, Value value) {
    KubernetesKeys.entries(value)
        .forEach(
            (name, each) -> {
              String text = ContainerPart.text(each);
              String path = "labels." + name;
              if (!KubernetesNames.isKey(name)) {
                container.lost(
                    path,
                    each.at(),
                    "Kubernetes takes no label of this name",
                    "use letters, digits and - _ . in it, at most 63");
              } else if (KubernetesNames.isLabelValue(text)) {
                put(container, container.pod().labels(), path, name, each);
              } else {
                put(container, container.pod().annotations(), path, name, each);
                container.lost(
                    path,
                    each.at(),
                    "it is an annotation: no label can have this value",
                    "use letters, digits and - _ . in it, at most 63");
              }
            });
  }

  static void annotations(KubernetesContainer container, Value value) {
    KubernetesKeys.entries(value)
        .forEach(
            (name, each) -> {
              if (KubernetesNames.isKey(name)) {
                put(container, container.pod().annotations(), "annotations." + name, name, each);
              } else {
                container.lost(
                    "annotations." + name,
                    each.at(),
                    "Kubernetes takes no annotation of this name",
                    "use letters, digits and - _ . in it, at most 63");
              }
            });
  }

  /** What the members of a pod say they say of the whole. */
  private static void put(
      KubernetesContainer container,
      SortedMap<String, Object> all,
      String path,
      String name,
      Value value) {
    Object first = all.putIfAbsent(name, ContainerPart.text(value));
    if (first != null && !first.equals(ContainerPart.text(value))) {
      container.lost(path, value.at(), "the pod has it with another value", "");
    }
  }

  static void dependencies(KubernetesContainer container, Value value) {
    for (Dependency dependency : container.spec().declaredDependencies()) {
      boolean isBefore =
          container.pod().isEndedBefore(dependency.target(), container.spec())
              && dependency.condition() == Condition.SERVICE_COMPLETED_SUCCESSFULLY;
      if (!isBefore) {
        SourcePosition at = dependency.at();
        container.lost(
            "depends_on." + dependency.target(),
            at,
            dependency.kind() == Dependency.Kind.HOST_UNIT
                ? "a pod does not wait for a unit of the host"
                : "a pod does not wait for another",
            "let the program wait for what it needs, or an init container");
      }
    }
  }
}
