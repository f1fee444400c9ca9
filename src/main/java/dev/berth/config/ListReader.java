package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.UnitName;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lists of texts, words and numbers.
 *
 * <p>Canonical: LIST its items in order, empty ones skipped, capabilities in capitals without
 * {@code CAP_}, {@code volumes_from} without Compose's {@code container:}; WORDS the words, where
 * an entry point without any is one empty word (it clears the image's); INTEGERS ascending, each
 * once.
 */
final class ListReader {
  private static final String CONTAINER = "container:";

  private ListReader() {}

  static Optional<Value> list(Setting setting) {
    List<Value> items = new ArrayList<>();
    for (Tree item : setting.items("a list of texts")) {
      setting
          .text(item, "a list of texts")
          .flatMap(text -> item(setting, text))
          .ifPresent(text -> items.add(Setting.scalar(text, item.at())));
    }
    return setting.sequence(items);
  }

  private static Optional<String> item(Setting setting, Tree.Text item) {
    String text = item.text();
    return switch (setting.key()) {
      case CAP_ADD, CAP_DROP -> setting.judged(capability(text), item.at());
      case VOLUMES_FROM ->
          Optional.of(text.startsWith(CONTAINER) ? text.substring(CONTAINER.length()) : text);
      case ENV_FILE ->
          text.startsWith("/")
              ? Optional.of(text)
              : setting.fail(
                  item.at(),
                  "a relative path, and a unit has no current directory",
                  "write the absolute path");
      case RESTART_ON, RELOAD_ON ->
          text.startsWith("/") || text.equals(WatchedFiles.MOUNTS)
              ? Optional.of(text)
              : setting.fail(
                  item.at(),
                  "neither an absolute path nor `" + WatchedFiles.MOUNTS + "`",
                  "write one of them");
      case PART_OF ->
          UnitName.isValid(text)
              ? Optional.of(text)
              : setting.fail(
                  item.at(), References.shown(text) + " is no unit's name", References.UNIT_ADVICE);
      default -> setting.judged(text, item.at());
    };
  }

  private static String capability(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring(4) : upper;
  }

  static Optional<Value> words(Setting setting) {
    Optional<List<Value>> words =
        switch (setting.value()) {
          case Tree.Text text -> split(setting, text);
          case Tree.Items items -> Optional.of(arguments(setting, items));
          case Tree.Fields fields -> setting.wrong(fields, "a list of words or one text");
        };
    if (words.isPresent() && words.get().isEmpty() && setting.key() == Key.ENTRYPOINT) {
      return setting.sequence(List.of(Setting.scalar("", setting.at())));
    }
    return words.flatMap(setting::sequence);
  }

  /** An empty argument is an argument; a null is a slip. */
  private static List<Value> arguments(Setting setting, Tree.Items items) {
    List<Value> words = new ArrayList<>();
    for (Tree item : items.items()) {
      if (item.isNothing()) {
        setting.wrong(item, "a list of words");
      } else {
        setting
            .text(item, "a list of words")
            .ifPresent(text -> words.add(Setting.scalar(text.text(), item.at())));
      }
    }
    return words;
  }

  private static Optional<List<Value>> split(Setting setting, Tree.Text text) {
    // Only this key did Paunch split.
    if (setting.key() == Key.COMMAND) {
      return command(setting, text);
    }
    ShellWords split = ShellWords.split(text.text());
    if (!split.fault().isEmpty()) {
      return setting.fail(text.at(), split.fault(), "or write a list of words");
    }
    return Optional.of(scalars(split.words(), text));
  }

  private static Optional<List<Value>> command(Setting setting, Tree.Text text) {
    ShellWords shell = ShellWords.split(text.text());
    List<String> blanks = BlankWords.split(text.text());
    if (setting.dialect().commandWords() == Dialect.Words.BLANKS) {
      if (!shell.fault().isEmpty() || !shell.words().equals(blanks)) {
        setting
            .problems()
            .warning(
                text.at(),
                setting.name() + ": is split at blanks, as Paunch did, and keeps its quotes",
                "--command-words shell splits it as a shell does; a list of words leaves no doubt");
      }
      return Optional.of(scalars(blanks, text));
    }
    if (!shell.fault().isEmpty()) {
      return setting.fail(
          text.at(),
          shell.fault(),
          "write a list of words, or --command-words blanks to split at blanks alone");
    }
    if (!shell.words().equals(blanks)) {
      setting
          .problems()
          .warning(
              text.at(),
              setting.name() + ": is split as a shell splits it, where Paunch split at blanks only",
              "--command-words blanks splits it so; a list of words leaves no doubt");
    }
    return Optional.of(scalars(shell.words(), text));
  }

  private static List<Value> scalars(List<String> words, Tree.Text text) {
    return words.stream().map(word -> Setting.scalar(word, text.at())).toList();
  }

  static Optional<Value> integers(Setting setting) {
    SortedMap<Long, Value> numbers = new TreeMap<>();
    for (Tree item : setting.items("a list of whole numbers")) {
      OptionalLong number = NumberReader.integer(setting, item, 0, 255);
      if (number.isPresent()) {
        String text = Long.toString(number.getAsLong());
        numbers.putIfAbsent(number.getAsLong(), Setting.scalar(text, item.at()));
      }
    }
    boolean standard = numbers.size() == 1 && numbers.containsKey(0L);
    return standard ? Optional.empty() : setting.sequence(List.copyOf(numbers.values()));
  }
}
