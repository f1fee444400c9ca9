package dev.berth.engine;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.EngineInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * Of a runtime whose containers nobody starts by a command: each command is without words. Units
 * are made of commands, so it has none of them, and who asks for one is mistaken.
 */
final class NoCommandLine implements CommandLine {
  private static final Invocation NOTHING =
      new Invocation(List.of(), new TreeMap<>(), "", List.of());

  @Override
  public Invocation run(RunRequest request) {
    return NOTHING;
  }

  @Override
  public Invocation create(RunRequest request) {
    return NOTHING;
  }

  @Override
  public Invocation exec(ContainerSpec spec, Path environmentFile) {
    return NOTHING;
  }

  @Override
  public List<List<String>> beforeRun(ContainerName container) {
    return List.of();
  }

  @Override
  public UnitCommands unitCommands(UnitRequest request) {
    throw noUnits();
  }

  @Override
  public UnitScript unitScript(Path made) {
    throw noUnits();
  }

  @Override
  public boolean gatesByItself(EngineInfo engine) {
    return false;
  }

  @Override
  public List<String> save(List<String> images) {
    throw noUnits();
  }

  @Override
  public List<String> load() {
    throw noUnits();
  }

  @Override
  public String healthWaitScript() {
    throw noUnits();
  }

  @Override
  public String healthCheckScript() {
    throw noUnits();
  }

  private static IllegalStateException noUnits() {
    return new IllegalStateException("no unit runs the containers of a runtime without commands");
  }
}
