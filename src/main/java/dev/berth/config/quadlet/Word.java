package dev.berth.config.quadlet;

import dev.berth.model.SourcePosition;

/** A word of a value, or a value that is one word, with where it begins. */
record Word(String text, SourcePosition at) {
  /** Another text in its place. */
  Word with(String other) {
    return new Word(other, at);
  }
}
