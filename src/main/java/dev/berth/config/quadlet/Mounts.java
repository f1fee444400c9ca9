package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is mounted into a container, {@code Volume=} and {@code Mount=}. */
final class Mounts {
  private static final Set<String> FLAGS =
      Set.of("ro", "rw", "U", "exec", "noexec", "dev", "nodev", "suid", "nosuid");
  private static final Set<String> SWITCHES = Set.of("readonly", "ro", "U", "chown", "rw");

  private final Unit unit;
  private final Resources resources;
  private final Problems problems;

  Mounts(Unit unit, Resources resources, Problems problems) {
    this.unit = unit;
    this.resources = resources;
    this.problems = problems;
  }

  void put(String key, Values values, Body body) {
    if (key.equals("Volume")) {
      for (Word volume : values.each(key)) {
        String[] parts = volume.text().split(":", 2);
        if (parts.length == 1) {
          body.add("volumes", Body.text(volume));
        } else {
          source(volume, parts[0])
              .ifPresent(
                  source -> body.add("volumes", Body.text(volume.with(source + ":" + parts[1]))));
        }
      }
    } else {
      values.arguments(key).forEach(mount -> mount(mount, body));
    }
  }

  /** The source as an engine takes it; empty with a problem where it names no unit. */
  private Optional<String> source(Word word, String source) {
    if (source.startsWith(".")) {
      return Optional.of(unit.directory().resolve(source).normalize().toString());
    }
    return source.endsWith(".volume") && !source.contains("/")
        ? resources.named(word, source).map(resources::name)
        : Optional.of(source);
  }

  private void mount(Word mount, Body body) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String token : mount.text().split(",", -1)) {
      int equals = token.indexOf('=');
      options.put(
          equals < 0 ? token : token.substring(0, equals),
          equals < 0 ? "true" : token.substring(equals + 1));
    }
    String type = taken(options, "volume", "type");
    String target = taken(options, "", "destination", "dst", "target");
    switch (type) {
      case "bind", "volume" -> {
        String source = taken(options, "", "source", "src");
        List<String> flags = flags(mount, options);
        if (source.isEmpty() && type.equals("bind")) {
          problems.error(mount.at(), "`Mount=` of type bind without a source", "add source=PATH");
        } else {
          source(mount, source)
              .ifPresent(
                  it ->
                      body.add(
                          "volumes",
                          Body.text(
                              mount.with(
                                  (it.isEmpty() ? "" : it + ":")
                                      + target
                                      + (flags.isEmpty() ? "" : ":" + String.join(",", flags))))));
        }
      }
      case "tmpfs" -> {
        List<String> flags = flags(mount, options);
        body.add(
            "tmpfs",
            Body.text(mount.with(target + (flags.isEmpty() ? "" : ":" + String.join(",", flags)))));
      }
      default ->
          problems.error(
              mount.at(),
              "`Mount=` of type " + type + " is not carried over",
              "the types are bind, volume and tmpfs");
    }
  }

  private static String taken(Map<String, String> options, String otherwise, String... names) {
    String value = otherwise;
    for (String name : names) {
      String given = options.remove(name);
      value = given == null ? value : given;
    }
    return value;
  }

  /** The options in the words of {@code --volume} and {@code --tmpfs}. */
  private List<String> flags(Word mount, Map<String, String> options) {
    List<String> flags = new ArrayList<>();
    options.forEach(
        (name, value) -> {
          boolean isOn = value.equals("true");
          switch (name) {
            case "relabel" -> flags.add(value.equals("private") ? "Z" : "z");
            case "bind-propagation" -> flags.add(value);
            case "tmpfs-size" -> flags.add("size=" + value);
            case "tmpfs-mode" -> flags.add("mode=" + value);
            case "notmpcopyup" -> flags.add(name);
            default -> {
              if (SWITCHES.contains(name) && (isOn || value.equals("false"))) {
                if (isOn) {
                  flags.add(name.equals("readonly") ? "ro" : name.equals("chown") ? "U" : name);
                }
              } else if (FLAGS.contains(name) && isOn) {
                flags.add(name);
              } else {
                problems.error(
                    mount.at(),
                    "`Mount=`: the option `" + name + "` is not carried over",
                    "take it away, or mount it in another way");
              }
            }
          }
        });
    return flags;
  }
}
