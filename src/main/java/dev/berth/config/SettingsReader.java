package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads Berth's own settings, a flat mapping of names to texts such as /etc/berth/berth.yaml. */
public final class SettingsReader {
  private final List<String> known;

  /**
   * A reader that knows these names.
   *
   * @param known every setting there is
   */
  public SettingsReader(Collection<String> known) {
    this.known = List.copyOf(known);
  }

  /** The settings of the file, as written; none when there is no such file. */
  public Map<String, Value.Scalar> read(Path file, Problems problems) {
    if (Files.notExists(file)) {
      return Map.of();
    }
    String shown = file.toString();
    Optional<Tree> tree =
        FileBytes.read(file, SourcePosition.startOf(shown), problems)
            .filter(bytes -> !isCommentAlone(bytes))
            .flatMap(bytes -> DocumentReader.read(shown, bytes, problems));
    Map<String, Value.Scalar> settings = new LinkedHashMap<>();
    if (tree.isPresent() && tree.get() instanceof Tree.Fields fields) {
      fields.fields().forEach(field -> read(field, settings, problems));
    } else {
      tree.ifPresent(
          other ->
              problems.error(
                  other.at(), "the settings are " + other.shape(), "write lines `name: value`"));
    }
    return settings;
  }

  /** As a package brings the file: with every setting named, and none of them set. */
  private static boolean isCommentAlone(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .lines()
        .map(String::strip)
        .allMatch(line -> line.isEmpty() || line.startsWith("#"));
  }

  private void read(Tree.Field field, Map<String, Value.Scalar> settings, Problems problems) {
    if (!known.contains(field.name())) {
      problems.error(
          field.at(),
          "unknown setting " + Quote.value(field.name(), known),
          Suggestion.advice(field.name(), known, "known are " + String.join(", ", known)));
    } else if (!(field.value() instanceof Tree.Text text)) {
      problems.error(
          field.value().at(),
          "the setting " + Quote.name(field.name()) + " is " + field.value().shape(),
          "write one text");
    } else if (!text.isNull()) {
      settings.put(field.name(), new Value.Scalar(text.text(), text.at()));
    }
  }
}
