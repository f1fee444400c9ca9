package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code --overrides} says: keys of containers, replaced whole. */
final class Overrides {
  private static final String OPTION = "--overrides";

  private final Map<String, List<Tree.Field>> byContainer;

  private Overrides(Map<String, List<Tree.Field>> byContainer) {
    this.byContainer = byContainer;
  }

  /** Reads the texts; of two that replace the same key the later one wins. */
  static Overrides read(List<String> texts, Set<String> containers, Problems problems) {
    Map<String, List<Tree.Field>> byContainer = new LinkedHashMap<>();
    for (String text : texts) {
      document(text, problems).ifPresent(tree -> collect(tree, containers, byContainer, problems));
    }
    return new Overrides(byContainer);
  }

  private static Optional<Tree> document(String text, Problems problems) {
    SourcePosition at = SourcePosition.of(OPTION);
    if (!text.startsWith("@")) {
      return DocumentReader.read(OPTION, text.getBytes(StandardCharsets.UTF_8), problems);
    }
    String file = text.substring(1);
    return FileBytes.path(file, at, problems)
        .flatMap(path -> FileBytes.read(path, at, problems))
        .flatMap(bytes -> DocumentReader.read(file, bytes, problems));
  }

  private static void collect(
      Tree tree,
      Set<String> containers,
      Map<String, List<Tree.Field>> byContainer,
      Problems problems) {
    if (!(tree instanceof Tree.Fields top)) {
      problems.error(
          tree.at(),
          "overrides are " + tree.shape(),
          "write {\"container\": {\"key\": \"value\"}}");
      return;
    }
    for (Tree.Field container : top.fields()) {
      if (!containers.contains(container.name())) {
        problems.error(
            container.at(),
            "overrides for " + Quote.name(container.name()) + ", which is no container here",
            Suggestion.advice(container.name(), containers, ""));
      } else if (container.value() instanceof Tree.Fields keys) {
        byContainer.computeIfAbsent(container.name(), _ -> new ArrayList<>()).addAll(keys.fields());
      } else {
        problems.error(
            container.value().at(),
            "the overrides of "
                + Quote.name(container.name())
                + " are "
                + container.value().shape(),
            "write a mapping of keys");
      }
    }
  }

  /** The draft with its keys replaced; an alias replaces its key too. */
  Draft applied(Draft draft) {
    List<Tree.Field> overrides = byContainer.getOrDefault(draft.name(), List.of());
    if (overrides.isEmpty() || !(draft.body() instanceof Tree.Fields body)) {
      return draft;
    }
    List<Tree.Field> fields = new ArrayList<>(body.fields());
    for (Tree.Field override : overrides) {
      fields.removeIf(field -> meansTheSame(field, override));
    }
    for (int i = 0; i < overrides.size(); i++) {
      Tree.Field override = overrides.get(i);
      boolean replaced =
          overrides.subList(i + 1, overrides.size()).stream()
              .anyMatch(later -> later.name().equals(override.name()));
      if (!replaced) {
        fields.add(override);
      }
    }
    return new Draft(
        draft.name(),
        draft.at(),
        new Tree.Fields(fields, body.at()),
        draft.dialect(),
        draft.isFilledIn());
  }

  private static boolean meansTheSame(Tree.Field field, Tree.Field override) {
    Optional<Key> key = Key.named(field.name());
    return key.isPresent()
        ? key.equals(Key.named(override.name()))
        : field.name().equals(override.name());
  }
}
