package dev.berth.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SELinux lets a container do with the host's files, and the label that lets it.
 *
 * <p>The kernel itself is asked, through its own file system, so no list of types is kept here that
 * a policy could outgrow. Where SELinux is off nothing is read but the absence of a file, and no
 * process is started.
 */
public final class Selinux {
  private static final Duration RELABEL_TIMEOUT = Duration.ofMinutes(10);
  private static final List<String> ALL_BELOW = List.of("--recursive", "-P", "--no-dereference");
  private static final List<String> READ_DIRECTORY = List.of("read", "search", "open");
  private static final List<String> READ_FILE = List.of("read", "open");

  // A mask of st_mode, inode(7).
  private static final int FORMAT_MASK = 0170000;
  private static final int SOCKET = 0140000;

  private final CommandRunner runner;
  private final Path kernel;
  private final Path configuration;
  private final Map<Question, Boolean> answers = new HashMap<>();

  /**
   * The label of a path and what a container may do there.
   *
   * @param context user, role, type and level
   * @param readable whether it may read what has this label, all of it where it is a directory
   * @param writable whether it may also change it
   */
  public record FileLabel(String context, boolean readable, boolean writable) {}

  private record Question(String context, String objectClass, List<String> permissions) {}

  private Selinux(CommandRunner runner, Path kernel, Path configuration) {
    this.runner = runner;
    this.kernel = kernel;
    this.configuration = configuration;
  }

  /**
   * One that is found elsewhere.
   *
   * @param kernel where the kernel's part is mounted
   * @param configuration where the policies lie
   */
  public static Selinux in(CommandRunner runner, Path kernel, Path configuration) {
    return new Selinux(runner, kernel, configuration);
  }

  /** This host's. */
  public static Selinux ofHost(CommandRunner runner) {
    return in(runner, Path.of("/sys/fs/selinux"), Path.of("/etc/selinux"));
  }

  /** Whether files have labels that count, be it only for the log. */
  public boolean isOn() {
    return Files.exists(kernel.resolve("enforce"));
  }

  /** Whether the kernel denies what the policy does not allow. */
  public boolean isEnforcing() {
    return isOn() && text(kernel.resolve("enforce")).equals("1");
  }

  /**
   * The labels of these files, links followed, as far as they can be read; none where nothing is
   * enforced, or where the policy knows no containers. One process for all of them.
   */
  public Map<Path, FileLabel> containerLabels(Collection<Path> paths) {
    Optional<String> process = isEnforcing() ? containerContext("process") : Optional.empty();
    List<Path> present = paths.stream().distinct().filter(Files::exists).toList();
    if (process.isEmpty() || present.isEmpty()) {
      return Map.of();
    }
    List<String> argv =
        new ArrayList<>(List.of("stat", "--dereference", "--printf", "%C\\0%n\\0", "--"));
    present.forEach(path -> argv.add(path.toString()));
    // One that has gone meanwhile makes it fail, but it still tells of the others.
    String[] words = runner.run(Command.reading(argv)).stdout().split("\0", -1);
    Map<Path, FileLabel> labels = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      Path path = Path.of(words[i + 1]);
      labels.put(path, label(process.get(), words[i], path));
    }
    return labels;
  }

  private FileLabel label(String process, String context, Path path) {
    if (Files.isDirectory(path)) {
      // What lies in a directory has its label, as a rule, and reading a list of names is no use.
      return new FileLabel(
          context,
          allows(process, context, "dir", READ_DIRECTORY)
              && allows(process, context, "file", READ_FILE),
          allows(process, context, "dir", List.of("write", "add_name", "remove_name"))
              && allows(process, context, "file", List.of("write", "open", "create")));
    }
    if (Files.isRegularFile(path)) {
      return new FileLabel(
          context,
          allows(process, context, "file", READ_FILE),
          allows(process, context, "file", List.of("write", "open")));
    }
    boolean usable =
        isSocket(path)
            // Whoever connects, writes.
            ? allows(process, context, "sock_file", List.of("write"))
            : allows(process, context, "chr_file", READ_FILE)
                || allows(process, context, "blk_file", READ_FILE);
    return new FileLabel(context, usable, usable);
  }

  private static boolean isSocket(Path path) {
    try {
      return ((int) Files.getAttribute(path, "unix:mode") & FORMAT_MASK) == SOCKET;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Gives these directories, and nothing in them, the label that every container may use. */
  public CommandResult label(List<Path> paths) {
    return change(chcon(sharedContext().orElseThrow(), List.of("--no-dereference"), paths));
  }

  /** The same with all that is in them; symbolic links are labelled, never followed. */
  public CommandResult relabel(List<Path> paths) {
    return change(chcon(sharedContext().orElseThrow(), ALL_BELOW, paths));
  }

  /**
   * The command with which {@link #relabel} labels a directory, for a caller with a time limit and
   * a lock of its own; empty where the policy has no such label or is off.
   */
  public Optional<List<String>> relabelling(Path directory) {
    return sharedContext().map(context -> chcon(context, ALL_BELOW, List.of(directory)));
  }

  private CommandResult change(List<String> argv) {
    return runner.run(Command.changing(argv, RELABEL_TIMEOUT));
  }

  /**
   * The whole label, as the engines give it with {@code :z}: one that Docker made for a single
   * container has a level of its own, and what has no label yet has no part that could be kept.
   */
  private static List<String> chcon(String context, List<String> how, List<Path> paths) {
    List<String> argv = new ArrayList<>(List.of("chcon"));
    argv.addAll(how);
    argv.addAll(List.of("--", context));
    paths.forEach(path -> argv.add(path.toString()));
    return argv;
  }

  /**
   * The label of files that every container may use; empty where SELinux is off or its policy does
   * not know containers.
   */
  public Optional<String> sharedContext() {
    return isOn() ? containerContext("file") : Optional.empty();
  }

  /** The kernel's own answer; see security/selinux/selinuxfs.c for the form. */
  private boolean allows(
      String process, String context, String objectClass, List<String> permissions) {
    return answers.computeIfAbsent(
        new Question(context, objectClass, permissions),
        question -> ask(process, context, objectClass, permissions));
  }

  private boolean ask(
      String process, String context, String objectClass, List<String> permissions) {
    Path classes = kernel.resolve("class").resolve(objectClass);
    long wanted = 0;
    for (String permission : permissions) {
      wanted |= 1L << (number(classes.resolve("perms").resolve(permission)) - 1);
    }
    String question = process + " " + context + " " + number(classes.resolve("index"));
    try (RandomAccessFile access = new RandomAccessFile(kernel.resolve("access").toFile(), "rw")) {
      access.write(question.getBytes(StandardCharsets.UTF_8));
      byte[] answer = new byte[256];
      access.seek(0);
      int length = Math.max(0, access.read(answer));
      String[] fields = new String(answer, 0, length, StandardCharsets.US_ASCII).split(" ");
      boolean permissive = fields.length > 5 && (Long.parseLong(fields[5].strip()) & 1) != 0;
      return permissive || (Long.parseLong(fields[0], 16) & wanted) == wanted;
    } catch (IOException unknown) {
      // A context that the policy does not know is one that no rule allows anything.
      return false;
    }
  }

  private static long number(Path file) {
    return Long.parseLong(text(file));
  }

  /**
   * What libselinux tells the engines: {@code process} or {@code file}, selinux_lxc_contexts(3).
   */
  private Optional<String> containerContext(String key) {
    String policy =
        first(text(configuration.resolve("config")), "(?m)^SELINUXTYPE=\\s*(\\S+)")
            .orElse("targeted");
    Path contexts = configuration.resolve(policy).resolve("contexts/lxc_contexts");
    return first(text(contexts), "(?m)^\\s*" + key + "\\s*=\\s*\"([^\"]+)\"");
  }

  private static Optional<String> first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException absent) {
      return "";
    }
  }
}
