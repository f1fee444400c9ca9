/**
 * Compose files to containers: the Compose specification, with compose-go's behaviour where it is
 * silent.
 */
@NullMarked
package dev.berth.config.compose;

import org.jspecify.annotations.NullMarked;
