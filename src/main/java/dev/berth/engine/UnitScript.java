package dev.berth.engine;

/**
 * A script for {@code /bin/sh} that the units of an engine run.
 *
 * @param fileName how its file is called
 * @param text what it does
 */
public record UnitScript(String fileName, String text) {}
