package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.RestartPolicy;
import dev.berth.model.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Single words and texts.
 *
 * <p>Canonical: TEXT as written, an empty one is not given, signals without {@code SIG}, processors
 * as ascending ranges; FLAG {@code true}, or left out at its default; CHOICE its word, left out at
 * its default; RESTART as {@link RestartPolicy} writes it, left out for a task.
 */
final class TextReader {
  private static final String DEFAULT_SIGNAL = "HUP";
  private static final List<String> POLICIES =
      List.of("no", "none", "on-failure", "always", "unless-stopped");

  private static final List<String> FLAGS = List.of("true", "false", "yes", "no", "on", "off");

  private TextReader() {}

  static Optional<Value> text(Setting setting) {
    Optional<Tree.Text> given = setting.text(setting.value(), "one text");
    if (given.isEmpty() || given.get().text().isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().text();
    if (text.chars().anyMatch(Character::isISOControl)) {
      return setting.fail(
          setting.at(), "the text holds a control character", "write one line of text");
    }
    return switch (setting.key()) {
      case IMAGE -> image(setting, text);
      case CPUSET_CPUS -> Processors.read(setting, text);
      case STOP_SIGNAL -> signal(setting, text, "");
      case RELOAD_SIGNAL -> signal(setting, text, DEFAULT_SIGNAL);
      default ->
          setting.judged(text, setting.at()).map(fitting -> Setting.scalar(fitting, setting.at()));
    };
  }

  private static Optional<Value> image(Setting setting, String text) {
    boolean wrong = text.startsWith("-") || text.chars().anyMatch(Character::isWhitespace);
    return wrong
        ? setting.fail(
            setting.at(), "no image reference", "write it as registry/name:tag or name@sha256:…")
        : Optional.of(Setting.scalar(text, setting.at()));
  }

  private static Optional<Value> signal(Setting setting, String text, String standard) {
    String upper = text.toUpperCase(Locale.ROOT);
    String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
    if (!Grammar.isSignal(bare)) {
      return setting.fail(
          setting.at(),
          Quote.value(text, KnownNames.SIGNALS) + " is no signal",
          "write a name of signal(7) such as TERM, or a number from 1 to 64");
    }
    return bare.equals(standard)
        ? Optional.empty()
        : Optional.of(Setting.scalar(bare, setting.at()));
  }

  /** The words of YAML 1.1; they count in quotes too. */
  static Optional<Boolean> bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> Optional.of(true);
      case "false", "no", "off", "n" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<Value> flag(Setting setting) {
    Optional<Boolean> flag = bool(setting, setting.value());
    boolean standard = setting.key() == Key.DETACH;
    return flag.filter(given -> given != standard)
        .map(given -> Setting.scalar(given.toString(), setting.at()));
  }

  static Optional<Boolean> bool(Setting setting, Tree tree) {
    if (tree instanceof Tree.Text text) {
      Optional<Boolean> flag = bool(text.text());
      if (flag.isPresent()) {
        return flag;
      }
    }
    return setting.wrongWord(tree, "true or false", FLAGS);
  }

  static Optional<Value> choice(Setting setting) {
    Key key = setting.key();
    Optional<Tree.Text> given =
        setting.text(setting.value(), "one of " + String.join(", ", key.choices()));
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().text();
    if (!key.choices().contains(text)) {
      return setting.fail(
          setting.at(),
          Quote.value(text, key.choices()) + " is none of " + String.join(", ", key.choices()),
          Suggestion.advice(text, key.choices(), ""));
    }
    return text.equals(standard(key))
        ? Optional.empty()
        : Optional.of(Setting.scalar(text, setting.at()));
  }

  /** What the key means when it is not given. */
  private static String standard(Key key) {
    return switch (key) {
      case ACTION -> "run";
      case PULL_POLICY -> "missing";
      case WHEN -> "always";
      case KILL_MODE -> "mixed";
      default -> "";
    };
  }

  /**
   * The unquoted word {@code no} is the policy, as its author meant; {@code false} is no policy.
   */
  static Optional<Value> restart(Setting setting) {
    Optional<Tree.Text> given = setting.text(setting.value(), "a restart policy");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get().text();
    if (text.equalsIgnoreCase("false")) {
      setting
          .problems()
          .warning(
              setting.at(),
              setting.name() + ": false makes it a task, which runs once and at no boot",
              "write `no` for a service that is not started again, or `none` for a task");
    }
    if (text.isEmpty() || text.equals("none") || text.equalsIgnoreCase("false")) {
      return Optional.empty();
    }
    Optional<RestartPolicy> policy = RestartPolicy.parse(text);
    if (policy.isEmpty()) {
      return setting.fail(
          setting.at(),
          Quote.value(text, POLICIES) + " is no restart policy",
          Suggestion.advice(
              text, POLICIES, "write no, on-failure[:N], always, unless-stopped or none"));
    }
    return Optional.of(Setting.scalar(policy.get().toString(), setting.at()));
  }
}
