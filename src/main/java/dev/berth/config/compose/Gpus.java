package dev.berth.config.compose;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Devices that a service asks for by what they can do ({@code gpus}, {@code
 * deploy.resources.reservations.devices}), as names of the Container Device Interface: both engines
 * know those.
 */
final class Gpus {
  /** The drivers of Docker, with the vendor and class of their devices. */
  private static final Map<String, String> KINDS =
      Map.of("", "nvidia.com/gpu", "nvidia", "nvidia.com/gpu", "amd", "amd.com/gpu");

  private static final String CDI = "cdi";
  private static final String ADVICE =
      "name the device as CDI does: `devices: [nvidia.com/gpu=all]`";

  /** No host has more. */
  private static final int MOST = 64;

  private final Problems problems;

  Gpus(Problems problems) {
    this.problems = problems;
  }

  /** The names of the devices; what cannot be named so is a problem. */
  List<Tree> named(Data requests) {
    List<Tree> names = new ArrayList<>();
    for (Data item : requests instanceof Data.Items items ? items.items() : List.<Data>of()) {
      if (item instanceof Data.Fields request) {
        named(request).forEach(name -> names.add(Body.text(name, item.at())));
      }
    }
    return names;
  }

  private List<String> named(Data.Fields request) {
    String driver = request.text("driver");
    List<String> ids = request.items("device_ids").stream().map(Data::shown).toList();
    if (driver.equals(CDI) && !ids.isEmpty()) {
      return ids;
    }
    String kind = KINDS.get(driver);
    List<String> abilities = request.items("capabilities").stream().map(Data::shown).toList();
    if (kind == null || !(abilities.isEmpty() || abilities.contains("gpu"))) {
      return refused(request, driver.isEmpty() ? String.join(", ", abilities) : driver);
    }
    if (!request.fields("options").names().isEmpty()) {
      return refused(request, "with options");
    }
    if (!ids.isEmpty()) {
      return ids.stream().map(id -> kind + "=" + id).toList();
    }
    String count = request.text("count");
    if (List.of("", "-1", "all").contains(count)) {
      return List.of(kind + "=all");
    }
    return count.matches("\\d{1,2}") && Integer.parseInt(count) <= MOST
        ? IntStream.range(0, Integer.parseInt(count)).mapToObj(id -> kind + "=" + id).toList()
        : refused(request, count + " of them");
  }

  private List<String> refused(Data.Fields request, String what) {
    problems.error(request.at(), "a device (" + what + ") is not carried over", ADVICE);
    return List.of();
  }
}
