package dev.berth.config.quadlet;

import dev.berth.config.DocumentReader;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value that is a JSON list of texts, as Podman takes it for a command. */
final class JsonWords {
  private JsonWords() {}

  /** Its texts; empty where it is no such list, and stands for itself. */
  static Optional<List<Word>> of(Word value) {
    if (!value.text().startsWith("[") || !value.text().endsWith("]")) {
      return Optional.empty();
    }
    Problems problems = new Problems();
    List<DocumentReader.Marked> documents =
        DocumentReader.readAll(
            "", value.text().getBytes(StandardCharsets.UTF_8), _ -> true, problems);
    if (problems.hasErrors()
        || documents.size() != 1
        || !(documents.getFirst().tree() instanceof Tree.Items items)) {
      return Optional.empty();
    }
    List<Word> words = new ArrayList<>();
    for (Tree item : items.items()) {
      // A text of JSON stands in quotes; what else YAML takes for one is none to Podman.
      if (item instanceof Tree.Text text && !text.plain()) {
        words.add(value.with(text.text()));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(words);
  }
}
