/** Writers of what is desired in the format of another tool, or in Berth's own. */
@NullMarked
package dev.berth.export;

import org.jspecify.annotations.NullMarked;
