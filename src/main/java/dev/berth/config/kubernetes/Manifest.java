package dev.berth.config.kubernetes;

import dev.berth.model.SourcePosition;

/**
 * An object that a document holds.
 *
 * @param top its fields, held against the table of its kind
 */
record Manifest(String kind, Node top) {
  private static final String DEFAULT_NAMESPACE = "default";

  Node metadata() {
    return top.object("metadata");
  }

  String name() {
    return metadata().text("name");
  }

  String namespace() {
    String given = metadata().text("namespace");
    return given.isEmpty() ? DEFAULT_NAMESPACE : given;
  }

  Node spec() {
    return top.object("spec");
  }

  /** Where its name stands. */
  SourcePosition at() {
    return metadata().at("name");
  }

  /** By what others name it. */
  ObjectId id() {
    return new ObjectId(kind, namespace(), name());
  }

  /** A kind, a namespace and a name, which only one object has. */
  record ObjectId(String kind, String namespace, String name) {}
}
