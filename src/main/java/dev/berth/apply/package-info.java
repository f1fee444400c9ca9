/** Observes the host, carries a plan out and reports: order, concurrency, retries, the lock. */
@NullMarked
package dev.berth.apply;

import org.jspecify.annotations.NullMarked;
