package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What units of others mount, as far as their text tells. */
class MountSourceTest {
  @Test
  void inAUnit() {
    assertThat(
            MountSource.in(
                """
                [Service]
                ExecStart=/usr/bin/podman run -v /srv/link:/x --volume=/:/host:ro,rslave \\
                  "--volume=named:/a b" -vshort:/y --mount type=bind,source=/srv/m,target=/z \\
                  --mount "type=volume,src=other" i
                """))
        .containsExactly(
            new MountSource("/srv/link", false),
            new MountSource("/", true),
            new MountSource("named", false),
            new MountSource("short", false),
            new MountSource("/srv/m", false),
            new MountSource("other", false));
  }

  @Test
  void asItWasApplied() {
    assertThat(List.of("/srv/a:/b:ro,z", "data:/b", "/only"))
        .extracting(MountSource::of)
        .containsExactly(
            new MountSource("/srv/a", true),
            new MountSource("data", false),
            new MountSource("/only", false));
  }
}
