package dev.berth.engine;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Where an engine keeps its images and containers.
 *
 * @param path the directory, on this host
 * @param freeInodes how many files its file system still takes; empty where it has no such limit
 *     (btrfs), or does not tell
 */
public record StoreDirectory(Path path, OptionalLong freeInodes) {}
