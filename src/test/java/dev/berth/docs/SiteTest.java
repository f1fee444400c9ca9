package dev.berth.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Also what {@code ./site} runs: with {@code berth.site} it writes the site there. */
class SiteTest {
  private static final Pattern TARGET = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]+)\"");

  @TempDir Path temporary;

  @Test
  void everyPageIsInItAndEveryLinkLeadsSomewhere() throws IOException {
    Path output =
        Optional.ofNullable(System.getProperty("berth.site")).map(Path::of).orElse(temporary);
    new Site(Path.of(""), output).write();
    List<Path> pages;
    try (Stream<Path> files = Files.walk(output)) {
      pages = files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
    assertThat(pages).hasSameSizeAs(Site.pages());
    assertThat(Site.pages())
        .containsAll(PagesTest.pages().map(Path::toString).filter(SiteTest::isForSite).toList());
    for (Path page : pages) {
      String html = Files.readString(page);
      assertThat(html).as("%s", page).doesNotContain(".md\"", ".md#");
      for (String link : all(TARGET, html)) {
        if (!link.matches("[a-z]+:.*")) {
          check(page, link);
        }
      }
    }
  }

  /** What the examples say stands beside them. */
  private static boolean isForSite(String page) {
    return !page.startsWith("examples/");
  }

  private static void check(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    assertThat(target).as("%s: %s", page, link).isRegularFile();
    if (parts.length == 2) {
      assertThat(all(ID, Files.readString(target))).as("%s: %s", page, link).contains(parts[1]);
    }
  }

  private static Set<String> all(Pattern pattern, String html) {
    Set<String> found = new HashSet<>();
    pattern.matcher(html).results().map((MatchResult match) -> match.group(1)).forEach(found::add);
    return found;
  }
}
