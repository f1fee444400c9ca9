package dev.berth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The type of an optional value does not say what its absence means: the comment has to. */
class JavadocTest {
  private static final Path MAIN = Path.of("src", "main", "java");

  @Test
  void everyPublicMethodSaysWhenItsOptionalIsEmpty() throws IOException {
    List<Path> sources;
    try (Stream<Path> tree = Files.walk(MAIN)) {
      sources = tree.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    List<JavaFileObject> files = new ArrayList<>();
    for (Path source : sources) {
      files.add(new Source(MAIN.relativize(source).toString(), Files.readString(source)));
    }
    assertThat(silentMethods(files)).isEmpty();
  }

  @Test
  void onlyAPublicMethodWithoutTheWordIsFound() throws IOException {
    String source =
        """
        public class Example {
          /** A name. */
          public Optional<String> silent() { return Optional.empty(); }
          public OptionalInt undocumented() { return OptionalInt.empty(); }
          /** A name; empty when there is none. */
          public Optional<String> told() { return Optional.empty(); }
          /** A name. */
          Optional<String> ours() { return Optional.empty(); }
          /** A name. */
          @Override public Optional<String> inherited() { return Optional.empty(); }
          /** A name. */
          public String name() { return ""; }
          public interface Inner {
            /** A size. */
            java.util.OptionalLong size();
          }
        }
        """;
    assertThat(silentMethods(List.of(new Source("Example.java", source))))
        .containsExactly(
            "Example.java: silent", "Example.java: undocumented", "Example.java: size");
  }

  private static List<String> silentMethods(List<JavaFileObject> files) throws IOException {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, files);
    DocTrees comments = DocTrees.instance(task);
    List<String> silent = new ArrayList<>();
    for (var unit : task.parse()) {
      String file = unit.getSourceFile().getName().substring(1);
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
          if (isPublic(method, getCurrentPath())
              && isOptional(method.getReturnType())
              && !isOverride(method)
              && !saysWhenEmpty(comments.getDocComment(getCurrentPath()))) {
            silent.add(file + ": " + method.getName());
          }
          return super.visitMethod(method, none);
        }
      }.scan(unit, null);
    }
    return silent;
  }

  /** The methods of an interface are public without a word, but for its private ones. */
  private static boolean isPublic(MethodTree method, TreePath path) {
    var modifiers = method.getModifiers().getFlags();
    return modifiers.contains(Modifier.PUBLIC)
        || (path.getParentPath().getLeaf() instanceof ClassTree type
            && type.getKind() == Tree.Kind.INTERFACE
            && !modifiers.contains(Modifier.PRIVATE));
  }

  private static boolean isOptional(@Nullable Tree type) {
    return type != null
        && type.toString().matches("(java\\.util\\.)?Optional(Int|Long|Double)?(<.*>)?");
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static boolean saysWhenEmpty(@Nullable String comment) {
    return comment != null && comment.toLowerCase(Locale.ROOT).contains("empty");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('\\', '/')), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
