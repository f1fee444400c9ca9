package dev.berth.cli;

import dev.berth.json.JsonText;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

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
    return new Yaml(options).dump(tree).stripTrailing();
  }
}
