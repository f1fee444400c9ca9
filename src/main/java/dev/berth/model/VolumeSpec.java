package dev.berth.model;

import java.util.Map;

/**
 * A named volume that a configuration declares.
 *
 * @param volume as it shall be; its labels are those of the configuration, and those that Berth
 *     gives to all that it makes for it once it is rendered
 * @param isExternal whether somebody else makes it; only its name counts then
 * @param at where it is declared
 */
public record VolumeSpec(Volume volume, boolean isExternal, SourcePosition at) {
  /** Its name. */
  public String name() {
    return volume.name();
  }

  /** The same with other labels. */
  public VolumeSpec with(Map<String, String> labels) {
    return new VolumeSpec(volume.with(labels), isExternal, at);
  }
}
