/**
 * Quadlet units (podman-systemd.unit(5)) to containers of Berth's own form, with the networks and
 * volumes beside them.
 */
@NullMarked
package dev.berth.config.quadlet;

import org.jspecify.annotations.NullMarked;
