package dev.berth.config.compose;

import java.util.ArrayList;
import java.util.List;

/** Splits a command that is one text as Compose does. */
final class ComposeWords {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean escaped;
  private boolean inDouble;
  private boolean inSingle;
  private boolean inBackticks;
  private boolean inDollar;
  private boolean has;

  private ComposeWords() {}

  /**
   * What a text splits into.
   *
   * @param isBroken whether a quote or a bracket does not end
   * @param isCut whether it was cut at a sign that only a shell knows
   */
  record Split(List<String> words, boolean isBroken, boolean isCut) {
    Split {
      words = List.copyOf(words);
    }
  }

  static Split of(String text) {
    return new ComposeWords().split(text);
  }

  private Split split(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        word.append(c);
        escaped = false;
        has = true;
      } else if (c == '\\' && !inSingle) {
        escaped = true;
      } else if (c == '\\') {
        word.append(c);
      } else if (" \t\r\n".indexOf(c) >= 0) {
        blank(c);
      } else if (";&|<>".indexOf(c) >= 0 && !isQuoted()) {
        if (c == '>' && !word.isEmpty() && Character.isDigit(word.charAt(0))) {
          has = false;
        }
        return ended(true);
      } else if (!mark(c)) {
        return new Split(List.of(), true, false);
      }
    }
    return ended(false);
  }

  private boolean isQuoted() {
    return inSingle || inDouble || inBackticks || inDollar;
  }

  private void blank(char c) {
    if (isQuoted()) {
      word.append(c);
    } else if (has) {
      words.add(word.toString());
      word.setLength(0);
      has = false;
    }
  }

  /** Takes a character in; false where a bracket cannot stand. */
  private boolean mark(char c) {
    switch (c) {
      case '`' -> {
        if (!inSingle && !inDouble && !inDollar) {
          inBackticks = !inBackticks;
        }
      }
      case ')' -> {
        if (!inSingle && !inDouble && !inBackticks) {
          inDollar = !inDollar;
        }
      }
      case '(' -> {
        if (!inSingle && !inDouble && !inBackticks) {
          if (inDollar || word.isEmpty() || word.charAt(word.length() - 1) != '$') {
            return false;
          }
          inDollar = true;
          word.append(c);
          return true;
        }
      }
      case '"' -> {
        if (!inSingle && !inDollar) {
          has |= inDouble;
          inDouble = !inDouble;
          return true;
        }
      }
      case '\'' -> {
        if (!inDouble && !inDollar) {
          has |= inSingle;
          inSingle = !inSingle;
          return true;
        }
      }
      default -> {}
    }
    has = true;
    word.append(c);
    return true;
  }

  private Split ended(boolean cut) {
    if (has) {
      words.add(word.toString());
    }
    return new Split(words, escaped || isQuoted(), cut);
  }
}
