package dev.berth.config.compose;

import dev.berth.config.DocumentReader;
import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One YAML document of a Compose file.
 *
 * @param top what it says
 * @param resets the places whose value of an earlier file is dropped: {@code !reset} and {@code
 *     !override}
 */
record Document(Data.Fields top, List<Place> resets) {
  private static final String RESET = "!reset";

  /** The documents of a file, as far as they can be read. */
  static List<Document> read(String file, byte[] bytes, Problems problems) {
    List<Document> documents = new ArrayList<>();
    for (DocumentReader.Marked marked :
        DocumentReader.readAll(
            file, bytes, key -> Scalars.read(key) instanceof Data.Text, problems)) {
      List<Place> resets = new ArrayList<>();
      Data top = new Conversion(marked, resets).converted(marked.tree(), Place.TOP);
      if (top instanceof Data.Fields fields) {
        documents.add(new Document(fields, resets));
      } else {
        problems.error(
            top.at(), "the top level is " + Data.shape(top), "write a mapping with `services`");
      }
    }
    return documents;
  }

  /** What an earlier file said, without what this one resets. */
  Data.Fields applied(Data.Fields earlier) {
    return applied(earlier, Place.TOP);
  }

  /** The same for what stands below a place. */
  Data.Fields applied(Data.Fields earlier, Place place) {
    Data.Fields result = earlier;
    for (Place reset : resets) {
      if (startsWith(reset.names(), place.names())) {
        result = without(result, reset.names().subList(place.names().size(), reset.names().size()));
      }
    }
    return result;
  }

  private static boolean startsWith(List<String> names, List<String> start) {
    return names.size() > start.size() && names.subList(0, start.size()).equals(start);
  }

  private static Data.Fields without(Data.Fields fields, List<String> names) {
    String first = names.getFirst();
    if (names.size() == 1) {
      return fields.without(first);
    }
    return fields.get(first) instanceof Data.Fields inner
        ? fields.with(first, without(inner, names.subList(1, names.size())))
        : fields;
  }

  private record Conversion(DocumentReader.Marked marked, List<Place> resets) {
    Data converted(Tree tree, Place place) {
      if (marked.tag(tree).isPresent()) {
        resets.add(place);
      }
      return switch (tree) {
        case Tree.Text text -> Scalars.read(text);
        case Tree.Items list -> {
          List<Data> items = new ArrayList<>();
          for (int i = 0; i < list.items().size(); i++) {
            Tree item = list.items().get(i);
            if (!isReset(item)) {
              items.add(converted(item, place.at(Integer.toString(i))));
            }
          }
          yield new Data.Items(items, list.at());
        }
        case Tree.Fields mapping -> {
          Map<String, Data.Field> fields = new LinkedHashMap<>();
          for (Tree.Field field : mapping.fields()) {
            Place inner = place.at(field.name());
            if (isReset(field.value())) {
              resets.add(inner);
            } else {
              fields.put(field.name(), new Data.Field(field.at(), converted(field.value(), inner)));
            }
          }
          yield new Data.Fields(fields, mapping.at());
        }
      };
    }

    private boolean isReset(Tree tree) {
      return marked.tag(tree).filter(RESET::equals).isPresent();
    }
  }
}
