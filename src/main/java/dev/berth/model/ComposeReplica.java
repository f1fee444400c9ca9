package dev.berth.model;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which container of a Compose project one is: Compose knows its own by these three alone, whatever
 * they are called.
 *
 * @param project the project's name
 * @param service the service's name
 * @param number which of the service's containers it is, from 1
 */
public record ComposeReplica(String project, String service, int number)
    implements Comparable<ComposeReplica> {
  /** What the names of all labels begin with that are Compose's own. */
  public static final String LABELS = "com.docker.compose.";

  private static final String PROJECT = LABELS + "project";
  private static final String SERVICE = LABELS + "service";
  private static final String NUMBER = LABELS + "container-number";
  private static final String ONE_OFF = LABELS + "oneoff";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,4}");

  private static final Comparator<ComposeReplica> ORDER =
      Comparator.comparing(ComposeReplica::project)
          .thenComparing(ComposeReplica::service)
          .thenComparingInt(ComposeReplica::number);

  /**
   * What a container's labels say; empty where one of them is missing or is none that Compose
   * writes, and for what {@code docker compose run} has made.
   */
  public static Optional<ComposeReplica> of(Map<String, String> labels) {
    String project = labels.getOrDefault(PROJECT, "");
    String service = labels.getOrDefault(SERVICE, "");
    String number = labels.getOrDefault(NUMBER, "");
    return NAME.matcher(project).matches()
            && NAME.matcher(service).matches()
            && COUNT.matcher(number).matches()
            && labels.getOrDefault(ONE_OFF, "").equalsIgnoreCase("false")
        ? Optional.of(new ComposeReplica(project, service, Integer.parseInt(number)))
        : Optional.empty();
  }

  /** Whether both are of one service. */
  public boolean isBeside(ComposeReplica other) {
    return project.equals(other.project) && service.equals(other.service);
  }

  @Override
  public int compareTo(ComposeReplica other) {
    return ORDER.compare(this, other);
  }
}
