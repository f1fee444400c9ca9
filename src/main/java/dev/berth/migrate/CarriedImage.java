package dev.berth.migrate;

/**
 * An image that the other engine now has.
 *
 * @param reference the reference that was asked for
 * @param id the SHA-256 of its configuration, the same on both engines
 * @param target the reference under which the other engine knows it: the same, but for a digest
 *     that only its registry could have given
 * @param way how it came
 */
record CarriedImage(String reference, String id, String target, Way way) {
  /** How an image came. */
  public enum Way {
    /** It was there. */
    PRESENT,
    /** From its registry. */
    PULLED,
    /** From the other engine. */
    CARRIED
  }
}
