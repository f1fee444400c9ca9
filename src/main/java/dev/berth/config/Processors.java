package dev.berth.config;

import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Sets of processors; canonical: ascending ranges, {@code 0-3,8}. */
final class Processors {
  /** Beyond what any kernel numbers. */
  private static final long MOST = 8192;

  private Processors() {}

  /** The limit that was written; {@code all} is none. */
  static Optional<Value> read(Setting setting, String text) {
    if (text.equals("all")) {
      return Optional.empty();
    }
    BitSet processors = new BitSet();
    for (String range : text.replace(" ", "").split(",", -1)) {
      int dash = range.indexOf('-');
      OptionalLong first = Numbers.whole(dash < 0 ? range : range.substring(0, dash));
      OptionalLong last = dash < 0 ? first : Numbers.whole(range.substring(dash + 1));
      if (first.isEmpty()
          || last.isEmpty()
          || first.getAsLong() < 0
          || first.getAsLong() > last.getAsLong()
          || last.getAsLong() >= MOST) {
        return setting.fail(
            setting.at(),
            ShownValue.of(text) + " is no set of processors",
            "write numbers and ranges such as 0-3,8, or all");
      }
      processors.set((int) first.getAsLong(), (int) last.getAsLong() + 1);
    }
    return Optional.of(Setting.scalar(format(processors), setting.at()));
  }

  /** The limit of a container that names none. */
  static Optional<Value> standard(List<Integer> besideIsolated, SourcePosition at) {
    if (besideIsolated.isEmpty()) {
      return Optional.empty();
    }
    BitSet processors = new BitSet();
    besideIsolated.forEach(processors::set);
    return Optional.of(Setting.scalar(format(processors), at));
  }

  private static String format(BitSet processors) {
    List<String> ranges = new ArrayList<>();
    int end;
    for (int first = processors.nextSetBit(0); first >= 0; first = processors.nextSetBit(end)) {
      end = processors.nextClearBit(first);
      ranges.add(end - 1 == first ? String.valueOf(first) : first + "-" + (end - 1));
    }
    return String.join(",", ranges);
  }
}
