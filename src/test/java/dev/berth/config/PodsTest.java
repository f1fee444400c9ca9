package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.ContainerSpec.Role;
import dev.berth.model.Sharing.Namespace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What {@code pod} makes of containers. */
class PodsTest {
  private static final String SHOP =
      """
      db: {image: i, restart: always, pod: shop, expose: [5432], start_order: 2}
      app:
        image: i
        restart: always
        pod: shop
        hostname: shop
        ports: ["8080:80"]
        networks: [front]
        dns: [10.0.0.1]
        extra_hosts: ["a:10.0.0.2"]
        sysctls: {net.core.somaxconn: "512"}
        pid: host
        start_order: 3
      other: {image: i, restart: always, hostname: other}
      """;

  @Test
  void whatIsThePodsIsSaidOfItsOwnContainer() {
    Reading.Result read = Reading.plain().text(SHOP);
    assertThat(read.texts()).isEmpty();
    assertThat(read.names()).containsExactly("shop-pod", "db", "app", "other");
    assertThat(read.container("shop-pod").isPod()).isTrue();
    assertThat(read.container("shop-pod").image()).isEqualTo(ContainerSpec.PAUSE_IMAGE);
    assertThat(read.flat("shop-pod"))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("pod", "shop"),
                    Map.entry("restart", "always"),
                    Map.entry("start_order", "2"),
                    Map.entry("ipc", "shareable"),
                    Map.entry("hostname", "shop"),
                    Map.entry("ports[0]", "8080:80/tcp"),
                    Map.entry("networks[0]", "front"),
                    Map.entry("expose[0]", "5432"),
                    Map.entry("dns[0]", "10.0.0.1"),
                    Map.entry("extra_hosts[0]", "a:10.0.0.2"),
                    Map.entry("sysctls.net.core.somaxconn", "512"))));
    assertThat(read.flat("app"))
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "pod", "shop",
                    "restart", "always",
                    "start_order", "3",
                    "pid", "host",
                    "net", "container:shop-pod",
                    "ipc", "container:shop-pod")));
    assertThat(read.container("db").namespaceOwners())
        .isEqualTo(
            Map.of(
                Namespace.NETWORK, new ContainerName("shop-pod"),
                Namespace.IPC, new ContainerName("shop-pod")));
    assertThat(read.flat("other")).containsEntry("hostname", "other").doesNotContainKey("net");
  }

  /** Each member is found in the pod's networks by its own names. */
  @Test
  void aNetworkIsJoinedOnceUnderAllNames() {
    Reading.Result read =
        Reading.plain()
            .text(
                """
                a: {image: i, pod: p, networks: ["n:alias=a", m]}
                b: {image: i, pod: p, networks: ["n:alias=b,ip=10.0.0.2"]}
                """);
    assertThat(read.texts()).isEmpty();
    assertThat(read.flat("p-pod"))
        .containsEntry("networks[0]", "n:alias=a,alias=b,ip=10.0.0.2")
        .containsEntry("networks[1]", "m");
  }

  @Test
  void theHostsNamespacesAreNobodysToShare() {
    Reading.Result read =
        Reading.plain()
            .text("a: {image: i, restart: always, pod: p, net: host, ipc: host, userns: host}\n");
    assertThat(read.texts()).isEmpty();
    assertThat(read.flat("a"))
        .containsEntry("net", "container:p-pod")
        .containsEntry("ipc", "host")
        .containsEntry("userns", "host");
    assertThat(read.flat("p-pod")).containsEntry("net", "host").containsEntry("ipc", "host");
  }

  @Test
  void membersThatContradictEachOtherAreTold() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a:
                      image: i
                      pod: p
                      hostname: one
                      ports: ["80:80", "81:81"]
                      networks: ["n:ip=10.0.0.1"]
                      sysctls: {net.a: "1"}
                    b:
                      image: i
                      pod: p
                      hostname: another
                      ports: ["80:80"]
                      networks: ["n:ip=10.0.0.2"]
                      sysctls: {net.a: "2"}
                    c: {image: i, pod: p, net: host}
                    d: {image: i, pod: p, ipc: "container:a"}
                    """)
                .texts())
        .containsExactly(
            "<stdin>:6:14: error: the pod `p` has `net` already, at <stdin>:15:28 (write all its"
                + " networks into `networks`)",
            "<stdin>:11:13: error: `hostname` of the pod `p` is a text of 7 characters here, and"
                + " another one at <stdin>:4:13 (the members of a pod have one: write the same, or"
                + " leave one out)",
            "<stdin>:12:11: error: `ports`: another member of the pod has that already, at"
                + " <stdin>:5:11 (leave one of the two out)",
            "<stdin>:13:14: error: `networks`: another member of the pod has another `ip` there, at"
                + " <stdin>:6:14 (a pod has one: leave one of the two out)",
            "<stdin>:14:20: error: `sysctls`: another member has another `net.a`, at <stdin>:7:20"
                + " (the members of a pod have one: write the same)",
            "<stdin>:16:28: error: `ipc` of a member of a pod is the pod's own (take it out, or"
                + " `pod`)");
  }

  @Test
  void namesThatClashAreTold() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a: {image: i, pod: p}
                    p-pod: {image: i}
                    b: {image: i, pod: b}
                    c: {image: i, pod: "../x"}
                    """)
                .texts())
        .containsExactly(
            "<stdin>:1:20: error: the pod `p` has a container `p-pod` of its own (rename the"
                + " container that is called so)",
            "<stdin>:3:20: error: the pod is called as the container `b` (rename one of the two: an"
                + " engine has one name for either)",
            "<stdin>:4:20: error: `pod`: a text of 4 characters is no name of a pod (use letters,"
                + " digits and _ . -, the first a letter or digit)");
  }

  /** What changes in one of them, and which of them is first, is a change of the pod. */
  @Test
  void initContainersArePartOfThePodsStart() {
    String two =
        """
        one: {image: i, pod: p, pod_init: true, environment: {A: "1"}}
        two: {image: i, pod: p, pod_init: true}
        app: {image: i, pod: p, restart: always}
        """;
    Reading.Result read = Reading.plain().text(two);
    assertThat(read.texts()).isEmpty();
    assertThat(read.container("one").role()).isEqualTo(Role.INIT);
    assertThat(read.flat("p-pod")).containsKeys("pod_init.one", "pod_init.two");
    assertThat(Reading.plain().text(two.replace("\"1\"", "\"2\"")).flat("p-pod"))
        .isNotEqualTo(read.flat("p-pod"));
    List<String> lines = two.lines().toList();
    assertThat(
            Reading.plain()
                .text(lines.get(1) + "\n" + lines.get(0) + "\n" + lines.get(2) + "\n")
                .flat("p-pod"))
        .isNotEqualTo(read.flat("p-pod"));
  }

  @Test
  void whatAnInitContainerCannotHaveIsTold() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a: {image: i, pod_init: true}
                    b: {image: i, pod: p, pod_init: true, restart: always, depends_on: [c]}
                    c: {image: i, pod: p}
                    """)
                .texts())
        .containsExactly(
            "<stdin>:1:25: error: `pod_init` has an effect only in a pod (give `pod`, too)",
            "<stdin>:2:48: error: `restart` has no effect with `pod_init` (it runs to its end at"
                + " each start of its pod)",
            "<stdin>:2:68: error: `depends_on` has no effect with `pod_init` (they run one after"
                + " the other in the order of the file)");
  }

  @Test
  void ownContainerOfAPodCanBeNamed() {
    Reading.Result read =
        Reading.plain()
            .text(
                """
                a: {image: i, restart: always, pod: p, pid: "container:p-pod"}
                b: {image: i, restart: always, depends_on: [p-pod]}
                """);
    assertThat(read.texts()).isEmpty();
    assertThat(read.container("b").dependencies())
        .singleElement()
        .satisfies(it -> assertThat(it.target()).isEqualTo("p-pod"));
  }

  @Test
  void aTaskOfAPodLeavesNothingThatHoldsIt() {
    Reading.Result read = Reading.plain().text("a: {image: i, pod: p}\nb: {image: i}\n");
    assertThat(read.container("a").isRemovedAtEnd()).isTrue();
    assertThat(read.container("b").isRemovedAtEnd()).isFalse();
  }
}
