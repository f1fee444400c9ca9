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
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://berth.dev/schema/containers.json");
    schema.put("title", "Berth container configuration");
    schema.put("type", "object");
    schema.put("if", Map.of("anyOf", List.of(scalarAt(Key.IMAGE), scalarAt(Key.ACTION))));
    schema.put("then", reference("container"));
    schema.put("else", containers());
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("container", container());
    for (KeyType type : KeyType.values()) {
      definitions.put(SchemaShapes.name(type), SchemaShapes.of(type));
    }
    definitions.putAll(SchemaShapes.common());
    schema.put("$defs", definitions);
    return JsonText.ascii(schema) + "\n";
  }

  private static Map<String, Object> scalarAt(Key key) {
    Map<String, Object> scalar = new LinkedHashMap<>();
    scalar.put("required", List.of(key.label()));
    scalar.put("properties", Map.of(key.label(), Map.of("not", Map.of("type", "object"))));
    return scalar;
  }

  private static Map<String, Object> containers() {
    Map<String, Object> containers = new LinkedHashMap<>();
    containers.put("patternProperties", Map.of("^\\.", true));
    containers.put("additionalProperties", reference("container"));
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("pattern", "^[.a-zA-Z0-9][a-zA-Z0-9_.-]*$");
    names.put("maxLength", Names.LONGEST);
    containers.put("propertyNames", names);
    return containers;
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
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("type", "object");
    container.put("properties", properties);
    container.put("additionalProperties", false);
    container.put("allOf", rules);
    return container;
  }

  private static Map<String, Object> byAction() {
    Map<String, Object> exec = new LinkedHashMap<>();
    exec.put("properties", Map.of(Key.ACTION.label(), Map.of("const", "exec")));
    exec.put("required", List.of(Key.ACTION.label()));
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("if", exec);
    rule.put("then", Map.of("required", List.of(Key.COMMAND.label())));
    rule.put("else", Map.of("required", List.of(Key.IMAGE.label())));
    return rule;
  }

  private static Map<String, Object> property(Key key, String description) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", description);
    if (key.choices().isEmpty()) {
      property.putAll(reference(SchemaShapes.name(key.type())));
    } else {
      List<Object> words = new ArrayList<>(key.choices());
      property.put("enum", words);
    }
    return property;
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }
}
