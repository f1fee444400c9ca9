package dev.berth.plan.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Applied;
import dev.berth.model.Kept;
import dev.berth.model.ServiceFiles;
import dev.berth.model.operation.Node;
import dev.berth.model.operation.Operation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemdReturnTest {
  private static final ServiceFiles FILES =
      new ServiceFiles(
          "berth-web.service",
          Optional.of("[Service]"),
          false,
          Map.of("/etc/web.env", Optional.of("KEY=secret"), "/etc/web.engine", Optional.empty()));

  private static List<String> words(List<Operation> operations) {
    return operations.stream().map(it -> it.verb() + " " + it.subject()).toList();
  }

  @Test
  void whatIsKeptIsWrittenSideBySideAndItsLossIsNoFailure() {
    Kept kept =
        Kept.of(FILES, Optional.of(new Applied("digest", "", Collections.emptySortedMap(), false)));

    List<Node> nodes = SystemdReturn.keep(Map.of("web", kept, "db", kept));

    assertThat(nodes)
        .extracting(node -> node.id().toString())
        .containsExactly("db: keep former state of db", "web: keep former state of web");
    assertThat(nodes)
        .allSatisfy(node -> assertThat(node.after()).isEmpty())
        .allSatisfy(node -> assertThat(node.essential()).isFalse());
    assertThat(nodes.toString()).doesNotContain("secret");
  }

  @Test
  void whatWasThereIsWrittenAgain() {
    List<Operation> operations = SystemdReturn.putBack("web", FILES);

    assertThat(words(operations))
        .containsExactly(
            "write environment of web", "write unit file berth-web.service", "sync unit files");
    assertThat(FILES.environmentFiles())
        .singleElement()
        .satisfies(file -> assertThat(file.path()).isEqualTo("/etc/web.env"));
  }

  @Test
  void whatWasNotThereGoesAgain() {
    assertThat(words(SystemdReturn.putBack("web", FILES.absent())))
        .containsExactly(
            "write environment of web",
            "disable unit berth-web.service",
            "remove unit file berth-web.service",
            "sync unit files");
    assertThat(FILES.absent().environmentFiles()).isEmpty();
  }
}
