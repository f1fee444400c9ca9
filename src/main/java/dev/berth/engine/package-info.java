/** What a container engine can do; each engine is a package below this one. */
@NullMarked
package dev.berth.engine;

import org.jspecify.annotations.NullMarked;
