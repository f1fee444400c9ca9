package dev.berth.cli;

import dev.berth.json.JsonText;
import dev.berth.model.VisibleText;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Represent;
import org.yaml.snakeyaml.representer.Representer;

/** The forms in which data comes out. */
enum OutputFormat {
  text,
  json,
  yaml;

  /** A tree of maps and lists in a form for programs. */
  String write(Map<String, Object> document) {
    return writeTree(document);
  }

  /** The same for any tree. */
  String writeTree(Object tree) {
    if (this == json) {
      return JsonText.indented(tree);
    }
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    return escaped(new Yaml(new Texts(options), options).dump(tree).stripTrailing());
  }

  /** All that is not shown stands between double quotes, where YAML has escapes for it. */
  private static String escaped(String yaml) {
    StringBuilder text = new StringBuilder();
    yaml.codePoints()
        .forEach(
            point -> {
              if (point == '\n'
                  || point == '\t'
                  || VisibleText.isVisible(Character.toString(point))) {
                text.appendCodePoint(point);
              } else {
                text.append(String.format(point < 0x10000 ? "\\u%04x" : "\\U%08x", point));
              }
            });
    return text.toString();
  }

  /** Texts stay texts: SnakeYAML itself would write what has controls as binary. */
  private static final class Texts extends Representer {
    Texts(DumperOptions options) {
      super(options);
      Represent usual = Objects.requireNonNull(representers.get(String.class));
      representers.put(
          String.class,
          text ->
              VisibleText.lines((String) text).equals(text)
                  ? usual.representData(text)
                  : representScalar(
                      Tag.STR, (String) text, DumperOptions.ScalarStyle.DOUBLE_QUOTED));
    }
  }
}
