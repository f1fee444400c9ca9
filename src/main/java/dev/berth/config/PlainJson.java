package dev.berth.config;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes maps, lists, texts, numbers and booleans as indented JSON. */
final class PlainJson {
  private PlainJson() {}

  /** The text, ending in a newline; in ASCII, so that every reader takes it. */
  static String text(Map<String, ?> top) {
    StringWriter text = new StringWriter();
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator generator = factory.createGenerator(new Indented(), text)) {
      write(top, generator);
    }
    // JSON allows this one character as it is, YAML does not.
    return text.toString().replace("\u007f", "\\u007f") + "\n";
  }

  private static void write(Object value, JsonGenerator generator) {
    switch (value) {
      case Map<?, ?> map -> {
        generator.writeStartObject();
        map.forEach(
            (name, inner) -> {
              generator.writeName(String.valueOf(name));
              write(inner, generator);
            });
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        list.forEach(inner -> write(inner, generator));
        generator.writeEndArray();
      }
      case Long number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Boolean flag -> generator.writeBoolean(flag);
      default -> generator.writeString(value.toString());
    }
  }

  /** The pretty printer keeps the depth: one for each text. */
  private static final class Indented extends ObjectWriteContext.Base {
    private final PrettyPrinter printer;

    Indented() {
      DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
      DefaultPrettyPrinter indented = new DefaultPrettyPrinter();
      indented.indentObjectsWith(indenter);
      indented.indentArraysWith(indenter);
      this.printer = indented;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return printer;
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
