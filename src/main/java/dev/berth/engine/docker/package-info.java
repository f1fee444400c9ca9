/** Docker's command line: argument lists out, JSON in; and its socket, by which it is found. */
@NullMarked
package dev.berth.engine.docker;

import org.jspecify.annotations.NullMarked;
