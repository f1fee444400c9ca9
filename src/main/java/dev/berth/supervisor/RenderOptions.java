package dev.berth.supervisor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is the same for every container of a run.
 *
 * @param managedBy the owner's label
 * @param unitPrefix what unit names begin with
 * @param labels further labels of every container
 * @param logDirectory where log files are written; empty for the log driver's own place
 * @param healthchecks whether health checks are wanted
 */
public record RenderOptions(
    String managedBy,
    String unitPrefix,
    SortedMap<String, String> labels,
    Optional<Path> logDirectory,
    boolean healthchecks) {}
