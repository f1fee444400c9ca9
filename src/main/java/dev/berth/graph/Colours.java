package dev.berth.graph;

import java.util.Optional;

/**
 * A box's colours: a light one with dark writing, and the same for a dark page.
 *
 * @param fill of the box
 * @param line around it
 * @param darkFill of the box on a dark page
 * @param darkLine around it on a dark page
 */
record Colours(String fill, String line, String darkFill, String darkLine) {
  /** Of what nobody looked at. */
  static final Colours PLAIN = new Colours("#f1f5f9", "#475569", "#232b36", "#94a3b8");

  /** Told apart by their lightness too; the state's word stands in the box in any case. */
  static Colours of(Optional<NodeState> state) {
    return state.map(Colours::of).orElse(PLAIN);
  }

  static Colours of(NodeState state) {
    return switch (state) {
      case RUNNING -> new Colours("#dbeafe", "#2563eb", "#172a4f", "#60a5fa");
      case HEALTHY -> new Colours("#d1fae5", "#047857", "#0f3b2e", "#34d399");
      case STARTING -> new Colours("#fef3c7", "#b45309", "#45310a", "#fbbf24");
      case UNHEALTHY -> new Colours("#ffe4d5", "#c2410c", "#4a230e", "#fb923c");
      case FAILED -> new Colours("#fee2e2", "#dc2626", "#4c1519", "#f87171");
      case STOPPED -> new Colours("#e5e7eb", "#6b7280", "#2b313b", "#9ca3af");
      case ABSENT -> new Colours("#ffffff", "#6b7280", "#14181f", "#9ca3af");
      case FINISHED -> new Colours("#ede9fe", "#6d28d9", "#2e2352", "#a78bfa");
    };
  }
}
