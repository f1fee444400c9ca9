package dev.berth.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names that a file can have, however long what they are made of is. */
public final class FileName {
  /** NAME_MAX of limits.h, in bytes. */
  private static final int LONGEST = 255;

  private static final int DIGITS = 16;

  private FileName() {}

  /**
   * A name for a file: as given where it fits, else with a digest of its middle in that one's
   * place, so that two names never share a file.
   *
   * @param head what has to stay at its beginning
   * @param middle what is shortened
   * @param tail what has to stay at its end
   * @throws IllegalArgumentException when head and tail leave no room
   */
  public static String of(String head, String middle, String tail) {
    int room = LONGEST - bytes(head).length - bytes(tail).length;
    if (bytes(middle).length <= room) {
      return head + middle + tail;
    }
    int kept = room - DIGITS - 1;
    if (kept < 0) {
      throw new IllegalArgumentException("no file can have a name from " + head + " to " + tail);
    }
    StringBuilder start = new StringBuilder();
    middle
        .codePoints()
        .mapToObj(Character::toString)
        .takeWhile(character -> bytes(start + character).length <= kept)
        .forEach(start::append);
    return head + start + "~" + digest(middle) + tail;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(text));
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
