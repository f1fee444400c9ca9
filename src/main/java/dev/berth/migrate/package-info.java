/**
 * Carries containers and what belongs to them from one engine to another: images, volumes,
 * networks, and the configuration of a container that nobody has written down. Knows no commands
 * and prints nothing; what the operator has to know comes back as values.
 */
@NullMarked
package dev.berth.migrate;

import org.jspecify.annotations.NullMarked;
