package dev.berth.export;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.List;

/**
 * What becomes of a key in a target: the row of a table that writing and the reference go by.
 *
 * @param <P> what a container becomes there
 * @param words where it is written, or why it is not
 * @param instead what to do where it is lost; empty where there is nothing to do
 * @param writing how it is written
 */
record KeyRow<P extends ContainerPart>(
    Key key, Fate fate, String words, String instead, Writing<P> writing) {

  /** Whether a key is carried over. */
  enum Fate {
    /** As it is. */
    WRITTEN,
    /** As far as the target can say it; what it cannot is told. */
    PARTLY,
    /** Not at all, which is told. */
    LOST,
    /** It has no meaning of its own. */
    PASSED
  }

  /** How a value is written into what its container becomes. */
  interface Writing<P> {
    void put(P part, Value value);
  }

  static <P extends ContainerPart> KeyRow<P> written(Key key, String words, Writing<P> writing) {
    return new KeyRow<>(key, Fate.WRITTEN, words, "", writing);
  }

  static <P extends ContainerPart> KeyRow<P> partly(Key key, String words, Writing<P> writing) {
    return new KeyRow<>(key, Fate.PARTLY, words, "", writing);
  }

  static <P extends ContainerPart> KeyRow<P> lost(Key key, String why, String instead) {
    return new KeyRow<>(
        key, Fate.LOST, why, instead, (part, value) -> part.lost(key, value.at(), why, instead));
  }

  static <P extends ContainerPart> KeyRow<P> passed(Key key, String words) {
    return new KeyRow<>(key, Fate.PASSED, words, "", (_, _) -> {});
  }

  /** Writes what a container has of these keys. */
  static <P extends ContainerPart> void write(List<KeyRow<P>> rows, P part) {
    for (KeyRow<P> row : rows) {
      part.spec().value(row.key()).ifPresent(value -> row.writing().put(part, value));
    }
  }
}
