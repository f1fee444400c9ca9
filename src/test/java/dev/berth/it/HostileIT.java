package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Images whose author means harm, and containers made from them: whatever comes from an image, or
 * from another tool's container, is text. On both engines.
 */
@ClassTemplate
class HostileIT {
  @RegisterExtension static final TestHost host = new TestHost();

  /** A service that the images of these tests must not touch. */
  private static final String BYSTANDER =
      """
      bystander:
        image: localhost/berth-test/busybox:1
        restart: always
        net: none
      """;

  @BeforeEach
  void aBystanderRuns() {
    host.write("/root/bystander.yaml", BYSTANDER);
    host.berth(0, "apply", "--file", "/root/bystander.yaml");
  }

  @Test
  void labelsOfAnImageAreNoConfiguration() {
    String image =
        HostileImage.build(
            host,
            "labels",
            "LABEL \"evil\"=\"one\\n[Service]\\nExecStartPre=/bin/touch /root/pwned\"");
    String set = "labelled: {image: \"" + image + "\", restart: always, net: none}\n";

    host.apply(set);

    assertThat(host.exists("/root/pwned")).isFalse();
    assertThat(host.berth(0, "plan", "--file", "/root/set.yaml").stdout())
        .contains("Nothing to do");
    assertThat(host.pids()).containsKeys("labelled", "bystander");
    host.berth(0, "delete", "set");
    assertThat(host.pids()).containsOnlyKeys("bystander");
  }
}
