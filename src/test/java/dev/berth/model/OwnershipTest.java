package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Evidence;
import dev.berth.model.Ownership.Kind;
import dev.berth.model.Ownership.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Labels are no proof: what proves whose a container or volume is, and what does not. */
class OwnershipTest {
  private static final String IMAGE = "a1b2";

  /** A host with a secret, on which nothing runs and nothing was applied. */
  private static class Host implements Evidence {
    boolean hasKey = true;
    final Map<ContainerName, ObservedUnit> units = new HashMap<>();
    final Map<ContainerName, Applied> records = new HashMap<>();
    final Set<ContainerName> containers = new HashSet<>();
    final Map<ContainerName, String> made = new HashMap<>();
    final Set<String> processes = new HashSet<>();

    @Override
    public Optional<String> seal(Claim claim) {
      return hasKey ? Optional.of("sealed " + claim) : Optional.empty();
    }

    @Override
    public Optional<ObservedUnit> unit(ContainerName container) {
      return Optional.ofNullable(units.get(container));
    }

    @Override
    public Optional<Applied> record(ContainerName container) {
      return Optional.ofNullable(records.get(container));
    }

    @Override
    public boolean hasContainer(ContainerName name) {
      return containers.contains(name);
    }

    @Override
    public Optional<String> made(ContainerName container) {
      return Optional.ofNullable(made.get(container));
    }

    @Override
    public boolean isIn(UnitName unit, long pid) {
      return processes.contains(unit + " " + pid);
    }
  }

  private final Host host = new Host();

  private static Map<String, String> labels(String... more) {
    Map<String, String> labels =
        new HashMap<>(
            Map.of(
                Labels.MANAGED_BY, "berth",
                Labels.CONFIG_ID, "shop",
                Labels.CONTAINER_NAME, "web",
                Labels.DIGEST, "d1"));
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    return labels;
  }

  private String sealOfWeb() {
    return host.seal(new Claim(Kind.CONTAINER, "web", "berth", "shop", IMAGE)).orElseThrow();
  }

  private static ObservedContainer container(
      String name, String image, Map<String, String> labels) {
    return new ObservedContainer(
        "id",
        new ContainerName(name),
        new Made("i", image, labels, List.of()),
        new Life("running", 0, 1, "Up"));
  }

  private Ownership of(String name, String image, Map<String, String> labels) {
    return Ownership.of(container(name, image, labels), host);
  }

  private void unit(String configId, String activeState, String text) {
    host.units.put(
        new ContainerName("web"),
        new ObservedUnit(
            new UnitName("berth-web.service"),
            Optional.of(text),
            Optional.of(new UnitOwner("berth", configId, new ContainerName("web"), "d1")),
            "loaded",
            activeState,
            "",
            "enabled",
            "success",
            false,
            0));
  }

  private void record(String digest, String target) {
    host.records.put(
        new ContainerName("web"),
        new Applied(
            digest,
            target,
            new TreeMap<>(
                Map.of(
                    "managed_by", "berth", "config_id", "shop", "volumes[0]", "data:/data:ro"))));
  }

  @Test
  void aSealProvesIt() {
    Ownership ownership = of("web", IMAGE, labels(Labels.OWNERSHIP, sealOfWeb()));
    assertThat(ownership).isEqualTo(Ownership.proven("berth", "shop"));
    assertThat(ownership.isOf("berth")).isTrue();
    assertThat(ownership.isOf("other")).isFalse();
  }

  @Test
  void aSealIsOfOneNameOneImageOneConfigurationAndOneOwner() {
    Map<String, String> copied = labels(Labels.OWNERSHIP, sealOfWeb());
    assertThat(of("web-copy", IMAGE, copied).isProven()).as("podman run of a commit").isFalse();
    assertThat(of("web", "c0ffee", copied).isProven()).as("a commit under its name").isFalse();
    assertThat(
            of("web", IMAGE, labels(Labels.OWNERSHIP, sealOfWeb(), Labels.CONFIG_ID, "bank"))
                .isProven())
        .isFalse();
    assertThat(
            of("web", IMAGE, labels(Labels.OWNERSHIP, sealOfWeb(), Labels.MANAGED_BY, "me"))
                .isProven())
        .isFalse();
    String ofVolume = host.seal(new Claim(Kind.VOLUME, "web", "berth", "shop", "")).orElseThrow();
    assertThat(of("web", "", labels(Labels.OWNERSHIP, ofVolume)).isProven()).isFalse();
  }

  @Test
  void labelsAloneProveNothing() {
    assertThat(of("web", IMAGE, labels()))
        .isEqualTo(new Ownership(Standing.CLAIMED, "berth", "shop"));
    assertThat(of("web", IMAGE, labels()).isImpostorOf("berth")).isTrue();
    assertThat(of("web", IMAGE, labels()).isImpostorOf("me")).isFalse();
    assertThat(of("web", IMAGE, labels(Labels.OWNERSHIP, "")).isProven()).isFalse();
    assertThat(of("web", IMAGE, labels(Labels.CONFIG_ID, "", Labels.OWNERSHIP, sealOfWeb())))
        .isEqualTo(new Ownership(Standing.CLAIMED, "berth", ""));
    assertThat(of("web", IMAGE, Map.of())).isEqualTo(Ownership.NONE);
  }

  @Test
  void oneThatIsSetAsideIsStillTheSame() {
    Map<String, String> sealed = labels(Labels.OWNERSHIP, sealOfWeb());
    assertThat(of("web.berth-former", IMAGE, sealed).isProven()).isTrue();
    assertThat(of("web.berth-former", "c0ffee", sealed).isProven()).isFalse();
  }

  @Test
  void oneThatWasRenamedIsStillTheSameAsLongAsNobodyHasItsName() {
    Map<String, String> sealed = labels(Labels.OWNERSHIP, sealOfWeb());
    record("d1", IMAGE);
    assertThat(of("moved", IMAGE, sealed)).isEqualTo(Ownership.proven("berth", "shop"));
    assertThat(of("moved", "c0ffee", sealed).isProven()).as("a commit").isFalse();
    host.containers.add(new ContainerName("web"));
    assertThat(of("moved", IMAGE, sealed).isProven()).as("a copy").isFalse();
    host.containers.clear();
    unit("shop", "inactive", "");
    assertThat(of("moved", IMAGE, sealed).isProven()).as("of who comes and goes").isFalse();
    host.units.clear();
    host.records.clear();
    assertThat(of("moved", IMAGE, sealed).isProven()).as("of who was deleted").isFalse();
  }

  @Test
  void oneThatWasRenamedUnderAUnitIsStillInIt() {
    unit("shop", "active", "");
    Map<String, String> sealed = labels(Labels.OWNERSHIP, sealOfWeb());
    assertThat(of("moved", IMAGE, sealed).isProven()).as("a copy that runs elsewhere").isFalse();
    host.processes.add("berth-web.service 1");
    assertThat(of("moved", IMAGE, sealed)).isEqualTo(Ownership.proven("berth", "shop"));
    assertThat(of("moved", IMAGE, labels(Labels.CONTAINER_NAME, "db")).isProven()).isFalse();
    host.containers.add(new ContainerName("web"));
    assertThat(of("moved", IMAGE, sealed).isProven()).as("another one beside it").isFalse();
  }

  @Test
  void aUnitThatIsUpProvesIt() {
    unit("shop", "active", "");
    assertThat(of("web", IMAGE, labels()).isProven()).as("made by an earlier version").isTrue();
    assertThat(of("db", IMAGE, labels()).isProven()).isFalse();
    assertThat(of("web", IMAGE, Map.of()).isProven()).as("without labels").isFalse();
    assertThat(of("web", IMAGE, labels(Labels.MANAGED_BY, "me")).isProven()).isFalse();
  }

  /** A copy may take the name while the unit is up, where its own container was renamed. */
  @Test
  void wordOfWhatAUnitHasMadeProvesThatAndNothingElse() {
    unit("shop", "active", "");
    host.made.put(new ContainerName("web"), "id");
    host.containers.add(new ContainerName("web"));
    assertThat(of("web", IMAGE, labels()).isProven()).isTrue();
    assertThat(of("moved", IMAGE, labels())).isEqualTo(Ownership.proven("berth", "shop"));
    assertThat(of("moved", IMAGE, labels(Labels.CONTAINER_NAME, "db")).isProven()).isFalse();
    host.made.put(new ContainerName("web"), "another");
    assertThat(of("web", IMAGE, labels()).isProven()).as("a copy under its name").isFalse();
    assertThat(of("moved", IMAGE, labels()).isProven()).as("a copy").isFalse();
  }

  @Test
  void aUnitThatGivesSealsProvesWithoutWordOnlyWhatRunsInIt() {
    unit("shop", "activating", "--label=" + Labels.OWNERSHIP + "=x");
    assertThat(of("web", IMAGE, labels()).isProven()).as("it waits for the name").isFalse();
    host.processes.add("berth-web.service 1");
    assertThat(of("web", IMAGE, labels()).isProven()).isTrue();
  }

  @Test
  void aUnitAtRestProvesOnlyWhatItWouldRun() {
    unit("shop", "inactive", "ExecStart=/usr/bin/podman run --name=web " + IMAGE);
    assertThat(of("web", IMAGE, labels()).isProven()).isTrue();
    assertThat(of("web", "c0ffee", labels()).isProven()).as("a commit under its name").isFalse();
    assertThat(of("web", IMAGE, labels(Labels.DIGEST, "d2")).isProven()).isFalse();
    assertThat(of("web", "", labels()).isProven()).isFalse();
  }

  @Test
  void aUnitDecidesWhichConfigurationItIsOf() {
    unit("bank", "active", "");
    assertThat(of("web", IMAGE, labels(Labels.OWNERSHIP, sealOfWeb())))
        .isEqualTo(Ownership.proven("berth", "bank"));
  }

  @Test
  void theLastApplyProvesWhatAnEarlierVersionMade() {
    record("d1", IMAGE);
    assertThat(of("web", IMAGE, labels()).isProven()).isTrue();
    assertThat(of("web", "c0ffee", labels()).isProven()).as("a commit under its name").isFalse();
    assertThat(of("web", IMAGE, labels(Labels.DIGEST, "d2")).isProven()).isFalse();
    assertThat(of("web", IMAGE, labels(Labels.CONFIG_ID, "bank")).isProven()).isFalse();
    assertThat(of("web-copy", IMAGE, labels()).isProven()).isFalse();
    record("d1", "");
    assertThat(of("web", IMAGE, labels()).isProven()).as("of an earlier version").isTrue();
    host.records.compute(new ContainerName("web"), (name, was) -> service(was.configuration()));
    assertThat(of("web", IMAGE, labels()).isProven()).as("of a service").isTrue();
    assertThat(of("web", "c0ffee", labels()).isProven()).as("a commit of it").isFalse();
  }

  @Test
  void theLastApplyProvesItAfterTheKeyWasLost() {
    record("d1", IMAGE);
    String before = sealOfWeb();
    host.hasKey = false;
    assertThat(of("web", IMAGE, labels(Labels.OWNERSHIP, before)).isProven()).isTrue();
    host.records.clear();
    assertThat(of("web", IMAGE, labels(Labels.OWNERSHIP, before)).isProven()).isFalse();
  }

  @Test
  void aVolumeIsProvenByItsSealAlone() {
    String seal = host.seal(new Claim(Kind.VOLUME, "data", "berth", "shop", "")).orElseThrow();
    assertThat(of(volume("data", labels(Labels.OWNERSHIP, seal))).isProven()).isTrue();
    assertThat(of(volume("other", labels(Labels.OWNERSHIP, seal))).isProven()).isFalse();
    assertThat(of(volume("data", labels())).isImpostorOf("berth")).isTrue();
  }

  @Test
  void aVolumeOfAnEarlierVersionIsProvenByTheContainerThatItWasMadeFor() {
    record("d1", "");
    assertThat(of(volume("data", labels())).isProven()).isTrue();
    assertThat(of(volume("web-0123456789ab", labels())).isProven()).as("of a path").isTrue();
    assertThat(of(volume("precious", labels())).isProven()).isFalse();
    assertThat(of(volume("data", labels(Labels.CONFIG_ID, "bank"))).isProven()).isFalse();
    host.records.clear();
    unit("shop", "inactive", "ExecStart=/usr/bin/podman run --volume=data:/data i");
    assertThat(of(volume("data", labels())).isProven()).isTrue();
    assertThat(of(volume("precious", labels())).isProven()).isFalse();
  }

  /** Anybody can give labels to a volume that a configuration then uses. */
  @Test
  void whatIsWrittenSinceVolumesHaveSealsProvesNone() {
    SortedMap<String, String> configuration =
        new TreeMap<>(
            Map.of("managed_by", "berth", "config_id", "shop", "volumes[0]", "data:/data"));
    host.records.put(new ContainerName("web"), service(configuration));
    unit(
        "shop",
        "active",
        "ExecStart=/usr/bin/podman run --label=dev.berth.ownership=12 --volume=data:/data i");
    assertThat(of(volume("data", labels())).isProven()).isFalse();
    assertThat(of(volume("data", labels(Labels.OWNERSHIP, "12"))).isProven()).isFalse();
    host.units.clear();
    host.records.put(new ContainerName("web"), new Applied("d1", IMAGE, configuration));
    assertThat(of(volume("data", labels())).isProven()).as("a task's").isFalse();
    host.records.put(new ContainerName("web"), new Applied("d1", "", configuration));
    assertThat(of(volume("data", labels(Labels.OWNERSHIP, "12"))).isProven()).isFalse();
  }

  private static Applied service(SortedMap<String, String> configuration) {
    return new Applied("d1", "", configuration, false, IMAGE, new TreeMap<>());
  }

  private Ownership of(ObservedVolume volume) {
    return Ownership.of(volume, host);
  }

  private static ObservedVolume volume(String name, Map<String, String> labels) {
    return new ObservedVolume(name, labels, "/volumes/" + name + "/_data", Map.of());
  }
}
