package dev.berth.plan;

import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Observed;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.UnitName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what the targets between groups of services need. */
final class BootOrders {
  private final Observed observed;

  BootOrders(Observed observed) {
    this.observed = observed;
  }

  List<Decision> decide(RenderedState wanted) {
    return wanted.sets().stream().flatMap(set -> decide(set).stream()).toList();
  }

  private Optional<Decision> decide(WantedSet set) {
    List<UnitFile> install = new ArrayList<>();
    List<UnitName> enable = new ArrayList<>();
    List<UnitName> start = new ArrayList<>();
    Set<String> reasons = new LinkedHashSet<>();
    for (UnitFile target : set.targets()) {
      Optional<ObservedUnit> unit = Optional.ofNullable(observed.units().get(target.name()));
      if (unit.filter(ObservedUnit::isMasked).isPresent()) {
        continue;
      }
      Optional<String> text = unit.flatMap(ObservedUnit::text);
      if (!text.equals(Optional.of(target.text()))) {
        install.add(target);
        reasons.add(text.isEmpty() ? "new" : "a target differs");
      } else if (unit.filter(ObservedUnit::needsReload).isPresent()) {
        install.add(target);
        reasons.add("a target is not loaded as it lies on disk");
      }
      if (unit.filter(ObservedUnit::isEnabled).isEmpty()) {
        enable.add(target.name());
        reasons.add(text.isEmpty() ? "new" : "a target is disabled");
      }
      if (unit.filter(ObservedUnit::isActive).isEmpty()) {
        start.add(target.name());
        reasons.add(text.isEmpty() ? "new" : "a target is not reached");
      }
    }
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Decision(
                new OrderBoot(set.configId(), install, enable, start), List.copyOf(reasons)));
  }
}
