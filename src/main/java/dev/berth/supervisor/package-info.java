/**
 * Who looks after services: what stands on the host for one, how it is planned for, what there is
 * to be seen of it. systemd does it by units, or an engine by its restart policy.
 */
@NullMarked
package dev.berth.supervisor;

import org.jspecify.annotations.NullMarked;
