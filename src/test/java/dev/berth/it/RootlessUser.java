package dev.berth.it;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.Assertions;

/** A user of a host that is not root, with rootless Podman and the test images. */
record RootlessUser(TestHost host, String name, String uid) {
  private static final String IMAGES = "/var/lib/containers/images.tar";

  /** Makes the user; its images come with {@link #loadImages}, as that needs its systemd to run. */
  static RootlessUser create(TestHost host, String name) {
    host.get("useradd", "--create-home", "--shell", "/bin/bash", name);
    // Podman's layers cannot lie on the overlay that is the host's root.
    String storage = "/var/lib/containers/user-" + name;
    host.get("install", "--directory", "--owner=" + name, storage);
    RootlessUser user = new RootlessUser(host, name, host.get("id", "--user", name));
    user.write(
        ".config/containers/storage.conf",
        "[storage]\ndriver = \"overlay\"\ngraphroot = \"%s\"\n".formatted(storage));
    return user;
  }

  /** Has the user's systemd run without a login, from now on. */
  void linger() {
    host.get("loginctl", "enable-linger", name);
    awaitSystemd();
  }

  void awaitSystemd() {
    Eventually.holds(
        "the systemd of " + name + " is up",
        () -> get("sh", "-c", "systemctl --user is-system-running || true").equals("running"));
  }

  void loadImages() {
    if (!host.exists(IMAGES)) {
      host.get(
          "podman",
          "save",
          "--quiet",
          "--multi-image-archive",
          "--output=" + IMAGES,
          "localhost/berth-test/busybox:1",
          "localhost/berth-test/volume:1",
          "localhost/berth-test/web:1");
      host.get("chmod", "644", IMAGES);
    }
    get("podman", "load", "--quiet", "--input=" + IMAGES);
  }

  /** Runs a command as this user, in its own systemd's reach; the exit status may be anything. */
  CommandResult run(String... argv) {
    List<String> words =
        new ArrayList<>(List.of("env", "HOME=" + home(), "XDG_RUNTIME_DIR=/run/user/" + uid));
    words.addAll(List.of(argv));
    return runBare(words);
  }

  /** As {@code sudo -u} does, without a word about home and session. */
  private CommandResult runBare(List<String> argv) {
    List<String> words =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + name, "--regid=" + name, "--init-groups", "--"));
    words.addAll(argv);
    return host.run(words.toArray(String[]::new));
  }

  /** Runs a command that must succeed, and gives its output without the last newline. */
  String get(String... argv) {
    CommandResult result = run(argv);
    Assertions.assertThat(result.exitCode())
        .as("%s: %s%s", String.join(" ", argv), result.stdout(), result.stderr())
        .isZero();
    return result.stdout().stripTrailing();
  }

  /** Runs Berth, which has to find home and session by itself. */
  CommandResult berth(String... arguments) {
    List<String> words = new ArrayList<>(List.of("/opt/berth/berth"));
    words.addAll(List.of(arguments));
    return runBare(words);
  }

  /** Applies a configuration; it must succeed. */
  CommandResult apply(String configId, String configuration, String... options) {
    write("set.yaml", configuration);
    List<String> arguments =
        new ArrayList<>(List.of("apply", "--file", home() + "/set.yaml", "--config-id", configId));
    arguments.addAll(List.of(options));
    CommandResult result = berth(arguments.toArray(String[]::new));
    Assertions.assertThat(result.exitCode()).as("%s%s", result.stdout(), result.stderr()).isZero();
    return result;
  }

  /** Each running container's first process, by name. */
  Map<String, String> pids() {
    Map<String, String> pids = new TreeMap<>();
    get("podman", "ps", "--format", "{{.Names}} {{.Pid}}")
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> pids.put(words[0], words[1]));
    return pids;
  }

  /** Writes a file into the home, as the user's own. */
  void write(String path, String content) {
    host.write(home() + "/" + path, content);
    host.get("chown", "--recursive", name + ":", home());
  }

  String home() {
    return "/home/" + name;
  }
}
