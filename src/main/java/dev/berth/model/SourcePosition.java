package dev.berth.model;

/**
 * Where a value stands in the operator's files.
 *
 * @param file the path as the operator gave it, or {@code <stdin>} or the name of an option
 * @param line counted from 1
 * @param column counted from 1
 */
public record SourcePosition(String file, int line, int column)
    implements Comparable<SourcePosition> {

  /** The beginning of a file, for what concerns it as a whole. */
  public static SourcePosition startOf(String file) {
    return new SourcePosition(file, 1, 1);
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
    return file + ":" + line + ":" + column;
  }
}
