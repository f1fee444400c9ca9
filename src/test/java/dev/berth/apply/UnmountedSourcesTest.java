package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Problem;
import dev.berth.model.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmountedSourcesTest {
  private static final String FSTAB =
      """
      # <file system> <mount point> <type> <options>
      UUID=1 / ext4 defaults 0 1
      UUID=2 none swap sw 0 0
      server:/a  /srv/late  nfs  nofail 0 0
      server:/b /srv/with\\040blank/ nfs nofail 0 0
      UUID=3 /srv/there ext4 defaults 0 2
      """;
  private static final String MOUNTS =
      """
      1 0 8:1 / / rw - ext4 /dev/sda1 rw
      2 1 8:2 / /srv/there rw - ext4 /dev/sda2 rw
      """;

  private static List<String> problems(boolean withUnits, String yaml) {
    Problems problems = new Problems();
    new UnmountedSources(FSTAB, MOUNTS)
        .check(PlayedHost.desired(yaml).containers().toList(), withUnits, problems);
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void aServicesUnitHasItMountedAndATaskWouldNot() {
    String service = "db: {image: i, restart: always, volumes: ['/srv/late/db/:/d']}";
    assertThat(problems(true, service))
        .containsExactly(
            "<stdin>:1:43: warning: bind source '/srv/late/db/': /srv/late of /etc/fstab is not"
                + " mounted (it is when the service starts, or the service does not)");
    String task = "init: {image: i, volumes: ['/srv/with blank:/d']}";
    assertThat(problems(true, task))
        .singleElement()
        .asString()
        .contains("error: bind source '/srv/with blank': /srv/with blank of /etc/fstab is not");
    assertThat(problems(false, service)).singleElement().asString().contains("error: ");
  }

  @Test
  void whatIsMountedOrElsewhereIsNoConcern() {
    assertThat(
            problems(
                true,
                "a: {image: i, volumes: ['/srv/there:/a', '/srv/later:/b', '/:/c', 'late:/d',"
                    + " '/srv:/e']}"))
        .isEmpty();
  }
}
