package dev.berth.apply;

import dev.berth.engine.Engine;

/**
 * The host's engine that is not the chosen one.
 *
 * @param engine the engine
 * @param crossing what brings containers over from it
 */
public record OtherEngine(Engine engine, Crossing crossing) {}
