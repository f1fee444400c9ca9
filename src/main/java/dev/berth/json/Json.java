package dev.berth.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A value of a JSON text. What is absent, null or of another type reads as empty: engines rename
 * and drop fields between versions, and a field that nobody needs must not fail.
 */
public final class Json {
  private static final int DEEPEST = 64;
  private static final int LONGEST_STRING = 8 * 1024 * 1024;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(LONGEST_STRING)
                  .build())
          .build();

  private final @Nullable Object node;
  private final Function<String, RuntimeException> fault;

  private Json(@Nullable Object node, Function<String, RuntimeException> fault) {
    this.node = node;
    this.fault = fault;
  }

  /**
   * Reads one value.
   *
   * @param source who answered, for the message
   * @throws JsonException when the text is cut off, is no JSON, or goes on after the value
   */
  public static Json parse(String source, String text) {
    return parse(source, text, JsonException::new);
  }

  /**
   * The same for who has failures of its own.
   *
   * @param fault makes one of a message; thrown here, and by what is read from the value
   */
  public static Json parse(String source, String text, Function<String, RuntimeException> fault) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw fault.apply(source + " answered nothing where JSON was expected");
      }
      Json value = new Json(read(parser, first, fault), fault);
      if (parser.nextToken() != null) {
        throw fault.apply(source + " answered more than one JSON value");
      }
      return value;
    } catch (JacksonException cause) {
      // The message of the parser quotes its input, which may hold secrets; the place is enough.
      throw fault.apply(source + " answered what is not JSON" + place(cause));
    }
  }

  private static String place(JacksonException cause) {
    return cause.getLocation() == null
        ? ""
        : " (line "
            + cause.getLocation().getLineNr()
            + ", column "
            + cause.getLocation().getColumnNr()
            + ")";
  }

  private static @Nullable Object read(
      JsonParser parser, JsonToken token, Function<String, RuntimeException> fault) {
    return switch (token) {
      case START_OBJECT -> readFields(parser, fault);
      case START_ARRAY -> readItems(parser, fault);
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> wholeNumber(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> null;
    };
  }

  private static Object wholeNumber(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getDoubleValue();
    };
  }

  private static Map<String, Json> readFields(
      JsonParser parser, Function<String, RuntimeException> fault) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      fields.put(name, new Json(read(parser, parser.nextToken(), fault), fault));
    }
    return Collections.unmodifiableMap(fields);
  }

  private static List<Json> readItems(JsonParser parser, Function<String, RuntimeException> fault) {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(new Json(read(parser, token, fault), fault));
    }
    return Collections.unmodifiableList(items);
  }

  /** The field with the first of these names that is there. */
  public Json get(String... names) {
    Map<String, Json> fields = fields();
    for (String name : names) {
      Json value = fields.get(name);
      if (value != null && value.node != null) {
        return value;
      }
    }
    return new Json(null, fault);
  }

  /** The same object with another text in a field. */
  public Json with(String name, String text) {
    Map<String, Json> fields = new LinkedHashMap<>(fields());
    fields.put(name, new Json(text, fault));
    return new Json(Collections.unmodifiableMap(fields), fault);
  }

  /**
   * The text without which an answer is of no use.
   *
   * @param source who answered, and what this is a part of, for the message
   * @throws JsonException when it is not there, empty, or something else than a text
   */
  public String required(String source, String... names) {
    return get(names)
        .text()
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> fault.apply(source + " without " + names[0] + ", or not as a text"));
  }

  /**
   * Labels, by which Berth knows what is its own: none at all where there are none.
   *
   * @param source as by {@link #required}
   * @throws JsonException when they are something else than texts by name
   */
  public Map<String, String> labels(String source) {
    Json labels = get("Labels");
    Map<String, String> texts = labels.textFields();
    if (labels.isPresent()
        && (!(labels.node instanceof Map<?, ?>) || texts.size() < labels.fields().size())) {
      throw fault.apply(source + " whose Labels are not texts by name");
    }
    return texts;
  }

  /**
   * The items of an answer that has to be an array.
   *
   * @param source who answered, for the message
   * @throws JsonException when it is something else, also nothing
   */
  public List<Json> list(String source) {
    if (!isArray()) {
      throw fault.apply(source + " did not answer a list");
    }
    return items();
  }

  /** Whether there is a value. */
  public boolean isPresent() {
    return node != null;
  }

  /** An object's fields, in order; empty for anything else. */
  @SuppressWarnings("unchecked") // readFields makes every map.
  public Map<String, Json> fields() {
    return node instanceof Map<?, ?> map ? (Map<String, Json>) map : Map.of();
  }

  /** An array's items; empty for anything else. */
  @SuppressWarnings("unchecked") // readItems makes every list.
  public List<Json> items() {
    return node instanceof List<?> list ? (List<Json>) list : List.of();
  }

  /** Whether it is an array. */
  public boolean isArray() {
    return node instanceof List<?>;
  }

  /** A string; empty for anything else. */
  public Optional<String> text() {
    return node instanceof String string ? Optional.of(string) : Optional.empty();
  }

  /** A string; {@code ""} for anything else. */
  public String textOrEmpty() {
    return text().orElse("");
  }

  /** The strings of an array, or a single string as an array of one. */
  public List<String> texts() {
    return node instanceof String string
        ? List.of(string)
        : items().stream().flatMap(item -> item.text().stream()).toList();
  }

  /** An object's fields whose values are strings. */
  public Map<String, String> textFields() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields().forEach((name, value) -> value.text().ifPresent(text -> texts.put(name, text)));
    return Collections.unmodifiableMap(texts);
  }

  /** A number, cut to a whole one; 0 for anything else. */
  public long number() {
    return node instanceof Number number ? number.longValue() : 0;
  }

  /** Whether it is true. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(node);
  }

  @Override
  public String toString() {
    return String.valueOf(node);
  }
}
