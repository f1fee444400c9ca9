package dev.berth.model;

/**
 * Something of the host that a container mounts.
 *
 * @param volume the name of a volume; empty for a path of the host
 * @param source the path on the host; for a volume the path at which the engine keeps it
 * @param isReadOnly whether the container cannot write to it
 */
public record ObservedMount(String volume, String source, boolean isReadOnly) {}
