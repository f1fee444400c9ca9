package dev.berth.engine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The variables that must not stand in the environment of the engine's own program, because it or
 * something that it starts would act on them. They reach the container through {@code --env-file}.
 */
final class ReservedVariables {

  /**
   * A group of names.
   *
   * @param reason who acts on them
   * @param names a regular expression for the names, in capitals
   */
  record Row(String reason, Pattern names) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  static final List<Row> TABLE =
      List.of(
          row("where programs, plugins and files are looked for", "PATH|HOME|PWD|CDPATH|SHELL"),
          row("where temporary files lie", "TMPDIR|TMP|TEMP|IMAGE_COPY_TMP_DIR"),
          row(
              "the loader and the C library",
              "LD_.*|MALLOC_.*|GLIBC_.*|GCONV_PATH|NLSPATH|LOCPATH"),
          row("name resolution in the C library", "RES_OPTIONS|LOCALDOMAIN|HOSTALIASES"),
          row("language and time of messages and logs", "LANG|LANGUAGE|LC_.*|TZ|TZDIR"),
          row("directories of configuration and state", "XDG_.*"),
          row("who the caller is", "USER|LOGNAME|USERNAME|SUDO_.*|HOSTNAME"),
          row("Podman and its libraries", "CONTAINERS?|(CONTAINERS?|PODMAN|STORAGE)_.*"),
          row("Podman and its libraries", "(_?LIBPOD|_CONTAINERS|_PODMAN|BUILDAH|BUILD)_.*"),
          row("registries and their credentials", "(REGISTRY|REGISTRIES|DOCKER)_.*"),
          row("Docker and its libraries", "(BUILDKIT|BUILDX|COMPOSE|MOBY|OTEL)_.*"),
          row("networks of containers", "(NETAVARK|CNI|AARDVARK)_.*|CAP_ARGS"),
          row("monitor and runtime", "(CONMON|OCI|CRUN|RUNC|CRIU|_OCI)_.*|_LIBCONTAINER_.*"),
          row("monitor and runtime", "OCI_RUNTIME|CONMON|CGROUP_MANAGER"),
          row("Go's runtime", "GO[A-Z0-9]*|GO_.*"),
          row("Rust programs such as netavark", "RUST_.*"),
          row("proxies, which Podman also hands on by itself", ".*_PROXY"),
          row("certificates", "SSL_CERT_.*|SSLKEYLOGFILE|OPENSSL_.*|CURL_CA_BUNDLE"),
          row("buses", "DBUS_.*"),
          row("systemd's protocols", "NOTIFY_SOCKET|LISTEN_.*|WATCHDOG_.*|MAINPID|MANAGERPID.*"),
          row("systemd", "SYSTEMD_.*|INVOCATION_ID|JOURNAL_STREAM|FDSTORE|MEMORY_PRESSURE_.*"),
          row("systemd", "(RUNTIME|STATE|CACHE|LOGS|CONFIGURATION|CREDENTIALS)_DIRECTORY"),
          row("systemd", "SERVICE_RESULT|EXIT_(CODE|STATUS)|MONITOR_.*|PIDFILE|REMOTE_(ADDR|PORT)"),
          row("firewall tools", "XTABLES_.*|IPTABLES_.*|NFT_.*"),
          row("shells that a hook may start", "ENV|BASH_.*|SHELLOPTS|BASHOPTS|IFS|PS4|BASHPID"),
          row("terminals and colours", "TERM|TERMINFO.*|COLORTERM|NO_COLOR|COLUMNS|LINES"),
          row("keys and agents", "SSH_.*|GNUPGHOME|GPG_.*"),
          row("private to some program", "_.*"));

  private ReservedVariables() {}

  /**
   * Whether the engine may have the variable in its own environment, and hand it on by name.
   * systemd takes other names than these from no EnvironmentFile= (systemd.exec(5)).
   */
  static boolean mayBeInherited(String name) {
    String capitals = name.toUpperCase(Locale.ROOT);
    return NAME.matcher(name).matches()
        && TABLE.stream().noneMatch(row -> row.names().matcher(capitals).matches());
  }

  private static Row row(String reason, String names) {
    return new Row(reason, Pattern.compile(names));
  }
}
