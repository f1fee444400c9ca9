package dev.berth.model;

/**
 * A volume of a container, on both engines: it is at the same path inside.
 *
 * @param source its name where the container was
 * @param target its name where the container goes
 * @param seal the label of one that Berth made for it there; empty where that is not asked
 */
public record VolumePair(String source, String target, String seal) {}
