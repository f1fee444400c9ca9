package dev.berth.export;

/**
 * A value of a tree with a line for people above it.
 *
 * @param note without the sign of a comment
 */
record Noted(String note, Object value) {}
