package dev.berth.config.kubernetes;

import dev.berth.config.DocumentReader;
import dev.berth.config.FileBytes;
import dev.berth.config.Suggestion;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files to the objects that are in them. */
final class ManifestReader {
  private static final String STANDARD_INPUT = "<stdin>";
  private static final String API_VERSION = "apiVersion";
  private static final String KIND = "kind";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
  private static final int LONGEST_NAME = 180;

  private final Problems problems;
  private final Map<Manifest.ObjectId, Manifest> found = new LinkedHashMap<>();

  ManifestReader(Problems problems) {
    this.problems = problems;
  }

  /** Whether one of a file's documents is an object of Kubernetes'. */
  static boolean isManifest(Path file, byte[] content) {
    return documents(file.toString(), content, new Problems()).stream()
        .anyMatch(
            tree ->
                tree instanceof Tree.Fields top && isText(top, API_VERSION) && isText(top, KIND));
  }

  private static boolean isText(Tree.Fields top, String name) {
    return top.field(name)
        .filter(field -> field.value() instanceof Tree.Text && !field.value().isNothing())
        .isPresent();
  }

  private static List<Tree> documents(String file, byte[] content, Problems problems) {
    List<Tree> documents = new ArrayList<>();
    for (DocumentReader.Marked marked :
        DocumentReader.readAll(file, content, key -> Scalar.of(key) != Scalar.FLAG, problems)) {
      marked
          .marks()
          .forEach(
              (value, tag) ->
                  problems.error(value.at(), "the tag " + tag + " means nothing here", ""));
      documents.add(marked.tree());
    }
    return documents;
  }

  /** All objects of the files, and of those of directories, by what they are called. */
  Map<Manifest.ObjectId, Manifest> read(List<Path> paths, byte[] standardInput) {
    for (Path path : paths) {
      if (path.toString().equals("-")) {
        read(STANDARD_INPUT, standardInput);
      } else if (Files.isDirectory(path)) {
        directory(path);
      } else {
        file(path);
      }
    }
    return found;
  }

  private void directory(Path path) {
    try {
      ManifestFiles.of(path).forEach(this::file);
    } catch (IOException fault) {
      problems.error(
          SourcePosition.startOf(path.toString()), "cannot be read", "name one that can be read");
    }
  }

  private void file(Path path) {
    FileBytes.read(path, SourcePosition.startOf(path.toString()), problems)
        .ifPresent(content -> read(path.toString(), content));
  }

  private void read(String file, byte[] content) {
    for (Tree tree : documents(file, content, problems)) {
      // A line --- at the end, or two after each other, make a document of nothing.
      if (!tree.isNothing()) {
        document(tree);
      }
    }
  }

  private void document(Tree tree) {
    if (!(tree instanceof Tree.Fields top)) {
      problems.error(
          tree.at(), "the document is " + tree.shape(), "write a mapping with apiVersion and kind");
      return;
    }
    Optional<String> kind = text(top, KIND);
    Optional<String> version = text(top, API_VERSION);
    if (kind.isEmpty() || version.isEmpty()) {
      return;
    }
    SourcePosition at = top.field(KIND).map(field -> field.value().at()).orElse(top.at());
    Optional<KindRow> row = KindRow.named(kind.get()).filter(one -> isOfApi(one, version.get()));
    if (row.isEmpty()) {
      unknown(kind.get(), version.get(), at);
      return;
    }
    switch (row.get().fate()) {
      case REFUSED ->
          problems.error(at, "`" + kind.get() + "` is not carried over", row.get().words());
      case TOLD ->
          problems.warning(at, "`" + kind.get() + "` has no effect here", row.get().words());
      default -> carried(row.get(), version.get(), top);
    }
  }

  private Optional<String> text(Tree.Fields top, String name) {
    Optional<String> text =
        top.field(name)
            .map(Tree.Field::value)
            .filter(value -> !value.isNothing())
            .flatMap(
                value ->
                    value instanceof Tree.Text given
                        ? Optional.of(given.text())
                        : Optional.empty());
    if (text.isEmpty()) {
      problems.error(
          top.at(),
          "the document has no `" + name + "`",
          "write one such as `" + (name.equals(KIND) ? "kind: Pod" : "apiVersion: v1") + "`");
    }
    return text;
  }

  /**
   * Other groups have kinds of the same names that are something else, such as Knative's Service.
   */
  private static boolean isOfApi(KindRow row, String version) {
    String group = group(version);
    if (row.apiVersion().isEmpty()) {
      return group.isEmpty() || group.endsWith(".k8s.io") || !group.contains(".");
    }
    boolean isOld = group.equals("extensions") && group(row.apiVersion()).equals("apps");
    return group.equals(group(row.apiVersion())) || isOld;
  }

  private static String group(String version) {
    return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
  }

  private void unknown(String kind, String version, SourcePosition at) {
    List<String> known =
        KindRow.ALL.stream()
            .filter(row -> row.fate() == FieldRow.Fate.DONE)
            .map(KindRow::label)
            .toList();
    Optional<KindRow> same = KindRow.named(kind);
    boolean isName = kind.matches("[A-Za-z]{1,60}") && version.matches("[A-Za-z0-9./-]{1,80}");
    problems.error(
        at,
        isName
            ? "`" + version + "` `" + kind + "` is no kind that Berth knows"
            : "no kind that Berth knows",
        same.filter(row -> !row.apiVersion().isEmpty()).isPresent()
            ? "the " + kind + " that it knows has `apiVersion: " + same.get().apiVersion() + "`"
            : Suggestion.advice(kind, known, "it knows " + String.join(", ", known)));
  }

  private void carried(KindRow row, String version, Tree.Fields top) {
    if (!version.equals(row.apiVersion())) {
      problems.error(
          top.field(API_VERSION).map(field -> field.value().at()).orElse(top.at()),
          "an `apiVersion` of another time",
          "write `apiVersion: " + row.apiVersion() + "`");
      return;
    }
    if (row.label().equals("List")) {
      if (top.field("items").map(Tree.Field::value).orElse(null) instanceof Tree.Items list) {
        list.items().forEach(this::document);
      } else {
        problems.error(top.at(), "a List without a list of `items`", "write what is in it");
      }
      return;
    }
    Manifest manifest =
        new Manifest(row.label(), new ShapeCheck(problems).checked(row.label(), top, ""));
    if (isNamed(manifest)) {
      Manifest first = found.putIfAbsent(manifest.id(), manifest);
      if (first != null) {
        problems.error(
            manifest.at(),
            "a second " + row.label() + " `" + manifest.name() + "`; the first is at " + first.at(),
            "rename or remove one of the two");
      }
    }
  }

  private boolean isNamed(Manifest manifest) {
    Node metadata = manifest.metadata();
    if (manifest.name().isEmpty()) {
      problems.error(
          metadata.at(), "the " + manifest.kind() + " has no `metadata.name`", "give it a name");
      return false;
    }
    return isName(
        metadata.given("name").orElseThrow(), "metadata.name", LONGEST_NAME, true, problems);
  }

  /** Whether it is a name as Kubernetes has them; if not, that is told. */
  static boolean isName(
      Tree.Text name, String path, int longest, boolean hasDots, Problems problems) {
    boolean fits =
        name.text().length() <= longest
            && NAME.matcher(name.text()).matches()
            && (hasDots || name.text().indexOf('.') < 0);
    if (!fits) {
      problems.error(
          name.at(),
          "`" + path + "` is no name",
          "use small letters, digits and -"
              + (hasDots ? " and ." : "")
              + ", at most "
              + longest
              + ", the first and the last a letter or digit");
    }
    return fits;
  }
}
