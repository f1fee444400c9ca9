/**
 * The values everything else speaks in: what is wanted, what is there, what to do about it.
 *
 * <p>Immutable, without I/O; knows no other room.
 */
@NullMarked
package dev.berth.model;

import org.jspecify.annotations.NullMarked;
