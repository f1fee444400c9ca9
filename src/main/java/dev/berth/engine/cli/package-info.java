/** What the engines that are asked by a command line of Docker's manner have in common. */
@NullMarked
package dev.berth.engine.cli;

import org.jspecify.annotations.NullMarked;
