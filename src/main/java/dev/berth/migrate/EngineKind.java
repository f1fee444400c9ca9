package dev.berth.migrate;

/** The engines between which things are carried. */
public enum EngineKind {
  /** Podman. */
  PODMAN("podman"),
  /** Docker. */
  DOCKER("docker");

  private final String word;

  EngineKind(String word) {
    this.word = word;
  }

  @Override
  public String toString() {
    return word;
  }
}
