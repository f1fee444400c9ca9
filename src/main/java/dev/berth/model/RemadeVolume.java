package dev.berth.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A named volume that was removed and that an engine has made anew, empty, for a service that was
 * started again: what was in it is gone, and the service runs as if nothing had happened.
 *
 * @param name the volume's name
 * @param created when it was made anew
 * @param services the services that had the former one when they were last applied, at least one
 */
public record RemadeVolume(String name, Instant created, List<ContainerName> services) {
  /** Keeps its own copy. */
  public RemadeVolume {
    services = List.copyOf(services);
  }

  /** Whether it is the same volume, whoever had it. */
  public boolean isSameAs(RemadeVolume other) {
    return name.equals(other.name) && created.equals(other.created);
  }

  /** What has happened, in words. */
  public String words() {
    return "the volume '"
        + name
        + "' of "
        + named(" and ")
        + " was removed and made anew at "
        + created.truncatedTo(ChronoUnit.SECONDS)
        + ": what was in it is gone";
  }

  /** What is to be done, in words. */
  public String advice() {
    return "put its data back from a backup; if it is to stay as it is: this is told until apply"
        + " has replaced or started "
        + named(" or ");
  }

  private String named(String last) {
    List<String> quoted = services.stream().map(service -> "'" + service + "'").toList();
    return quoted.size() == 1
        ? quoted.getFirst()
        : quoted.stream().limit(quoted.size() - 1L).collect(Collectors.joining(", "))
            + last
            + quoted.getLast();
  }
}
