package dev.berth.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page of the documentation, as far as the tests read it. */
public record Page(Path path, List<String> lines) {
  private static final Pattern FENCE = Pattern.compile("^```(\\w*)$");
  private static final Pattern REMARK = Pattern.compile("^<!-- (.*) -->$");

  /**
   * A fenced block.
   *
   * @param language the word behind the opening fence
   * @param remark the HTML comment on the line before it
   * @param first the index of its first line of content
   * @param lines its content
   */
  public record Block(String language, Optional<String> remark, int first, List<String> lines) {
    /** What its remark says after a word. */
    public Optional<String> remark(String word) {
      return remark
          .filter(text -> text.startsWith(word + ": "))
          .map(text -> text.substring(word.length() + 2));
    }
  }

  /** Reads a page. */
  public static Page read(Path path) {
    try {
      return new Page(path, Files.readAllLines(path));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Its fenced blocks. */
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        Matcher remark = REMARK.matcher(i == 0 ? "" : lines.get(i - 1));
        blocks.add(
            new Block(
                fence.group(1),
                remark.matches() ? Optional.of(remark.group(1)) : Optional.empty(),
                i + 1,
                List.copyOf(lines.subList(i + 1, end))));
        i = end;
      }
    }
    return blocks;
  }

  /** Its lines outside fenced blocks. */
  public List<String> prose() {
    List<String> prose = new ArrayList<>(lines);
    for (Block block : blocks().reversed()) {
      prose.subList(block.first() - 1, block.first() + block.lines().size() + 1).clear();
    }
    return prose;
  }
}
