/**
 * JSON text to plain values and back, without reflection.
 *
 * <p>Knows no other room.
 */
@NullMarked
package dev.berth.json;

import org.jspecify.annotations.NullMarked;
