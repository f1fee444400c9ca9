package dev.berth.config;

import dev.berth.json.JsonText;
import dev.berth.model.Key;
import dev.berth.model.KeyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of a configuration file, made from the table of keys. */
public final class JsonSchema {
  private JsonSchema() {}

  /** The schema, draft 2020-12: a file is one container, or maps names to containers. */
  public static String text() {
    Map<String, Object> definitions = JsonText.object("container", container());
    for (KeyType type : KeyType.values()) {
      definitions.put(SchemaShapes.name(type), SchemaShapes.of(type));
    }
    definitions.putAll(SchemaShapes.common());
    return JsonText.ascii(
            JsonText.object(
                "$schema",
                "https://json-schema.org/draft/2020-12/schema",
                "$id",
                "https://berth.dev/schema/containers.json",
                "title",
                "Berth container configuration",
                "type",
                "object",
                "if",
                Map.of("anyOf", List.of(scalarAt(Key.IMAGE), scalarAt(Key.ACTION))),
                "then",
                reference("container"),
                "else",
                containers(),
                "$defs",
                definitions))
        + "\n";
  }

  private static Map<String, Object> scalarAt(Key key) {
    return JsonText.object(
        "required", List.of(key.label()),
        "properties", Map.of(key.label(), Map.of("not", Map.of("type", "object"))));
  }

  private static Map<String, Object> containers() {
    return JsonText.object(
        "properties", Map.of(Declarations.LABEL, SchemaShapes.declarations()),
        "patternProperties", Map.of("^\\.", true),
        "additionalProperties", reference("container"),
        "propertyNames",
            JsonText.object(
                "pattern", "^[.a-zA-Z0-9][a-zA-Z0-9_.-]*$", "maxLength", Names.LONGEST));
  }

  private static Map<String, Object> container() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> rules = new ArrayList<>();
    for (Key key : Key.values()) {
      properties.put(key.label(), property(key, key.description()));
      key.alias()
          .ifPresent(
              alias -> {
                properties.put(alias, property(key, "another name of `" + key.label() + "`"));
                rules.add(Map.of("not", Map.of("required", List.of(key.label(), alias))));
              });
    }
    rules.add(byAction());
    return JsonText.object(
        "type", "object", "properties", properties, "additionalProperties", false, "allOf", rules);
  }

  private static Map<String, Object> byAction() {
    return JsonText.object(
        "if",
        JsonText.object(
            "properties", Map.of(Key.ACTION.label(), Map.of("const", "exec")),
            "required", List.of(Key.ACTION.label())),
        "then",
        Map.of("required", List.of(Key.COMMAND.label())),
        "else",
        Map.of("required", List.of(Key.IMAGE.label())));
  }

  private static Map<String, Object> property(Key key, String description) {
    return key.choices().isEmpty()
        ? JsonText.object(
            "description", description, "$ref", "#/$defs/" + SchemaShapes.name(key.type()))
        : JsonText.object("description", description, "enum", List.copyOf(key.choices()));
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }
}
