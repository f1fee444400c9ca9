package dev.berth.json;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes maps, iterables, strings, numbers, booleans and null as JSON. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** An object of names and values in turn, which stand in this order. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  /** On one line. */
  public static String compact(@Nullable Object tree) {
    return write(tree, ObjectWriteContext.empty());
  }

  /** Indented by two, for people and for files under version control. */
  public static String indented(@Nullable Object tree) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return write(
        tree,
        new ObjectWriteContext.Base() {
          @Override
          public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return printer;
          }
        });
  }

  /** The same in ASCII, so that every reader takes it, also one of YAML. */
  public static String ascii(@Nullable Object tree) {
    return escaped(indented(tree), c -> c < 0x7f);
  }

  private static String write(@Nullable Object tree, ObjectWriteContext context) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
      write(tree, generator);
    }
    return escaped(text.toString(), JsonText::isShown);
  }

  /**
   * JSON allows all but the first controls as they are (RFC 8259, section 7), terminals act on
   * more: they stand in texts only, where an escape means the same.
   */
  private static String escaped(String json, IntPredicate isShown) {
    if (json.chars().allMatch(isShown)) {
      return json;
    }
    return json.chars()
        .mapToObj(c -> isShown.test(c) ? Character.toString(c) : String.format("\\u%04x", c))
        .collect(Collectors.joining());
  }

  private static boolean isShown(int c) {
    if (c < 0x7f) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static void write(@Nullable Object tree, JsonGenerator generator) {
    switch (tree) {
      case null -> generator.writeNull();
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach(
            (name, value) -> {
              generator.writeName(String.valueOf(name));
              write(value, generator);
            });
        generator.writeEndObject();
      }
      case Iterable<?> items -> {
        generator.writeStartArray();
        items.forEach(item -> write(item, generator));
        generator.writeEndArray();
      }
      case Boolean flag -> generator.writeBoolean(flag);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number -> generator.writeNumber(number);
      default -> generator.writeString(tree.toString());
    }
  }
}
