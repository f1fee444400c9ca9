/** JSON text to plain values and back, without reflection. */
@NullMarked
package dev.berth.json;

import org.jspecify.annotations.NullMarked;
