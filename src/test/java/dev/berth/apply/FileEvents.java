package dev.berth.apply;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.berth.apply.HostFiles.Kind;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * In which order files come and go below directories, as the kernel tells: inotify(7). Java's own
 * watches tell the order within one directory only.
 */
final class FileEvents implements AutoCloseable {
  private static final int NONBLOCK = 0x800;
  // That a file is closed may be told late: a process that is just begun has it, too.
  private static final int MODIFY = 0x2;
  private static final int ATTRIB = 0x4;
  private static final int MOVED_FROM = 0x40;
  private static final int MOVED_TO = 0x80;
  private static final int CREATE = 0x100;
  private static final int DELETE = 0x200;
  private static final int ONLY_DIRECTORIES = 0x01000000;
  private static final int IGNORED = 0x8000;

  /** Watch, mask, cookie, length of the name, each four bytes; then the name. */
  private static final int HEADER = 16;

  private static final int BUFFER = 1 << 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER, Long.BYTES);
  private final Map<Integer, Path> watched = new HashMap<>();
  private final MethodHandle add = function("inotify_add_watch", JAVA_INT, ADDRESS, JAVA_INT);
  private final MethodHandle read = function("read", JAVA_INT, ADDRESS, JAVA_LONG);
  private int count;
  private final int descriptor = call(function("inotify_init1", JAVA_INT), NONBLOCK);

  FileEvents() {
    if (descriptor < 0) {
      throw new IllegalStateException("no inotify");
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle function(String name, java.lang.foreign.MemoryLayout... parameters) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(name).orElseThrow(),
        FunctionDescriptor.of(name.equals("read") ? JAVA_LONG : JAVA_INT, parameters));
  }

  private static int call(MethodHandle function, Object... arguments) {
    try {
      return ((Number) function.invokeWithArguments(arguments)).intValue();
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /**
   * From now on looks at these directories, too. One that is looked at already may be another one
   * of the same name by now, of which the end of the former has not been told: the kernel knows.
   */
  void watch(HostFiles files) {
    files
        .entries()
        .forEach(
            (path, entry) -> {
              if (entry.kind() == Kind.DIRECTORY) {
                int mask =
                    MODIFY | ATTRIB | MOVED_FROM | MOVED_TO | CREATE | DELETE | ONLY_DIRECTORIES;
                int watch = call(add, descriptor, arena.allocateFrom(path.toString()), mask);
                watched.put(watch, path);
              }
            });
  }

  /** For each path that has come or gone since this was asked, when it last did. */
  Map<Path, Integer> drain() {
    Map<Path, Integer> order = new HashMap<>();
    int length = call(read, descriptor, buffer, (long) BUFFER);
    while (length > 0) {
      for (int at = 0; at < length; ) {
        int watch = buffer.get(JAVA_INT, at);
        int mask = buffer.get(JAVA_INT, at + 4L);
        int nameLength = buffer.get(JAVA_INT, at + 12L);
        Path directory = watched.get(watch);
        if ((mask & IGNORED) != 0) {
          watched.remove(watch);
        } else if (directory != null && nameLength > 0) {
          String name = buffer.getString(at + HEADER);
          if (!name.endsWith(".tmp")) {
            order.put(directory.resolve(name), ++count);
          }
        }
        at += HEADER + nameLength;
      }
      length = call(read, descriptor, buffer, (long) BUFFER);
    }
    return order;
  }

  @Override
  public void close() {
    call(function("close", JAVA_INT), descriptor);
    arena.close();
  }
}
