/** The commands, their options and output; the only room that prints. */
@NullMarked
package dev.berth.cli;

import org.jspecify.annotations.NullMarked;
