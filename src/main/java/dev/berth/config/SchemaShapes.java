package dev.berth.config;

import dev.berth.json.JsonText;
import dev.berth.model.KeyType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The shapes that each type of key accepts, in the words of JSON Schema. */
final class SchemaShapes {
  private SchemaShapes() {}

  static String name(KeyType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** What the shapes below are made of. */
  static Map<String, Object> common() {
    return JsonText.object(
        "scalar", Map.of("type", List.of("string", "number", "boolean")),
        "scalarOrNull", Map.of("type", List.of("string", "number", "boolean", "null")),
        "scalars", array(ref("scalarOrNull")));
  }

  static Map<String, Object> of(KeyType type) {
    return switch (type) {
      case TEXT, CHOICE -> ref("scalarOrNull");
      case RESTART ->
          pattern(
              "^(no|none|false|always|unless-stopped|on-failure(:[0-9]+)?|)$", "boolean", "null");
      case FLAG ->
          pattern(
              "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy]([Ee][Ss])?|[Nn][Oo]?|[Oo][Nn]|[Oo][Ff][Ff])$",
              "boolean",
              "null");
      case INTEGER -> pattern("^[-+]?(0|[1-9][0-9]*)$", "integer", "null");
      case DECIMAL -> pattern("^[0-9]*\\.?[0-9]+$", "number", "null");
      case DURATION ->
          pattern("^([0-9]+(\\.[0-9]+)?|([0-9]+(\\.[0-9]+)?([hms]|ms|us|ns))+)$", "number", "null");
      case SIZE ->
          pattern("^(-1|[0-9]*\\.?[0-9]+ *([bB]|[kKmMgGtT][iI]?[bB]?)?)$", "integer", "null");
      case WORDS, LIST -> anyOf(ref("scalarOrNull"), ref("scalars"));
      case INTEGERS -> anyOf(ref(name(KeyType.INTEGER)), array(ref(name(KeyType.INTEGER))));
      case ENVIRONMENT, FIELDS ->
          anyOf(ref("scalarOrNull"), ref("scalars"), mapping(ref("scalarOrNull")));
      case HOSTS ->
          anyOf(
              ref("scalarOrNull"),
              ref("scalars"),
              mapping(anyOf(ref("scalar"), array(ref("scalar")))));
      case ULIMITS ->
          anyOf(
              ref("scalarOrNull"),
              ref("scalars"),
              mapping(anyOf(ref("scalar"), record("soft", "hard"))));
      default -> longForms(type);
    };
  }

  private static Map<String, Object> longForms(KeyType type) {
    return switch (type) {
      case MOUNTS ->
          items(
              object(
                  List.of("type", "source", "target", "read_only"),
                  JsonText.object("bind", mapping(true), "volume", mapping(true))));
      case PORTS -> items(record("target", "published", "host_ip", "protocol"));
      case FILES -> mapping(anyOf(ref("scalar"), record("content", "mode", "uid", "gid")));
      case SECRETS -> items(record("source", "credential", "type", "target", "uid", "gid", "mode"));
      case NETWORKS ->
          anyOf(
              ref("scalarOrNull"),
              ref("scalars"),
              mapping(
                  anyOf(
                      Map.of("type", "null"),
                      object(
                          List.of("ipv4_address", "ipv6_address", "mac_address", "interface_name"),
                          Map.of("aliases", anyOf(ref("scalar"), ref("scalars")))))));
      case DEPENDENCIES ->
          anyOf(
              ref("scalarOrNull"),
              ref("scalars"),
              mapping(anyOf(Map.of("type", "null"), record("condition", "required", "restart"))));
      case HEALTHCHECK -> healthcheck();
      default -> object(List.of("driver"), Map.of("options", ref(name(KeyType.FIELDS))));
    };
  }

  /** What is declared beside the containers. */
  static Map<String, Object> declarations() {
    Map<String, Object> fields = ref(name(KeyType.FIELDS));
    Map<String, Object> subnets =
        object(List.of(), Map.of("config", array(object(Declarations.SUBNET, Map.of()))));
    Map<String, Object> network =
        object(
            List.of("driver", "internal", "enable_ipv6"),
            JsonText.object("ipam", subnets, "driver_opts", fields, "labels", fields));
    Map<String, Object> volume =
        object(
            List.of("driver", "external"),
            JsonText.object("driver_opts", fields, "labels", fields));
    Map<String, Object> nothing = Map.of("type", "null");
    return object(
        List.of(),
        JsonText.object(
            "networks",
            anyOf(nothing, mapping(anyOf(nothing, network))),
            "volumes",
            anyOf(nothing, mapping(anyOf(nothing, volume)))));
  }

  private static Map<String, Object> healthcheck() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("test", anyOf(ref("scalarOrNull"), ref("scalars")));
    for (String name : List.of("interval", "timeout", "start_period", "start_interval")) {
      fields.put(name, ref(name(KeyType.DURATION)));
    }
    fields.put("retries", ref(name(KeyType.INTEGER)));
    fields.put("on_failure", Map.of("enum", List.of("none", "restart", "stop")));
    fields.put("user", ref("scalarOrNull"));
    fields.put("disable", ref(name(KeyType.FLAG)));
    return object(List.of(), fields);
  }

  private static Map<String, Object> ref(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }

  private static Map<String, Object> anyOf(Object... shapes) {
    return Map.of("anyOf", List.of(shapes));
  }

  private static Map<String, Object> pattern(String pattern, String... otherTypes) {
    return anyOf(
        JsonText.object("type", "string", "pattern", pattern), Map.of("type", List.of(otherTypes)));
  }

  private static Map<String, Object> array(Map<String, Object> item) {
    return JsonText.object("type", "array", "items", item);
  }

  private static Map<String, Object> items(Map<String, Object> longForm) {
    return anyOf(ref("scalarOrNull"), array(anyOf(ref("scalarOrNull"), longForm)));
  }

  private static Map<String, Object> mapping(Object values) {
    return JsonText.object("type", "object", "additionalProperties", values);
  }

  private static Map<String, Object> record(String... names) {
    return object(List.of(names), Map.of());
  }

  private static Map<String, Object> object(List<String> scalars, Map<String, Object> others) {
    Map<String, Object> properties = new LinkedHashMap<>();
    scalars.forEach(name -> properties.put(name, ref("scalarOrNull")));
    properties.putAll(others);
    return JsonText.object(
        "type", "object", "properties", properties, "additionalProperties", false);
  }
}
