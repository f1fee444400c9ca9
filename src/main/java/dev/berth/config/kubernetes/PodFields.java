package dev.berth.config.kubernetes;

import dev.berth.model.Problems;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a pod may be told of itself: the downward API. */
final class PodFields {
  private static final Pattern ENTRY =
      Pattern.compile("metadata\\.(labels|annotations)\\['([^']{1,400})'\\]");
  private static final List<String> KNOWN =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.labels['NAME']",
          "metadata.annotations['NAME']",
          "spec.nodeName",
          "spec.serviceAccountName");

  private final Workload pod;
  private final Supplier<String> nodeName;
  private final Problems problems;

  PodFields(Workload pod, Supplier<String> nodeName, Problems problems) {
    this.pod = pod;
    this.nodeName = nodeName;
    this.problems = problems;
  }

  /**
   * The field that a reference names; empty with a problem where there is none.
   *
   * @param isFile whether it is the content of a file, which may be all labels
   */
  Optional<String> value(Node reference, boolean isFile) {
    String path = reference.text("fieldPath");
    Matcher entry = ENTRY.matcher(path);
    if (entry.matches()) {
      // A label that is not there is an empty text to Kubernetes, too.
      return Optional.of(
          Optional.ofNullable(pod.metadata().map(entry.group(1)).get(entry.group(2)))
              .map(text -> text.text())
              .orElse(""));
    }
    if (isFile && (path.equals("metadata.labels") || path.equals("metadata.annotations"))) {
      return Optional.of(lines(path.substring(path.indexOf('.') + 1)));
    }
    return switch (path) {
      case "metadata.name" -> Optional.of(pod.name());
      case "metadata.namespace" -> Optional.of(pod.namespace());
      case "spec.nodeName" -> Optional.of(nodeName.get());
      case "spec.serviceAccountName" -> Optional.of("default");
      case "status.podIP", "status.podIPs", "status.hostIP", "status.hostIPs" -> {
        problems.error(
            reference.at("fieldPath"),
            "`" + path + "` is not known before the pod runs",
            "have the command ask: `hostname -i`; for itself 127.0.0.1 will do");
        yield Optional.empty();
      }
      case "metadata.uid" -> {
        problems.error(reference.at("fieldPath"), "a pod has no uid here", "write `metadata.name`");
        yield Optional.empty();
      }
      default -> {
        problems.error(
            reference.at("fieldPath"),
            "no field of a pod that a container may be told",
            "known are " + String.join(", ", KNOWN));
        yield Optional.empty();
      }
    };
  }

  private String lines(String which) {
    Map<String, String> sorted = new TreeMap<>();
    pod.metadata().map(which).forEach((name, value) -> sorted.put(name, value.text()));
    return sorted.entrySet().stream()
        .map(each -> each.getKey() + "=\"" + quoted(each.getValue()) + "\"")
        .collect(Collectors.joining("\n"));
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }

  /** The limit or request that a reference names; empty with a problem where there is none. */
  Optional<String> resource(Node reference, Node container) {
    String name = reference.text("containerName");
    Optional<Node> whose =
        name.isEmpty()
            ? Optional.of(container)
            : Stream.of("containers", "initContainers")
                .flatMap(field -> pod.spec().objects(field).stream())
                .filter(one -> one.text("name").equals(name))
                .findFirst();
    String[] words = reference.text("resource").split("\\.", 2);
    boolean isKnown =
        words.length == 2
            && List.of("limits", "requests").contains(words[0])
            && List.of("cpu", "memory").contains(words[1]);
    if (whose.isEmpty() || !isKnown) {
      problems.error(
          reference.at(whose.isEmpty() ? "containerName" : "resource"),
          whose.isEmpty() ? "the pod has no such container" : "no resource that is known here",
          "known are limits.cpu, limits.memory, requests.cpu, requests.memory");
      return Optional.empty();
    }
    Optional<BigDecimal> amount =
        Optional.ofNullable(whose.get().object("resources").map(words[0]).get(words[1]))
            .flatMap(text -> Quantity.parse(text.text()));
    BigDecimal divisor =
        Quantity.parse(reference.text("divisor"))
            .filter(given -> given.signum() > 0)
            .orElse(BigDecimal.ONE);
    if (amount.isEmpty()) {
      problems.error(
          reference.at("resource"),
          "the container has no " + words[1] + " in `resources." + words[0] + "`",
          "set it: what the host has is not filled in");
    }
    return amount.map(number -> Quantity.divided(number, divisor));
  }
}
