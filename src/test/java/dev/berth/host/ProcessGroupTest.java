package dev.berth.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Of which unit a process is, for all that the kernel says. */
class ProcessGroupTest {
  @Test
  void aProcessIsOfTheUnitWhoseGroupItIsInOrBelow() {
    ProcessGroup group =
        ProcessGroup.parse("0::/system.slice/berth-web.service/libpod-payload-0a1b/init\n");
    assertThat(group.isOf("berth-web.service")).isTrue();
    assertThat(group.isOf("berth-we")).isFalse();
    assertThat(group.isOf("web.service")).isFalse();
  }

  @Test
  void anyOfTheHierarchiesTells() {
    assertThat(
            ProcessGroup.parse("12:pids:/\n1:name=systemd:/system.slice/berth-a:b.service\n")
                .isOf("berth-a:b.service"))
        .isTrue();
    assertThat(ProcessGroup.parse("nothing of the kind").isOf("nothing of the kind")).isFalse();
  }

  @Test
  void thisProcessIsInOneAndNoneIsInNone() {
    assertThat(ProcessGroup.of(ProcessHandle.current().pid())).isPresent();
    assertThat(ProcessGroup.of(0)).isEmpty();
  }
}
