package dev.berth.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A unit on the host.
 *
 * @param name with its suffix
 * @param text the content of its file in Berth's unit directory; empty when there is none
 * @param owner its {@code [X-Berth]} section, or, where systemd runs it without a file, what its
 *     container or the record of it tells; empty when the unit is somebody else's
 * @param loadState {@code loaded}, {@code not-found}, {@code masked} …, systemd's words
 * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating} …
 * @param subState {@code running}, {@code dead}, {@code auto-restart} …; {@link #QUEUED} of one
 *     that is activating, in systemd's own words inactive, while it waits for others, {@link
 *     #FROZEN} of one that is active, in systemd's own words running, while none of its processes
 *     runs
 * @param fileState {@code enabled}, {@code disabled}, {@code masked} …; empty for no file
 * @param result why it ended: {@code success}, {@code exit-code}, {@code timeout} …
 * @param needsReload whether systemd has another text in memory than lies on disk
 * @param restarts how often systemd has restarted it by itself since its last start by hand; 0
 *     where only a list of units was asked for, which tells what is up and no more
 */
public record ObservedUnit(
    UnitName name,
    Optional<String> text,
    Optional<UnitOwner> owner,
    String loadState,
    String activeState,
    String subState,
    String fileState,
    String result,
    boolean needsReload,
    int restarts) {
  private static final Pattern RUN =
      Pattern.compile("(?m)^ExecStart(?:Pre)?=(?:.*? )?/\\S*/(podman|docker) run ");

  /** Its start waits for what it comes after. */
  public static final String QUEUED = "start-queued";

  /** Its processes were stopped where they are ({@code systemctl freeze}). */
  public static final String FROZEN = "frozen";

  /** The same, as far as it is up: frozen, or not. */
  public ObservedUnit frozen(boolean isFrozen) {
    return isFrozen && isActive()
        ? new ObservedUnit(
            name,
            text,
            owner,
            loadState,
            activeState,
            FROZEN,
            fileState,
            result,
            needsReload,
            restarts)
        : this;
  }

  /** Whether it is up, and none of its processes runs. */
  public boolean isFrozen() {
    return subState.equals(FROZEN);
  }

  /** The same, known to be somebody's. */
  public ObservedUnit ownedBy(UnitOwner whose) {
    return new ObservedUnit(
        name,
        text,
        Optional.of(whose),
        loadState,
        activeState,
        subState,
        fileState,
        result,
        needsReload,
        restarts);
  }

  /** The same, with the number of restarts that another look at it has told. */
  public ObservedUnit counted(ObservedUnit told) {
    return new ObservedUnit(
        name,
        text,
        owner,
        loadState,
        activeState,
        subState,
        fileState,
        result,
        needsReload,
        told.restarts());
  }

  /**
   * Whether systemd still has it though its file is gone, or masked: it may even restart it. One
   * whose file has become a link elsewhere is somebody else's.
   */
  public boolean isWithoutFile() {
    return text.isEmpty()
        && !List.of("", "inactive").contains(activeState)
        && (loadState.equals("not-found") || isMasked());
  }

  /** Whether its process runs, for all that systemd knows. */
  public boolean isActive() {
    return activeState.equals("active") || activeState.equals("reloading");
  }

  /** Whether it is on its way up, and not between two tries. */
  public boolean isStarting() {
    return activeState.equals("activating") && subState.startsWith("start");
  }

  /** Whether the operator has masked it. */
  public boolean isMasked() {
    return loadState.equals("masked") || fileState.startsWith("masked");
  }

  /** Whether its file in Berth's unit directory runs a container on this engine. */
  public boolean runsOn(String engine) {
    return text.filter(found -> runsOn(found, engine)).isPresent();
  }

  /** Whether a unit with this text runs a container on this engine. */
  public static boolean runsOn(String text, String engine) {
    return text.contains("/" + engine + " ");
  }

  /** The engine that its file runs a container on; empty where it tells none. */
  public Optional<String> engine() {
    return text.map(RUN::matcher).filter(Matcher::find).map(found -> found.group(1));
  }

  /** Whether it starts at boot. */
  public boolean isEnabled() {
    return fileState.startsWith("enabled");
  }
}
