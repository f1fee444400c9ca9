package dev.berth.apply;

import dev.berth.apply.HostFiles.Difference;
import dev.berth.apply.HostFiles.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a run does to a host, in order: the commands that change something, and between them what
 * became of files. What one of its commands does to files is not the run's own doing.
 */
final class CallLog implements AutoCloseable {
  /** What engines and systemd write. */
  private static final Pattern ITS_OWN =
      Pattern.compile(
          ".*/var/lib/(?:berth/containers/.*|(?:docker|containers)(?:/.*)?)"
              + "|.*/etc/systemd/system/[^/]*\\.(?:wants|requires)(?:/.*)?");

  private static final String JOURNAL = "migration.jsonl";

  private final Path root;
  private final UnaryOperator<String> plain;
  private final List<String> lines = new ArrayList<>();
  private final List<String> beside = new ArrayList<>();
  private final Map<String, Integer> reads = new TreeMap<>();

  /** The contents that a file has had, in order; the first is what it had before the run. */
  private final Map<Path, List<String>> contents = new HashMap<>();

  private final FileEvents events = new FileEvents();
  private HostFiles files;

  /** When each path was changed since the files were looked at. */
  private final Map<Path, Integer> changed = new HashMap<>();

  /**
   * Begins with what lies there now.
   *
   * @param plain takes away what differs from run to run
   */
  CallLog(Path root, UnaryOperator<String> plain) {
    this.root = root;
    this.plain = plain;
    this.files = HostFiles.below(root);
    events.watch(files);
    files
        .entries()
        .forEach((path, entry) -> contents.put(path, new ArrayList<>(List.of(entry.content()))));
  }

  /** A command that changes something is about to run. */
  void call(List<String> argv) {
    seeFiles();
    lines.add(plain.apply(words(argv)));
  }

  /** It has run; what it did to files is known to be so. */
  void called(String how) {
    changed.putAll(events.drain());
    if (changed.keySet().removeIf(path -> ITS_OWN.matcher(path.toString()).matches())) {
      files = files.with(HostFiles.below(root), ITS_OWN);
      events.watch(files);
    }
    if (!how.isEmpty()) {
      lines.add(lines.removeLast() + "   -> " + plain.apply(how));
    }
  }

  /** A command that changes something, and that nothing waits for. */
  void callBeside(List<String> argv) {
    beside.add(plain.apply(words(argv)));
  }

  /** A command that only reads. */
  void read(String what) {
    reads.merge(what, 1, Integer::sum);
  }

  /** Something that is no command happens. */
  void event(String what) {
    seeFiles();
    lines.add("(" + what + ")");
  }

  /** What has become of files since the last command. */
  void seeFiles() {
    changed.putAll(events.drain());
    if (changed.isEmpty()) {
      return;
    }
    HostFiles now = HostFiles.below(root);
    List<Difference> differences = new ArrayList<>(now.since(files));
    differences.sort(Comparator.comparing(difference -> when(difference.path())));
    SideBySideFiles.settled(differences).forEach(difference -> lines.add(line(difference)));
    files = now;
    events.watch(files);
    changed.clear();
  }

  /** What comes in a directory that is new itself comes right after that. */
  private int when(Path path) {
    Integer known = changed.get(path);
    if (known == null && !path.equals(root)) {
      return when(path.resolveSibling(""));
    }
    return known == null ? 0 : known;
  }

  private String line(Difference difference) {
    String path = plain.apply(difference.path().toString());
    HostFiles.Entry entry = difference.entry();
    boolean isWritten = difference.verb().equals("write");
    if (isWritten && path.endsWith(JOURNAL)) {
      return journal(difference.path(), entry.content());
    }
    String more =
        switch (difference.verb()) {
          case "write" -> " " + entry.mode() + " " + version(difference.path(), entry.content());
          case "link" -> " -> " + plain.apply(entry.content());
          case "make directory", "set mode of" ->
              ITS_OWN.matcher(path).matches() ? "" : " " + entry.mode();
          default -> "";
        };
    return "  " + difference.verb() + " " + path + more;
  }

  /** What was added to the journal of a migration. */
  private String journal(Path path, String content) {
    List<String> known = contents.computeIfAbsent(path, key -> new ArrayList<>(List.of("")));
    String added = content.substring(known.getLast().length());
    known.add(content);
    return added
        .lines()
        .map(
            entry ->
                entry
                    .replaceFirst(".*\"event\":\"(.*?)\",\"container\":\"(.*?)\".*", "$1 $2")
                    .strip())
        .collect(Collectors.joining(", ", "  journal: ", ""));
  }

  /** {@code as before} for what it held before the run; else which of its contents it is. */
  private String version(Path path, String content) {
    List<String> known = contents.computeIfAbsent(path, key -> new ArrayList<>(List.of("")));
    if (!known.contains(content)) {
      known.add(content);
    }
    int index = known.indexOf(content);
    return index == 0 ? "(as before)" : "(content " + index + ")";
  }

  /** Without the options that say nothing of what is done. */
  private static String words(List<String> argv) {
    if (argv.getFirst().equals("/bin/sh") && argv.size() > 6) {
      // docker stop by a name that is no beginning of an id: sh -c SCRIPT sh PROGRAM PATTERN …
      return String.join(" ", argv.subList(6, argv.size())) + " " + argv.get(5);
    }
    return String.join(" ", argv.stream().filter(word -> !word.startsWith("--label=")).toList());
  }

  @Override
  public void close() {
    events.close();
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  List<String> beside() {
    return beside.stream().sorted().toList();
  }

  Map<String, Integer> reads() {
    return new LinkedHashMap<>(reads);
  }

  /** What lies there now, less the directories. */
  List<String> left() {
    return files.entries().entrySet().stream()
        .filter(entry -> entry.getValue().kind() != Kind.DIRECTORY)
        .map(
            entry ->
                plain.apply(entry.getKey().toString())
                    + (entry.getValue().kind() == Kind.LINK
                        ? ""
                        : " "
                            + entry.getValue().mode()
                            + " "
                            + version(entry.getKey(), entry.getValue().content())))
        .toList();
  }
}
