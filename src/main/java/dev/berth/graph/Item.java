package dev.berth.graph;

import java.util.ArrayList;
import java.util.List;

/** What takes a place in a column while a drawing is laid out: a node, or an edge passing by. */
final class Item {
  private final int lane;
  private final boolean isNode;
  private final List<Item> left = new ArrayList<>();
  private final List<Item> right = new ArrayList<>();
  private double place;
  private double middle;

  Item(int lane, boolean isNode) {
    this.lane = lane;
    this.isNode = isNode;
  }

  static void join(Item left, Item right) {
    left.right.add(right);
    right.left.add(left);
  }

  /** Those that it is joined to in the column on one side. */
  List<Item> neighbours(boolean onTheLeft) {
    return onTheLeft ? left : right;
  }

  int lane() {
    return lane;
  }

  boolean isNode() {
    return isNode;
  }

  /** Its place in its column, from the top. */
  double place() {
    return place;
  }

  void place(double other) {
    this.place = other;
  }

  /** How far down its middle is, in its lane. */
  double middle() {
    return middle;
  }

  void middle(double other) {
    this.middle = other;
  }

  double height() {
    return isNode ? Layout.NODE_HEIGHT : Layout.PASSING_HEIGHT;
  }
}
