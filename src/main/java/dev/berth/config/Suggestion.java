package dev.berth.config;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that the author probably meant. */
public final class Suggestion {
  /** With many names, each of which may be wrong, the search would take longer than all else. */
  private static final int MOST_KNOWN = 1000;

  private Suggestion() {}

  /** {@code did you mean `x`?}, or the other text when nothing comes near. */
  public static String advice(String name, Collection<String> known, String otherwise) {
    return nearest(name, known).map(near -> "did you mean `" + near + "`?").orElse(otherwise);
  }

  /** The one of these names that is the fewest edits away; empty where none is near. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > 60 || known.size() > MOST_KNOWN) {
      return Optional.empty();
    }
    int best = Math.max(1, name.length() / 3) + 1;
    String found = null;
    for (String candidate : known) {
      int distance = distance(name, candidate, best);
      if (distance < best) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Edits between the two, a swap of neighbours counting once; anything from the limit is "far".
   */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(int[][] edits, String a, String b, int i, int j) {
    boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
    int best = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    best = Math.min(best, edits[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
  }
}
