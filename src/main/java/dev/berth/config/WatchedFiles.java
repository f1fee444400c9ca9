package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that a service is made anew or reloaded for when their content changes: what {@code
 * restart_on} and {@code reload_on} name. They are read at each run, so there is an end to how much
 * that may be.
 */
final class WatchedFiles {
  /** Stands for the files and directories that are bound into the container. */
  static final String MOUNTS = "mounts";

  private static final int MOST_FILES = 1000;
  private static final int MOST_MEBIBYTES = 16;

  private final Map<Key, Value> values;
  private final Problems problems;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private final Set<Path> reloaded = new HashSet<>();

  private WatchedFiles(Map<Key, Value> values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** A digest of each, by {@code KEY[PATH]}. */
  static SortedMap<String, String> digests(Map<Key, Value> values, Problems problems) {
    WatchedFiles files = new WatchedFiles(values, problems);
    files.add(Key.RELOAD_ON);
    files.add(Key.RESTART_ON);
    return files.digests;
  }

  private void add(Key key) {
    if (!(values.get(key) instanceof Value.Sequence named)) {
      return;
    }
    for (Value item : named.items()) {
      String text = item.texts().getFirst();
      if (text.equals(MOUNTS)) {
        mounts(key);
        continue;
      }
      Optional<Path> path = FileBytes.path(text, item.at(), problems);
      if (path.isPresent() && !Files.exists(path.get())) {
        problems.error(
            item.at(), "there is no " + Quote.of(text), "the file must be there and readable");
      } else if (path.isPresent() && !hasContent(path.get())) {
        problems.error(
            item.at(),
            Quote.of(text) + " is neither a file nor a directory",
            "name what has a content");
      } else {
        path.ifPresent(file -> add(key, file, item.at()));
      }
    }
  }

  /** What is missing is the planner's to tell; sockets and devices have no content. */
  private void mounts(Key key) {
    if (!(values.get(Key.VOLUMES) instanceof Value.Sequence volumes)) {
      return;
    }
    for (Value item : volumes.items()) {
      Mount.parse(item.texts().getFirst(), item.at())
          .map(Mount::source)
          .filter(source -> source.startsWith("/"))
          .flatMap(source -> FileBytes.path(source, item.at(), problems))
          .filter(WatchedFiles::hasContent)
          .filter(path -> !reloaded.contains(path.normalize()))
          .ifPresent(path -> add(key, path, item.at()));
    }
  }

  private static boolean hasContent(Path path) {
    return Files.isRegularFile(path) || Files.isDirectory(path);
  }

  private void add(Key key, Path path, SourcePosition at) {
    if (key == Key.RELOAD_ON) {
      reloaded.add(path.normalize());
      warnOfOneFile(path, at);
    }
    try {
      if (isTooMuch(path)) {
        problems.error(
            at,
            Quote.of(path.toString())
                + " holds more than "
                + MOST_FILES
                + " files or "
                + MOST_MEBIBYTES
                + " MiB, too much to be read at each run",
            "name the files that matter in `" + key.label() + "`");
        return;
      }
      digests.put(
          key.label() + "[" + path + "]",
          Files.isDirectory(path) ? FileDigest.tree(path) : FileDigest.file(path));
    } catch (IOException fault) {
      problems.error(at, FileBytes.reason(path, fault), "the file must be there and readable");
    }
  }

  /** The process would be told of a change that it cannot see. */
  private void warnOfOneFile(Path path, SourcePosition at) {
    boolean isMountedItself =
        Files.isRegularFile(path)
            && values.get(Key.VOLUMES) instanceof Value.Sequence volumes
            && volumes.items().stream()
                .flatMap(item -> Mount.parse(item.texts().getFirst(), item.at()).stream())
                .anyMatch(mount -> mount.source().equals(path.toString()));
    if (isMountedItself) {
      problems.warning(
          at,
          Quote.of(path.toString())
              + " is mounted by itself: a container keeps the old file when an editor puts a new"
              + " one in its place",
          "mount its directory");
    }
  }

  private static boolean isTooMuch(Path path) throws IOException {
    long bytes = 0;
    int files = 0;
    try (Stream<Path> all = Files.walk(path)) {
      for (Iterator<Path> each = all.iterator(); each.hasNext(); ) {
        Path file = each.next();
        files++;
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || file.equals(path)) {
          bytes += Files.size(file);
        }
        if (files > MOST_FILES || bytes > MOST_MEBIBYTES * 1024L * 1024) {
          return true;
        }
      }
      return false;
    } catch (UncheckedIOException fault) {
      throw fault.getCause();
    }
  }
}
