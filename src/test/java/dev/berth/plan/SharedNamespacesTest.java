package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerName;
import dev.berth.model.Desired.ContainerSet;
import dev.berth.model.ObservedContainer;
import dev.berth.model.ObservedContainer.Life;
import dev.berth.model.ObservedContainer.Made;
import dev.berth.model.Ownership;
import dev.berth.model.Plan;
import dev.berth.model.Problem;
import dev.berth.model.RenderedState;
import dev.berth.model.RenderedState.WantedSet;
import dev.berth.model.Sharing;
import dev.berth.model.Sharing.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is in another's namespace, or has its volumes, is made anew when that is another's. */
class SharedNamespacesTest {
  private static final String LEADER = "leader: {image: i, restart: always}\n";
  private static final String GUEST =
      "guest: {image: i, restart: always, net: 'container:leader'}\n";

  private final SimulatedHost host = new SimulatedHost();

  private void sharing(
      String name, Map<Namespace, String> owners, Map<Namespace, String> namespaces) {
    host.put(
        host.containers
            .get(new ContainerName(name))
            .with(new Sharing(owners, namespaces, Map.of())));
  }

  private void mounts(String name, Map<String, String> mounts) {
    host.put(
        host.containers.get(new ContainerName(name)).with(new Sharing(Map.of(), Map.of(), mounts)));
  }

  private String id(String name) {
    return host.containers.get(new ContainerName(name)).id();
  }

  /** The plan where the engine itself looks after services. */
  private Plan inEngine(ContainerSet... sets) {
    RenderedState withUnits = host.wanted(List.of(sets));
    RenderedState wanted =
        new RenderedState(
            withUnits.sets().stream()
                .map(
                    set ->
                        new WantedSet(
                            set.configId(),
                            set.containers().stream().map(Rendering::inEnginesCare).toList(),
                            List.of()))
                .toList());
    return new Planner(ServiceStrategy.BY_CONTAINER)
        .plan(wanted, host.observed(wanted), host.options(List.of(sets), Set.of()));
  }

  /** Both in the engine's own care, as wanted. */
  private void bothInEngine() {
    host.apply(LEADER + GUEST);
    host.units.clear();
    for (String name : List.of("leader", "guest")) {
      ObservedContainer was = host.containers.get(new ContainerName(name));
      host.put(
          new ObservedContainer(
                  was.id(),
                  new ContainerName(name),
                  new Made(was.made().image(), was.imageId(), was.labels(), List.of(), "always", 0),
                  new Life("running", 0, was.pid(), ""))
              .with(was.ownership()));
    }
  }

  private static ContainerSet set(String yaml) {
    return Configurations.read("set", yaml);
  }

  @Test
  void aNamespaceThatIsTheLeadersIsLeftAlone() {
    host.apply(LEADER + GUEST);
    sharing("leader", Map.of(), Map.of(Namespace.NETWORK, "net:[1]", Namespace.PID, "pid:[1]"));
    sharing(
        "guest",
        Map.of(Namespace.NETWORK, id("leader")),
        Map.of(Namespace.NETWORK, "net:[1]", Namespace.PID, "pid:[2]"));
    assertThat(host.plan(LEADER + GUEST).steps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "net, NETWORK, network",
    "pid, PID, process",
    "ipc, IPC, IPC",
    "userns, USER, user",
  })
  void oneThatTheLeaderHasLeftIsSeenThoughItsIdIsTheSame(
      String key, Namespace namespace, String word) {
    String guest = GUEST.replace("net:", key + ":");
    host.apply(LEADER + guest);
    sharing("leader", Map.of(), Map.of(namespace, "[2]"));
    sharing("guest", Map.of(namespace, id("leader")), Map.of(namespace, "[1]"));
    assertThat(PlanText.of(host.plan(LEADER + guest)))
        .contains("replace guest")
        .contains("its " + word + " namespace is one that 'leader' has left: it was started again")
        .doesNotContain("leader\n");
  }

  @Test
  void oneOfAnEarlierLeaderIsSeenByItsIdWhereverTheLeaderBelongs() {
    ContainerSet ofOther = Configurations.read("other", LEADER);
    host.apply(List.of(ofOther));
    host.apply(GUEST);
    sharing("guest", Map.of(Namespace.NETWORK, "id-of-old"), Map.of());
    assertThat(PlanText.of(host.plan(GUEST)))
        .contains("replace guest")
        .contains("its network namespace is that of an earlier 'leader'");
  }

  @Test
  void inTheEnginesCareOneThatHasEndedInADeadNamespaceIsMadeAnewInsteadOfStarted() {
    bothInEngine();
    host.state("guest", "exited", 137);
    sharing("guest", Map.of(Namespace.NETWORK, "id-of-old"), Map.of());
    Plan plan = inEngine(set(LEADER + GUEST));
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().getFirst().change())
        .isInstanceOfSatisfying(
            Service.class,
            service -> {
              assertThat(service.subject()).isEqualTo("guest");
              assertThat(service.kind()).isEqualTo(Service.Kind.REPLACE);
            });
  }

  @Test
  void inTheEnginesCareOneWithAnothersVolumesIsMadeAnewWithItButNotWhenThatOnlyStarts() {
    String borrower = "guest: {image: i, restart: always, volumes_from: [leader]}\n";
    host.apply(LEADER + borrower);
    host.units.clear();
    for (String name : List.of("leader", "guest")) {
      host.containers.computeIfPresent(
          new ContainerName(name),
          (key, was) ->
              new ObservedContainer(
                  was.id(),
                  new ContainerName(name),
                  new Made(was.made().image(), was.imageId(), was.labels(), List.of(), "always", 0),
                  new Life("running", 0, 1, "")));
    }
    assertThat(PlanText.of(inEngine(set(LEADER.replace("always", "always, user: x") + borrower))))
        .contains("replace leader", "replace guest", "needs 'leader', which starts anew");

    host.state("leader", "exited", 1);
    assertThat(PlanText.of(inEngine(set(LEADER + borrower))))
        .contains("start leader")
        .doesNotContain("guest\n");
  }

  @Test
  void aVolumeOfAnEarlierLenderIsSeenUnlessItsOwnIsMountedThere() {
    String yaml =
        LEADER
            + "guest: {image: i, restart: always, volumes_from: ['leader:ro'],"
            + " volumes: ['mine:/own/']}\n";
    host.apply(yaml);
    mounts("leader", Map.of("/data", "new", "/own", "theirs"));
    mounts("guest", Map.of("/data", "new", "/own", "mine"));
    assertThat(host.plan(yaml).steps()).isEmpty();

    mounts("guest", Map.of("/data", "old", "/own", "mine"));
    assertThat(PlanText.of(host.plan(yaml)))
        .contains("replace guest", "has not the /data that 'leader' has by now");
  }

  @Test
  void whoIsOfAnotherConfigurationAndLeftBehindIsTold() {
    bothInEngine();
    sharing("guest", Map.of(Namespace.NETWORK, id("leader")), Map.of());
    ObservedContainer guest = host.containers.get(new ContainerName("guest"));
    host.put(
        new ObservedContainer(
                guest.id(),
                new ContainerName("guest"),
                new Made("i", guest.imageId(), guest.labels(), List.of(), "always", 0),
                new Life("running", 0, 1, ""))
            .with(guest.sharing())
            .with(Ownership.proven("berth", "other")));
    Plan plan = inEngine(set(LEADER.replace("always", "always, user: x")));
    assertThat(plan.problems())
        .extracting(Problem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("'guest' is in a namespace of 'leader', which starts anew")
                    .contains("apply 'other' afterwards"));
    assertThat(inEngine(set(LEADER)).problems()).isEmpty();
  }

  @Test
  void oneThatWasRenamedByHandIsNamed() {
    host.apply(LEADER);
    ObservedContainer was = host.containers.remove(new ContainerName("leader"));
    host.put(
        new ObservedContainer(
            was.id(),
            new ContainerName("moved"),
            new Made(was.made().image(), was.imageId(), was.labels(), List.of()),
            new Life("running", 0, 1, "")));
    assertThat(PlanText.of(host.plan(LEADER)))
        .contains(
            "<stdin>:1:1: warning: 'moved' has the labels of 'leader', and nothing proves that it"
                + " is that one: it stays ('podman rename moved leader' gives it its name)",
            "its container is gone: 'moved' has its labels");
    host.judged("moved", Ownership.proven("berth", "set"));
    assertThat(PlanText.of(host.plan(LEADER)))
        .contains("its container is gone: it was renamed to 'moved'")
        .doesNotContain("remove moved", "warning");
    host.containers.remove(new ContainerName("moved"));
    assertThat(PlanText.of(host.plan(LEADER))).endsWith("its container is gone");
  }
}
