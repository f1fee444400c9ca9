package dev.berth.config.quadlet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code podman build} that a build unit stands for, ready to paste. */
final class BuildLine {
  private static final Map<String, String> ONE =
      new TreeMap<>(
          Map.of(
              "Arch", "--arch",
              "AuthFile", "--authfile",
              "IgnoreFile", "--ignorefile",
              "Pull", "--pull",
              "Target", "--target",
              "Variant", "--variant"));
  private static final Map<String, String> EACH =
      new TreeMap<>(
          Map.of(
              "DNS", "--dns",
              "DNSOption", "--dns-option",
              "DNSSearch", "--dns-search",
              "GroupAdd", "--group-add",
              "ImageTag", "--tag",
              "Network", "--network",
              "Volume", "--volume"));
  private static final Map<String, String> WORDS =
      new TreeMap<>(
          Map.of(
              "Annotation", "--annotation",
              "BuildArg", "--build-arg",
              "Environment", "--env",
              "Label", "--label",
              "Secret", "--secret"));

  private final Unit unit;
  private final Values values;

  private BuildLine(Unit unit, Values values) {
    this.unit = unit;
    this.values = values;
  }

  static String of(Unit unit, Values values) {
    return new BuildLine(unit, values).text();
  }

  private String text() {
    List<String> words = new ArrayList<>(List.of("podman", "build"));
    EACH.forEach(
        (key, option) -> values.each(key).forEach(word -> words.add(option + "=" + word.text())));
    ONE.forEach(
        (key, option) -> values.last(key).ifPresent(word -> words.add(option + "=" + word.text())));
    WORDS.forEach(
        (key, option) ->
            values.arguments(key).forEach(word -> words.add(option + "=" + word.text())));
    for (String key : List.of("ForceRM", "TLSVerify")) {
      String option = key.equals("ForceRM") ? "--force-rm=" : "--tls-verify=";
      values.last(key).ifPresent(word -> words.add(option + word.text()));
    }
    values.last("File").ifPresent(file -> words.add("--file=" + absolute(file.text())));
    values.arguments("PodmanArgs").forEach(word -> words.add(word.text()));
    words.add(context());
    return String.join(" ", words.stream().map(BuildLine::quoted).toList());
  }

  private String context() {
    String given = values.last("SetWorkingDirectory").map(Word::text).orElse("");
    String file = values.last("File").map(Word::text).orElse("");
    return switch (given) {
      case "" -> file.isEmpty() || file.contains("://") ? "." : parent(absolute(file));
      case "unit" -> unit.directory().toString();
      case "file" -> parent(absolute(file));
      default -> absolute(given);
    };
  }

  private String absolute(String path) {
    return path.contains("://") ? path : unit.directory().resolve(path).normalize().toString();
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
