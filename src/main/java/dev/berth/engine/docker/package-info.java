/**
 * Docker's command line: argument lists out, JSON in; and its socket, by which it is found.
 *
 * <p>May know {@code engine.cli}, {@code engine}, {@code model} and {@code host}.
 */
@NullMarked
package dev.berth.engine.docker;

import org.jspecify.annotations.NullMarked;
