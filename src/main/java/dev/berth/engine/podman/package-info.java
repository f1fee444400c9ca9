/** Podman: a configuration to its command line, its JSON to observed values. */
@NullMarked
package dev.berth.engine.podman;

import org.jspecify.annotations.NullMarked;
