package dev.berth.plan.lowering;

import static dev.berth.plan.lowering.NodeTable.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerName;
import dev.berth.model.operation.ContainerOperation.CreateTrial;
import dev.berth.model.operation.ContainerOperation.LookForUsers;
import dev.berth.plan.lowering.TrialLowering.Trial;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialLoweringTest {
  @Test
  void allTrialsGoTogetherOnceEachHasBeenLookedAt() {
    Trial web =
        new Trial(
            new CreateTrial(
                new ContainerName("web"),
                new ContainerName("trial-1"),
                List.of("podman", "create")),
            Optional.of(
                new LookForUsers(
                    new ContainerName("web"),
                    new ContainerName("trial-1"),
                    List.of("app"),
                    List.of())));
    Trial db =
        new Trial(
            new CreateTrial(new ContainerName("db"), new ContainerName("trial-2"), List.of()),
            Optional.empty());

    assertThat(table(TrialLowering.of(List.of(web, db))))
        .isEqualTo(
            """
            web: try web
            web: look for users of web < web: try web
            db: try db
            : reach replacements are tried ; db: try db, web: look for users of web
            web: remove trial of web? ; : reach replacements are tried
            db: remove trial of db? ; : reach replacements are tried\
            """);
  }

  @Test
  void withoutATrialNothingIsCalled() {
    assertThat(TrialLowering.of(List.of())).isEmpty();
  }
}
