package dev.berth.supervisor;

import dev.berth.engine.CommandLine;
import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.systemd.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs to its end whenever a pod starts. The unit of the pod's own container has it run after
 * that one is up, and is itself up only then; so whoever comes after the pod comes after it, and a
 * failure is tried again as any start of the pod is.
 *
 * @param name its container's name
 * @param argv the engine's command
 * @param variables the file of the variables that the command hands on; empty for none
 */
public record InitContainer(ContainerName name, List<String> argv, Optional<Path> variables) {
  /** Keeps its own copy. */
  public InitContainer {
    argv = List.copyOf(argv);
  }

  /**
   * What the unit runs for it: beside itself, as its own variables are others.
   *
   * @param pod the unit of the pod's own container
   */
  List<List<String>> commands(
      CommandLine commandLine, Scope scope, RenderOptions options, UnitName pod) {
    List<List<String>> commands = new ArrayList<>(commandLine.beforeRun(name));
    String unit = UnitName.of(options.unitPrefix(), name).text();
    commands.add(
        scope.transientRun(
            new UnitName(unit.replaceFirst("\\.service$", ":init.service")),
            pod,
            "init container " + name,
            variables,
            argv));
    return commands;
  }
}
