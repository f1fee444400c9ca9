package dev.berth.config.kubernetes;

import java.nio.charset.StandardCharsets;

/** What every manifest has in it; who has it not is none, without a further look. */
final class Signs {
  private static final byte[] VERSION = "apiVersion".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KIND = "kind".getBytes(StandardCharsets.US_ASCII);

  private Signs() {}

  static boolean areIn(byte[] content) {
    return isIn(content, VERSION) && isIn(content, KIND);
  }

  private static boolean isIn(byte[] content, byte[] word) {
    for (int i = 0; i <= content.length - word.length; i++) {
      int matching = 0;
      while (matching < word.length && content[i + matching] == word[matching]) {
        matching++;
      }
      if (matching == word.length) {
        return true;
      }
    }
    return false;
  }
}
