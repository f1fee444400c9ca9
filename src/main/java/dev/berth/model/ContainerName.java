package dev.berth.model;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a container, as an engine takes it. It takes the full id of one in the same place,
 * which is a word of the same letters.
 *
 * @param text the whole of it
 */
public record ContainerName(String text) implements Comparable<ContainerName> {

  // Podman's libpod/define (NameRegex) and Docker's daemon/names (RestrictedNamePattern), in the
  // same words but that Podman allows a single letter.
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  /** Holds a valid name. */
  public ContainerName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' cannot be the name of a container");
    }
  }

  /** Whether an engine can have a container of this name. */
  public static boolean isValid(String name) {
    return NAME.matcher(name).matches();
  }

  /** The container of this name; empty where no engine can have it. */
  public static Optional<ContainerName> find(String name) {
    return isValid(name) ? Optional.of(new ContainerName(name)) : Optional.empty();
  }

  /**
   * What an engine calls one of its own containers. None gives a name that it would not take;
   * should one come all the same, the container goes by its id. It is not left out, as it holds its
   * ports, networks and volumes whatever it is called.
   *
   * @param name as the engine tells it
   * @param id the container's full id
   */
  public static ContainerName observed(String name, String id) {
    return find(name).orElseGet(() -> new ContainerName(id));
  }

  /** The name with something behind it. */
  public ContainerName with(String ending) {
    return new ContainerName(text + ending);
  }

  /** The same without this behind it. */
  public ContainerName without(String ending) {
    return text.endsWith(ending) && text.length() > ending.length()
        ? new ContainerName(text.substring(0, text.length() - ending.length()))
        : this;
  }

  /** Some of them as messages tell them. */
  public static String listed(Collection<ContainerName> names) {
    return names.stream().map(ContainerName::text).collect(Collectors.joining(", "));
  }

  @Override
  public int compareTo(ContainerName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
