package dev.berth.engine.podman;

/**
 * Removes, for units, what may be left of a container; a Podman that finds nothing to remove takes
 * about as long as a start, between a crash and the restart after it.
 */
final class PodmanLeftover {
  // A monitor that ends by itself has removed its container (--rm), and passes on its exit status.
  // Where it could not, or where there never was one, the status is one of Podman's own: 1 where it
  // was itself told to end in the middle of a start. A program may end with it as well.
  static final String SCRIPT =
      """
      #!/bin/sh
      # Written by Berth. usage: remove-leftover COMMAND...
      # After a failure that the container's monitor lived to tell, nothing is left of the container.
      case $SERVICE_RESULT,$EXIT_CODE,$EXIT_STATUS in
        exit-code,exited,1 | exit-code,exited,125 | exit-code,exited,126 | exit-code,exited,127) ;;
        exit-code,exited,*) exit 0 ;;
      esac
      # Where the monitor was killed, the first removal stops the container, and then fails.
      "$@" 2>/dev/null || exec "$@"
      """;

  private PodmanLeftover() {}
}
