package dev.berth.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a container's output is wanted.
 *
 * @param follow whether to go on as more comes
 * @param lines only so many of the last; empty for all
 * @param since only what came after this time; empty for all
 * @param until only what came before this time; empty for all
 * @param timestamps whether the time stands before each line
 */
public record LogRange(
    boolean follow,
    Optional<Integer> lines,
    Optional<Instant> since,
    Optional<Instant> until,
    boolean timestamps) {}
