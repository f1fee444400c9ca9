/**
 * Podman: a configuration to its command line, its JSON to observed values.
 *
 * <p>May know {@code engine.cli}, {@code engine}, {@code model} and {@code host}.
 */
@NullMarked
package dev.berth.engine.podman;

import org.jspecify.annotations.NullMarked;
