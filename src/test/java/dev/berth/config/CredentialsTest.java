package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Configurations;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials of systemd's among the secrets of a container. */
class CredentialsTest {
  private static ContainerSpec read(String secrets) {
    return Configurations.read("set", "a: {image: i, restart: always, secrets: " + secrets + "}\n")
        .containers()
        .getFirst();
  }

  @Test
  void theyStandBesideTheEnginesOwn() {
    ContainerSpec spec =
        read(
            "[kept, {credential: a.b, target: /srv/w}, {credential: c}, {credential: d, target: e}]");
    assertThat(Credential.of(spec))
        .extracting(one -> one.name() + " " + one.target())
        .containsExactly("a.b /srv/w", "c /run/secrets/c", "d /run/secrets/e");
    assertThat(spec.secretNames()).containsExactly("kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{credential: a/b}] | no credential's name",
        "[{credential: a, target: '/x:y'}] | no path for it",
        "[{credential: a, target: '/x,y'}] | no path for it",
        "[{credential: a, uid: 1}] | uid",
        "[{credential: a, source: b}] | source",
      })
  void whatIsNoneIsAProblem(String secrets, String problem) {
    assertThatThrownBy(() -> read(secrets)).hasMessageContaining(problem);
  }
}
