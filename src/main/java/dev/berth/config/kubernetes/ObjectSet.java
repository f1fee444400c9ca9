package dev.berth.config.kubernetes;

import dev.berth.config.Suggestion;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What pods refer to. */
final class ObjectSet {
  /** More than any set of manifests has; small files may ask for far more. */
  private static final int MOST_VALUES = 200_000;

  private final Map<Manifest.ObjectId, Manifest> all;
  private final Problems problems;
  private final Map<Manifest.ObjectId, Contents> contents = new HashMap<>();
  private int taken;

  ObjectSet(Map<Manifest.ObjectId, Manifest> all, Problems problems) {
    this.all = all;
    this.problems = problems;
    all.forEach(
        (id, manifest) -> {
          if (id.kind().equals("ConfigMap") || id.kind().equals("Secret")) {
            contents.put(id, Contents.of(manifest, problems));
          }
        });
  }

  /** The objects of a kind, in the order of the files. */
  List<Manifest> of(String kind) {
    return all.values().stream().filter(one -> one.kind().equals(kind)).toList();
  }

  boolean has(String kind, String namespace, String name) {
    return all.containsKey(new Manifest.ObjectId(kind, namespace, name));
  }

  /**
   * The entries of what a reference names; empty where it is not there, with a problem unless it
   * may be missing.
   *
   * @param field the field with the name
   */
  Optional<Contents> named(String kind, String namespace, Node reference, String field) {
    String name = reference.text(field);
    Contents given = contents.get(new Manifest.ObjectId(kind, namespace, name));
    if (given == null && !reference.flag("optional")) {
      problems.error(
          reference.at(field),
          name.isEmpty()
              ? "`" + reference.path(field) + "` names no " + kind
              : "no " + kind + " `" + shown(name) + "` in these files" + in(namespace),
          Suggestion.advice(
              name,
              of(kind).stream()
                  .filter(one -> one.namespace().equals(namespace))
                  .map(Manifest::name)
                  .toList(),
              "give its file, too, or write `optional: true`"));
    }
    return Optional.ofNullable(given);
  }

  private static String in(String namespace) {
    return namespace.equals("default") ? "" : " in the namespace `" + shown(namespace) + "`";
  }

  static String shown(String name) {
    return name.matches("[-._/a-zA-Z0-9]{1,80}") ? name : "…";
  }

  /** The text of one entry; empty where it is not there, or is no text. */
  Optional<String> text(Contents given, Node reference, String kind) {
    String key = reference.text("key");
    Contents.Entry entry = given.entries().get(key);
    if (entry == null) {
      if (!reference.flag("optional")) {
        problems.error(
            reference.at("key"),
            key.isEmpty()
                ? "`" + reference.path("key") + "` names no entry"
                : "the " + kind + " has no entry `" + shown(key) + "`",
            Suggestion.advice(key, given.entries().keySet(), "add it, or write `optional: true`"));
      }
      return Optional.empty();
    }
    return text(entry, key, reference.at("key"));
  }

  /** The text of an entry; empty with a problem where it is none. */
  Optional<String> text(Contents.Entry entry, String key, SourcePosition at) {
    if (entry.text().isEmpty()) {
      problems.error(
          at,
          "the entry `" + shown(key) + "`, at " + entry.at() + ", is no text",
          "put it into a file of the host, and mount that with `hostPath`");
    }
    return entry.text();
  }

  /** Whether one value more may come of it. */
  boolean mayTake(SourcePosition at) {
    taken++;
    if (taken == MOST_VALUES) {
      problems.error(
          at, "more than " + MOST_VALUES + " variables and files come of it", "name fewer entries");
    }
    return taken < MOST_VALUES;
  }
}
