package dev.berth.config;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what an operator named, and says in plain words why it cannot. */
public final class FileBytes {
  private FileBytes() {}

  /** The path, or empty with a problem when the text is none on this host. */
  public static Optional<Path> path(String text, SourcePosition at, Problems problems) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      problems.error(at, Quote.of(text) + " is no path: it holds a control character", "");
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException wrong) {
      problems.error(
          at, Quote.of(text) + " is no path here", "for other than ASCII run with a UTF-8 locale");
      return Optional.empty();
    }
  }

  /**
   * The content, as far as one byte more than a document may have, which is enough to refuse it;
   * empty with a problem where it cannot be read.
   */
  public static Optional<byte[]> read(Path file, SourcePosition at, Problems problems) {
    if (Files.isDirectory(file)) {
      problems.error(at, Quote.of(file.toString()) + " is a directory", "name a file");
      return Optional.empty();
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // It might have no end, or wait for ever for a writer.
      problems.error(
          at,
          Quote.of(file.toString()) + " is no regular file",
          "name a file, or pipe into `-` where a configuration is read");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(DocumentText.MOST_BYTES + 1));
    } catch (IOException fault) {
      problems.error(at, reason(file, fault));
      return Optional.empty();
    }
  }

  static String reason(Path file, IOException fault) {
    String shown = Quote.of(file.toString());
    return switch (fault) {
      case NoSuchFileException _ -> shown + " does not exist";
      case AccessDeniedException _ -> shown + " may not be read by this user";
      default -> shown + " cannot be read: " + Quote.shortened(String.valueOf(fault.getMessage()));
    };
  }
}
