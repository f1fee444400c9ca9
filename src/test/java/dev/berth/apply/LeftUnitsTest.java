package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Ownership;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeftUnitsTest {
  private static final Map<String, String> LABELS =
      Map.of(Labels.MANAGED_BY, "berth", Labels.CONFIG_ID, "shop", Labels.DIGEST, "d1");

  @Test
  void aUnitWithoutAFileIsWhoseItsContainerOrItsRecordIs() {
    Map<UnitName, ObservedUnit> owned =
        new LeftUnits(
                "berth-",
                List.of(container("web", LABELS), container("theirs", Map.of())),
                Map.of(new ContainerName("app"), new Applied("d2", "", new TreeMap<>(LABELS))))
            .owned(
                Map.of(
                    new UnitName("berth-web.service"),
                        unit(
                            (new UnitName("berth-web.service")).text(), "active", Optional.empty()),
                    new UnitName("berth-app.service"),
                        unit(
                            (new UnitName("berth-app.service")).text(),
                            "activating",
                            Optional.empty()),
                    new UnitName("berth-theirs.service"),
                        unit(
                            (new UnitName("berth-theirs.service")).text(),
                            "active",
                            Optional.empty())));
    assertThat(owned.get(new UnitName("berth-web.service")).owner())
        .contains(new UnitOwner("berth", "shop", new ContainerName("web"), "d1"));
    assertThat(owned.get(new UnitName("berth-app.service")).owner())
        .contains(new UnitOwner("berth", "shop", new ContainerName("app"), "d2"));
    assertThat(owned.get(new UnitName("berth-theirs.service")).owner()).isEmpty();
  }

  @Test
  void oneThatHasAFileOrDoesNotRunIsWhatItSaysItself() {
    for (ObservedUnit unit :
        List.of(
            unit("berth-web.service", "active", Optional.of("[Service]\n")),
            unit("berth-web.service", "inactive", Optional.empty()))) {
      Map<UnitName, ObservedUnit> owned =
          new LeftUnits("berth-", List.of(container("web", LABELS)), Map.of())
              .owned(Map.of(new UnitName("berth-web.service"), unit));
      assertThat(owned.get(new UnitName("berth-web.service"))).isEqualTo(unit);
    }
  }

  private static ObservedContainer container(String name, Map<String, String> labels) {
    return new ObservedContainer(
            "id",
            new ContainerName(name),
            new Made("image", "sha", labels, List.of()),
            new Life("running", 0, 1, ""))
        .with(labels.isEmpty() ? Ownership.NONE : Ownership.proven("berth", "shop"));
  }

  private static ObservedUnit unit(String name, String state, Optional<String> text) {
    return new ObservedUnit(
        new UnitName(name),
        text,
        Optional.empty(),
        "not-found",
        state,
        "",
        "",
        "success",
        false,
        0);
  }
}
