package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a volume is named in units that others wrote. */
class VolumeMentionTest {
  private static final VolumeMention DATA =
      VolumeMention.of(
          new ObservedVolume(
              "data", Map.of(), "/var/lib/containers/storage/volumes/data/_data", Map.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecStart=/usr/bin/podman run --volume=data:/x i",
        "ExecStart=/usr/bin/podman run -v data:/x:ro i",
        "ExecStart=/usr/bin/podman run -vdata:/x i",
        "ExecStart=/usr/bin/podman run -v \"data:/x\" i",
        "ExecStart=/usr/bin/podman run \"--volume=data:/x y\" i",
        "ExecStart=/usr/bin/podman run \\\n  --volume \\\n  data:/x \\\n  i",
        "ExecStart=/usr/bin/podman run --mount type=volume,source=data,destination=/x i",
        "ExecStart=/usr/bin/podman run --mount \"type=volume,src=data\" i",
        "ExecStart=/usr/bin/podman run \"--mount=type=volume,\\\"source=data\\\",target=/x\" i",
        "ExecStart=/usr/bin/podman run -v /var/lib/containers/storage/volumes/data/_data:/x i",
        "ExecStart=/usr/bin/podman run -v /var/lib/containers/storage/volumes/data:/x i",
        "ExecStart=/bin/cp /var/lib/containers/storage/volumes/data/_data/file /srv",
      })
  void named(String text) {
    assertThat(DATA.isIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecStart=/usr/bin/podman run --volume=database:/x i",
        "ExecStart=/usr/bin/podman run --volume=my-data:/x i",
        "ExecStart=/usr/bin/podman run --volume=/srv/data:/x i",
        "ExecStart=/usr/bin/podman run --mount type=volume,source=data2,destination=/x i",
        "ExecStart=/usr/bin/podman run --volume=other:/data i",
        "ExecStart=/usr/bin/podman run -v /var/lib/containers/storage/volumes/data2/_data:/x i",
        "Description=data: /x",
      })
  void notNamed(String text) {
    assertThat(DATA.isIn(text)).isFalse();
  }
}
