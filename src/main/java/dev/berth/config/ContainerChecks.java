package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** What the keys of one container say together. */
final class ContainerChecks {
  private static final List<Key> NOT_OF_INITS =
      List.of(
          Key.RESTART,
          Key.DEPENDS_ON,
          Key.START_ORDER,
          Key.DETACH,
          Key.EXIT_CODES,
          Key.HEALTHCHECK,
          Key.STOP_GRACE_PERIOD,
          Key.VOLUMES_FROM);

  private final Draft draft;
  private final Map<Key, Tree.Field> given;
  private final Map<Key, Value> values;
  private final Problems problems;

  ContainerChecks(
      Draft draft, Map<Key, Tree.Field> given, Map<Key, Value> values, Problems problems) {
    this.draft = draft;
    this.given = given;
    this.values = values;
    this.problems = problems;
  }

  static boolean isExec(Map<Key, Value> values) {
    Value action = values.get(Key.ACTION);
    return action != null && action.texts().getFirst().equals("exec");
  }

  void check() {
    if (isExec(values)) {
      checkExec();
    } else {
      checkRun();
    }
    checkHealth();
    checkInit();
    if (values.containsKey(Key.RESTART)) {
      new TextChecks(problems).check(values);
    }
    checkMemory();
    if (values.get(Key.SYSTEMD_EXEC_FLAGS) instanceof Value.Mapping lines) {
      ServiceDirectives.check(lines, problems);
    }
  }

  private void checkRun() {
    if (!values.containsKey(Key.IMAGE) && !hasText(Key.IMAGE)) {
      problems.error(
          draft.at(), "the container " + Quote.of(draft.name()) + " has no `image`", "name one");
    }
    Tree.Field when = given.get(Key.WHEN);
    if (when != null) {
      problems.error(when.at(), "`when` has an effect only with `action: exec`", "remove it");
    }
  }

  /** A value that was refused has been reported; it is not missing as well. */
  private boolean hasText(Key key) {
    Tree.Field field = given.get(key);
    return field != null && !(field.value() instanceof Tree.Text text && text.text().isEmpty());
  }

  private void checkExec() {
    Value command = values.get(Key.COMMAND);
    SourcePosition at = given.containsKey(Key.ACTION) ? given.get(Key.ACTION).at() : draft.at();
    if (command == null && !hasText(Key.COMMAND)) {
      problems.error(
          at,
          "`action: exec` of " + Quote.of(draft.name()) + " has no `command`",
          "write the container's name and the command");
    } else if (command != null && command.texts().size() < 2) {
      problems.error(
          command.at(),
          "`command` is one word: it names a container, and nothing to run in it",
          "write the command after the name");
    }
    given.forEach(
        (key, field) -> {
          if (!key.isForExec()) {
            problems.error(
                field.at(),
                "`" + field.name() + "` has no effect with `action: exec`",
                "remove it");
          }
        });
  }

  private void checkInit() {
    Value init = values.get(Key.POD_INIT);
    if (init == null) {
      return;
    }
    if (!values.containsKey(Key.POD)) {
      problems.error(init.at(), "`pod_init` has an effect only in a pod", "give `pod`, too");
    }
    for (Key key : NOT_OF_INITS) {
      Value value = values.get(key);
      if (value != null) {
        problems.error(
            value.at(),
            "`" + key.label() + "` has no effect with `pod_init`",
            key == Key.DEPENDS_ON
                ? "they run one after the other in the order of the file"
                : "it runs to its end at each start of its pod");
      }
    }
  }

  /** What the kernel or an engine refuses at the start, podman-run(1) and docker-run(1). */
  private void checkMemory() {
    OptionalLong limit = bytes(Key.MEM_LIMIT);
    OptionalLong swap = bytes(Key.MEMSWAP_LIMIT);
    OptionalLong reserved = bytes(Key.MEM_RESERVATION);
    if (swap.isPresent() && swap.getAsLong() > 0 && limit.isEmpty()) {
      problems.error(
          at(Key.MEMSWAP_LIMIT),
          "`memswap_limit` needs `mem_limit`",
          "it is the sum of memory and swap: limit the memory too");
    } else if (swap.isPresent() && swap.getAsLong() > 0 && swap.getAsLong() < limit.getAsLong()) {
      problems.error(
          at(Key.MEMSWAP_LIMIT),
          "`memswap_limit` is less than `mem_limit`",
          "it is the sum of memory and swap: write at least " + limit.getAsLong());
    }
    if (reserved.isPresent() && limit.isPresent() && reserved.getAsLong() > limit.getAsLong()) {
      problems.error(
          at(Key.MEM_RESERVATION), "`mem_reservation` exceeds `mem_limit`", "write less of it");
    }
  }

  /** A limit that is given; -1 is none. */
  private OptionalLong bytes(Key key) {
    Value value = values.get(key);
    long bytes = value == null ? -1 : Long.parseLong(value.texts().getFirst());
    return bytes < 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  private SourcePosition at(Key key) {
    return Objects.requireNonNull(values.get(key)).at();
  }

  private void checkHealth() {
    Value restart = values.get(Key.RESTART);
    if (restart == null || !(values.get(Key.HEALTHCHECK) instanceof Value.Mapping healthcheck)) {
      return;
    }
    Value reaction = healthcheck.entries().get("on_failure");
    String policy = restart.texts().getFirst();
    boolean startsAgain = policy.equals("always") || policy.equals("unless-stopped");
    if (startsAgain && reaction != null && reaction.texts().getFirst().equals("stop")) {
      problems.error(
          reaction.at(),
          "`on_failure: stop` with `restart: " + policy + "`: it would be started again at once",
          "write `on_failure: restart`, or `restart: on-failure`");
    }
  }
}
