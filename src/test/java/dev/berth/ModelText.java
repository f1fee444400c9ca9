package dev.berth;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Desired;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.Key;
import dev.berth.model.NetworkSpec;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** What is desired as lines, for people to compare. */
public final class ModelText {
  private ModelText() {}

  /**
   * Every container with what it has, and what is declared.
   *
   * @param usual what most containers of the test have, which is left out: keys and their values,
   *     written together
   */
  public static String of(Desired desired, String... usual) {
    List<String> lines = new ArrayList<>();
    for (ContainerSet set : desired.sets()) {
      for (ContainerSpec spec : set.containers()) {
        lines.add(spec.name().text());
        Map<String, String> flat = spec.flattened(EnumSet.allOf(Key.Scope.class));
        flat.entrySet().removeIf(one -> List.of(usual).contains(one.getKey() + one.getValue()));
        add(flat, "", lines);
      }
      for (NetworkSpec network : set.declared().networks()) {
        lines.add("network " + network.name());
        add(network.network().flattened(), "", lines);
        add(network.network().labels(), "label ", lines);
      }
      for (VolumeSpec volume : set.declared().volumes()) {
        lines.add("volume " + volume.name());
        add(volume.volume().flattened(), "", lines);
        add(volume.volume().labels(), "label ", lines);
      }
    }
    return String.join("\n", lines);
  }

  private static void add(Map<String, String> values, String before, List<String> lines) {
    values.forEach(
        (name, value) -> lines.add("  " + before + name + " " + value.replace("\n", "\\n")));
  }
}
