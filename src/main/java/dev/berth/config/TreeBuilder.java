package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns SnakeYAML's nodes into a {@link Tree}: merge keys resolved, duplicates, tags and bombs
 * reported.
 */
final class TreeBuilder {
  /** The tag of a scalar without quotes and tag of its own. */
  static final Tag PLAIN = new Tag("berth:plain");

  private static final String STANDARD_TAGS = "tag:yaml.org,2002:";
  private static final long MOST_VALUES = 200_000;

  private final String file;
  private final Problems problems;
  private final IdentityHashMap<Node, Sized> anchored = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
  private final IdentityHashMap<Tree, String> marks = new IdentityHashMap<>();
  private final Set<String> known;
  private final Predicate<Tree.Text> isName;

  /** How many values a tree has when every alias is written out. */
  private record Sized(Tree tree, long size) {}

  TreeBuilder(String file, Problems problems) {
    this(file, problems, Set.of(), _ -> true);
  }

  /**
   * The same for a format with tags of its own.
   *
   * @param known those that mean something there
   * @param isName whether a key is one, and no number or flag
   */
  TreeBuilder(String file, Problems problems, Set<String> known, Predicate<Tree.Text> isName) {
    this.file = file;
    this.problems = problems;
    this.known = Set.copyOf(known);
    this.isName = isName;
  }

  /** The tag that each value has that has one of the known. */
  Map<Tree, String> marks() {
    return marks;
  }

  Optional<Tree> build(Node root) {
    Sized built = sized(root);
    if (built.size() > MOST_VALUES) {
      problems.error(
          SourcePosition.startOf(file),
          "its aliases expand to more than " + MOST_VALUES + " values",
          "use fewer aliases");
      return Optional.empty();
    }
    return Optional.of(built.tree());
  }

  private Sized sized(Node node) {
    if (node.getAnchor() == null) {
      return converted(node);
    }
    Sized known = anchored.get(node);
    if (known != null) {
      return known;
    }
    if (open.put(node, true) != null) {
      problems.error(at(node), "the anchor " + Quote.of(node.getAnchor()) + " contains itself");
      return new Sized(new Tree.Text("", true, at(node)), 1);
    }
    Sized built = converted(node);
    open.remove(node);
    anchored.put(node, built);
    return built;
  }

  private Sized converted(Node node) {
    Sized built = untagged(node);
    String tag = node.getTag().getValue();
    if (known.contains(tag)) {
      marks.put(built.tree(), tag);
    } else {
      checkTag(node);
    }
    return built;
  }

  private Sized untagged(Node node) {
    return switch (node) {
      case ScalarNode scalar -> new Sized(text(scalar), 1);
      case SequenceNode sequence -> items(sequence);
      case MappingNode mapping -> fields(mapping);
      default -> new Sized(new Tree.Text("", true, at(node)), 1);
    };
  }

  private Tree.Text text(ScalarNode scalar) {
    String text = scalar.getValue();
    if (text.indexOf('\0') >= 0 || hasLoneSurrogate(text)) {
      problems.error(at(scalar), "the text holds a character that no program can be given");
      text = "";
    }
    return new Tree.Text(text, scalar.getTag().equals(PLAIN), at(scalar));
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  private Sized items(SequenceNode sequence) {
    List<Tree> items = new ArrayList<>();
    long size = 1;
    for (Node child : sequence.getValue()) {
      Sized item = sized(child);
      items.add(item.tree());
      size += item.size();
    }
    return new Sized(new Tree.Items(items, at(sequence)), Math.min(size, MOST_VALUES + 1));
  }

  private Sized fields(MappingNode mapping) {
    Map<String, Tree.Field> own = new LinkedHashMap<>();
    Map<String, Tree.Field> merged = new LinkedHashMap<>();
    boolean merges = false;
    long size = 1;
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.error(at(tuple.getKeyNode()), "a key must be a single word, not a collection");
        continue;
      }
      checkTag(key);
      Tree.Text name = text(key);
      if (!isName.test(name)) {
        problems.error(name.at(), "a key that is no text", "put it in quotes");
      }
      Sized value = sized(tuple.getValueNode());
      size += value.size();
      if (name.plain() && name.text().equals("<<")) {
        if (merges) {
          problems.error(
              name.at(),
              "a second `<<` in one mapping, where readers differ in which counts",
              "write one with a list: `<<: [*a, *b]`");
        }
        merges = true;
        merge(name, value.tree(), merged);
      } else {
        add(name, value.tree(), own);
      }
    }
    merged.forEach(own::putIfAbsent);
    return new Sized(
        new Tree.Fields(List.copyOf(own.values()), at(mapping)), Math.min(size, MOST_VALUES + 1));
  }

  private void add(Tree.Text name, Tree value, Map<String, Tree.Field> own) {
    Tree.Field first = own.putIfAbsent(name.text(), new Tree.Field(name.text(), name.at(), value));
    if (first != null) {
      problems.error(
          name.at(),
          "duplicate key " + Quote.name(name.text()) + ", given before at " + first.at(),
          "remove one of the two");
    }
  }

  /** YAML 1.1: the mapping's own keys win, then the earlier of the merged ones. */
  private void merge(Tree.Text name, Tree value, Map<String, Tree.Field> merged) {
    switch (value) {
      case Tree.Fields fields ->
          fields.fields().forEach(field -> merged.putIfAbsent(field.name(), field));
      case Tree.Items items when items.items().stream().allMatch(Tree.Fields.class::isInstance) ->
          items.items().forEach(item -> merge(name, item, merged));
      default ->
          problems.error(
              name.at(), "`<<` merges a mapping or a list of mappings, not " + value.shape());
    }
  }

  private void checkTag(Node node) {
    String tag = node.getTag().getValue();
    if (node.getTag().equals(PLAIN)) {
      return;
    }
    String standard = tag.startsWith(STANDARD_TAGS) ? tag.substring(STANDARD_TAGS.length()) : "";
    boolean known =
        switch (standard) {
          case "str", "int", "float", "bool", "null", "seq", "map", "merge", "timestamp" -> true;
          default -> false;
        };
    if (!known) {
      problems.error(
          at(node),
          (tag.startsWith(Tag.PREFIX) ? "the tag " + Quote.of(tag) : "a tag of your own")
              + " means nothing here",
          "write the plain value, in quotes where it begins with !");
    }
  }

  private SourcePosition at(Node node) {
    Mark mark = node.getStartMark();
    return new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
