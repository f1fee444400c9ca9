package dev.berth.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256, in hexadecimal, of files and of trees of files. */
final class FileDigest {
  private FileDigest() {}

  /** Of a file's content. */
  static String file(Path file) throws IOException {
    MessageDigest digest = sha256();
    addContent(file, digest);
    return hex(digest);
  }

  /** Of a text. */
  static String text(String text) {
    MessageDigest digest = sha256();
    addText(text, digest);
    return hex(digest);
  }

  /** Of the names, modes and contents below a path, in sorted order; links are not followed. */
  static String tree(Path top) throws IOException {
    MessageDigest digest = sha256();
    // The path itself may be a link, as an engine that mounts it would follow.
    Path root = top.toRealPath();
    for (Path path : sorted(root)) {
      addText(root.relativize(path).toString(), digest);
      addText(Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS).toString(), digest);
      if (Files.isSymbolicLink(path)) {
        addText(Files.readSymbolicLink(path).toString(), digest);
      } else if (Files.isRegularFile(path)) {
        addText(Long.toString(Files.size(path)), digest);
        addContent(path, digest);
      }
    }
    return hex(digest);
  }

  private static List<Path> sorted(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted().toList();
    } catch (UncheckedIOException fault) {
      throw fault.getCause();
    }
  }

  /** The end mark keeps {@code ab, c} and {@code a, bc} apart. */
  private static void addText(String text, MessageDigest digest) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static void addContent(Path file, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
