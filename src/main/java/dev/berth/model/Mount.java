package dev.berth.model;

import java.util.List;
import java.util.Optional;

/**
 * One item of {@code volumes}: {@code SRC:DST[:OPTS]}, {@code NAME:DST[:OPTS]} or {@code DST}.
 *
 * @param source a host path, a volume's name, or empty for an anonymous volume
 * @param destination the absolute path in the container
 * @param options as written ({@code ro}, {@code z}, {@code shared} …), in order
 * @param at where the item stands
 */
public record Mount(String source, String destination, List<String> options, SourcePosition at) {

  /** What the source is. */
  public enum Kind {
    /** A path of the host. */
    BIND,
    /** A volume with a name. */
    NAMED,
    /** A volume that only this container has. */
    ANONYMOUS
  }

  /** Keeps its own copy. */
  public Mount {
    options = List.copyOf(options);
  }

  /** The mount that the text describes, or empty when it describes none. */
  public static Optional<Mount> parse(String text, SourcePosition at) {
    String[] parts = text.split(":", -1);
    if (parts.length > 3) {
      return Optional.empty();
    }
    String source = parts.length == 1 ? "" : parts[0];
    String destination = parts.length == 1 ? parts[0] : parts[1];
    if (!destination.startsWith("/") || (parts.length > 1 && source.isEmpty())) {
      return Optional.empty();
    }
    List<String> options =
        parts.length == 3 && !parts[2].isEmpty() ? List.of(parts[2].split(",")) : List.of();
    return Optional.of(new Mount(source, destination, options, at));
  }

  /** What the source is: whatever holds a slash, or begins with a dot, is a path. */
  public Kind kind() {
    if (source.isEmpty()) {
      return Kind.ANONYMOUS;
    }
    return source.contains("/") || source.startsWith(".") ? Kind.BIND : Kind.NAMED;
  }

  /** Whether the container may write there. */
  public boolean isWritable() {
    return !options.contains("ro") && !options.contains("readonly");
  }

  /** The option text for an engine's {@code --volume}. */
  public String argument() {
    String path = source.isEmpty() ? destination : source + ":" + destination;
    return options.isEmpty() ? path : path + ":" + String.join(",", options);
  }

  /** The same mount with another source. */
  public Mount withSource(String other) {
    return new Mount(other, destination, options, at);
  }
}
