/**
 * The commands, their options and output; the only room that prints.
 *
 * <p>May know every room.
 */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
