package dev.berth.apply;

import dev.berth.host.Account;
import dev.berth.host.AtomicFile;
import dev.berth.host.Directories;
import dev.berth.host.FileState;
import dev.berth.model.ContainerName;
import dev.berth.model.UnitName;
import dev.berth.supervisor.Places;
import dev.berth.systemd.UserSession;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where Berth keeps things on a host.
 *
 * @param units the directory of unit files
 * @param configuration environment files and the digest key
 * @param state what may be lost without harm: what was last applied, the lock
 * @param temporaryFiles what has directories made at each boot, tmpfiles.d(5)
 * @param lingering the file that is there while services run without a login; the host's always do
 */
public record HostPaths(
    Path units, Path configuration, Path state, Path temporaryFiles, Optional<Path> lingering)
    implements Places {
  private static final String PRIVATE = "rwx------";
  private static final String SHARED = "rwxr-xr-x";

  /** The file of a unit. */
  public Path unit(UnitName name) {
    return units.resolve(name.text());
  }

  /** Those of a host that root manages. */
  public static HostPaths system() {
    return new HostPaths(
        Path.of("/etc/systemd/system"),
        Path.of("/etc/berth"),
        Path.of("/var/lib/berth"),
        Path.of("/etc/tmpfiles.d"),
        Optional.empty());
  }

  /** Those of a user, by the XDG Base Directory Specification. */
  public static HostPaths user(Account user, Map<String, String> environment) {
    Path configuration = base(environment, "XDG_CONFIG_HOME", user.home().resolve(".config"));
    Path state = base(environment, "XDG_STATE_HOME", user.home().resolve(".local/state"));
    return new HostPaths(
        configuration.resolve("systemd/user"),
        configuration.resolve("berth"),
        state.resolve("berth"),
        configuration.resolve("user-tmpfiles.d"),
        Optional.of(UserSession.lingerFile(user.name())));
  }

  /** A relative path is to be ignored, the specification says. */
  private static Path base(Map<String, String> environment, String variable, Path fallback) {
    String given = environment.getOrDefault(variable, "");
    return given.startsWith("/") ? Path.of(given) : fallback;
  }

  /** Environment files; for root alone. */
  public Path environment() {
    return configuration.resolve("env");
  }

  @Override
  public Path inheritedEnvironment(ContainerName container) {
    return environment().resolve(container + ".env");
  }

  /** The variables of a container that the engine reads itself. */
  public Path engineEnvironment(ContainerName container) {
    return environment().resolve(container + ".engine-env");
  }

  /** Every environment file that a container may have. */
  public List<Path> environmentOf(ContainerName container) {
    return List.of(inheritedEnvironment(container), engineEnvironment(container));
  }

  /** The same of an {@code action: exec}, whose name may be that of another set's container. */
  public Path execEnvironment(ContainerName exec) {
    return environment().resolve(exec + ".exec-env");
  }

  /** Files that are written for containers; for root alone, whatever their modes. */
  public Path files() {
    return configuration.resolve("files");
  }

  /** That of a container with a content of this digest. */
  Path file(ContainerName container, String digest) {
    return files().resolve(container + "." + digest);
  }

  /** Those that a container has, with those that it had and that were not tidied up yet. */
  public List<Path> filesOf(ContainerName container) {
    return AtomicFile.names(files()).stream()
        .filter(name -> name.startsWith(container + "."))
        .filter(name -> name.substring(container.text().length() + 1).matches("[0-9a-f]{32}"))
        .map(files()::resolve)
        .toList();
  }

  /** The key of the configuration digests. */
  public Path digestKey() {
    return configuration.resolve("digest.key");
  }

  @Override
  public Path healthWait() {
    return configuration.resolve("wait-healthy");
  }

  @Override
  public Path healthCheck() {
    return configuration.resolve("check-health");
  }

  @Override
  public Path unitScript(String fileName) {
    return configuration.resolve(fileName);
  }

  /** What was last applied. */
  public Path applied() {
    return state.resolve("applied");
  }

  /** What services were that a run is replacing; there until what follows is well. */
  Path former() {
    return state.resolve("former");
  }

  @Override
  public Path made() {
    return state.resolve("containers");
  }

  /** What a migration keeps until its commit: configurations as they were read, and files. */
  public Path migration() {
    return state.resolve("migration");
  }

  /** Where it stands from which file each configuration was applied. */
  public Path sources() {
    return state.resolve("sources");
  }

  /** Where the stacks are that are applied when no file is named. */
  public Path stacks() {
    return configuration.resolve("stacks");
  }

  /** The lock that one run holds at a time. */
  public Path lock() {
    return state.resolve("lock");
  }

  /** Makes the directories, with their final modes. */
  public void create() {
    // A user's first unit may be this one. The mode of a directory that is there is not Berth's
    // business.
    Directories.make(units, fresh());
    Directories.make(configuration, fresh());
    Directories.own(configuration, SHARED);
    Directories.own(environment(), PRIVATE);
    Directories.own(files(), PRIVATE);
    Directories.own(state, PRIVATE);
    Directories.own(applied(), PRIVATE);
    Directories.own(made(), PRIVATE);
  }

  /** Makes the directory of what systemd-tmpfiles reads, for the first file in it. */
  void createTemporaryFiles() {
    Directories.make(temporaryFiles, fresh());
  }

  /** A user's are made for that user alone, as the XDG Base Directory Specification wants it. */
  private String fresh() {
    return lingering.isPresent() ? PRIVATE : SHARED;
  }

  /**
   * The directories for their owner alone in which others may do something, and why, in words. What
   * others may do in the one that holds the key stands against the key itself.
   */
  public Map<String, String> loose() {
    Map<String, String> loose = new TreeMap<>();
    for (Path own : List.of(environment(), files(), state, applied(), former(), made())) {
      // A link is somebody's own choice of another place.
      if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        FileState.of(own)
            .flatMap(FileState::openness)
            .ifPresent(why -> loose.put(own.toString(), why));
      }
    }
    return loose;
  }

  /** Removes what a killed run left half-written: it may hold secrets. The lock has to be held. */
  public void removeLeftovers() {
    AtomicFile.removeLeftovers(units);
    AtomicFile.removeLeftovers(configuration);
    AtomicFile.removeLeftovers(environment());
    AtomicFile.removeLeftovers(files());
    AtomicFile.removeLeftovers(state);
    AtomicFile.removeLeftovers(applied());
    AtomicFile.removeLeftovers(former());
    AtomicFile.removeLeftovers(made());
    AtomicFile.removeLeftovers(migration());
    AtomicFile.directories(migration()).forEach(AtomicFile::removeLeftovers);
  }
}
