package dev.berth.engine;

import dev.berth.engine.OptionMapping.AllowedValues;
import dev.berth.engine.OptionMapping.Flag;
import dev.berth.engine.OptionMapping.Refused;
import dev.berth.engine.OptionMapping.Version;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.util.List;

/** Reports what the table says that an engine, in its version, cannot honour. */
public final class OptionCheck {
  private final EngineName name;
  private final EngineInfo engine;
  private final Problems problems;

  /** A check against this engine. */
  public OptionCheck(EngineName name, EngineInfo engine, Problems problems) {
    this.name = name;
    this.engine = engine;
    this.problems = problems;
  }

  /** Checks every key that is given. */
  public void check(ContainerSpec spec) {
    spec.values()
        .forEach(
            (key, value) -> {
              OptionMapping option = EngineOptions.of(key).on(name);
              checkCommas(key, value, option.unsplit());
              switch (option) {
                case Flag flag -> checkFlag(key, value, flag);
                case Refused refused ->
                    problems.error(
                        value.at(),
                        name.label() + " cannot honour " + key.label() + ": " + refused.why(),
                        refused.instead());
                case OptionMapping.CustomMapping code -> {}
              }
            });
  }

  private void checkFlag(Key key, Value value, Flag flag) {
    if (isOlderThan(flag.since())) {
      problems.error(
          value.at(),
          cannot(key) + ": it has " + flag.flag() + " since " + flag.since(),
          "leave it out, or use a newer " + name.title());
    }
    flag.taken().ifPresent(taken -> checkTaken(key, value, taken));
  }

  private void checkTaken(Key key, Value value, AllowedValues taken) {
    List<Value> items =
        value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
    for (Value item : items) {
      for (String text : item.texts()) {
        if (!taken.pattern().matcher(text).matches()) {
          problems.error(
              item.at(),
              name.label() + " cannot honour this value of " + key.label(),
              taken.instead().replace("`", ""));
        }
      }
    }
  }

  private void checkCommas(Key key, Value value, Version unsplit) {
    boolean affected = value.texts().stream().anyMatch(text -> text.matches("(?s).*[,\"].*"));
    if (affected && isOlderThan(unsplit)) {
      problems.error(
          value.at(),
          name.label()
              + " "
              + engine.version()
              + " cannot honour a comma or a quote in "
              + key.label(),
          "it splits the value there; leave them out, or use "
              + name.title()
              + " "
              + unsplit
              + " or newer");
    }
  }

  private String cannot(Key key) {
    return name.label() + " " + engine.version() + " cannot honour " + key.label();
  }

  private boolean isOlderThan(Version version) {
    return !version.isAny() && !engine.isAtLeast(version.major(), version.minor());
  }
}
