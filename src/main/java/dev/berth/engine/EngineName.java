package dev.berth.engine;

/** The engines that Berth drives. */
public enum EngineName {
  /** Podman: no daemon, services run under systemd. */
  PODMAN("podman", "Podman"),
  /** Docker: a daemon that can restart containers itself. */
  DOCKER("docker", "Docker");

  private final String label;
  private final String title;

  EngineName(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** As settings and its program write it. */
  public String label() {
    return label;
  }

  /** As a sentence writes it. */
  public String title() {
    return title;
  }

  @Override
  public String toString() {
    return label;
  }
}
