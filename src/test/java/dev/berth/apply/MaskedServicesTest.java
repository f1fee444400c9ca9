package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Applied;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedUnit;
import dev.berth.model.Rendered;
import dev.berth.model.UnitName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that was masked and is down is known by the record of what was last applied. */
class MaskedServicesTest {
  private static final UnitName WEB = new UnitName("berth-web.service");

  @TempDir Path directory;
  private PlayedHost host;

  @BeforeEach
  void aServiceWasApplied() {
    host = new PlayedHost(directory);
    Rendered web =
        PlayedHost.renderer(
                host.engine.commandLine(), host.paths, PlayedHost.OPTIONS, DigestKey.random())
            .render(
                new Desired(
                    List.of(Configurations.read("shop", "web: {image: 'i:1', restart: always}\n"))),
                PlayedHost.facts(Map.of("i:1", new ObservedImage("1", List.of(), false))))
            .container(new ContainerName("web"))
            .orElseThrow();
    host.records.write(
        web, new Applied("digest", "", web.configuration(), false, "1", new TreeMap<>()));
  }

  private Map<UnitName, ObservedUnit> find(Set<UnitName> known) {
    Map<UnitName, ObservedUnit> units = new TreeMap<>();
    known.forEach(unit -> units.put(unit, null));
    return new MaskedServices(host.paths.units(), host.records).find("berth-", units);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(host.paths.units().resolve(name), Path.of(target));
  }

  @Test
  void itIsTheOwnersThatTheRecordNames() throws IOException {
    link(WEB.text(), "/dev/null");
    assertThat(find(Set.of())).containsOnlyKeys(WEB);
    ObservedUnit unit = find(Set.of()).get(WEB);
    assertThat(unit.owner().orElseThrow().managedBy()).isEqualTo("berth");
    assertThat(unit.owner().orElseThrow().configId()).isEqualTo("shop");
    assertThat(unit.owner().orElseThrow().digest()).isEqualTo("digest");
    assertThat(unit.owner().orElseThrow().container()).contains(new ContainerName("web"));
    assertThat(unit.isActive()).isFalse();
    assertThat(find(Set.of(WEB))).as("systemd has told of it").isEmpty();
  }

  /** Who takes one of these for masked would have its service removed, or not started. */
  @Test
  void nothingElseIs() throws IOException {
    link("berth-unknown.service", "/dev/null");
    link("berth-web.target", "/dev/null");
    link("other-web.service", "/dev/null");
    link("berth-.service", "/dev/null");
    assertThat(find(Set.of())).isEmpty();
    link(WEB.text(), "/dev/zero");
    assertThat(find(Set.of())).isEmpty();
    Files.delete(host.paths.units().resolve(WEB.text()));
    Files.writeString(host.paths.units().resolve(WEB.text()), "");
    assertThat(find(Set.of())).isEmpty();
  }
}
