/**
 * What the engines that are asked by a command line of Docker's manner have in common.
 *
 * <p>May know {@code engine}, {@code model} and {@code host}.
 */
@NullMarked
package dev.berth.engine.cli;

import org.jspecify.annotations.NullMarked;
