package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScopeTest {
  /** systemd-run(1) expands variables of the manager's in what it is given. */
  @Test
  void theWordsOfATransientUnitAreGivenAsTheyAre() {
    List<String> argv =
        Scope.SYSTEM.transientUnit(
            new UnitName("x:health.service"),
            new UnitName("x.service"),
            "health check of $x",
            List.of("/bin/sh", "$A ${B} $$"));
    assertThat(argv)
        .contains("--description=health check of $x", "--property=BindsTo=x.service")
        .endsWith("/bin/sh", "$$A $${B} $$$$");
    assertThat(
            Scope.USER.transientUnit(
                new UnitName("a.service"), new UnitName("b.service"), "c", List.of("d")))
        .contains("--user");
  }

  /**
   * Its end is that of what is waited for, and it does not outlive the start that it is part of.
   */
  @Test
  void whatRunsDuringAStartIsWaitedFor() {
    assertThat(
            Scope.SYSTEM.transientRun(
                new UnitName("a:init.service"),
                new UnitName("b.service"),
                "c",
                Optional.of(Path.of("/e")),
                List.of("d", "$X")))
        .contains("--wait", "--property=BindsTo=b.service", "--property=EnvironmentFile=/e")
        .doesNotContain("--property=After=b.service")
        .endsWith("d", "$$X");
  }
}
