package dev.berth.apply;

import dev.berth.engine.EngineName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Problem;
import dev.berth.model.PublishedPort;
import dev.berth.model.SourcePosition;
import dev.berth.model.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks whether this host has what a container's values name: devices, addresses, kernel
 * parameters, processors. The engine would find out only at the start, when what is replaced has
 * ended.
 */
final class HostLimits {
  private static final Pattern QUALIFIED_DEVICE = Pattern.compile("([^/:=]+/[^/:=]+)=(\\S+)");
  private static final Pattern NUMBERS = Pattern.compile("-?\\d+(\\s+-?\\d+)*");

  /** Those of an interface, which the host need not have: every interface has the same. */
  private static final Pattern OF_INTERFACE =
      Pattern.compile("net[.](ipv4|ipv6)[.](conf|neigh)[.].+[.]([^.]+)");

  private final Path root;
  private final String engine;
  private final Consumer<Problem> problems;

  /**
   * Limits of a host.
   *
   * @param root where its file system is seen, {@code /}
   * @param engine which engine is to run the containers
   */
  HostLimits(Path root, String engine, Consumer<Problem> problems) {
    this.root = root;
    this.engine = engine;
    this.problems = problems;
  }

  /** Reports what this host does not have. */
  void check(ContainerSpec spec) {
    items(spec, Key.DEVICES).forEach(item -> checkDevice(spec, item));
    items(spec, Key.PORTS).forEach(item -> checkAddress(spec, item));
    if (spec.values().get(Key.SYSCTLS) instanceof Value.Mapping parameters) {
      parameters
          .entries()
          .forEach((name, value) -> checkParameter(name, value.texts().getFirst(), value.at()));
    }
    items(spec, Key.ULIMIT).forEach(this::checkOpenFiles);
    spec.value(Key.MEM_SWAPPINESS).ifPresent(given -> checkSwappiness(given.at()));
    spec.text(Key.CPUSET_CPUS)
        .ifPresent(given -> checkProcessors(given, spec.position(Key.CPUSET_CPUS)));
  }

  /** Podman's runtime refuses it at the start under cgroup v2; Docker leaves it out in silence. */
  private void checkSwappiness(SourcePosition at) {
    if (Files.exists(on("/sys/fs/cgroup/cgroup.controllers"))) {
      String message =
          engine
              + " cannot honour mem_swappiness on this host: cgroup v2 has no swappiness of its own";
      String advice = "leave it out, or set vm.swappiness for the host";
      problems.accept(
          engine.equals(EngineName.PODMAN.label())
              ? Problem.error(at, message, advice)
              : Problem.warning(at, message, advice));
    }
  }

  private static List<Value> items(ContainerSpec spec, Key key) {
    return spec.values().get(key) instanceof Value.Sequence sequence ? sequence.items() : List.of();
  }

  private void checkDevice(ContainerSpec spec, Value item) {
    String text = item.texts().getFirst();
    Matcher qualified = QUALIFIED_DEVICE.matcher(text);
    if (qualified.matches()) {
      if (!isSpecified(qualified.group(1), qualified.group(2))) {
        error(
            item.at(),
            "there is no device '" + text + "' in /etc/cdi or /run/cdi",
            "let its vendor's tool write its specification (CDI), or leave it out");
      }
      return;
    }
    String path = text.split(":", 2)[0];
    if (Files.notExists(on(path))) {
      error(
          item.at(),
          "'" + spec.name() + "' uses the device '" + path + "', which does not exist",
          "load its driver, or leave it out");
    }
  }

  /** CDI's specifications are JSON or YAML; in both the words stand as they are. */
  private boolean isSpecified(String kind, String name) {
    for (String directory : List.of("/etc/cdi", "/run/cdi")) {
      Path path = on(directory);
      if (!Files.isDirectory(path)) {
        continue;
      }
      try (var files = Files.list(path)) {
        if (files.anyMatch(file -> hasWord(file, kind) && hasWord(file, name))) {
          return true;
        }
      } catch (IOException cause) {
        throw new UncheckedIOException("cannot look for CDI devices in " + path, cause);
      }
    }
    return false;
  }

  private static boolean hasWord(Path file, String word) {
    return read(file)
        .filter(
            text ->
                Pattern.compile("(?<![\\w/.:=-])" + Pattern.quote(word) + "(?![\\w/.:=-])")
                    .matcher(text)
                    .find())
        .isPresent();
  }

  private void checkAddress(ContainerSpec spec, Value item) {
    Optional<PublishedPort> port = PublishedPort.parse(item.texts().getFirst());
    String address = port.map(PublishedPort::address).orElse("");
    if (address.isEmpty() || address.startsWith("127.") || isOfHost(address)) {
      return;
    }
    String family = address.indexOf(':') >= 0 ? "ipv6" : "ipv4";
    boolean mayComeLater =
        read(on("/proc/sys/net/" + family + "/ip_nonlocal_bind")).filter("1"::equals).isPresent();
    if (!mayComeLater) {
      error(
          item.at(),
          "'" + spec.name() + "' publishes at " + address + ", which is no address of this host",
          "write one of its addresses; where it comes later (VRRP), set net."
              + family
              + ".ip_nonlocal_bind=1");
    }
  }

  private static boolean isOfHost(String address) {
    try {
      byte[] wanted = java.net.InetAddress.ofLiteral(address).getAddress();
      Set<java.nio.ByteBuffer> present = new HashSet<>();
      present.add(java.nio.ByteBuffer.wrap(new byte[wanted.length]));
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(found -> present.add(java.nio.ByteBuffer.wrap(found.getAddress())));
      return present.contains(java.nio.ByteBuffer.wrap(wanted));
    } catch (SocketException cause) {
      throw new UncheckedIOException("cannot list the addresses of this host", cause);
    }
  }

  private void checkParameter(String name, String value, SourcePosition at) {
    Matcher ofInterface = OF_INTERFACE.matcher(name);
    String path =
        ofInterface.matches()
            ? "net/%s/%s/default/%s"
                .formatted(ofInterface.group(1), ofInterface.group(2), ofInterface.group(3))
            : name.replace('.', '/');
    Path file = on("/proc/sys/" + path);
    if (Files.notExists(file)) {
      error(
          at,
          "this kernel has no parameter '" + name + "'",
          "load the module that has it, or leave it out");
    } else if (read(file).filter(now -> NUMBERS.matcher(now).matches()).isPresent()
        && !NUMBERS.matcher(value.strip()).matches()) {
      error(at, "the kernel parameter '" + name + "' takes numbers only", "write a number");
    }
  }

  /** getrlimit(2): nobody may have more than fs.nr_open. */
  private void checkOpenFiles(Value item) {
    String[] limit = item.texts().getFirst().split("[=:]", -1);
    Optional<Long> most =
        read(on("/proc/sys/fs/nr_open"))
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::valueOf);
    if (limit.length == 3
        && limit[0].equals("nofile")
        && most.filter(number -> Long.parseLong(limit[2]) > number).isPresent()) {
      error(
          item.at(),
          "nofile: this kernel lets nobody open " + limit[2] + " files",
          "write at most " + most.get() + " (fs.nr_open)");
    }
  }

  private void checkProcessors(String canonical, SourcePosition at) {
    Optional<Integer> last =
        read(on("/sys/devices/system/cpu/present"))
            .map(text -> text.replaceAll(".*[,-]", ""))
            .filter(text -> text.matches("\\d{1,6}"))
            .map(Integer::valueOf);
    for (String range : canonical.split(",")) {
      String end = range.replaceAll(".*-", "");
      if (last.filter(number -> end.matches("\\d{1,6}") && Integer.parseInt(end) > number)
          .isPresent()) {
        error(
            at, "cpuset_cpus: this host has no processor " + end, "its last one is " + last.get());
      }
    }
  }

  private Path on(String path) {
    return root.resolve(path.substring(1));
  }

  private static Optional<String> read(Path file) {
    // One read takes all: the kernel gives a parameter's value to the first read alone.
    try (var stream = Files.newInputStream(file)) {
      return Optional.of(new String(stream.readNBytes(1 << 20), StandardCharsets.UTF_8).strip());
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private void error(SourcePosition at, String message, String advice) {
    problems.accept(Problem.error(at, message, advice));
  }
}
