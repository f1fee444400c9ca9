package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a ConfigMap or a Secret.
 *
 * @param entries by their names
 */
record Contents(Map<String, Entry> entries) {
  /**
   * One of them.
   *
   * @param text empty where it is no text
   */
  record Entry(Optional<String> text, SourcePosition at) {}

  /** Those of an object. */
  static Contents of(Manifest manifest, Problems problems) {
    Node top = manifest.top();
    Map<String, Entry> entries = new LinkedHashMap<>();
    if (manifest.kind().equals("Secret")) {
      top.map("data")
          .forEach((key, value) -> entries.put(key, decoded("data", key, value, problems)));
      top.map("stringData").forEach((key, value) -> entries.put(key, plain(value)));
    } else {
      top.map("data").forEach((key, value) -> entries.put(key, plain(value)));
      top.map("binaryData")
          .forEach(
              (key, value) -> {
                Entry entry = decoded("binaryData", key, value, problems);
                if (entries.putIfAbsent(key, entry) != null) {
                  problems.error(
                      value.at(), "`binaryData` has a name that `data` has, too", "rename one");
                }
              });
    }
    return new Contents(entries);
  }

  private static Entry plain(Tree.Text value) {
    return new Entry(Optional.of(value.text()), value.at());
  }

  private static Entry decoded(String field, String key, Tree.Text value, Problems problems) {
    try {
      // What was folded over several lines has blanks in it.
      byte[] bytes = Base64.getDecoder().decode(value.text().replaceAll("[\\r\\n]", ""));
      return new Entry(text(bytes), value.at());
    } catch (IllegalArgumentException fault) {
      problems.error(
          value.at(),
          "`" + field + "." + key.replaceAll("[^-._a-zA-Z0-9]", "?") + "` is not in base64",
          field.equals("data")
              ? "write it under `stringData` as it is, or encode it: `base64 -w0`"
              : "encode it: `base64 -w0`");
      return new Entry(Optional.of(""), value.at());
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException fault) {
      return Optional.empty();
    }
  }
}
