/**
 * What a container engine can do; each engine is a package below this one.
 *
 * <p>May know {@code model} and {@code host}.
 */
@NullMarked
package dev.berth.engine;

import org.jspecify.annotations.NullMarked;
