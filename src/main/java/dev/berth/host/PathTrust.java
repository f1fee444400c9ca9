package dev.berth.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether nobody but root and this process's user decides what a path leads to. From the root on
 * each name is looked at by itself, links are followed one after the other; sshd_config(5),
 * StrictModes, and sudo(8) look at files that they act upon in this way.
 */
public final class PathTrust {
  private static final int OTHERS_MAY_WRITE = 0002;
  private static final int GROUP_MAY_WRITE = 0020;
  private static final int STICKY = 01000;
  private static final int FORMAT_MASK = 0170000;
  private static final int LINK = 0120000;
  private static final int DIRECTORY = 0040000;
  private static final int MOST_LINKS = 40;

  /**
   * Groups that distributions give what is root's: staff /usr/local (Debian Policy 9.1.2), syslog
   * /var/log (Ubuntu); whoever is in the other two is an administrator.
   */
  private static final Set<String> GROUPS_OF_ROOT =
      Set.of("root", "wheel", "sudo", "staff", "syslog");

  private PathTrust() {}

  /**
   * What stands against a path.
   *
   * @param path the directory, link or file on the way that others decide about
   * @param why what lets them, as a sentence about that path
   */
  public record Doubt(Path path, String why) {}

  /**
   * The way to a path.
   *
   * @param reached the last of it that is there, without links in it
   * @param missing the names that are not there yet, below it; empty where the path exists
   * @param doubt the first doubt on the way; empty where there is none
   */
  record Way(Path reached, List<String> missing, Optional<Doubt> doubt) {}

  /**
   * The first doubt about what lies at a path, or about the way to it; empty where there is none.
   * What is not there cannot be doubted, but the directories above it can.
   *
   * @throws IOException when it cannot be looked at
   */
  public static Optional<Doubt> doubt(Path path) throws IOException {
    return walk(path).doubt();
  }

  /**
   * The first doubt, by name, about what lies below a directory, links not followed; empty where
   * there is none, where it is a file, or where it is not there.
   *
   * @throws IOException when it cannot be looked at
   */
  public static Optional<Doubt> doubtBelow(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    int self = Account.current().uid();
    try (Stream<Path> paths = Files.walk(directory.toRealPath())) {
      for (Path path : paths.skip(1).sorted().toList()) {
        Optional<Doubt> doubt = Entry.of(path).doubt(self);
        if (doubt.isPresent()) {
          return doubt;
        }
      }
      return Optional.empty();
    } catch (UncheckedIOException fault) {
      throw fault.getCause();
    }
  }

  static Way walk(Path path) throws IOException {
    Deque<String> rest = new ArrayDeque<>();
    push(path.toAbsolutePath(), rest);
    Path at = Path.of("/");
    int self = Account.current().uid();
    Optional<Doubt> doubt = Entry.of(at).doubt(self);
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.equals("..")) {
        at = Optional.ofNullable(at.getParent()).orElse(at);
        continue;
      }
      Path next = at.resolve(name);
      Entry entry;
      try {
        entry = Entry.of(next);
      } catch (NoSuchFileException absent) {
        rest.push(name);
        return new Way(at, List.copyOf(rest), doubt);
      }
      doubt = doubt.isPresent() ? doubt : entry.doubt(self);
      if (!entry.is(LINK)) {
        at = next;
        continue;
      }
      links++;
      if (links > MOST_LINKS) {
        throw new IOException(path + " goes through too many links");
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? Path.of("/") : at;
      push(target, rest);
    }
    return new Way(at, List.of(), doubt);
  }

  private static void push(Path path, Deque<String> rest) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      String name = path.getName(i).toString();
      if (!name.isEmpty() && !name.equals(".")) {
        rest.push(name);
      }
    }
  }

  /** One name of a path, itself and not what it may link to. */
  private record Entry(Path path, int mode, int uid, int gid) {

    static Entry of(Path path) throws IOException {
      Map<String, Object> read =
          Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
      return new Entry(path, number(read, "mode"), number(read, "uid"), number(read, "gid"));
    }

    private static int number(Map<String, Object> attributes, String name) {
      return (Integer) Objects.requireNonNull(attributes.get(name));
    }

    boolean is(int format) {
      return (mode & FORMAT_MASK) == format;
    }

    Optional<Doubt> doubt(int self) throws IOException {
      if (uid != 0 && uid != self) {
        return Optional.of(new Doubt(path, "it belongs to the user " + name("owner")));
      }
      // Whatever a link's mode says, nobody writes to it; what is put into a sticky directory is
      // its owner's alone, and owners are looked at.
      if (is(LINK) || (is(DIRECTORY) && (mode & STICKY) != 0)) {
        return Optional.empty();
      }
      if ((mode & OTHERS_MAY_WRITE) != 0) {
        return Optional.of(new Doubt(path, "everybody may write to it"));
      }
      // Many a user has a group of the same number that nobody else is in.
      if ((mode & GROUP_MAY_WRITE) == 0 || gid == 0 || gid == self) {
        return Optional.empty();
      }
      String group = name("group");
      return GROUPS_OF_ROOT.contains(group)
          ? Optional.empty()
          : Optional.of(new Doubt(path, "the group " + group + " may write to it"));
    }

    /** Looked up only where it is needed: it may be in a directory on the network. */
    private String name(String attribute) throws IOException {
      Object principal = Files.getAttribute(path, "posix:" + attribute, LinkOption.NOFOLLOW_LINKS);
      return ((Principal) principal).getName();
    }
  }
}
