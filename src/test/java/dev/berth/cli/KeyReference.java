package dev.berth.cli;

import dev.berth.engine.EngineOption;
import dev.berth.engine.EngineOptions;
import dev.berth.model.Key;
import dev.berth.model.KeyType;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes docs/reference/keys.md from the table of keys. */
final class KeyReference {
  private KeyReference() {}

  static String text() {
    StringBuilder text = new StringBuilder("# Keys of a container\n\n");
    text.append("<!-- Made by ReferenceTest from the table of keys; do not edit. -->\n\n");
    text.append(
        """
        Names and meanings are Paunch's where it has the key, else those of the Compose specification.
        Where two names are given both work; giving both is an error.
        `berth validate --schema` prints a JSON Schema of all this for editors.

        "A change" says what happens to a running service when the key's value changes:
        *replaces* it; rewrites its *unit* and lets it run on; or *nothing*, as only Berth itself reads the key.

        | key | value | a change | |
        | --- | --- | --- | --- |
        """);
    for (Key key : Key.values()) {
      text.append("| `" + key.label() + "`");
      key.alias().ifPresent(alias -> text.append(", `" + alias + "`"));
      text.append(" | " + value(key) + " | " + effect(key) + " | ");
      text.append(key.description().replace("|", "\\|") + " |\n");
    }
    text.append("\n## Where Podman and Docker differ\n");
    text.append("The oldest versions are Podman 4.3 and Docker 20.10. ");
    text.append("A key that the engine cannot honour is refused before anything changes.\n\n");
    text.append("| key | Podman | Docker |\n| --- | --- | --- |\n");
    for (Key key : Key.values()) {
      EngineOption option = EngineOptions.of(key);
      String podman = option.podman().difference();
      String docker = option.docker().difference();
      if (!podman.isEmpty() || !docker.isEmpty()) {
        text.append("| `" + key.label() + "` | " + podman + " | " + docker + " |\n");
      }
    }
    text.append("\n## With `action: exec`\nThese keys have an effect: ");
    text.append(
        java.util.Arrays.stream(Key.values())
            .filter(Key::isForExec)
            .filter(key -> key.scope() != Key.Scope.IGNORED)
            .map(key -> "`" + key.label() + "`")
            .collect(Collectors.joining(", ")));
    text.append(
        ".\n\n## Values\nA scalar keeps the text that was written (`no`, `0755`, `1.10`), ");
    text.append(
        "and only its key decides what it means.\n\n| value | written as |\n| --- | --- |\n");
    for (KeyType type : KeyType.values()) {
      text.append("| <a id=\"" + anchor(type) + "\"></a>" + name(type) + " | ");
      text.append(form(type).replace("|", "\\|") + " |\n");
    }
    return text.toString();
  }

  private static String value(Key key) {
    return key.choices().isEmpty()
        ? "[" + name(key.type()) + "](#" + anchor(key.type()) + ")"
        : key.choices().stream()
            .map(choice -> "`" + choice + "`")
            .collect(Collectors.joining(", "));
  }

  private static String name(KeyType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static String anchor(KeyType type) {
    return "value-" + name(type);
  }

  private static String effect(Key key) {
    return switch (key.scope()) {
      case CONTAINER -> "replaces";
      case UNIT -> "unit";
      case APPLY, IGNORED -> "nothing";
    };
  }

  private static String form(KeyType type) {
    return switch (type) {
      case TEXT -> "any scalar, as it stands";
      case FLAG -> "`true`, `false`, and what YAML 1.1 takes for them: `yes`, `no`, `on`, `off`";
      case INTEGER -> "a whole number";
      case DECIMAL -> "a number such as `1.5`";
      case DURATION -> "seconds, or `1h2m3s4ms5us` with any part left out; decimals are allowed";
      case SIZE ->
          "bytes, or a number with `b`, `k`, `m`, `g`, `kb`, `KiB` … (1024 each); `-1` for no"
              + " limit";
      case CHOICE -> "one of the words given with the key";
      case WORDS ->
          "a list of arguments, or a string that is split into words as a shell does, without"
              + " expansion";
      case LIST -> "a list of strings, or one string";
      case INTEGERS -> "a list of whole numbers, or one";
      case ENVIRONMENT ->
          "a list of `NAME=value`, or a mapping; a bare name, or `null`, takes the value from"
              + " Berth's own environment, and it is an error if it is not there; an empty value is"
              + " a value";
      case FIELDS -> "a mapping, or a list of `name=value`";
      case HOSTS -> "a list of `name:address`, or a mapping";
      case ULIMITS ->
          "a list of `name=soft[:hard]`, or a mapping of names to a number or to `{soft, hard}`";
      case MOUNTS ->
          "a list of `SRC:DST[:OPTS]` (SRC a path, or the name of a volume), or of mappings with"
              + " `type`, `source`, `target`, `read_only`, `bind`, `volume`";
      case PORTS ->
          "a list of `[[ip:]host:]container[/protocol]`, or of mappings with `target`, `published`,"
              + " `host_ip`, `protocol`";
      case NETWORKS ->
          "a list of names, or a mapping of names to `aliases`, `ipv4_address`, `ipv6_address`,"
              + " `mac_address`, `interface_name`";
      case SECRETS ->
          "a list of names, or of mappings with `source`, `type`, `target`, `uid`, `gid`, `mode`, or with"
              + " `credential` and `target`";
      case FILES ->
          "a mapping of paths in the container to the text that stands there, or to `content`,"
              + " `mode` (octal; default 0444), `uid`, `gid` (default 0)";
      case RESTART ->
          "`no`, `on-failure`, `on-failure:N`, `always`, `unless-stopped` make a service; `none`,"
              + " or no such key, a task";
      case HEALTHCHECK ->
          "a mapping: `test` (a string for the shell, or a list that begins with `CMD`, `CMD-SHELL`"
              + " or `NONE`), `user` (who runs it in the container), `interval` (default 60 s),"
              + " `timeout`, `retries`, `start_period`, `start_interval`, `on_failure` (`none`, the"
              + " default, `restart`, `stop`), `disable`";
      case DEPENDENCIES ->
          "a list of containers and units of the host (names that end in `.service`, `.target`,"
              + " `.socket`, `.mount`), or a mapping of them to `condition` (`service_started`,"
              + " `service_healthy`, `service_completed_successfully`) and `required`";
      case LOGGING -> "a mapping of `driver` and `options`";
    };
  }
}
