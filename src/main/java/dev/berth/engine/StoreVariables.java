package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The variables that send an engine to other containers, images and volumes than its usual ones.
 * What Berth runs itself has those of who started it, and a unit those of its systemd: where they
 * differ, one would look for what the other has made in another place.
 *
 * @param usual what each of them says when it is not set; empty where no value says the same
 */
public record StoreVariables(SortedMap<String, List<String>> usual) {
  // podman(1), "ENVIRONMENT VARIABLES"; containers.conf(5); containers-storage.conf(5); and names
  // that its program holds. Root's Podman has no directories by the XDG specification.
  private static final List<String> PODMAN =
      List.of(
          "CONTAINERS_CONF",
          "CONTAINERS_CONF_OVERRIDE",
          "CONTAINERS_GRAPHROOT",
          "CONTAINERS_RUNROOT",
          "CONTAINERS_STORAGE_CONF",
          "CONTAINER_CONNECTION",
          "CONTAINER_HOST",
          "PODMAN_CONNECTIONS_CONF",
          "PODMAN_USERNS",
          "STORAGE_DRIVER",
          "STORAGE_OPTS");

  /** Directives of a unit, systemd.exec(5), whose values name variables. */
  private static final Set<String> VARIABLES =
      Set.of("Environment", "PassEnvironment", "UnsetEnvironment");

  /** Those with which it runs as somebody else, who has another store, or sees other files. */
  private static final Set<String> USERS =
      Set.of("User", "DynamicUser", "RootDirectory", "RootImage");

  /** Keeps its own view. */
  public StoreVariables {
    usual = Collections.unmodifiableSortedMap(usual);
  }

  /** Those of root's Podman. */
  public static StoreVariables podman() {
    SortedMap<String, List<String>> usual = new TreeMap<>();
    PODMAN.forEach(name -> usual.put(name, List.of()));
    return new StoreVariables(usual);
  }

  /** Those of a user's Podman. */
  public static StoreVariables podman(Path home) {
    SortedMap<String, List<String>> usual = new TreeMap<>(podman().usual());
    usual.put("XDG_CONFIG_HOME", List.of(home.resolve(".config").toString()));
    usual.put("XDG_DATA_HOME", List.of(home.resolve(".local/share").toString()));
    return new StoreVariables(usual);
  }

  /** Those of Docker's client; its context is always given (docker(1), "Environment variables"). */
  public static StoreVariables docker() {
    return new StoreVariables(
        new TreeMap<>(
            Map.of(
                "DOCKER_HOST", List.of("unix:///run/docker.sock", "unix:///var/run/docker.sock"))));
  }

  /** These and others. */
  public StoreVariables and(StoreVariables others) {
    SortedMap<String, List<String>> both = new TreeMap<>(usual);
    both.putAll(others.usual);
    return new StoreVariables(both);
  }

  /** Reports lines of a unit that would send its engine to another store than Berth's. */
  public void check(ContainerSpec spec, Problems problems) {
    spec.fields(Key.SYSTEMD_EXEC_FLAGS)
        .forEach(
            (directive, text) -> {
              boolean isOther = USERS.contains(directive) && !text.isBlank();
              Optional<String> variable =
                  VARIABLES.contains(directive)
                      ? usual.keySet().stream().filter(name -> names(text, name)).findFirst()
                      : Optional.empty();
              if (isOther || variable.isPresent()) {
                problems.error(
                    spec.position(Key.SYSTEMD_EXEC_FLAGS),
                    "systemd_exec_flags: "
                        + directive
                        + variable.map(name -> " with " + name).orElse("")
                        + " would send the unit's engine to another store than the one that Berth"
                        + " looks in",
                    "leave it out");
              }
            });
  }

  private static boolean names(String text, String variable) {
    return Pattern.compile("(?:^|[\\s\"'])" + variable + "(?:=|[\\s\"']|$)").matcher(text).find();
  }

  /** Whether something else than usual is said in an environment. */
  public boolean areSet(Map<String, String> environment) {
    return usual.keySet().stream().anyMatch(name -> value(name, environment).isPresent());
  }

  /** The names of those that do not say the same in two environments. */
  public List<String> differing(Map<String, String> one, Map<String, String> other) {
    return new ArrayList<>(
        new TreeSet<>(
            usual.keySet().stream()
                .filter(name -> !value(name, one).equals(value(name, other)))
                .toList()));
  }

  /** Whoever sets one to nothing has not set it. */
  private Optional<String> value(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "");
    boolean isUsual = value.isEmpty() || usual.getOrDefault(name, List.of()).contains(value);
    return isUsual ? Optional.empty() : Optional.of(value);
  }
}
