package dev.berth.engine.podman;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressRangeTest {
  @Test
  void twoAddressesAreTheSmallestPrefixThatHoldsBoth() {
    assertThat(AddressRange.smallest("10.7.0.129", "10.7.0.255")).isEqualTo("10.7.0.128/25");
    assertThat(AddressRange.smallest("fd00::10", "fd00::1f")).isEqualTo("fd00:0:0:0:0:0:0:10/124");
    assertThat(AddressRange.smallest("10.7.0.1", "")).isEmpty();
  }
}
