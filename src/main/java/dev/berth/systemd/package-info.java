/** Units as values, their text, and {@code systemctl}. */
@NullMarked
package dev.berth.systemd;

import org.jspecify.annotations.NullMarked;
