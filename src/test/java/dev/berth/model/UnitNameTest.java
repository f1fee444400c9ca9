package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a unit may be called; words of names, as {@code systemd-escape --path} has them. */
class UnitNameTest {
  @Test
  void ofAContainer() {
    assertThat(UnitName.of("berth-", new ContainerName("a.b_c")))
        .hasToString("berth-a.b_c.service");
    assertThatThrownBy(() -> UnitName.of("berth-", new ContainerName("x".repeat(245))))
        .hasMessageContaining("255");
    assertThatThrownBy(() -> UnitName.of("a b", new ContainerName("x")))
        .hasMessageContaining("cannot be the name");
    assertThat(UnitName.find("berth-", new ContainerName("web")))
        .contains(new UnitName("berth-web.service"));
    assertThat(UnitName.find("a b", new ContainerName("x"))).isEmpty();
  }

  @Test
  void hasItsEndingAndNothingThatSystemdWouldExpand() {
    for (String yes :
        List.of("a.service", "a@b.service", "dev-x\\x2dy.device", "-.mount", "a.b:c_d.timer")) {
      assertThat(UnitName.find(yes).orElseThrow().text()).isEqualTo(yes);
    }
    for (String no :
        List.of(
            "",
            "nope",
            ".service",
            "a.conf",
            "a.service\n",
            "a\r.service",
            "a b.service",
            "%n.service",
            "a@.service",
            "@b.service",
            "a/b.service",
            "é.service",
            "a.service ",
            "a".repeat(248) + ".service")) {
      assertThat(UnitName.find(no)).as(no).isEmpty();
      assertThatThrownBy(() -> new UnitName(no))
          .as(no)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/run/a/b, run-a-b",
    "/run/a-b, run-a\\x2db",
    "/run/a_b:c.d, run-a_b:c.d",
    "/.hidden, \\x2ehidden",
    "/run//x/, run-x",
    "/run/ä b, run-\\xc3\\xa4\\x20b",
    "/, -"
  })
  void ofAPath(String path, String word) {
    assertThat(UnitName.escaped(Path.of(path).normalize().toString())).isEqualTo(word);
  }
}
