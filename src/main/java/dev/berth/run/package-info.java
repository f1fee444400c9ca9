/**
 * Carries operations out: which may be begun, how many side by side, which of them in one call. It
 * decides nothing; what an operation means the handler of its kind knows.
 *
 * <p>May know {@code model}, {@code engine}, {@code systemd} and {@code host}.
 */
@NullMarked
package dev.berth.run;

import org.jspecify.annotations.NullMarked;
