package dev.berth.config;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a single text of a key may be. Engines refuse another one only when the container is made or
 * started, when the one that it replaces has ended.
 */
final class Grammar {
  private static final int LONGEST_HOST_NAME = 64; // HOST_NAME_MAX, gethostname(2)
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern USER = Pattern.compile("[^:/\\s]+(:[^:/\\s]+)?");
  private static final String CONTAINER = "container:";

  /** A driver of the engine's own, or a plugin: {@code [registry/]name[:tag]}. */
  private static final Pattern LOG_DRIVER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./:-]*");

  private static final Pattern GROUP = Pattern.compile("[^:/\\s]+");
  private static final Pattern DOMAIN = Pattern.compile("\\.|[A-Za-z0-9_.-]+");
  private static final Pattern EXPOSED =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(?:tcp|udp|sctp))?");

  /** CDI: vendor/class=name. */
  private static final Pattern QUALIFIED_DEVICE =
      Pattern.compile("[A-Za-z][\\w.-]*/[A-Za-z][\\w-]*=[A-Za-z0-9][\\w.:-]*");

  private static final Pattern DEVICE_RULE =
      Pattern.compile("[abc] (\\*|\\d{1,10}):(\\*|\\d{1,10}) [rwm]{1,3}");

  private static final Pattern ACCESS = Pattern.compile("[rwm]{1,3}");

  /** The kernel parameters that belong to namespaces; both engines refuse all others. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)"
              + "|(net|fs\\.mqueue)\\.[^\\s=]+");

  private static final Set<String> TMPFS_FLAGS =
      Set.of(
          "defaults",
          "ro",
          "rw",
          "suid",
          "nosuid",
          "dev",
          "nodev",
          "exec",
          "noexec",
          "sync",
          "async",
          "dirsync",
          "atime",
          "noatime",
          "diratime",
          "nodiratime",
          "relatime",
          "norelatime",
          "strictatime",
          "nostrictatime",
          "private",
          "rprivate",
          "shared",
          "rshared",
          "slave",
          "rslave",
          "unbindable",
          "runbindable",
          "tmpcopyup",
          "notmpcopyup",
          "U",
          "chown");
  private static final List<String> TMPFS_OPTIONS =
      Stream.concat(
              TMPFS_FLAGS.stream(),
              Stream.of("size", "nr_inodes", "nr_blocks", "mode", "uid", "gid", "mpol"))
          .toList();
  private static final Pattern TMPFS_NUMBER =
      Pattern.compile(
          "size=\\d+(\\.\\d+)?([kmgtpe](i?b)?|b|%)?|nr_(inodes|blocks)=\\d+[kmg]?"
              + "|mode=0?[0-7]{1,4}|[ug]id=\\d{1,10}|mpol=\\S+",
          Pattern.CASE_INSENSITIVE);

  private Grammar() {}

  /**
   * What is wrong with a text.
   *
   * @param message what it is not, after the text itself
   * @param advice what to write instead
   * @param words what could stand there; empty where that is no matter of a few words
   */
  record Fault(String message, String advice, Collection<String> words) {}

  /** What is wrong with it; empty where nothing is, or where nothing is known of the key. */
  static Optional<Fault> fault(Key key, String text) {
    return switch (key) {
      case CAP_ADD, CAP_DROP ->
          known(text, KnownNames.CAPABILITIES, "is no capability", "see capabilities(7), or ALL");
      case DEVICES ->
          unless(
              isDevice(text),
              "is no device",
              "write /dev/NAME[:/dev/NAME][:rwm], or vendor/class=name for CDI");
      case DEVICE_CGROUP_RULES ->
          unless(
              DEVICE_RULE.matcher(text).matches(),
              "is no rule for devices",
              "write its type, a, b or c, its numbers and what is allowed: `c 188:* rmw`");
      case TMPFS -> tmpfs(text);
      case IP -> unless(Addresses.isV4(text), "is no IPv4 address", "write it as 10.0.0.5");
      case IP6 -> unless(Addresses.isV6(text), "is no IPv6 address", "write it as fd00::5");
      case MAC_ADDRESS ->
          unless(Addresses.isMac(text), "is no MAC address", "write it as 02:42:ac:11:00:02");
      case DNS ->
          unless(
              Addresses.isIp(text) || text.equals("none"),
              "is no address of a name server",
              "write an IP address");
      case DNS_SEARCH ->
          unless(DOMAIN.matcher(text).matches(), "is no domain", "write one as example.com");
      case USER ->
          unless(USER.matcher(text).matches(), "is no user", "write user[:group] or uid[:gid]");
      case GROUP_ADD ->
          unless(GROUP.matcher(text).matches(), "is no group", "write a name or a number");
      case HOSTNAME, DOMAINNAME ->
          unless(
              HOST_NAME.matcher(text).matches() && text.length() <= LONGEST_HOST_NAME,
              "is no host name",
              "use letters, digits and . - _, at most " + LONGEST_HOST_NAME);
      case NETWORK_ALIAS ->
          unless(
              HOST_NAME.matcher(text).matches(),
              "is no name in a network",
              "use letters, digits and . - _");
      case WORKING_DIR ->
          unless(text.startsWith("/"), "is relative", "write the absolute path in the container");
      case POD ->
          unless(
              Names.isValid(text) && Names.isValid(ContainerSpec.podsOwn(text).text()),
              "is no name of a pod",
              "use letters, digits and _ . -, the first a letter or digit");
      case NET, IPC, PID ->
          unless(
              !text.startsWith(CONTAINER) || Names.isValid(text.substring(CONTAINER.length())),
              "names no container",
              "write container:NAME");
      case LOG_DRIVER ->
          unless(
              LOG_DRIVER.matcher(text).matches(),
              "is no log driver",
              "write one such as journald, json-file or none");
      case EXPOSE -> unless(isExposed(text), "is no port", "write port[-last][/tcp|udp|sctp]");
      default -> Optional.empty();
    };
  }

  /** What is wrong with the name of a kernel parameter. */
  static Optional<Fault> parameter(String name) {
    return unless(
        PARAMETER.matcher(name).matches(),
        "a parameter that belongs to the whole host, not to a container",
        "set it in /etc/sysctl.d; a container has net.*, fs.mqueue.* and kernel.msg*, sem, shm*");
  }

  /** What is wrong with a log driver's option. */
  static Optional<Fault> logOption(String name, String text) {
    return switch (name) {
      case "max-size" ->
          unless(
              Numbers.size(text).isPresent(),
              "is no size of a log's file (" + name + ")",
              "write one such as 10m");
      case "max-file" ->
          unless(
              Numbers.whole(text).isPresent(),
              "is no number of a log's files (" + name + ")",
              "write one such as 3");
      default -> Optional.empty();
    };
  }

  /** What is wrong with the name of a resource. */
  static Optional<Fault> resource(String name) {
    return known(
        name,
        KnownNames.RESOURCES,
        "is no resource that can be limited",
        "known are " + String.join(", ", KnownNames.RESOURCES));
  }

  /** Whether it is a signal's name, without {@code SIG}, or its number. */
  static boolean isSignal(String bare) {
    OptionalLong number = Numbers.whole(bare);
    return number.isPresent()
        ? number.getAsLong() >= 1 && number.getAsLong() <= KnownNames.LAST_SIGNAL
        : KnownNames.SIGNALS.contains(bare);
  }

  private static Optional<Fault> tmpfs(String text) {
    String[] parts = text.split(":", 2);
    if (!parts[0].startsWith("/")) {
      return Optional.of(new Fault("has no absolute path", "write /path[:options]", Set.of()));
    }
    for (String option : parts.length < 2 ? List.<String>of() : List.of(parts[1].split(",", -1))) {
      if (!TMPFS_FLAGS.contains(option) && !TMPFS_NUMBER.matcher(option).matches()) {
        String name = option.split("=", 2)[0];
        return Optional.of(
            new Fault(
                TMPFS_OPTIONS.contains(name)
                    ? "gives the option `" + name + "` no value that it takes"
                    : "has an option that no memory file system has",
                "write options such as size=64m, mode=1777, uid=0, ro, noexec",
                Set.of()));
      }
    }
    return Optional.empty();
  }

  private static boolean isDevice(String text) {
    if (QUALIFIED_DEVICE.matcher(text).matches()) {
      return true;
    }
    String[] parts = text.split(":", -1);
    return parts[0].startsWith("/")
        && switch (parts.length) {
          case 1 -> true;
          case 2 -> parts[1].startsWith("/") || ACCESS.matcher(parts[1]).matches();
          case 3 -> parts[1].startsWith("/") && ACCESS.matcher(parts[2]).matches();
          default -> false;
        };
  }

  private static boolean isExposed(String text) {
    var ports = EXPOSED.matcher(text);
    if (!ports.matches()) {
      return false;
    }
    int first = Integer.parseInt(ports.group(1));
    int last = ports.group(2) == null ? first : Integer.parseInt(ports.group(2));
    return first >= 1 && first <= last && last <= 65_535;
  }

  private static Optional<Fault> unless(boolean fits, String message, String advice) {
    return fits ? Optional.empty() : Optional.of(new Fault(message, advice, Set.of()));
  }

  private static Optional<Fault> known(
      String text, Collection<String> words, String message, String otherwise) {
    return words.contains(text)
        ? Optional.empty()
        : Optional.of(new Fault(message, Suggestion.advice(text, words, otherwise), words));
  }
}
