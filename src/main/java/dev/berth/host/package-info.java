/**
 * The edge to the operating system: running a process, writing a file whole, the lock.
 *
 * <p>Knows no other room.
 */
@NullMarked
package dev.berth.host;

import org.jspecify.annotations.NullMarked;
