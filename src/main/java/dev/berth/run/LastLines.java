package dev.berth.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The last lines that a program printed, of both its outputs, for when it fails. */
final class LastLines {
  private static final int LINES = 20;
  private static final int LONGEST = 1000;

  private final Deque<String> lines = new ArrayDeque<>();
  private int dropped;

  /** Keeps each line, and tells it to another; any thread may call. */
  Consumer<String> and(Consumer<String> other) {
    return line -> {
      keep(line);
      other.accept(line);
    };
  }

  private synchronized void keep(String line) {
    if (line.isBlank()) {
      return;
    }
    lines.addLast(line.length() > LONGEST ? line.substring(0, LONGEST) + " …" : line);
    if (lines.size() > LINES) {
      lines.removeFirst();
      dropped++;
    }
  }

  synchronized boolean isEmpty() {
    return lines.isEmpty();
  }

  /** What was printed, a line each, marked so that none can be taken for Berth's own. */
  synchronized String text() {
    if (lines.isEmpty()) {
      return "it printed nothing";
    }
    StringBuilder text = new StringBuilder("it printed:");
    if (dropped > 0) {
      text.append(" (the last ").append(LINES).append(" lines)");
    }
    lines.forEach(line -> text.append("\n         | ").append(line));
    return text.toString();
  }
}
