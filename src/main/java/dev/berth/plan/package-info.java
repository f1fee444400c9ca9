/**
 * Desired and observed to a {@link dev.berth.model.Plan}: pure functions without I\/O, clock or
 * randomness.
 */
@NullMarked
package dev.berth.plan;

import org.jspecify.annotations.NullMarked;
