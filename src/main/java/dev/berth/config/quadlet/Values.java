package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The values of a unit's keys, read in the ways in which Quadlet reads them. */
final class Values {
  private final Unit unit;
  private final String section;
  private final Expansion expansion;
  private final Problems problems;

  Values(Unit unit, String section, Expansion expansion, Problems problems) {
    this.unit = unit;
    this.section = section;
    this.expansion = expansion;
    this.problems = problems;
  }

  /** One {@code NAME=value} of a key that holds several. */
  record Pair(String name, String value, SourcePosition at) {}

  /** Whether the key is given. */
  boolean has(String key) {
    return unit.last(section, key).isPresent();
  }

  /** Where the key is given last, or its section where it is not. */
  SourcePosition at(String key) {
    return unit.last(section, key).map(Assignment::at).orElseGet(() -> unit.at(section));
  }

  /** The last value, without double quotes around all of it; empty where there is none. */
  Optional<Word> last(String key) {
    return unit.last(section, key)
        .map(
            assignment -> {
              expansion.check(assignment.value());
              String text = assignment.value().text();
              boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
              return expansion.argument(
                  new Word(
                      isQuoted ? text.substring(1, text.length() - 1) : text,
                      assignment.value().at()));
            })
        .filter(word -> !word.text().isEmpty());
  }

  /** Each value, whole. */
  List<Word> each(String key) {
    List<Word> words = new ArrayList<>();
    for (Assignment assignment : checked(key)) {
      words.add(expansion.argument(new Word(assignment.value().text(), assignment.value().at())));
    }
    return words;
  }

  /** The words of all values, in which a backslash is one. */
  List<Word> words(String key) {
    return split(checked(key), false);
  }

  /** The words of all values, as on a command line. */
  List<Word> arguments(String key) {
    return split(checked(key), true);
  }

  /** The words of the last value, as on a command line. */
  List<Word> lastArguments(String key) {
    List<Assignment> all = checked(key);
    return all.isEmpty() ? List.of() : split(List.of(all.getLast()), true);
  }

  /** The words of all values that are {@code NAME=value}. */
  List<Pair> pairs(String key) {
    return pairs(
        key, arguments(key), "put quotes around one with blanks: " + key + "=\"NAME=two words\"");
  }

  /** The same where a backslash is one. */
  List<Pair> plainPairs(String key) {
    return pairs(key, words(key), "");
  }

  private List<Pair> pairs(String key, List<Word> words, String advice) {
    List<Pair> pairs = new ArrayList<>();
    for (Word word : words) {
      int equals = word.text().indexOf('=');
      if (equals <= 0) {
        problems.error(word.at(), "`" + key + "=`: a word that is no NAME=value", advice);
      } else {
        pairs.add(
            new Pair(
                word.text().substring(0, equals), word.text().substring(equals + 1), word.at()));
      }
    }
    return pairs;
  }

  /** A yes or no; empty where it is not given, or is neither. */
  Optional<Boolean> flag(String key) {
    Optional<Word> word = last(key);
    Optional<Boolean> flag =
        word.map(Word::text)
            .flatMap(
                text ->
                    switch (text.toLowerCase(Locale.ROOT)) {
                      case "1", "yes", "true", "on" -> Optional.of(true);
                      case "0", "no", "false", "off" -> Optional.of(false);
                      default -> Optional.empty();
                    });
    if (word.isPresent() && flag.isEmpty()) {
      problems.error(word.get().at(), "`" + key + "=`: neither yes nor no", "write true or false");
    }
    return flag;
  }

  private List<Assignment> checked(String key) {
    List<Assignment> all = unit.all(section, key);
    all.forEach(assignment -> expansion.check(assignment.value()));
    return all;
  }

  private List<Word> split(List<Assignment> assignments, boolean unescapes) {
    List<Word> words = new ArrayList<>();
    for (Assignment assignment : assignments) {
      Words.of(assignment.value(), unescapes, problems)
          .forEach(word -> words.add(expansion.argument(word)));
    }
    return words;
  }
}
