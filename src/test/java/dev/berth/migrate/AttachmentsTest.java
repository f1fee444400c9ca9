package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttachmentsTest {
  @Test
  void aUnitTellsTheNamedVolumesAndTheNetworksOfItsContainer() {
    String unit =
        """
        [Service]
        ExecStartPre=/usr/bin/podman volume create --label=a other
        ExecStart=/usr/bin/podman run --name=web --network=app:alias=w "--volume=my data:/var/my data:ro" \
        --volume=/srv/web:/srv "--volume=100%%:/a$$b" --network=back image --volume=no:/option
        ExecStop=/usr/bin/podman stop web
        """
            .replace("\\\n", "");
    assertThat(Attachments.ofUnit(unit).volumes())
        .containsEntry("/var/my data", "my data")
        .containsEntry("/a$b", "100%")
        .doesNotContainValue("/srv/web");
    assertThat(Attachments.ofUnit(unit).networks()).containsExactly("app", "back");
  }
}
