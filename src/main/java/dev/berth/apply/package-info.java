/**
 * Observes the host, carries a plan out and reports: order, concurrency, retries, the lock.
 *
 * <p>May know {@code plan}, {@code supervisor}, {@code engine} and {@code systemd}; decides nothing
 * that the plan decides.
 */
@NullMarked
package dev.berth.apply;

import org.jspecify.annotations.NullMarked;
