/**
 * Drawings of what starts in which order and what waits for what: values, and pure writers of text,
 * DOT, Mermaid and SVG.
 */
@NullMarked
package dev.berth.graph;

import org.jspecify.annotations.NullMarked;
