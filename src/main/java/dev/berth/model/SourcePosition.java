package dev.berth.model;

/**
 * Where a value stands in the operator's files, or what a problem is about that stands in none.
 *
 * @param file the path as the operator gave it, or {@code <stdin>} or the name of an option; else
 *     the name of the thing
 * @param line counted from 1; 0 where there is none
 * @param column counted from 1; 0 where there is none
 */
public record SourcePosition(String file, int line, int column)
    implements Comparable<SourcePosition> {

  /** The beginning of a file, for what concerns it as a whole. */
  public static SourcePosition startOf(String file) {
    return new SourcePosition(file, 1, 1);
  }

  /** What stands in no file, such as a container, a unit or an option; it is shown as it is. */
  public static SourcePosition of(String thing) {
    return new SourcePosition(thing, 0, 0);
  }

  @Override
  public int compareTo(SourcePosition other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
