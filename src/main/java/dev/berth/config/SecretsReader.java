package dev.berth.config;

import dev.berth.model.Credential;
import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets that the engine keeps.
 *
 * <p>Canonical: {@code name[,type=…][,target=…][,uid=…][,gid=…][,mode=…]}, the options in this
 * order, the mode in octal with one leading zero; of a credential {@code credential=NAME,target=…}.
 */
final class SecretsReader {
  private static final String SHAPE = "a list of secrets";
  private static final List<String> OPTIONS = List.of("type", "target", "uid", "gid", "mode");
  private static final List<String> FIELDS =
      List.of("source", "credential", "type", "target", "uid", "gid", "mode");

  private SecretsReader() {}

  static Optional<Value> read(Setting setting) {
    List<Value> secrets = new ArrayList<>();
    if (setting.value() instanceof Tree.Fields fields) {
      return setting.wrong(fields, SHAPE);
    }
    for (Tree item : setting.items(SHAPE)) {
      switch (item) {
        case Tree.Text text -> written(setting, text).ifPresent(secrets::add);
        case Tree.Fields fields -> named(setting, fields).ifPresent(secrets::add);
        case Tree.Items items -> setting.wrong(items, SHAPE);
      }
    }
    return setting.sequence(secrets);
  }

  private static Optional<Value> named(Setting setting, Tree.Fields fields) {
    setting.rejectOthers(fields, FIELDS);
    LongForm form = new LongForm(setting, fields);
    Optional<String> credential = form.text("credential");
    if (credential.isPresent()) {
      return credential(setting, credential.get(), form, fields);
    }
    Map<String, String> options = new LinkedHashMap<>();
    OPTIONS.forEach(option -> form.text(option).ifPresent(text -> options.put(option, text)));
    return secret(setting, form.text("source").orElse(""), options, fields.at());
  }

  private static Optional<Value> credential(
      Setting setting, String name, LongForm form, Tree.Fields fields) {
    setting.rejectOthers(fields, List.of("credential", "target"));
    String given = form.text("target").orElse(name);
    String target = given.startsWith("/") ? given : "/run/secrets/" + given;
    boolean isPath =
        target.indexOf(':') < 0
            && target.indexOf(',') < 0
            && target.chars().noneMatch(Character::isISOControl);
    if (!Names.isValid(name) || !isPath) {
      return setting.fail(
          fields.at(),
          "no credential's name, or no path for it",
          "name a file of /etc/credstore or /etc/credstore.encrypted");
    }
    return Optional.of(Setting.scalar(Credential.text(name, target), fields.at()));
  }

  private static Optional<Value> written(Setting setting, Tree.Text item) {
    String[] parts = item.text().split(",", -1);
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String option = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      if (equals < 0 || !OPTIONS.contains(option)) {
        return setting.fail(
            item.at(),
            "unknown option of a secret: " + Quote.value(option, OPTIONS),
            Suggestion.advice(option, OPTIONS, "known are " + String.join(", ", OPTIONS)));
      }
      options.put(option, parts[i].substring(equals + 1));
    }
    return secret(setting, parts[0], options, item.at());
  }

  private static Optional<Value> secret(
      Setting setting, String name, Map<String, String> options, SourcePosition at) {
    if (!Names.isValid(name)) {
      return setting.fail(
          at,
          "no secret's name",
          "name a secret that the engine keeps; its value does not belong in here");
    }
    StringBuilder text = new StringBuilder(name);
    for (String option : OPTIONS) {
      String value = options.get(option);
      if (value == null) {
        continue;
      }
      Optional<String> canonical = option.equals("mode") ? mode(value) : plain(value);
      if (canonical.isEmpty()) {
        return setting.fail(
            at,
            ShownValue.of(value) + " is no " + option + " of a secret",
            option.equals("mode") ? "write it in octal, such as 0440" : "");
      }
      text.append(',').append(option).append('=').append(canonical.get());
    }
    return Optional.of(Setting.scalar(text.toString(), at));
  }

  private static Optional<String> plain(String value) {
    return value.isEmpty() || value.indexOf(',') >= 0 ? Optional.empty() : Optional.of(value);
  }

  /** In octal with one leading zero; empty where it is no mode. */
  static Optional<String> mode(String value) {
    String digits = value.startsWith("0o") ? value.substring(2) : value;
    boolean octal =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '7');
    return octal
        ? Optional.of("0" + Integer.toOctalString(Integer.parseInt(digits, 8)))
        : Optional.empty();
  }
}
