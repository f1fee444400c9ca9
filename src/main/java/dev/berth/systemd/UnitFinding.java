package dev.berth.systemd;

import dev.berth.model.UnitName;

/**
 * Something that systemd says against a unit.
 *
 * @param unit the unit's name
 * @param directive the directive of the line that it is about; empty where it is about no line
 * @param value what stands there after the {@code =}, which may be a secret; empty as before
 * @param words systemd's own words, which may repeat the value
 * @param isHarmful whether the unit would not be what was written: a line is ignored, or the unit
 *     cannot start; else it only warns
 */
public record UnitFinding(
    UnitName unit, String directive, String value, String words, boolean isHarmful) {}
