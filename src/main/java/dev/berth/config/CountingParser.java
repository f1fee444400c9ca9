package dev.berth.config;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** A parser that gives up where a document has more values than a configuration could have. */
final class CountingParser extends ParserImpl {
  /** Five hundred containers with a hundred keys, values and items each are half of that. */
  static final int MOST_VALUES = 80_000;

  /** What an anchor takes of the memory, in values. */
  private static final int ANCHOR = 5;

  private int values;

  /** That a document has too many values. */
  static final class TooMany extends YAMLException {
    @Serial private static final long serialVersionUID = 1;

    private final transient @Nullable Mark mark;

    TooMany(@Nullable Mark mark) {
      super("too many values");
      this.mark = mark;
    }

    @Nullable Mark mark() {
      return mark;
    }
  }

  CountingParser(StreamReader reader, LoaderOptions options) {
    super(reader, options);
  }

  @Override
  public Event getEvent() {
    Event event = super.getEvent();
    values += event instanceof NodeEvent node && node.getAnchor() != null ? ANCHOR : 1;
    if (values > MOST_VALUES) {
      throw new TooMany(event.getStartMark());
    }
    return event;
  }
}
