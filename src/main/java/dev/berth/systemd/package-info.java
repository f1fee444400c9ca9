/**
 * Units as values, their text, and {@code systemctl}.
 *
 * <p>May know {@code model} and {@code host}.
 */
@NullMarked
package dev.berth.systemd;

import org.jspecify.annotations.NullMarked;
