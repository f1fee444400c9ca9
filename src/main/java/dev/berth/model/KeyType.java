package dev.berth.model;

/** How the text of a key's value is read; each names the shapes that it accepts. */
public enum KeyType {
  /** Any scalar, its text as written. */
  TEXT,
  /** A boolean as YAML 1.1 writes it. */
  FLAG,
  /** A whole number. */
  INTEGER,
  /** A number with an optional fraction. */
  DECIMAL,
  /** Seconds, or {@code 1h2m3s4ms5us}. */
  DURATION,
  /**
   * Bytes, or a number with {@code b k m g}, {@code kb}, {@code KiB} …; {@code -1} for no limit.
   */
  SIZE,
  /** One of the key's choices. */
  CHOICE,
  /** An argument list, or a string that is split as a POSIX shell splits words. */
  WORDS,
  /** A list of strings, or one string. */
  LIST,
  /** A list of whole numbers, or one. */
  INTEGERS,
  /**
   * A list of {@code K=V}, or a mapping; a missing value is taken from the caller's environment.
   */
  ENVIRONMENT,
  /** A mapping, or a list of {@code K=V}. */
  FIELDS,
  /** A list of {@code name:address}, or a mapping. */
  HOSTS,
  /** A list of {@code name=soft[:hard]}, or Compose's mapping. */
  ULIMITS,
  /** A list of {@code SRC:DST[:OPTS]}, or of Compose's long mappings. */
  MOUNTS,
  /** A list of {@code [[ip:]host:]container[/protocol]}, or of Compose's long mappings. */
  PORTS,
  /** A list of networks, or Compose's mapping. */
  NETWORKS,
  /** A list of secrets' names, or of Compose's long mappings. */
  SECRETS,
  /** A mapping of paths to texts, or to mappings of {@code content} and whose it is. */
  FILES,
  /** {@code no}, {@code on-failure[:N]}, {@code always}, {@code unless-stopped}, {@code none}. */
  RESTART,
  /** The mapping of {@link Healthcheck}. */
  HEALTHCHECK,
  /** A list of containers and host units, or Compose's mapping. */
  DEPENDENCIES,
  /** Compose's mapping of {@code driver} and {@code options}. */
  LOGGING
}
