package dev.berth.config;

import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import dev.berth.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

/** Digests of the files whose content counts as configuration. */
final class FileContents {
  /** Where TripleO keeps what it generates. */
  static final Path CONFIG_DATA = Path.of("/var/lib/config-data");

  private final boolean withConfigData;
  private final Path configData;

  FileContents(boolean withConfigData, Path configData) {
    this.withConfigData = withConfigData;
    this.configData = configData;
  }

  SortedMap<String, String> digests(Map<Key, Value> values, Problems problems) {
    SortedMap<String, String> digests = WatchedFiles.digests(values, problems);
    if (values.get(Key.ENV_FILE) instanceof Value.Sequence files) {
      for (int i = 0; i < files.items().size(); i++) {
        Value file = files.items().get(i);
        String label = Key.ENV_FILE.label() + "[" + i + "]";
        FileBytes.path(file.texts().getFirst(), file.at(), problems)
            .filter(path -> hasAnEnd(path, file, problems))
            .ifPresent(path -> put(label, path, file, digests, problems));
      }
    }
    if (withConfigData && values.get(Key.VOLUMES) instanceof Value.Sequence volumes) {
      for (int i = 0; i < volumes.items().size(); i++) {
        volume(i, volumes.items().get(i), digests, problems);
      }
    }
    return digests;
  }

  private void volume(int index, Value item, SortedMap<String, String> digests, Problems problems) {
    String source = Mount.parse(item.texts().getFirst(), item.at()).map(Mount::source).orElse("");
    if (!source.startsWith("/")) {
      return;
    }
    FileBytes.path(source, item.at(), problems)
        .map(Path::normalize)
        .filter(path -> path.startsWith(configData) && !path.equals(configData))
        // A source that is missing is the planner's to report: an earlier task may create it.
        .filter(Files::exists)
        .ifPresent(
            path -> put(Key.VOLUMES.label() + "[" + index + "]", path, item, digests, problems));
  }

  /** A device or a pipe would be read for ever. */
  private static boolean hasAnEnd(Path path, Value item, Problems problems) {
    boolean hasAnEnd = !Files.exists(path) || Files.isRegularFile(path);
    if (!hasAnEnd) {
      problems.error(item.at(), Quote.of(path.toString()) + " is no regular file", "name a file");
    }
    return hasAnEnd;
  }

  private static void put(
      String label, Path path, Value item, SortedMap<String, String> digests, Problems problems) {
    boolean isTree = label.startsWith(Key.VOLUMES.label());
    try {
      digests.put(label, isTree ? FileDigest.tree(path) : FileDigest.file(path));
      if (!isTree) {
        EnvFileLines.check(path, problems);
      }
    } catch (IOException fault) {
      problems.error(
          item.at(), FileBytes.reason(path, fault), "the file must be there and readable");
    }
  }
}
