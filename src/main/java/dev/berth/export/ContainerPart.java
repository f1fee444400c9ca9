package dev.berth.export;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.util.List;

/** What a container becomes in a target, while it is written. */
abstract class ContainerPart {
  private final ContainerSpec spec;
  private final List<Loss> losses;

  ContainerPart(ContainerSpec spec, List<Loss> losses) {
    this.spec = spec;
    this.losses = losses;
  }

  ContainerSpec spec() {
    return spec;
  }

  /** Tells that a key is not carried over. */
  void lost(Key key, SourcePosition at, String what, String instead) {
    lost(key.label(), at, what, instead);
  }

  /** The same of a part of its value. */
  void lost(String path, SourcePosition at, String what, String instead) {
    losses.add(new Loss(at, spec.name().text(), path, what, instead));
  }

  /** Whether a namespace is that of the own container of its pod. */
  boolean isOfOwnPod(Value namespace) {
    return spec.podOwner()
        .filter(owner -> text(namespace).equals("container:" + owner))
        .isPresent();
  }

  /** The text of a scalar. */
  static String text(Value value) {
    return value.texts().getFirst();
  }

  /** Where an entry of a mapping stands, or the mapping where it has none of this name. */
  static SourcePosition at(Value mapping, String name) {
    Value entry = mapping instanceof Value.Mapping all ? all.entries().get(name) : null;
    return entry == null ? mapping.at() : entry.at();
  }

  /** The items of a sequence, each with its place. */
  static List<Value> items(Value value) {
    return value instanceof Value.Sequence sequence ? sequence.items() : List.of(value);
  }
}
