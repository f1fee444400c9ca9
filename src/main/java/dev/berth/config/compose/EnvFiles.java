package dev.berth.config.compose;

import dev.berth.config.FileBytes;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables and labels that a service has from files. */
final class EnvFiles {
  private final Map<String, String> environment;
  private final Problems problems;

  EnvFiles(Map<String, String> environment, Problems problems) {
    this.environment = environment;
    this.problems = problems;
  }

  /** The service with all its variables and labels: those of files first, its own over them. */
  Data.Fields resolved(Data.Fields service) {
    return labels(variables(service));
  }

  private Data.Fields variables(Data.Fields service) {
    Data.Fields own = service.fields("environment");
    Map<String, String> known = new HashMap<>();
    own.names().stream()
        .filter(name -> own.get(name) instanceof Data.Text)
        .forEach(name -> known.put(name, own.text(name)));
    Map<String, String> found = new LinkedHashMap<>(known);
    Map<String, String> before = new HashMap<>(known);
    before.putAll(environment);
    for (Data item : service.items("env_file")) {
      if (item instanceof Data.Fields file) {
        variables(file, before, found);
      }
    }
    if (found.size() == known.size()) {
      return service;
    }
    return service.with("environment", Data.Fields.ofTexts(found, service.at()).plus(own));
  }

  private void variables(Data.Fields file, Map<String, String> known, Map<String, String> found) {
    Optional<Path> path = FileBytes.path(file.text("path"), file.at(), problems);
    if (path.isEmpty()) {
      return;
    }
    boolean isRequired = !(file.get("required") instanceof Data.Flag flag) || flag.value();
    if (!isRequired && !Files.exists(path.get())) {
      return;
    }
    switch (file.text("format")) {
      case "" -> read(path.get(), known, found, file.at(), problems);
      case "raw" ->
          FileBytes.read(path.get(), file.at(), problems)
              .ifPresent(bytes -> found.putAll(DotEnv.raw(text(bytes))));
      default ->
          problems.error(file.at(), "an `env_file` of an unknown format", "write raw, or none");
    }
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private Data.Fields labels(Data.Fields service) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Data file : service.items("label_file")) {
      FileBytes.path(Data.shown(file), file.at(), problems)
          .ifPresent(path -> read(path, Map.of(), found, file.at(), problems));
    }
    return found.isEmpty()
        ? service
        : service.with(
            "labels", Data.Fields.ofTexts(found, service.at()).plus(service.fields("labels")));
  }

  /**
   * Adds what a file says to what was found before; false with a problem where it cannot be read.
   *
   * @param known variables that count before those of the file
   * @param at where the file is named
   */
  static boolean read(
      Path file,
      Map<String, String> known,
      Map<String, String> found,
      SourcePosition at,
      Problems problems) {
    Optional<byte[]> bytes = FileBytes.read(file, at, problems);
    if (bytes.isEmpty()) {
      return false;
    }
    try {
      DotEnv.read(
          text(bytes.get()),
          known,
          found,
          name ->
              problems.warning(
                  SourcePosition.startOf(file.toString()),
                  "the variable " + name + " is not set",
                  "set it, or write ${" + name + ":-default}"));
      return true;
    } catch (DotEnv.Fault fault) {
      problems.error(
          new SourcePosition(file.toString(), fault.line(), 1),
          String.valueOf(fault.getMessage()),
          "write NAME=value, with quotes around what is more than a word");
      return false;
    }
  }
}
