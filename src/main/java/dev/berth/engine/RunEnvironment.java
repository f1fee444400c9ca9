package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A container's variables, split by the way they take: inherited by the engine's program and handed
 * on by name, or lines of a file.
 *
 * @param inherited for the program's own environment and a bare {@code --env NAME}
 * @param filed for {@code --env-file}
 */
public record RunEnvironment(SortedMap<String, String> inherited, SortedMap<String, String> filed) {
  // Linux: MAX_ARG_STRLEN, 32 pages, the end mark included (execve(2)).
  private static final int LONGEST_VARIABLE = 131_071;
  // Go's bufio.Scanner, with which both engines read the file: a line and its end fit in 64 KiB.
  private static final int LONGEST_LINE = 65_534;

  /** Keeps its own view. */
  public RunEnvironment {
    inherited = Collections.unmodifiableSortedMap(inherited);
    filed = Collections.unmodifiableSortedMap(filed);
  }

  /** The variables of a container. */
  public static RunEnvironment of(ContainerSpec spec) {
    SortedMap<String, String> inherited = new TreeMap<>();
    SortedMap<String, String> filed = new TreeMap<>();
    variables(spec)
        .forEach(
            (name, variable) ->
                (isInherited(name, variable.value()) ? inherited : filed)
                    .put(name, variable.value()));
    return new RunEnvironment(inherited, filed);
  }

  /**
   * systemd drops a variable whose value it takes for no text, and writes it to its journal; to an
   * engine it is text as any other.
   */
  private static boolean isInherited(String name, String value) {
    return ReservedVariables.mayBeInherited(name) && PlainText.firstForbidden(value).isEmpty();
  }

  /** The file's content. What follows the first {@code =} counts to the line's end as it is. */
  public String fileText() {
    StringBuilder text = new StringBuilder();
    filed.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    return text.toString();
  }

  /** As arguments of {@code run} and {@code exec}. */
  public List<String> arguments(Path file) {
    List<String> arguments = new ArrayList<>();
    if (!filed.isEmpty()) {
      arguments.add("--env-file=" + file);
    }
    inherited.keySet().forEach(name -> arguments.add("--env=" + name));
    return List.copyOf(arguments);
  }

  /** Reports what neither way can carry; values are never shown. */
  public static void check(EngineName engine, ContainerSpec spec, Problems problems) {
    variables(spec)
        .forEach(
            (name, variable) -> check(engine, name, variable.value(), variable.at(), problems));
  }

  private static void check(
      EngineName engine, String name, String value, SourcePosition at, Problems problems) {
    int bytes = (name + "=" + value).getBytes(StandardCharsets.UTF_8).length;
    if (value.indexOf('\0') >= 0 || name.indexOf('\0') >= 0) {
      problems.error(at, "variable " + name + " holds a NUL, which no environment can hold");
    } else if (bytes > LONGEST_VARIABLE) {
      problems.error(
          at,
          "variable " + name + " has " + bytes + " bytes; Linux takes " + LONGEST_VARIABLE,
          "mount a file instead");
    } else if (!isInherited(name, value)) {
      checkLine(engine, name, value, bytes, at, problems);
    }
  }

  private static void checkLine(
      EngineName engine,
      String name,
      String value,
      int bytes,
      SourcePosition at,
      Problems problems) {
    String why =
        engine.label() + ": variable " + name + " can only be passed through a file of lines, ";
    boolean hasBlank =
        engine == EngineName.DOCKER
            ? name.chars().anyMatch(Character::isWhitespace)
            : !name.equals(name.strip());
    if (name.isEmpty() || name.startsWith("#") || hasBlank) {
      problems.error(at, engine.label() + ": '" + name + "' cannot be the name of a variable");
    } else if (value.indexOf('\n') >= 0 || name.indexOf('\n') >= 0 || value.endsWith("\r")) {
      problems.error(
          at,
          why + "and its value has more than one line",
          "set it in the image or in the command, or mount a file");
    } else if (bytes > LONGEST_LINE) {
      problems.error(
          at,
          why + "and has " + bytes + " bytes; " + engine.title() + " reads " + LONGEST_LINE,
          "mount a file instead");
    }
  }

  private record Variable(String value, SourcePosition at) {}

  /** The variables by name; where one is given twice the last one counts, as for any engine. */
  private static Map<String, Variable> variables(ContainerSpec spec) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    switch (spec.values().get(Key.ENVIRONMENT)) {
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(
                  (name, value) ->
                      variables.put(name, new Variable(value.texts().getFirst(), value.at())));
      case Value.Sequence sequence -> {
        for (Value item : sequence.items()) {
          String[] parts = item.texts().getFirst().split("=", 2);
          variables.put(parts[0], new Variable(parts.length > 1 ? parts[1] : "", item.at()));
        }
      }
      case null, default -> {}
    }
    return variables;
  }
}
