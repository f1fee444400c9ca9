package dev.berth.export;

import dev.berth.model.Credential;
import dev.berth.model.Key;
import dev.berth.model.KeyType;
import dev.berth.model.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Each key in Berth's own form: as the reference has it. */
final class OwnKeys {
  private static final Set<Key> FOLDED = Set.of(Key.LOGGING, Key.CHECK_INTERVAL);
  private static final Set<String> FLAGS = Set.of("required", "restart");

  private OwnKeys() {}

  static final List<KeyRow<OwnContainer>> ALL = Stream.of(Key.values()).map(OwnKeys::row).toList();

  /** A container of the form. */
  static final class OwnContainer extends ContainerPart {
    private final Map<String, Object> body = new LinkedHashMap<>();

    OwnContainer(dev.berth.model.ContainerSpec spec, List<Loss> losses) {
      super(spec, losses);
    }

    Map<String, Object> body() {
      return body;
    }
  }

  private static KeyRow<OwnContainer> row(Key key) {
    if (key.scope() == Key.Scope.IGNORED) {
      return KeyRow.passed(key, "has no effect");
    }
    if (FOLDED.contains(key)) {
      String words = key == Key.LOGGING ? "`log_driver`, `log_opts`" : "`healthcheck.interval`";
      return KeyRow.passed(key, "as " + words);
    }
    return KeyRow.written(
        key,
        "`" + key.label() + "`",
        (container, value) -> container.body().put(key.label(), form(key, value)));
  }

  private static Object form(Key key, Value value) {
    return switch (key) {
      case SECRETS -> ContainerPart.items(value).stream().map(OwnKeys::secret).toList();
      case HEALTHCHECK -> fields((Value.Mapping) value, Set.of(), Set.of("retries"));
      case DEPENDS_ON -> fields((Value.Mapping) value, FLAGS, Set.of());
      default -> form(value, key.type());
    };
  }

  private static Object form(Value value, KeyType type) {
    return switch (value) {
      case Value.Scalar scalar when type == KeyType.FLAG -> Boolean.valueOf(scalar.text());
      case Value.Scalar scalar when type == KeyType.INTEGER || type == KeyType.INTEGERS ->
          Long.valueOf(scalar.text());
      case Value.Scalar scalar -> scalar.text();
      case Value.Sequence sequence ->
          sequence.items().stream().map(item -> form(item, type)).toList();
      case Value.Mapping mapping -> fields(mapping, Set.of(), Set.of());
    };
  }

  private static Map<String, Object> fields(
      Value.Mapping mapping, Set<String> flags, Set<String> numbers) {
    Map<String, Object> fields = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) ->
                fields.put(
                    name,
                    value instanceof Value.Mapping inner
                        ? fields(inner, flags, numbers)
                        : form(
                            value,
                            flags.contains(name)
                                ? KeyType.FLAG
                                : numbers.contains(name) ? KeyType.INTEGER : KeyType.TEXT)));
    return fields;
  }

  /** One of systemd's stands in a mapping: as a text it would be a secret of the engine's. */
  private static Object secret(Value secret) {
    String text = ContainerPart.text(secret);
    if (!Credential.isOne(secret)) {
      return text;
    }
    String[] parts = text.substring(Credential.MARK.length()).split(",target=", 2);
    Map<String, Object> credential = new LinkedHashMap<>();
    credential.put("credential", parts[0]);
    credential.put("target", parts[1]);
    return credential;
  }
}
