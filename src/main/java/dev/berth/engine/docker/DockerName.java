package dev.berth.engine.docker;

import dev.berth.engine.cli.IdPrefix;
import dev.berth.model.ContainerName;
import java.time.Duration;
import java.util.List;

/**
 * How a command names a container so that it can mean no other one, and so that its absence is no
 * error.
 *
 * <p>Where no container has the name, Docker takes it for the beginning of an id: {@code docker rm
 * -f db} then removes any container whose id begins with db (seen with 26.1). It has no filter for
 * {@code rm} and {@code stop}, so the id is asked for first.
 */
final class DockerName {
  // $1 the engine, $2 the pattern of the name; what follows is the command, less the id.
  private static final String WITH_ID =
      "id=$(\"$1\" ps --all --quiet --no-trunc --filter \"name=$2\") || exit;"
          + " shift 2; [ -z \"$id\" ] || exec \"$@\" \"$id\"";

  /** The same, where $2 is a whole id. */
  private static final String WITH_THIS_ID = WITH_ID.replace("name=", "id=");

  private DockerName() {}

  /** What a filter by name takes for this name alone. */
  static String pattern(ContainerName name) {
    return "^/?" + name.text().replace(".", "[.]") + "$";
  }

  static List<String> stop(String program, ContainerName name, Duration grace) {
    return withId(
        program, name, List.of("stop", "--time=" + dev.berth.model.Durations.wholeSeconds(grace)));
  }

  /** {@code --force} makes absence no error, seen with 20.10 and 26.1. */
  static List<String> remove(String program, ContainerName name) {
    return IdPrefix.canBe(name)
        ? withId(program, name, List.of("rm", "--force"))
        : List.of(program, "rm", "--force", name.text());
  }

  private static List<String> withId(String program, ContainerName name, List<String> words) {
    return List.of(
        "/bin/sh",
        "-c",
        IdPrefix.isWhole(name) ? WITH_THIS_ID : WITH_ID,
        "sh",
        program,
        IdPrefix.isWhole(name) ? name.text() : pattern(name),
        program,
        words.getFirst(),
        words.getLast());
  }
}
