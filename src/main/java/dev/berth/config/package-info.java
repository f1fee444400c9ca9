/**
 * Files to {@link dev.berth.model.Desired}, with the position of each value; all problems
 * collected, not only the first.
 */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
