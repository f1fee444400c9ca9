/** The edge to the operating system: running a process, writing a file whole, the lock. */
@NullMarked
package dev.berth.host;

import org.jspecify.annotations.NullMarked;
