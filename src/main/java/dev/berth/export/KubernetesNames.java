package dev.berth.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names as Kubernetes takes them: labels of DNS (RFC 1123), each given once among those of its
 * kind.
 */
final class KubernetesNames {
  private static final int LONGEST = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
  private static final Pattern KEY =
      Pattern.compile(
          "(?:[a-z0-9](?:[-a-z0-9.]{0,250}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private final Map<String, String> given = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Whether it can be the name of anything. */
  static boolean isLabel(String text) {
    return LABEL.matcher(text).matches();
  }

  /** Whether a label or an annotation can have this name. */
  static boolean isKey(String text) {
    return KEY.matcher(text).matches();
  }

  /** Whether a label can have this value; an annotation has any. */
  static boolean isLabelValue(String text) {
    return LABEL_VALUE.matcher(text).matches();
  }

  /** The name for what is called so elsewhere: the same whenever it is asked for. */
  String of(String name) {
    String known = given.get(name);
    if (known != null) {
      return known;
    }
    String label = isLabel(name) ? name : safe(name);
    String free = label;
    for (int number = 2; !taken.add(free); number++) {
      String ending = "-" + number;
      free = shortened(label, LONGEST - ending.length()) + ending;
    }
    given.put(name, free);
    return free;
  }

  private static String safe(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String label = shortened(lower.replaceFirst("^-+", ""), LONGEST);
    return label.isEmpty() ? "x" : label;
  }

  private static String shortened(String label, int most) {
    return label.substring(0, Math.min(label.length(), most)).replaceFirst("-+$", "");
  }
}
