package dev.berth.config.quadlet;

import dev.berth.config.DocumentText;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a unit file, systemd.syntax(7). */
final class UnitSyntax {
  private final String file;
  private final Problems problems;
  private final List<Assignment> assignments = new ArrayList<>();
  private final Map<String, SourcePosition> sections = new LinkedHashMap<>();
  private String section = "";
  private @Nullable Assignment open;

  /**
   * What a file holds.
   *
   * @param sections where each begins first
   * @param assignments in file order
   */
  record Content(Map<String, SourcePosition> sections, List<Assignment> assignments) {
    Content {
      assignments = List.copyOf(assignments);
    }
  }

  private UnitSyntax(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The sections and assignments; empty with a problem where the bytes are no text. */
  static Optional<Content> read(String file, byte[] bytes, Problems problems) {
    return DocumentText.decode(file, bytes, problems)
        .map(
            text -> {
              UnitSyntax syntax = new UnitSyntax(file, problems);
              List<String> lines = text.lines().toList();
              for (int i = 0; i < lines.size(); i++) {
                syntax.line(i + 1, lines.get(i));
              }
              syntax.end(lines.size());
              return new Content(syntax.sections, syntax.assignments);
            });
  }

  private void line(int number, String line) {
    int begin = line.length() - line.stripLeading().length();
    String rest = line.strip();
    boolean isComment = rest.startsWith("#") || rest.startsWith(";");
    SourcePosition at = new SourcePosition(file, number, begin + 1);
    if (open != null) {
      if (!isComment) {
        proceed(open, line, new SourcePosition(file, number, 1));
      }
      return;
    }
    if (rest.isEmpty() || isComment) {
      return;
    }
    line.chars()
        .filter(c -> Character.isISOControl(c) && c != '\t')
        .findFirst()
        .ifPresent(
            _ -> problems.error(at, "the line holds a control character", "write it as \\xHH"));
    if (rest.startsWith("[")) {
      header(rest, at);
    } else {
      assignment(line, begin, at);
    }
  }

  private void header(String rest, SourcePosition at) {
    if (!rest.endsWith("]") || rest.length() < 3 || rest.indexOf('[', 1) >= 0) {
      problems.error(
          at, "no section: its name stands in brackets", "write one such as [Container]");
      section = "";
      return;
    }
    section = rest.substring(1, rest.length() - 1);
    sections.putIfAbsent(section, at);
  }

  private void assignment(String line, int begin, SourcePosition at) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? "" : line.substring(begin, equals).strip();
    if (key.isEmpty()) {
      problems.error(
          at, "neither a section, nor Key=value, nor a comment", "a comment begins with #");
      return;
    }
    if (section.isEmpty()) {
      problems.error(
          at, "`" + key + "=` stands in no section", "write one such as [Container] above");
      return;
    }
    int start = equals + 1;
    while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
      start++;
    }
    SourcePosition where =
        new SourcePosition(at.file(), at.line(), line.codePointCount(0, start) + 1);
    PlacedText none = new PlacedText("", List.of(new PlacedText.Part(0, where)));
    proceed(new Assignment(section, key, at, none), line.substring(start), where);
  }

  /** A line that ends in a backslash goes on in the next one. */
  private void proceed(Assignment begun, String more, SourcePosition where) {
    boolean goesOn = more.endsWith("\\");
    String share = goesOn ? more.substring(0, more.length() - 1) : more;
    PlacedText value = begun.value().joined(share, where);
    Assignment whole =
        new Assignment(
            begun.section(), begun.key(), begun.at(), goesOn ? value : value.stripTrailing());
    open = goesOn ? whole : null;
    if (!goesOn) {
      assignments.add(whole);
    }
  }

  private void end(int last) {
    if (open != null) {
      problems.error(
          new SourcePosition(file, last, 1),
          "the file ends where `" + open.key() + "=` goes on",
          "take the backslash away");
    }
  }
}
