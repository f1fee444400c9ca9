package dev.berth.apply;

import dev.berth.engine.ContainerNames;
import dev.berth.engine.ContainerRuntime;

/**
 * The host's engine that is not the chosen one.
 *
 * @param runtime what it tells
 * @param crossing what brings containers over from it
 * @param names what its containers are called here
 */
public record OtherEngine(ContainerRuntime runtime, MigrationPort crossing, ContainerNames names) {}
