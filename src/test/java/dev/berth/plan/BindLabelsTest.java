package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Mount;
import dev.berth.model.ObservedLabel;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.RenderedState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a plan says of bind mounts that SELinux would deny. */
class BindLabelsTest {
  private static final Map<String, ObservedLabel> LABELS =
      Map.of(
          "/srv/web", directory("var_t:s0", false, false, "/srv/web"),
          "/srv/a+b (1)'s", directory("var_t:s0", false, false, "/srv/a+b (1)'s"),
          "/srv/link", directory("var_t:s0", false, false, "/data/real"),
          "/srv/own", directory("container_file_t:s0", true, true, "/srv/own"),
          "/srv/foreign", directory("container_file_t:s0:c444,c877", false, false, "/srv/foreign"),
          "/opt/app", directory("usr_t:s0", true, false, "/opt/app"),
          "/home", directory("home_root_t:s0", false, false, "/home"),
          "/srv/app.conf", file("var_t:s0", false, "/srv/app.conf"),
          "/etc/hosts", file("net_conf_t:s0", true, "/etc/hosts"));

  private final SimulatedHost host = new SimulatedHost();

  private static ObservedLabel directory(
      String label, boolean readable, boolean writable, String path) {
    return new ObservedLabel("system_u:object_r:" + label, readable, writable, true, path);
  }

  private static ObservedLabel file(String label, boolean readable, String path) {
    return new ObservedLabel("system_u:object_r:" + label, readable, false, false, path);
  }

  private List<String> warnings(String yaml) {
    return warnings(yaml, Set.of());
  }

  private List<String> warnings(String yaml, Set<ContainerName> comingOver) {
    RenderedState wanted = host.wanted(List.of(Configurations.read("set", yaml)));
    Problems problems = new Problems();
    new BindLabels(LABELS, comingOver).check(wanted, problems);
    Plan plan =
        comingOver.isEmpty()
            ? new Planner(ServiceStrategy.BY_UNIT)
                .plan(
                    wanted,
                    host.observed(wanted).withLabels(LABELS),
                    host.options(List.of(), Set.of()))
            : new Plan(List.of(), List.of(), new TreeMap<>(), problems.sorted());
    assertThat(plan.isRefused()).isFalse();
    return plan.problems().stream()
        .map(problem -> problem.at() + " " + problem.message() + " -> " + problem.advice())
        .toList();
  }

  @Test
  void aDirectoryThatCannotBeReadIsNamedWithWhatMendsIt() {
    assertThat(
            warnings(
                """
                web:
                  image: i
                  volumes:
                    - /etc/hosts:/etc/hosts
                    - /srv/web:/data:ro
                """))
        .containsExactly(
            "<stdin>:5:7 'web' binds '/srv/web', which SELinux lets no container read: its label is"
                + " var_t -> semanage fcontext -a -t container_file_t '/srv/web(/.*)?' &&"
                + " restorecon -RF '/srv/web'; or let the engine label it with the option z, or Z"
                + " for this container alone");
  }

  @Test
  void theCommandIsOneThatCanBePasted() {
    assertThat(warnings("a: {image: i, volumes: [\"/srv/a+b (1)'s:/a\", '/srv/app.conf:/b']}"))
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains(
                        "container_file_t '/srv/a\\+b\\s\\(1\\)'\\''s(/.*)?' && restorecon -RF"
                            + " '/srv/a+b (1)'\\''s';"))
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains(
                        "container_file_t '/srv/app\\.conf' && restorecon -F '/srv/app.conf';"))
        .hasSize(2);
  }

  @Test
  void aLinkIsMendedWhereItLeads() {
    assertThat(warnings("a: {image: i, volumes: ['/srv/link:/a']}"))
        .singleElement()
        .asString()
        .contains("binds '/srv/link'", "restorecon -RF '/data/real'");
  }

  @Test
  void aDirectoryThatCanBeReadButNotWrittenIsNamedWhereItIsBoundToBeWritten() {
    assertThat(warnings("a: {image: i, volumes: ['/opt/app:/a', '/opt/app:/b:ro', '/srv/own:/c']}"))
        .singleElement()
        .asString()
        .contains(":1:25 ", "lets containers read, not write: its label is usr_t");
  }

  @Test
  void theLevelOfAnotherContainerIsShown() {
    assertThat(warnings("a: {image: i, volumes: ['/srv/foreign:/a']}"))
        .singleElement()
        .asString()
        .contains("its label is container_file_t:s0:c444,c877");
  }

  @Test
  void nobodyIsToldToRelabelTheHostsOwn() {
    assertThat(warnings("a: {image: i, volumes: ['/home:/home']}"))
        .singleElement()
        .asString()
        .contains("do not relabel it")
        .doesNotContain("semanage");
  }

  @Test
  void nothingIsSaidOfWhatTheEngineLabelsOrDoesNotConfine() {
    assertThat(
            warnings(
                """
                shared: {image: i, volumes: ['/srv/web:/data:z', '/srv/foreign:/b:ro,Z']}
                off: {image: i, volumes: ['/srv/web:/data'], security_opt: [label=disable]}
                typed: {image: i, volumes: ['/srv/web:/data'], security_opt: 'label=type:web_t'}
                privileged: {image: i, volumes: ['/srv/web:/data'], privileged: true}
                """))
        .isEmpty();
  }

  @Test
  void whatComesOverIsLabelledUnlessItIsTheHostsOwn() {
    String yaml =
        """
        web: {image: i, volumes: ['/srv/web:/data', '/srv/own:/own', '/home:/home', '/srv/link:/l:z']}
        """;
    assertThat(warnings(yaml, Set.of(new ContainerName("web"))))
        .satisfiesExactly(
            warning ->
                assertThat(warning)
                    .contains(
                        "'/srv/web'", "it gets container_file_t when the container comes over"),
            warning -> assertThat(warning).contains("'/home'", "so do not relabel it"));
    ContainerSpec web =
        host.wanted(List.of(Configurations.read("set", yaml)))
            .containers()
            .findFirst()
            .orElseThrow()
            .spec();
    assertThat(BindLabels.denied(web, LABELS))
        .extracting(Mount::source)
        .containsExactlyInAnyOrder("/srv/web", "/home");
  }
}
