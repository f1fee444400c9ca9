package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired;
import dev.berth.model.Labels;
import dev.berth.model.Network;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.ObservedImage;
import dev.berth.model.ObservedNetwork;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which containers an engine could not start again in their networks, or has taken out of one. */
class DetachedTest {
  private static final ContainerName WEB = new ContainerName("web");

  @TempDir Path directory;
  private RenderedState wanted;
  private boolean isAsked;

  @BeforeEach
  void isRendered() {
    render("web: {image: 'i:1', restart: always, networks: [back, front]}\n");
  }

  private void render(String yaml) {
    PlayedHost host = new PlayedHost(directory);
    wanted =
        PlayedHost.renderer(
                host.engine.commandLine(), host.paths, PlayedHost.OPTIONS, DigestKey.random())
            .render(
                new Desired(List.of(Configurations.read("shop", yaml))),
                PlayedHost.facts(Map.of("i:1", new ObservedImage("1", List.of(), false))));
  }

  private ObservedContainer container(String state, String digest) {
    return new ObservedContainer(
        "1",
        WEB,
        new Made("i:1", "1", Map.of(Labels.DIGEST, digest), List.of()),
        new Life(state, 0, 0, ""));
  }

  private String digest() {
    return wanted.container(WEB).map(Rendered::digest).orElseThrow();
  }

  private Map<ContainerName, String> found(
      ObservedContainer container, Map<String, String> networks) {
    Map<String, ObservedNetwork> now = new TreeMap<>();
    networks.forEach((name, id) -> now.put(name, network(name, id)));
    return new Detached(
            () -> {
              isAsked = true;
              return now;
            })
        .find(List.of(container), wanted);
  }

  private static ObservedNetwork network(String name, String id) {
    return new ObservedNetwork(
        id,
        new Network(
            name,
            "",
            List.of(),
            false,
            false,
            "",
            "",
            new TreeMap<>(),
            new TreeMap<>(),
            List.of()));
  }

  @Test
  void oneThatRunsIsMissedInItsNetworkByItsName() {
    ObservedContainer running = container("running", digest());
    assertThat(found(running.attached(Map.of("front", "f")), Map.of()))
        .containsExactly(Map.entry(WEB, "is not in its network 'back' any more"));
    assertThat(found(running.attached(Map.of("back", "", "front", "", "more", "")), Map.of()))
        .isEmpty();
    assertThat(found(running, Map.of())).as("the engine does not tell").isEmpty();
    assertThat(isAsked).isFalse();
  }

  @Test
  void oneAtRestHasItsNetworksByTheirIds() {
    ObservedContainer ended =
        container("exited", digest()).attached(Map.of("back", "b", "front", "f"));
    assertThat(found(ended, Map.of("back", "b", "front", "f"))).isEmpty();
    assertThat(found(ended, Map.of("back", "b")))
        .containsExactly(Map.entry(WEB, "its network 'front' is gone"));
    assertThat(found(ended, Map.of("back", "new", "front", "f")))
        .containsExactly(Map.entry(WEB, "its network 'back' was made anew"));
  }

  @Test
  void nobodyIsAskedForOneWhoseNetworksHaveNoIds() {
    ObservedContainer ended = container("exited", digest());
    assertThat(found(ended.attached(Map.of("back", "", "front", "")), Map.of())).isEmpty();
    assertThat(isAsked).isFalse();
    render("web: {image: 'i:1', restart: always, net: host}\n");
    assertThat(found(container("exited", digest()).attached(Map.of("host", "h")), Map.of()))
        .isEmpty();
    assertThat(isAsked).isFalse();
  }

  /** One that is replaced anyway, and a task, which is made anew for each run. */
  @Test
  void onlyServicesWithTheirWantedConfigurationCount() {
    assertThat(found(container("running", "other").attached(Map.of()), Map.of())).isEmpty();
    render("web: {image: 'i:1', detach: false, networks: [back]}\n");
    assertThat(found(container("running", digest()).attached(Map.of()), Map.of())).isEmpty();
  }
}
