package dev.berth.config;

import dev.berth.json.JsonText;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.KeyType;
import dev.berth.model.Value;
import dev.berth.model.VisibleText;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Configurations as text again, canonical: {@code {name: configuration}}, which {@link
 * ConfigReader} reads to equal containers.
 */
public final class ConfigText {
  private ConfigText() {}

  /** As JSON, ending in a newline. */
  public static String json(Collection<ContainerSpec> containers) {
    return JsonText.ascii(plain(containers)) + "\n";
  }

  /** As YAML, ending in a newline. */
  public static String yaml(Collection<ContainerSpec> containers) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setSplitLines(false);
    StringWriter text = new StringWriter();
    new Yaml(options).serialize(node(plain(containers)), text);
    return text.toString();
  }

  private static Map<String, Object> plain(Collection<ContainerSpec> containers) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (ContainerSpec container : containers) {
      Map<String, Object> keys = new LinkedHashMap<>();
      container.values().forEach((key, value) -> keys.put(key.label(), plain(key, value)));
      plain.put(container.name().text(), keys);
    }
    return plain;
  }

  private static Object plain(Key key, Value value) {
    if (value instanceof Value.Scalar scalar) {
      return switch (key.type()) {
        case FLAG -> scalar.text().equals("true");
        case INTEGER, SIZE -> Long.parseLong(scalar.text());
        default -> scalar.text();
      };
    }
    return key.type() == KeyType.INTEGERS
        ? value.texts().stream().map(Long::parseLong).toList()
        : plain(value);
  }

  /** What is text stays text, in quotes where it must: a reader goes by the key. */
  private static Object plain(Value value) {
    return switch (value) {
      case Value.Scalar scalar -> scalar.text();
      case Value.Sequence sequence -> {
        List<Object> items = sequence.items().stream().map(ConfigText::plain).toList();
        yield items;
      }
      case Value.Mapping mapping -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        mapping.entries().forEach((name, inner) -> entries.put(name, plain(inner)));
        yield entries;
      }
    };
  }

  /** Made by hand: SnakeYAML itself would write some texts as {@code !!binary}. */
  private static Node node(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        List<NodeTuple> tuples = new ArrayList<>();
        map.forEach((name, inner) -> tuples.add(new NodeTuple(node(name), node(inner))));
        yield new MappingNode(Tag.MAP, tuples, DumperOptions.FlowStyle.BLOCK);
      }
      case List<?> list ->
          new SequenceNode(
              Tag.SEQ, list.stream().map(ConfigText::node).toList(), DumperOptions.FlowStyle.BLOCK);
      case Long number -> scalar(Tag.INT, number);
      case Boolean flag -> scalar(Tag.BOOL, flag);
      default -> text(value.toString());
    };
  }

  private static Node scalar(Tag tag, Object value) {
    return new ScalarNode(tag, value.toString(), null, null, DumperOptions.ScalarStyle.PLAIN);
  }

  /** Without a style the emitter chooses, but it would let a reader fold what breaks a line. */
  private static Node text(String text) {
    boolean escaped = !VisibleText.isVisible(text);
    return new ScalarNode(
        Tag.STR,
        text,
        null,
        null,
        escaped ? DumperOptions.ScalarStyle.DOUBLE_QUOTED : DumperOptions.ScalarStyle.PLAIN);
  }
}
