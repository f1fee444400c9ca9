package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose containers {@code --adopt} takes over. */
class LegacyContainerTest {

  @ParameterizedTest
  @CsvSource({
    "paunch, true",
    "tripleo_ansible, true",
    "tripleo-Controller, true",
    "tripleo-Undercloud, true",
    "TripleO, true",
    "my-tripleo, true",
    "Paunch-legacy, true",
    "PAUNCH, true",
    "berth, false",
    "triple-o, false",
    "'', false"
  })
  void whoHasOneOfTheirNamesInItsOwnIsOneOfThem(String managedBy, boolean isTheirs) {
    assertThat(LegacyContainer.isManager(managedBy)).isEqualTo(isTheirs);
  }
}
