package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Bytes of JSON or YAML 1.1 to a {@link Tree}; nothing is ever executed or instantiated, and no
 * input makes it throw.
 */
public final class DocumentReader {
  /** The tags of Compose: what an earlier file said is dropped. */
  private static final Set<String> COMPOSE_TAGS = Set.of("!reset", "!override");

  private static final int DEEPEST = 50;
  private static final int MOST_ALIASES = 5_000;
  private static final String NO_SUCH_ALIAS = "found undefined alias";
  private static final int LONGEST_MESSAGE = 300;

  private DocumentReader() {}

  /** The document, or empty with a problem when there is none that can be read. */
  static Optional<Tree> read(String file, byte[] bytes, Problems problems) {
    return DocumentText.decode(file, bytes, problems)
        .flatMap(text -> compose(file, text, problems))
        .flatMap(root -> new TreeBuilder(file, problems).build(root));
  }

  /**
   * A document of several, some of whose values may have a tag of Compose.
   *
   * @param marks the tag by the value, by identity
   */
  public record Marked(Tree tree, Map<Tree, String> marks) {
    /** The value's tag; empty where it has none. */
    public Optional<String> tag(Tree value) {
      return Optional.ofNullable(marks.get(value));
    }
  }

  /**
   * All documents of a Compose file, as far as they can be read.
   *
   * @param isName whether a key is one, and no number or flag
   */
  public static List<Marked> readAll(
      String file, byte[] bytes, Predicate<Tree.Text> isName, Problems problems) {
    List<Marked> documents = new ArrayList<>();
    DocumentText.decode(file, bytes, problems)
        .map(text -> composed(file, text, problems, false))
        .orElse(List.of())
        .forEach(
            root -> {
              TreeBuilder builder = new TreeBuilder(file, problems, COMPOSE_TAGS, isName);
              builder
                  .build(root)
                  .ifPresent(tree -> documents.add(new Marked(tree, builder.marks())));
            });
    return documents;
  }

  private static Optional<Node> compose(String file, String text, Problems problems) {
    return composed(file, text, problems, true).stream().findFirst();
  }

  private static List<Node> composed(
      String file, String text, Problems problems, boolean isSingle) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setCodePointLimit(DocumentText.MOST_BYTES + 1);
    options.setProcessComments(false);
    try {
      Composer composer =
          new Composer(
              new CountingParser(new StreamReader(text), options), new AsWritten(), options);
      List<Node> roots = new ArrayList<>();
      if (isSingle) {
        Optional.ofNullable(composer.getSingleNode()).ifPresent(roots::add);
      } else {
        while (composer.checkNode()) {
          roots.add(composer.getNode());
        }
      }
      if (roots.isEmpty()) {
        problems.error(
            SourcePosition.startOf(file), "empty", "write at least one container, or `{}`");
      }
      return roots;
    } catch (CountingParser.TooMany fault) {
      problems.error(
          position(file, fault.mark()),
          "more than " + CountingParser.MOST_VALUES + " values",
          "a configuration has far fewer: is this the right file?");
    } catch (MarkedYAMLException fault) {
      problems.error(position(file, fault.getProblemMark()), message(fault));
    } catch (ReaderException fault) {
      problems.error(
          DocumentText.position(file, text, Math.clamp(fault.getPosition(), 0, text.length())),
          String.format("the character U+%04X is not allowed here", fault.getCodePoint()),
          "write it as an escape in double quotes");
    } catch (YAMLException fault) {
      problems.error(SourcePosition.startOf(file), "not valid YAML or JSON: " + limits(fault));
    } catch (RuntimeException fault) {
      // The parser throws others too on strange escapes; the author needs a line, not a trace.
      problems.error(
          SourcePosition.startOf(file),
          "not valid YAML or JSON: it holds an escape or a number that nobody can read");
    }
    return List.of();
  }

  private static String message(MarkedYAMLException fault) {
    String problem = String.valueOf(fault.getProblem());
    if (problem.equals("but found another document")) {
      return "a second YAML document begins here: write one document a file";
    }
    if (problem.startsWith(NO_SUCH_ALIAS)) {
      // What follows may be a password that begins with an asterisk.
      return "not valid YAML or JSON: "
          + NO_SUCH_ALIAS
          + " (a text that begins with * needs quotes)";
    }
    String context = fault.getContext() == null ? "" : fault.getContext() + ": ";
    return "not valid YAML or JSON: "
        + Quote.shortened(context + withoutContent(problem), LONGEST_MESSAGE);
  }

  /** Of what the author wrote the parser shows one letter at most, but for these. */
  private static String withoutContent(String problem) {
    for (String last : List.of("found undefined tag handle", "but found: ")) {
      int shown = problem.indexOf(last);
      if (shown >= 0) {
        return problem.substring(0, shown + last.length()).replace(", but found: ", "");
      }
    }
    return problem;
  }

  private static String limits(YAMLException fault) {
    String message = String.valueOf(fault.getMessage());
    if (message.contains("Nesting Depth")) {
      return "nested deeper than " + DEEPEST + " levels";
    }
    if (message.contains("aliases")) {
      return "more than " + MOST_ALIASES + " aliases";
    }
    return "it is more than can be read";
  }

  private static SourcePosition position(String file, @Nullable Mark mark) {
    return mark == null
        ? SourcePosition.startOf(file)
        : new SourcePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Leaves types to the keys: only tells apart what was quoted or tagged and what was not. */
  private static final class AsWritten extends Resolver {
    @Override
    protected void addImplicitResolvers() {}

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      return switch (kind) {
        case scalar -> implicit ? TreeBuilder.PLAIN : Tag.STR;
        case sequence -> Tag.SEQ;
        case mapping, anchor -> Tag.MAP;
      };
    }
  }
}
