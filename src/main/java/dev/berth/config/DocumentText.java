package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bytes to text: strict UTF-8, and what JSON allows but YAML 1.1 does not. */
public final class DocumentText {
  /** Larger than any configuration seen; the reader must not be a way to fill the memory. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  /** Four times what Linux passes as one argument (MAX_ARG_STRLEN, execve(2)). */
  static final int LONGEST_WORD = 512 * 1024;

  private DocumentText() {}

  /** The text; empty with a problem where the bytes are none. */
  public static Optional<String> decode(String file, byte[] bytes, Problems problems) {
    if (bytes.length > MOST_BYTES) {
      problems.error(
          SourcePosition.startOf(file),
          "larger than " + MOST_BYTES + " bytes",
          "a configuration is far smaller: is this the right file?");
      return Optional.empty();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    String text = chars.flip().toString();
    if (result.isError()) {
      problems.error(position(file, text, text.length()), "not UTF-8", "save the file as UTF-8");
      return Optional.empty();
    }
    int tooLong = longWord(text);
    if (tooLong >= 0) {
      problems.error(
          position(file, text, tooLong),
          "a word of more than " + LONGEST_WORD + " characters begins here",
          "no program can be given one that long: is this the right file?");
      return Optional.empty();
    }
    return Optional.of(asYaml(text.startsWith("\uFEFF") ? text.substring(1) : text));
  }

  /**
   * Where a word without a blank begins that the parser, whose time grows with the square of a
   * word's length, would be long about; -1 where none does. In JSON on one line the signs between
   * words are no part of them.
   */
  private static int longWord(String text) {
    String signs = isJson(text) ? "\"',[]{}" : "";
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || signs.indexOf(c) >= 0) {
        start = i + 1;
      } else if (i - start >= LONGEST_WORD) {
        return start;
      }
    }
    return -1;
  }

  /** Where the character at the index stands. */
  static SourcePosition position(String file, String text, int index) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new SourcePosition(file, line, text.codePointCount(lineStart, index) + 1);
  }

  /** JSON may write {@code \/} for a slash, which YAML 1.1 does not know. */
  private static String asYaml(String text) {
    if (!text.contains("\\/") || !isJson(text)) {
      return text;
    }
    StringBuilder yaml = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escape = c == '\\' && i + 1 < text.length();
      if (!escape) {
        yaml.append(c);
      } else {
        i++;
        yaml.append(text.charAt(i) == '/' ? "" : "\\").append(text.charAt(i));
      }
    }
    return yaml.toString();
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }
}
