package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.xml.sax.InputSource;

/** A real host is drawn as it is, and as it came up. */
class GraphIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SET =
      """
      prepare:
        image: localhost/berth-test/busybox:1
        detach: false
        command: ["true"]
      store:
        image: localhost/berth-test/web:1
        start_order: 1
        restart: always
        net: host
        environment: {PORT: 9301}
        healthcheck: {test: "wget -q -O /dev/null http://127.0.0.1:9301/", interval: 1s}
        depends_on: [dbus.service]
      cache:
        image: localhost/berth-test/busybox:1
        start_order: 1
        restart: always
        depends_on: {prepare: {condition: service_completed_successfully}}
      page:
        image: localhost/berth-test/busybox:1
        start_order: 2
        restart: always
        depends_on:
          store: {condition: service_healthy, required: true}
      """;

  /**
   * A service of the timeline.
   *
   * @param began seconds since systemd began
   * @param up the same
   */
  private record Bar(String container, String outcome, double began, double up) {}

  @BeforeAll
  static void applied() {
    host.apply(SET, "--config-id", "shop");
  }

  private static String graph(String... arguments) {
    List<String> all = new ArrayList<>(List.of("graph"));
    all.addAll(List.of(arguments));
    CommandResult result = host.berth(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
    return result.stdout();
  }

  /** The lines of the tree without its branches, blanks made one. */
  private static List<String> lines(String tree) {
    return tree.lines().map(line -> line.replaceAll("[│├└─ ]+", " ").strip()).toList();
  }

  private static void becomes(String line, String... arguments) {
    Eventually.holds(line, () -> lines(graph(arguments)).contains(line));
  }

  @Test
  void theHostIsDrawnFromItsUnitsAndLabels() {
    becomes("store service healthy");
    assertThat(lines(graph()))
        .containsExactly(
            "outside",
            "dbus.service host unit running",
            "shop",
            "tasks",
            "prepare task finished",
            "start_order 1",
            "cache service running",
            "needs prepare, completed",
            "store service healthy",
            "after dbus.service",
            "start_order 2",
            "page service running",
            "needs store, healthy");
  }

  @Test
  void filesAreDrawnWithWhatTheHostMakesOfThem() throws Exception {
    host.write(
        "/root/drawn.yaml", SET + "late: {image: absent, start_order: 3, restart: always}\n");
    host.get("systemctl", "stop", "berth-cache.service");
    String[] file = {"-f", "/root/drawn.yaml", "--config-id", "shop"};
    assertThat(lines(graph(file))).contains("cache service", "late service");
    String[] seen = {file[0], file[1], file[2], file[3], "--state"};
    becomes("store service healthy", seen);
    assertThat(lines(graph(seen)))
        .contains(
            "start_order 0",
            "prepare task finished",
            "start_order 2",
            "cache service stopped",
            "late service not there");
    String svg = graph(file[0], file[1], "--state", "--format", "svg");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertThat(svg).contains(">service, stopped</text>", ">service, not there</text>");
    host.get("systemctl", "start", "berth-cache.service");
  }

  @Test
  void aCycleWithWhatAnotherConfigurationHasHereIsRefused() {
    String one = "one: {image: 'localhost/berth-test/busybox:1', restart: always}\n";
    host.apply(one, "--config-id", "first");
    host.apply(
        "two: {image: 'localhost/berth-test/busybox:1', restart: always, depends_on: [one]}\n",
        "--config-id",
        "second");
    CommandResult closing =
        host.tryApply(one.replace("}", ", depends_on: [two]}"), "--config-id", "first");
    assertThat(closing.exitCode()).isEqualTo(2);
    assertThat(closing.stderr())
        .containsPattern("/root/set.yaml:1:\\d+: error: the dependencies make a cycle with the")
        .contains("configuration 'second' on this host: one → two → one");
    assertThat(host.pids()).containsKeys("one", "two");
    assertThat(host.berth("delete", "first", "second").exitCode()).isZero();
  }

  @Test
  void oneConfigurationOfSeveral() {
    assertThat(lines(graph("shop"))).contains("page service running");
    CommandResult unknown = host.berth("graph", "shed");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.stderr()).contains("there is no configuration 'shed'; there is ");
  }

  @Test
  void aBootIsDrawnAsSystemdSawIt() {
    host.reboot();

    List<Bar> bars = bars(graph("--boot", "--output", "json"));
    assertThat(bars).extracting(Bar::container).containsExactlyInAnyOrder("store", "cache", "page");
    assertThat(bars)
        .allSatisfy(
            bar -> {
              assertThat(bar.outcome()).isEqualTo("up");
              assertThat(bar.began()).isPositive();
              assertThat(bar.up()).isGreaterThanOrEqualTo(bar.began());
            });
    Bar page = bar(bars, "page");
    assertThat(bars)
        .filteredOn(bar -> !bar.equals(page))
        .allSatisfy(bar -> assertThat(bar.up()).isLessThanOrEqualTo(page.began()));

    assertThat(graph("--boot").lines().toList())
        .hasSize(3 + bars.size())
        .first()
        .asString()
        .matches("The boot took .* s; 3 services came up in it, the last after .* s\\.");
    CommandResult traced = host.berth("graph", "--boot", "--verbose");
    assertThat(traced.stderr().lines().filter(line -> line.startsWith("run ")))
        .as("systemd itself, and all units at once")
        .hasSize(2);

    host.get("systemctl", "restart", "berth-cache.service");
    assertThat(bar(bars(graph("--boot", "--output", "json")), "cache").outcome())
        .isEqualTo("later");
    assertThat(graph("--boot")).containsPattern("cache .* last started .* after the boot began");
    assertThat(graph("--boot", "--format", "svg")).startsWith("<svg ").contains(">cache</text>");
  }

  private static Bar bar(List<Bar> bars, String container) {
    return bars.stream().filter(bar -> bar.container().equals(container)).findFirst().orElseThrow();
  }

  private static List<Bar> bars(String json) {
    Pattern bar =
        Pattern.compile(
            "\"container\" : \"(\\w+)\".*?\"outcome\" : \"(\\w+)\".*?\"began\" : ([0-9.E-]+)"
                + ".*?\"up\" : ([0-9.E-]+)",
            Pattern.DOTALL);
    List<Bar> bars = new ArrayList<>();
    for (Matcher found = bar.matcher(json); found.find(); ) {
      bars.add(
          new Bar(
              found.group(1),
              found.group(2),
              Double.parseDouble(found.group(3)),
              Double.parseDouble(found.group(4))));
    }
    return bars;
  }

  @Test
  void servicesInDockersOwnCareAreDrawnAsServices() {
    host.get("systemctl", "start", "docker");
    String set =
        """
        once: {IMAGE, restart: "no"}
        kept: {IMAGE, restart: always}
        ready: {IMAGE, detach: false, command: ["true"]}
        """
            .replace("IMAGE", "image: 'localhost/berth-test/busybox:1', net: none");
    host.write("/root/docker.yaml", set);
    CommandResult applied =
        host.berth("apply", "--container-cli", "docker", "-f", "/root/docker.yaml");
    assertThat(applied.exitCode()).as(applied.stdout() + applied.stderr()).isZero();
    try {
      assertThat(lines(graph("--container-cli", "docker")))
          .containsSubsequence("tasks", "ready task finished", "services", "kept service running")
          .contains("once service running");
    } finally {
      host.berth("delete", "--container-cli", "docker", "docker");
      host.get("systemctl", "stop", "docker.socket", "docker.service");
    }
  }
}
