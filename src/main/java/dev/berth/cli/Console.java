package dev.berth.cli;

import dev.berth.host.Messages;
import dev.berth.model.Problem;
import dev.berth.model.VisibleText;
import dev.berth.service.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where Berth speaks: data on standard output, talk on standard error. Whatever it says may hold
 * text from outside, so nothing in it acts upon a terminal but colours of Berth's own; documents
 * for programs have their own escapes for what would.
 */
final class Console implements Listener {
  private static final String CLEARED = "\u001b[H\u001b[J";
  private static final int MOST_SHOWN = 100;

  private final WatchedOutput output;
  private final BooleanSupplier isPipe;
  private final PrintStream data;
  private final PrintStream talk;
  private final Map<String, String> environment;
  private OptionalInt columns = OptionalInt.empty();
  private Optional<TalkLog> log = Optional.empty();
  private boolean quiet;

  /** A console on these streams; the data are no pipe. */
  Console(OutputStream data, PrintStream talk, Map<String, String> environment) {
    this(data, () -> false, talk, environment);
  }

  /**
   * A console on these streams.
   *
   * @param isPipe whether somebody else reads the data, who may go away
   */
  Console(
      OutputStream data,
      BooleanSupplier isPipe,
      PrintStream talk,
      Map<String, String> environment) {
    this.output = new WatchedOutput(data);
    this.isPipe = isPipe;
    this.data = new PrintStream(output, false, StandardCharsets.UTF_8);
    this.talk = talk;
    this.environment = Map.copyOf(environment);
  }

  /** The process's own streams, in UTF-8 whatever the locale. */
  static Console ofProcess() {
    return new Console(
        new java.io.FileOutputStream(java.io.FileDescriptor.out),
        Console::leadsToReader,
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv());
  }

  Map<String, String> environment() {
    return environment;
  }

  PrintStream data() {
    return data;
  }

  PrintStream talk() {
    return talk;
  }

  void data(String text) {
    data.println(dataStyle().visible(text));
    data.flush();
  }

  private static boolean leadsToReader() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException unknown) {
      return false;
    }
  }

  /**
   * Told once, when the command is done: tells where its data could not be written. That a reader
   * has gone away ({@code | head -1}) is no failure; the host is as the command says all the same.
   *
   * @param status the command's own exit status
   * @return the exit status
   */
  int ended(int status) {
    data.flush();
    Optional<IOException> failure = output.failure();
    if (failure.isEmpty() || isPipe.getAsBoolean()) {
      return status;
    }
    error("cannot write to standard output: " + Messages.of(failure.get()));
    return status == ExitStatus.DONE || status == ExitStatus.CHANGES ? ExitStatus.FAILED : status;
  }

  /**
   * Talks as much as the options say, and into the file that they name, from now on.
   *
   * @throws InvalidUse when that cannot be written
   */
  void talkAs(TalkOptions options) {
    quiet = options.isQuiet();
    log = options.logFile().map(TalkLog::new);
  }

  boolean isQuiet() {
    return quiet;
  }

  /** Tells what went well or on, which a quiet run leaves out. */
  void note(String line) {
    if (!quiet) {
      talk.println(talkStyle().visible(line));
    }
    log(TalkLog.Level.INFO, line);
  }

  /** Tells what has to be known in any case. */
  void talk(String line) {
    talk(TalkLog.Level.INFO, line);
  }

  private void talk(TalkLog.Level level, String line) {
    talk.println(talkStyle().visible(line));
    log(level, line);
  }

  /** Puts what was shown by other means into the file of the log, where there is one. */
  void log(TalkLog.Level level, String line) {
    log.ifPresent(file -> file.add(level, Style.plain(line)));
  }

  /** Tells what may be wrong and stops nothing. */
  @Override
  public void warning(String message) {
    talk(TalkLog.Level.WARNING, talkStyle().yellow("warning: ") + message);
  }

  /** Takes away all that stands on the terminal, then shows data. */
  void redraw(String text) {
    data.print(CLEARED);
    data(text);
  }

  /** Shows it ready to paste. */
  @Override
  public void starts(List<String> argv) {
    talk("run      " + ShellQuoting.line(argv));
  }

  void error(String message) {
    talk(TalkLog.Level.ERROR, talkStyle().red("berth: ") + message);
  }

  /** Shows what there is to be told, the first hundred of errors and of warnings. */
  void problems(List<Problem> problems) {
    problems(problems, (int) problems.stream().filter(Problem::isError).count());
  }

  /**
   * The same where more errors were found than are at hand.
   *
   * @param errors how many there are in all
   */
  @Override
  public void problems(List<Problem> problems, int errors) {
    List<Problem> warnings = problems.stream().filter(problem -> !problem.isError()).toList();
    Set<Problem> hidden =
        Stream.of(warnings, problems.stream().filter(Problem::isError).toList())
            .flatMap(kind -> kind.stream().skip(MOST_SHOWN))
            .collect(Collectors.toSet());
    problems.stream().filter(problem -> !hidden.contains(problem)).forEach(this::problem);
    more(errors, "errors");
    more(warnings.size(), "warnings");
  }

  private void more(int all, String what) {
    if (all > MOST_SHOWN) {
      talk("... and " + (all - MOST_SHOWN) + " more " + what);
    }
  }

  private void problem(Problem problem) {
    Style style = talkStyle();
    String kind = problem.isError() ? style.red("error: ") : style.yellow("warning: ");
    talk(
        problem.isError() ? TalkLog.Level.ERROR : TalkLog.Level.WARNING,
        problem.at() + ": " + kind + VisibleText.of(problem.message()));
    if (!problem.advice().isEmpty()) {
      talk("    " + style.faint(VisibleText.of(problem.advice())));
    }
  }

  Style dataStyle() {
    return style(1);
  }

  Style talkStyle() {
    return style(2);
  }

  private Style style(int descriptor) {
    return isTerminal(descriptor)
        ? new Style(isColoured(), this::terminalColumns)
        : new Style(false);
  }

  /** How wide the terminal is, in characters; asked of it once, and only by what may be longer. */
  synchronized OptionalInt terminalColumns() {
    if (columns.isEmpty()) {
      columns = OptionalInt.of(TerminalWidth.of(environment));
    }
    return columns;
  }

  boolean talksToTerminal() {
    return isTerminal(2) && !"dumb".equals(environment.get("TERM"));
  }

  /** Whether there is a person to be asked. */
  boolean canAsk() {
    return isTerminal(0) && talksToTerminal();
  }

  /** Asks a person; anything but a yes is a no. */
  boolean ask(String question) {
    talk.print(talkStyle().visible(question) + " [y/N] ");
    talk.flush();
    String answer;
    try {
      answer =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    } catch (IOException gone) {
      return false;
    }
    return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  boolean dataIsTerminal() {
    return isTerminal(1) && !"dumb".equals(environment.get("TERM"));
  }

  /**
   * Whether data and talk go to the same place, so that whoever reads one has read the other: one
   * terminal, one pipe ({@code 2>&1}), one file.
   */
  boolean speaksToOne() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd/1"))
          .equals(Files.readSymbolicLink(Path.of("/proc/self/fd/2")));
    } catch (IOException unknown) {
      return false;
    }
  }

  /** NO_COLOR by its convention: any value but the empty one switches colour off. */
  private boolean isColoured() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException unknown) {
      return false;
    }
  }
}
