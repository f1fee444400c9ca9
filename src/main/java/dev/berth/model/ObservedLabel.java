package dev.berth.model;

/**
 * The SELinux label of a bind source, on a host that enforces it.
 *
 * @param context user, role, type and level
 * @param readable whether a confined container may read what has it
 * @param writable whether it may change it
 * @param directory whether the source is a directory
 * @param path the source with its links resolved
 */
public record ObservedLabel(
    String context, boolean readable, boolean writable, boolean directory, String path) {

  /** The part that the policy's rules are about. */
  public String type() {
    String[] parts = context.split(":", 4);
    return parts.length > 2 ? parts[2] : context;
  }

  /** The part that keeps containers apart; {@code s0} is everybody's. */
  public String level() {
    String[] parts = context.split(":", 4);
    return parts.length > 3 ? parts[3] : "";
  }
}
