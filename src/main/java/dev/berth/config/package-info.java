/**
 * Files to {@link dev.berth.model.Desired}, with the position of each value; all problems
 * collected, not only the first.
 *
 * <p>May know {@code model}; must not know engines, systemd or the host's state.
 */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
