package dev.berth.config.quadlet;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The check of a container's health. */
final class HealthKeys {
  private static final String CHECK = "healthcheck";

  /** What Podman checks at where nothing is said; Berth's own default is longer. */
  private static final String USUAL_INTERVAL = "30s";

  private final Unit unit;
  private final Problems problems;

  HealthKeys(Unit unit, Problems problems) {
    this.unit = unit;
    this.problems = problems;
  }

  /** Whether who depends on the unit waits until it is healthy. */
  static boolean isAwaited(Values values) {
    return values
        .last("Notify")
        .filter(word -> word.text().equalsIgnoreCase("healthy"))
        .isPresent();
  }

  void put(String key, Values values, Body body) {
    Optional<Word> given = values.last(key);
    if (given.isEmpty()) {
      return;
    }
    Word word = given.get();
    switch (key) {
      case "HealthCmd" -> {
        body.entry(CHECK, "test", test(word));
        if (!values.has("HealthInterval")) {
          body.entry(CHECK, "interval", word.with(USUAL_INTERVAL));
        }
      }
      case "HealthInterval" -> {
        if (word.text().equals("disable")) {
          problems.error(
              word.at(),
              "`HealthInterval=disable` is not carried over: nobody would look",
              "write an interval, or take the check away");
        } else {
          body.entry(CHECK, "interval", word);
        }
      }
      case "HealthOnFailure" -> body.entry(CHECK, "on_failure", word.with(reaction(word.text())));
      case "HealthRetries" -> body.entry(CHECK, "retries", word);
      case "HealthStartPeriod" -> body.entry(CHECK, "start_period", word);
      case "HealthTimeout" -> body.entry(CHECK, "timeout", word);
      default -> notify(word, values);
    }
  }

  private void notify(Word word, Values values) {
    if (word.text().equalsIgnoreCase("healthy")) {
      if (!values.has("HealthCmd")) {
        problems.warning(
            word.at(),
            "`Notify=healthy` without `HealthCmd=`: it needs a check of the image's own",
            "add HealthCmd= where the image has none");
      }
    } else if (values.flag("Notify").orElse(false)) {
      problems.error(
          word.at(),
          "`Notify=true` is not carried over: a service of Berth's is up when its container runs",
          "write Notify=healthy with a HealthCmd=");
    }
  }

  /** What is killed starts again by the unit's own policy, if it has one. */
  private String reaction(String given) {
    if (!given.equals("kill")) {
      return given;
    }
    String policy =
        unit.last("Service", "Restart").map(assignment -> assignment.value().text()).orElse("no");
    return policy.equals("no") || policy.equals("on-success") ? "stop" : "restart";
  }

  /** As Podman reads it: a JSON list, words that begin as a list of Docker's, or a shell's text. */
  private static Tree test(Word word) {
    Optional<List<Word>> list = JsonWords.of(word).filter(words -> words.size() > 1);
    if (list.isPresent()) {
      boolean isWhole = isKeyword(list.get().getFirst().text());
      List<Word> words = new ArrayList<>();
      if (!isWhole) {
        words.add(word.with("CMD"));
      }
      words.addAll(list.get());
      return items(words);
    }
    String[] parts = word.text().split("\\s+", 2);
    return switch (parts[0].toUpperCase(Locale.ROOT)) {
      case "NONE" -> items(List.of(word.with("NONE")));
      case "CMD" -> {
        List<Word> words = new ArrayList<>(List.of(word.with("CMD")));
        for (String each : parts.length > 1 ? parts[1].split("\\s+") : new String[0]) {
          words.add(word.with(each));
        }
        yield items(words);
      }
      case "CMD-SHELL" ->
          items(List.of(word.with("CMD-SHELL"), word.with(parts.length > 1 ? parts[1] : "")));
      default -> items(List.of(word.with("CMD-SHELL"), word));
    };
  }

  private static boolean isKeyword(String word) {
    return List.of("CMD", "CMD-SHELL", "NONE").contains(word);
  }

  private static Tree items(List<Word> words) {
    return new Tree.Items(
        words.stream().map(word -> (Tree) Body.text(word)).toList(), words.getFirst().at());
  }
}
