package dev.berth.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives each item its height: as near to the middle of its neighbours as the ones above and below
 * it allow. For one column that is a least-squares fit under an order, which pooling adjacent
 * violators solves; to and fro it evens the edges out.
 */
final class Heights {
  private static final int SWEEPS = 8;
  private static final double GAP = 14;

  /** An edge that passes by ought to be straight, more than a node in the middle. */
  private static final double STRAIGHT = 4;

  private Heights() {}

  /** Items that would overlap, and so stand on each other. */
  private record Pool(double sum, double weight, int count) {
    double mean() {
      return sum / weight;
    }

    Pool and(Pool other) {
      return new Pool(sum + other.sum, weight + other.weight, count + other.count);
    }
  }

  /** Sets the middle of every item of one lane. */
  static void spread(List<List<Item>> columns) {
    for (List<Item> column : columns) {
      double y = 0;
      for (Item item : column) {
        item.middle(y + item.height() / 2);
        y += item.height() + GAP;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean byTheLeft = sweep % 2 == 0;
      (byTheLeft ? columns : columns.reversed()).forEach(column -> fit(column, byTheLeft));
    }
    double top =
        columns.stream()
            .flatMap(List::stream)
            .mapToDouble(item -> item.middle() - item.height() / 2)
            .min()
            .orElse(0);
    columns.forEach(column -> column.forEach(item -> item.middle(item.middle() - top)));
  }

  private static void fit(List<Item> column, boolean byTheLeft) {
    List<Pool> pools = new ArrayList<>();
    double[] offsets = new double[column.size()];
    for (int i = 0; i < column.size(); i++) {
      Item item = column.get(i);
      if (i > 0) {
        Item above = column.get(i - 1);
        offsets[i] = offsets[i - 1] + (above.height() + item.height()) / 2 + GAP;
      }
      double wish =
          item.neighbours(byTheLeft).stream()
              .mapToDouble(Item::middle)
              .average()
              .orElse(item.middle());
      double weight = item.isNode() ? 1 : STRAIGHT;
      Pool pool = new Pool((wish - offsets[i]) * weight, weight, 1);
      while (!pools.isEmpty() && pools.getLast().mean() > pool.mean()) {
        pool = pools.removeLast().and(pool);
      }
      pools.add(pool);
    }
    int i = 0;
    for (Pool pool : pools) {
      for (int left = pool.count(); left > 0; left--) {
        column.get(i).middle(pool.mean() + offsets[i]);
        i++;
      }
    }
  }
}
