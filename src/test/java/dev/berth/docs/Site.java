package dev.berth.docs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * The pages as a small site that needs no server: each beside where it lies, with all the others at
 * hand.
 */
final class Site {
  private static final Map<String, List<String>> PARTS = parts();

  private final Path root;
  private final Path output;
  private final Parser parser;
  private final HtmlRenderer renderer;
  private final Map<String, String> titles = new HashMap<>();

  Site(Path root, Path output) {
    List<Extension> extensions = List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    this.root = root;
    this.output = output;
    this.parser = Parser.builder().extensions(extensions).build();
    this.renderer = HtmlRenderer.builder().extensions(extensions).build();
  }

  private static Map<String, List<String>> parts() {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    parts.put("Begin", List.of("README.md", "docs/install.md", "docs/first-steps.md"));
    parts.put(
        "Work with it",
        List.of(
            "docs/guide.md",
            "docs/stacks.md",
            "docs/secrets.md",
            "docs/pods.md",
            "docs/coming-from-docker.md",
            "docs/coming-from-compose.md",
            "docs/quadlet.md",
            "docs/export.md",
            "docs/coming-from-kubernetes.md",
            "docs/migration.md",
            "docs/coming-from-paunch.md",
            "docs/troubleshooting.md",
            "docs/security.md"));
    parts.put(
        "Look up",
        List.of(
            "docs/reference/keys.md",
            "docs/reference/commands.md",
            "docs/reference/exit-status.md",
            "docs/reference/quadlet.md",
            "docs/reference/export.md",
            "docs/reference/kubernetes.md",
            "docs/reference/restart.md",
            "docs/reference/files.md",
            "docs/reference/labels.md",
            "docs/performance.md",
            "CHANGELOG.md",
            "SECURITY.md"));
    parts.put("Carry on", List.of("docs/architecture.md", "CONTRIBUTING.md", "testhost/README.md"));
    return parts;
  }

  /** The pages, in the order in which they are listed. */
  static List<String> pages() {
    return PARTS.values().stream().flatMap(List::stream).toList();
  }

  void write() throws IOException {
    Map<String, Node> documents = new LinkedHashMap<>();
    for (String page : pages()) {
      Node document = parser.parse(Files.readString(root.resolve(page)));
      documents.put(page, document);
      titles.put(page, title(document));
    }
    for (String page : pages()) {
      Node document = Objects.requireNonNull(documents.get(page));
      document.accept(new Links(page));
      put(page(page), html(page, document));
    }
    try (InputStream style = Objects.requireNonNull(Site.class.getResourceAsStream("site.css"))) {
      Files.write(output.resolve("site.css"), style.readAllBytes());
    }
  }

  private void put(String name, String text) throws IOException {
    Path file = output.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /** Where a page lies in the site. */
  static String page(String source) {
    return source.equals("README.md")
        ? "index.html"
        : source.replaceFirst("README\\.md$", "index.html").replaceFirst("\\.md$", ".html");
  }

  private String html(String page, Node document) {
    String up = "../".repeat((int) page.chars().filter(letter -> letter == '/').count());
    StringBuilder nav = new StringBuilder();
    for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
      nav.append("<p>").append(part.getKey()).append("</p>\n<ul>\n");
      for (String other : part.getValue()) {
        nav.append("<li><a href=\"")
            .append(up)
            .append(page(other))
            .append(other.equals(page) ? "\" aria-current=\"page\">" : "\">")
            .append(titles.get(other))
            .append("</a></li>\n");
      }
      nav.append("</ul>\n");
    }
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <link rel="stylesheet" href="%ssite.css">
    </head>
    <body>
    <header><a href="%sindex.html">Berth</a> <a class="jump" href="#pages">Pages</a></header>
    <div class="columns">
    <main>
    %s</main>
    <nav id="pages" aria-label="Pages">
    %s</nav>
    </div>
    </body>
    </html>
    """
        .formatted(
            page.equals("README.md") ? "Berth" : titles.get(page) + " - Berth",
            up,
            up,
            renderer
                .render(document)
                .replace("<table>", "<div class=\"table\"><table>")
                .replace("</table>", "</table></div>"),
            nav);
  }

  /** Its first heading. */
  private static String title(Node document) {
    StringBuilder title = new StringBuilder();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            if (title.isEmpty()) {
              visitChildren(heading);
            }
          }

          @Override
          public void visit(Text text) {
            if (text.getParent() instanceof Heading) {
              title.append(text.getLiteral());
            }
          }

          @Override
          public void visit(Code code) {
            if (code.getParent() instanceof Heading) {
              title.append(code.getLiteral());
            }
          }
        });
    return title.toString().replace("&", "&amp;").replace("<", "&lt;");
  }

  /** Pages become pages of the site; what else is linked is taken along. */
  private final class Links extends AbstractVisitor {
    private final String page;

    Links(String page) {
      this.page = page;
    }

    @Override
    public void visit(Link link) {
      link.setDestination(target(link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image image) {
      image.setDestination(target(image.getDestination()));
      visitChildren(image);
    }

    private String target(String destination) {
      URI uri = URI.create(destination);
      if (uri.isAbsolute() || uri.getPath().isEmpty()) {
        return destination;
      }
      String fragment = uri.getFragment() == null ? "" : "#" + uri.getFragment();
      Path from = Path.of("/", page).resolveSibling(uri.getPath()).normalize();
      String source = from.toString().substring(1);
      if (pages().contains(source)) {
        return uri.getPath().replaceFirst("[^/]*$", "")
            + Path.of(page(source)).getFileName()
            + fragment;
      }
      try {
        Path copy = output.resolve(source);
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(root.resolve(source), copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(page + ": " + destination, failure);
      }
      return destination;
    }
  }
}
