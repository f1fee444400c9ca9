package dev.berth.export;

import java.util.List;

/**
 * What is desired in the form of a target.
 *
 * @param documents in the order in which they are read
 * @param losses what they do not say, in the order of its positions
 */
public record Exported(List<Document> documents, List<Loss> losses) {
  /** Keeps its own copies. */
  public Exported {
    documents = List.copyOf(documents);
    losses = losses.stream().sorted().distinct().toList();
  }
}
