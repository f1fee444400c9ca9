package dev.berth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.config.ComposeOptions;
import dev.berth.config.ConfigReader;
import dev.berth.config.ReadOptions;
import dev.berth.config.compose.ComposeFrontEnd;
import dev.berth.model.Labels;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links lead somewhere, and every configuration that is shown can be read. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Set<String> SHELLS = Set.of("", "sh", "bash", "shell", "console");
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

  @TempDir Path directory;

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String root : List.of("docs", "testhost", "examples")) {
      try (Stream<Path> files =
          Files.find(
              Path.of(root),
              5,
              (path, attributes) -> path.toString().endsWith(".md") && !isHidden(path))) {
        files.sorted().forEach(pages::add);
      }
    }
    Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
        .map(Path::of)
        .forEach(pages::add);
    return pages.stream();
  }

  /** The test host keeps whole root trees in such directories. */
  private static boolean isHidden(Path path) {
    for (Path name : path) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path path) {
    for (String line : Page.read(path).prose()) {
      Matcher link = LINK.matcher(line);
      while (link.find()) {
        if (!link.group(1).matches("[a-z]+:.*")) {
          check(path, link.group(1));
        }
      }
    }
  }

  private static void check(Path page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    assertThat(target).as("%s: %s", page, link).exists();
    if (parts.length == 2) {
      assertThat(anchors(target)).as("%s: %s", page, link).contains(parts[1]);
    }
  }

  /** Of headings as GitHub makes them, and those that are written. */
  private static Set<String> anchors(Path page) {
    List<String> prose = Page.read(page).prose();
    Set<String> anchors =
        prose.stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceAll("^#+ ", "").toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
            .collect(Collectors.toSet());
    prose.forEach(line -> ANCHOR.matcher(line).results().forEach(m -> anchors.add(m.group(1))));
    return anchors;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void configurationsThatAreShownCanBeRead(Path path) throws IOException {
    for (Page.Block block : Page.read(path).blocks()) {
      boolean excepted = block.remark().filter(text -> text.contains("not valid")).isPresent();
      if (block.language().equals("yaml") && !excepted) {
        Path file = Files.write(directory.resolve("shown.yaml"), block.lines());
        Problems problems = new Problems();
        new ConfigReader(ReadOptions.defaults(), new ComposeFrontEnd(Map.of(), ComposeOptions.NONE))
            .read(file.toString(), problems);
        assertThat(problems.sorted().stream().filter(Problem::isError))
            .as("%s:%d", path, block.first())
            .isEmpty();
      }
    }
  }

  /** DocsIT runs these from top to bottom. */
  @ParameterizedTest
  @ValueSource(
      strings = {"docs/first-steps.md", "docs/guide.md", "docs/stacks.md", "docs/secrets.md"})
  void everyCommandOfAPageThatIsRunIsInABlockThatIsRun(String path) {
    for (Page.Block block : Page.read(Path.of(path)).blocks()) {
      assertThat(block.language())
          .as("%s:%d", path, block.first())
          .isIn("console", "yaml", "json", "ini", "text");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"install", "migration", "coming-from-docker", "coming-from-paunch"})
  void whereCommandsAreNotRunTheReasonIsThere(String name) {
    Path path = Path.of("docs", name + ".md");
    for (Page.Block block : Page.read(path).blocks()) {
      if (SHELLS.contains(block.language())) {
        assertThat(block.remark("not run")).as("%s:%d", path, block.first()).isPresent();
      }
    }
  }

  @Test
  void whatContributorsAreToldToRunIsThere() throws IOException {
    Matcher named =
        Pattern.compile("\\./test ([A-Z]\\w+)")
            .matcher(Files.readString(Path.of("CONTRIBUTING.md")));
    List<String> classes = named.results().map(found -> found.group(1)).toList();
    assertThat(classes).isNotEmpty();
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      List<String> there = sources.map(path -> path.getFileName().toString()).toList();
      assertThat(there).containsAll(classes.stream().map(name -> name + ".java").toList());
    }
  }

  @Test
  void theLabelsThatAreToldOfAreThoseThatAreBerthsOwn() throws IOException {
    List<String> told =
        Pattern.compile("(?m)^\\| `([a-z._-]+)` \\|")
            .matcher(Files.readString(Path.of("docs/reference/labels.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(Labels.OWN);
  }

  /**
   * A promise is as good as its test: each that the page names is there, by class and method, and
   * has a dagger where it runs in the long suite alone.
   */
  @Test
  void everyPromiseHasItsTests() throws IOException {
    String page = Files.readString(Path.of("docs/security.md"));
    List<MatchResult> named =
        Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`(†)?")
            .matcher(page)
            .results()
            .toList();
    assertThat(named).hasSizeGreaterThan(30);
    for (MatchResult test : named) {
      try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
        List<Path> files = sources.filter(path -> path.endsWith(test.group(1) + ".java")).toList();
        assertThat(files).as("the class of %s", test.group()).hasSize(1);
        String source = Files.readString(files.getFirst());
        String before =
            source.substring(0, Math.max(0, source.indexOf("class " + test.group(1) + " ")));
        if (test.group(2) != null) {
          assertThat(source)
              .as("the method of %s", test.group())
              .contains("void " + test.group(2) + "(");
          String above = source.substring(0, source.indexOf("void " + test.group(2) + "("));
          before += above.substring(above.lastIndexOf("\n\n"));
        }
        assertThat(test.group(3) != null)
            .as("a dagger at %s", test.group())
            .isEqualTo(before.contains("@Tag(\"long\")"));
      }
    }
  }
}
