package dev.berth.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Dependency;
import dev.berth.model.Desired;
import dev.berth.model.Key;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported and read again differs in what was told to be lost, and in nothing else. */
class RoundTripTest {
  private static final int TRIES = 400;

  @TempDir Path directory;

  private int number;

  @Test
  void ofBerthsOwnForm() {
    Samples.forAll(
        TRIES,
        samples -> {
          Desired desired = desired(samples, true);
          Exported exported = new Target.Own().exported(desired);
          assertThat(exported.losses()).isEmpty();
          Desired again = Exports.readAgain(place(), exported);
          assertThat(flat(again, false)).isEqualTo(flat(desired, false));
          assertThat(declared(again)).isEqualTo(declared(desired));
        });
  }

  @Test
  void ofCompose() {
    Samples.forAll(
        TRIES, samples -> sameButForLosses(desired(samples, false), new Target.Compose()));
  }

  @Test
  void ofQuadlet() {
    Samples.forAll(
        TRIES,
        samples ->
            sameButForLosses(desired(samples, false), new Target.Quadlet(PodmanVersion.USUAL)));
  }

  private void sameButForLosses(Desired desired, Target target) {
    Exported exported = target.exported(desired);
    Desired again = Exports.readAgain(place(), exported);
    SortedMap<String, String> before = flat(desired, true);
    SortedMap<String, String> after = flat(again, true);
    for (Loss loss : exported.losses()) {
      String path = loss.container() + " " + loss.key().replaceFirst("^name$|^action$", "");
      before.keySet().removeIf(name -> name.startsWith(path));
      after.keySet().removeIf(name -> name.startsWith(path));
    }
    assertThat(differences(before, after)).isEmpty();
    assertThat(declared(again)).containsAllEntriesOf(declared(desired));
  }

  private static List<String> differences(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String was = before.getOrDefault(name, "(nothing)");
      String is = after.getOrDefault(name, "(nothing)");
      if (!was.equals(is)) {
        differences.add(name + ": " + was + " -> " + is);
      }
    }
    return differences;
  }

  private Path place() {
    return directory.resolve("again" + number++);
  }

  private static SortedMap<String, String> declared(Desired desired) {
    SortedMap<String, String> all = new TreeMap<>();
    desired
        .sets()
        .forEach(
            set -> {
              set.declared()
                  .networks()
                  .forEach(
                      it ->
                          all.put(
                              "network " + it.name(),
                              it.network().flattened() + " " + it.network().labels()));
              set.declared().volumes().stream()
                  .filter(it -> !it.isExternal())
                  .forEach(
                      it ->
                          all.put(
                              "volume " + it.name(),
                              it.volume().flattened() + " " + it.volume().labels()));
            });
    return all;
  }

  private static SortedMap<String, String> flat(Desired desired, boolean isNormal) {
    SortedMap<String, String> all = new TreeMap<>();
    desired
        .containers()
        .forEach(
            spec ->
                (isNormal ? normal(spec) : spec.flattened(EnumSet.allOf(Key.Scope.class)))
                    .forEach((path, text) -> all.put(spec.name() + " " + path, text)));
    return all;
  }

  /** What means the same in other words is one: the order of options, a network's own default. */
  private static SortedMap<String, String> normal(ContainerSpec spec) {
    SortedMap<String, String> flat = spec.flattened(EnumSet.allOf(Key.Scope.class));
    lists(flat, spec, Key.NETWORKS, Key.NET, Key.VOLUMES, Key.SECURITY_OPT, Key.SECRETS);
    lists(flat, spec, Key.DEVICES, Key.IP, Key.IP6, Key.NETWORK_ALIAS);
    networks(flat, spec);
    spec.texts(Key.VOLUMES).stream()
        .map(RoundTripTest::mount)
        .filter(text -> !text.contains(".files/"))
        .forEach(text -> flat.put("volumes " + text, ""));
    spec.texts(Key.SECURITY_OPT).forEach(text -> flat.put("security_opt " + text, ""));
    spec.texts(Key.SECRETS)
        .forEach(
            text ->
                flat.put(
                    "secrets " + text.replace(",target=/run/secrets/" + text.split(",")[0], ""),
                    ""));
    spec.texts(Key.DEVICES)
        .forEach(text -> flat.put("devices " + text.replaceFirst("^([^:]*):\\1$", "$1"), ""));
    // The tag of a log is one of its options.
    String tag = flat.remove("log_tag");
    if (tag != null) {
      flat.put("log_opts.tag", tag);
    }
    // What a container shares it depends on; a unit says so outright.
    spec.impliedDependencies().stream()
        .map(Dependency::target)
        .forEach(
            target ->
                flat.keySet().removeIf(path -> path.startsWith("depends_on." + target + ".")));
    // Berth's own limit of a start, which systemd's is not.
    flat.remove("systemd_exec_flags.TimeoutStartSec");
    flat.keySet().removeIf(path -> path.startsWith("content of "));
    // A task is one whether somebody waits or not.
    flat.remove("detach");
    flat.remove("remove");
    return flat;
  }

  private static void lists(SortedMap<String, String> flat, ContainerSpec spec, Key... keys) {
    Arrays.stream(keys)
        .forEach(
            key ->
                flat.keySet()
                    .removeIf(
                        path -> path.equals(key.label()) || path.startsWith(key.label() + "[")));
  }

  private static String mount(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 3) {
      return text;
    }
    TreeSet<String> options = new TreeSet<>(List.of(parts[2].split(",")));
    options.remove("rw");
    return parts[0] + ":" + parts[1] + (options.isEmpty() ? "" : ":" + String.join(",", options));
  }

  /** Where there is one network, what is said of the container is said of that. */
  private static void networks(SortedMap<String, String> flat, ContainerSpec spec) {
    List<String> networks = new ArrayList<>(spec.texts(Key.NETWORKS));
    spec.text(Key.NET).filter(Sets::isNetwork).ifPresent(networks::add);
    spec.text(Key.NET)
        .filter(net -> !Sets.isNetwork(net) && !net.equals("bridge"))
        .ifPresent(net -> flat.put("net", net));
    TreeSet<String> more = new TreeSet<>();
    spec.texts(Key.NETWORK_ALIAS).forEach(alias -> more.add("alias=" + alias));
    spec.text(Key.IP).ifPresent(ip -> more.add("ip=" + ip));
    spec.text(Key.IP6).ifPresent(ip -> more.add("ip6=" + ip));
    for (String network : networks) {
      String[] parts = network.split(":", 2);
      TreeSet<String> options = new TreeSet<>(more);
      if (parts.length > 1) {
        options.addAll(List.of(parts[1].split(",")));
      }
      // By its name it is known anyway.
      options.remove("alias=" + spec.name());
      flat.put("networks " + parts[0], String.join(",", options));
    }
    if (networks.isEmpty()) {
      more.forEach(option -> flat.put("network option " + option, ""));
    }
  }

  /** A configuration with a few containers, each with some keys. */
  private Desired desired(Samples samples, boolean isAll) {
    StringBuilder yaml =
        new StringBuilder(
            """
            x-berth:
              networks:
                back: {internal: true, labels: {a: "$b%"}}
                front: {ipam: {config: [{subnet: 10.9.0.0/24, gateway: 10.9.0.1}]}}
              volumes:
                data: {labels: {a: "b c"}}
                away: {external: true}
            """);
    List<String> names = List.of("web", "db", "my_app.1");
    for (int i = 0; i < names.size(); i++) {
      yaml.append(names.get(i)).append(":\n  image: localhost/i:1\n");
      Map<String, String> keys = keys(samples, isAll, names.subList(0, i));
      keys.forEach(
          (key, value) -> yaml.append("  ").append(key).append(": ").append(value).append('\n'));
    }
    return Exports.read(directory, yaml.toString());
  }

  private static Map<String, String> keys(Samples samples, boolean isAll, List<String> before) {
    Map<String, String> keys = new LinkedHashMap<>();
    Map<String, String> all = values(samples);
    if (isAll) {
      if (before.size() > 1) {
        all.put("start_order", samples.of("0", "7"));
      }
      all.put("exit_codes", "[0, 4]");
      all.put("remove", "true");
      all.put("entrypoint", samples.of("[]", "[sh, -c]"));
    }
    all.forEach(
        (key, value) -> {
          if (samples.number(3) == 0) {
            keys.put(key, value);
          }
        });
    if (keys.containsKey("net")) {
      List.of("networks", "ip", "ip6", "network_alias", "mac_address", "ports", "hostname")
          .forEach(keys::remove);
    }
    if (!keys.containsKey("networks") || keys.get("networks").contains(", ")) {
      List.of("ip", "ip6", "network_alias", "mac_address").forEach(keys::remove);
    }
    if (keys.getOrDefault("networks", "").contains("ip=")) {
      keys.remove("ip");
    }
    if (keys.getOrDefault("healthcheck", "").contains("stop")
        && !keys.getOrDefault("restart", "").startsWith("on-")) {
      keys.remove("healthcheck");
    }
    if (!keys.containsKey("mem_limit")) {
      keys.remove("memswap_limit");
    }
    if (!keys.containsKey("restart")) {
      List.of(
              "kill_mode",
              "reload_signal",
              "systemd_exec_flags",
              "pre_stop_exec",
              "part_of",
              "reload_on")
          .forEach(keys::remove);
    }
    if (samples.flag() && !before.isEmpty()) {
      String target = before.getFirst();
      keys.put(
          "depends_on",
          samples.of(
              "[" + target + "]",
              "{" + target + ": {condition: service_started}}",
              "{" + target + ": {required: false}, sshd.service: {}}"));
    }
    return keys;
  }

  private static Map<String, String> values(Samples samples) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put(
        "restart", samples.of("always", "\"no\"", "on-failure", "on-failure:3", "unless-stopped"));
    all.put("pull_policy", samples.of("always", "never"));
    all.put("command", words(samples));
    all.put("entrypoint", words(samples));
    all.put("working_dir", quoted("/w" + line(samples)));
    all.put("hostname", "host1");
    all.put("stop_signal", samples.of("USR1", "QUIT"));
    all.put("init", "true");
    all.put("interactive", "true");
    all.put("tty", "true");
    all.put("environment", mapping(samples, true));
    all.put("labels", mapping(samples, true));
    all.put("annotations", mapping(samples, true));
    all.put("net", samples.of("host", "none", "bridge"));
    all.put(
        "networks",
        samples.of("[back]", "[\"front:ip=10.9.0.7,alias=w\"]", "[back, front]", "[elsewhere]"));
    all.put("ip", "10.9.0.9");
    all.put("network_alias", "[w1, w2]");
    all.put(
        "ports",
        samples.of("[\"8080:80\"]", "[\"127.0.0.1:1-2:3-4/udp\", \"[::1]:5:5\"]", "[\"9\"]"));
    all.put("expose", "[\"80\", 90-91/udp]");
    all.put("dns", "[10.0.0.1, 10.0.0.2]");
    all.put("dns_search", "[example.org]");
    all.put("dns_opt", "[\"ndots:2\"]");
    all.put("extra_hosts", "[\"a:10.0.0.1\", \"b:fd00::1\", \"g:host-gateway\"]");
    all.put("ipc", samples.of("host", "private"));
    all.put("pid", "host");
    all.put("uts", "host");
    all.put("userns", "host");
    all.put("cgroupns", samples.of("host", "private"));
    all.put("privileged", "true");
    all.put("user", samples.of("\"1:2\"", "nobody", "\"7\""));
    all.put("group_add", "[\"44\", video]");
    all.put("cap_add", "[net_admin, SYS_TIME]");
    all.put("cap_drop", "[ALL]");
    all.put(
        "security_opt",
        samples.of(
            "[no-new-privileges, label=disable]", "[seccomp=unconfined]", "[\"label=type:x_t\"]"));
    all.put("devices", "[/dev/fuse]");
    all.put("device_cgroup_rules", "[\"c 10:200 rwm\"]");
    all.put("sysctls", "{net.ipv4.ip_forward: \"1\"}");
    all.put("ulimit", samples.of("{nofile: {soft: 1, hard: 2}, core: -1}", "[host]"));
    all.put("read_only", "true");
    all.put("tmpfs", "[/t1, \"/t2:size=1m\"]");
    all.put("shm_size", "128m");
    all.put(
        "volumes",
        samples.of(
            "[\"data:/d\", \"away:/a:ro\", /anon]",
            "[\"/etc/hosts:/e:ro,z\", \"/etc/hostname:/s:rslave\", \"data:/d:U\"]",
            "[\"data:/d:nocopy\"]"));
    all.put("cpu_shares", "512");
    all.put("cpus", "1.5");
    all.put("cpuset_cpus", "0-1");
    all.put("mem_limit", "512m");
    all.put("mem_reservation", "256m");
    all.put("memswap_limit", "1g");
    all.put("mem_swappiness", "10");
    all.put("pids_limit", "100");
    all.put("oom_score_adj", "-5");
    all.put("log_driver", "journald");
    all.put("log_opts", "{max-size: 10m}");
    all.put("log_tag", quoted("t" + line(samples)));
    all.put(
        "secrets",
        "[pw, \"key,target=/k,mode=0400\", {credential: c, target: /c}, \"e,type=env,target=E\"]");
    all.put(
        "files",
        "{/f/a.conf: "
            + quoted(samples.text(20))
            + ", /f/b: {content: s, mode: \"0400\", uid: 7}}");
    all.put(
        "healthcheck",
        samples.of(
            "{test: " + quoted("test " + line(samples)) + "}",
            "{test: [CMD, a, "
                + quoted("b " + line(samples))
                + "], interval: 5s, retries: 2, user: root}",
            "{test: [CMD, a], timeout: 500ms, start_period: 20s, start_interval: 1s, on_failure: restart}",
            "{test: x, on_failure: stop}",
            "{disable: true}"));
    all.put("stop_grace_period", samples.of("3s", "1m", "2500ms"));
    all.put("systemd_exec_flags", "{CPUWeight: \"50\", Environment: \"A=b%%\"}");
    all.put("kill_mode", samples.of("control-group", "process"));
    all.put("pre_stop_exec", "[sync]");
    all.put("reload_signal", "USR2");
    all.put("reload_on", "[mounts]");
    all.put("restart_on", "[mounts]");
    all.put("part_of", "[berth-web.service, other.target]");
    return all;
  }

  private static String words(Samples samples) {
    List<String> words = samples.list(4, () -> quoted(samples.text(12)));
    return words.isEmpty() ? "[a]" : "[" + String.join(", ", words) + "]";
  }

  private static String mapping(Samples samples, boolean isAny) {
    return "{A: "
        + quoted(samples.text(20))
        + ", B_2: "
        + quoted(samples.of("", "$X ${Y} $$", "50%", "it's \"so\"", "\\", " a "))
        + "}";
  }

  /** A text of one line, whose ends count. */
  private static String line(Samples samples) {
    return samples
        .text(12)
        .codePoints()
        .filter(c -> !Character.isISOControl(c))
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .filter(c -> c != 0)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c > '~') {
                quoted.append(String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
