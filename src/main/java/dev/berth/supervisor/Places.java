package dev.berth.supervisor;

import dev.berth.model.ContainerName;
import java.nio.file.Path;

/** Where what a supervisor has written lies on a host. */
public interface Places {

  /** The directory of unit files. */
  Path units();

  /** The variables of a container that its command inherits, as systemd reads them. */
  Path inheritedEnvironment(ContainerName container);

  /** The script with which a unit waits for the health of a container. */
  Path healthWait();

  /** The script that checks the health of containers as another user than their own. */
  Path healthCheck();

  /** A script that the units of an engine run, by its file's name. */
  Path unitScript(String fileName);

  /** The ids of the containers that units have made, a file for each name. */
  Path made();
}
