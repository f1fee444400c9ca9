package dev.berth.migrate;

/** What happens to the content of volumes. */
public enum VolumeMode {
  /** It is copied, and stays where it was until the migration is committed. */
  COPY,
  /** It changes hands without a copy where both engines keep it on one mount. */
  MOVE,
  /** It stays; the other engine gets no volume of that name. */
  SKIP
}
