/**
 * Carries operations out: which may be begun, how many side by side, which of them in one call. It
 * decides nothing; what an operation means the handler of its kind knows.
 */
@NullMarked
package dev.berth.run;

import org.jspecify.annotations.NullMarked;
