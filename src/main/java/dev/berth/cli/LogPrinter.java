package dev.berth.cli;

import dev.berth.model.ContainerName;
import dev.berth.model.VisibleText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints lines of containers; of several, each behind its container's name. Byte for byte but on a
 * terminal: there a program's colours stay, and what else a terminal would act upon is escaped.
 */
final class LogPrinter {
  // ECMA-48, "SGR - SELECT GRAPHIC RENDITION".
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");
  private static final String PLAIN = "\u001b[0m";

  private final Console console;
  private final Map<ContainerName, String> data = new HashMap<>();
  private final Map<ContainerName, String> talk = new HashMap<>();
  private final AtomicBoolean printed = new AtomicBoolean();

  /** A printer for the lines of these. */
  LogPrinter(Console console, List<LogSource> sources) {
    this.console = console;
    int width =
        sources.stream().mapToInt(source -> source.container().text().length()).max().orElse(0);
    for (int i = 0; i < sources.size() && sources.size() > 1; i++) {
      ContainerName name = sources.get(i).container();
      String begin = name + " ".repeat(width - name.text().length()) + " |";
      data.put(name, console.dataStyle().oneOfMany(i, begin) + " ");
      talk.put(name, console.talkStyle().oneOfMany(i, begin) + " ");
    }
  }

  /** Prints what a program wrote to its standard output. */
  void data(LogSource source, String line) {
    String begin = data.getOrDefault(source.container(), "");
    printed.set(true);
    for (String one : source.line().apply(line).split("\n", -1)) {
      print(console.data(), begin, one, console.dataIsTerminal());
    }
  }

  /** Prints what a program wrote to its standard error. */
  void talk(LogSource source, String line) {
    // An engine's command writes there what the program wrote there, and its own complaints.
    print(
        console.talk(),
        talk.getOrDefault(source.container(), ""),
        source.isJournal() ? line : source.line().apply(line),
        console.talksToTerminal());
  }

  /** Whether there was anything, complaints aside. */
  boolean hasPrinted() {
    return printed.get();
  }

  private synchronized void print(
      PrintStream stream, String begin, String line, boolean isTerminal) {
    byte[] first = begin.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] rest =
        isTerminal
            ? visible(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8)
            : bytes;
    byte[] whole = new byte[first.length + rest.length];
    System.arraycopy(first, 0, whole, 0, first.length);
    System.arraycopy(rest, 0, whole, first.length, rest.length);
    stream.write(whole, 0, whole.length);
    stream.flush();
  }

  /** A line, with its end, as a terminal may have it. */
  static String visible(String line) {
    StringBuilder shown = new StringBuilder();
    Matcher colour = COLOUR.matcher(line);
    int end = 0;
    while (colour.find()) {
      shown.append(VisibleText.lines(line.substring(end, colour.start()))).append(colour.group());
      end = colour.end();
    }
    String rest = VisibleText.lines(line.substring(end, line.length() - 1));
    return shown.append(rest).append(end > 0 ? PLAIN + "\n" : "\n").toString();
  }
}
