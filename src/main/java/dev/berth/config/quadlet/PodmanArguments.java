package dev.berth.config.quadlet;

import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options of {@code podman run} that a unit gives as they are, {@code PodmanArgs=}. */
final class PodmanArguments {
  /** How an option's value is put. */
  private enum Manner {
    ONE,
    EACH,
    PAIR,
    FLAG,
    NUMBER_OF_SECONDS
  }

  /**
   * An option.
   *
   * @param key of Berth's that stands for it
   */
  private record Option(String key, Manner manner) {}

  private static final Map<String, Option> OPTIONS = options();

  private static final Map<String, String> SHORT =
      Map.of(
          "-c", "--cpu-shares",
          "-e", "--env",
          "-h", "--hostname",
          "-i", "--interactive",
          "-l", "--label",
          "-m", "--memory",
          "-p", "--publish",
          "-t", "--tty",
          "-u", "--user",
          "-w", "--workdir");

  private final Problems problems;

  PodmanArguments(Problems problems) {
    this.problems = problems;
  }

  private static Map<String, Option> options() {
    Map<String, Option> options = new HashMap<>();
    one(options, "--cgroupns", "cgroupns");
    one(options, "--cpu-shares", "cpu_shares");
    one(options, "--cpus", "cpus");
    one(options, "--cpuset-cpus", "cpuset_cpus");
    one(options, "--hostname", "hostname");
    one(options, "--ip", "ip");
    one(options, "--ip6", "ip6");
    one(options, "--ipc", "ipc");
    one(options, "--log-driver", "log_driver");
    one(options, "--mac-address", "mac_address");
    one(options, "--memory", "mem_limit");
    one(options, "--memory-reservation", "mem_reservation");
    one(options, "--memory-swap", "memswap_limit");
    one(options, "--memory-swappiness", "mem_swappiness");
    one(options, "--oom-score-adj", "oom_score_adj");
    one(options, "--pid", "pid");
    one(options, "--pids-limit", "pids_limit");
    one(options, "--pull", "pull_policy");
    one(options, "--shm-size", "shm_size");
    one(options, "--stop-signal", "stop_signal");
    one(options, "--user", "user");
    one(options, "--userns", "userns");
    one(options, "--uts", "uts");
    one(options, "--workdir", "working_dir");
    each(options, "--add-host", "extra_hosts");
    each(options, "--cap-add", "cap_add");
    each(options, "--cap-drop", "cap_drop");
    each(options, "--device", "devices");
    each(options, "--device-cgroup-rule", "device_cgroup_rules");
    each(options, "--dns", "dns");
    each(options, "--dns-option", "dns_opt");
    each(options, "--dns-search", "dns_search");
    each(options, "--expose", "expose");
    each(options, "--group-add", "group_add");
    each(options, "--network-alias", "network_alias");
    each(options, "--publish", "ports");
    each(options, "--secret", "secrets");
    each(options, "--security-opt", "security_opt");
    each(options, "--tmpfs", "tmpfs");
    each(options, "--ulimit", "ulimit");
    each(options, "--volumes-from", "volumes_from");
    options.put("--gpus", new Option("devices", Manner.EACH));
    options.put("--annotation", new Option("annotations", Manner.PAIR));
    options.put("--env", new Option("environment", Manner.PAIR));
    options.put("--label", new Option("labels", Manner.PAIR));
    options.put("--log-opt", new Option("log_opts", Manner.PAIR));
    options.put("--sysctl", new Option("sysctls", Manner.PAIR));
    options.put("--init", new Option("init", Manner.FLAG));
    options.put("--interactive", new Option("interactive", Manner.FLAG));
    options.put("--privileged", new Option("privileged", Manner.FLAG));
    options.put("--read-only", new Option("read_only", Manner.FLAG));
    options.put("--tty", new Option("tty", Manner.FLAG));
    options.put("--stop-timeout", new Option("stop_grace_period", Manner.NUMBER_OF_SECONDS));
    return Map.copyOf(options);
  }

  private static void one(Map<String, Option> options, String name, String key) {
    options.put(name, new Option(key, Manner.ONE));
  }

  private static void each(Map<String, Option> options, String name, String key) {
    options.put(name, new Option(key, Manner.EACH));
  }

  /** The options that a key stands for, in order. */
  static List<String> known() {
    List<String> names = new ArrayList<>(OPTIONS.keySet());
    names.sort(null);
    return names;
  }

  void put(Values values, Body body) {
    List<Word> words = values.arguments("PodmanArgs");
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      int equals = word.text().startsWith("--") ? word.text().indexOf('=') : -1;
      String given = equals < 0 ? word.text() : word.text().substring(0, equals);
      Option option = OPTIONS.get(SHORT.getOrDefault(given, given));
      if (option == null) {
        problems.error(
            word.at(),
            given.startsWith("-")
                ? "`PodmanArgs=`: the option `" + given + "` is not carried over"
                : "`PodmanArgs=`: a word that belongs to no option",
            given.startsWith("-")
                ? "take it away, or write what a key says; see Coming from Quadlet"
                : "write --option=value");
        // Its value would only be one more.
        return;
      }
      if (option.manner() == Manner.FLAG) {
        String value = equals < 0 ? "true" : word.text().substring(equals + 1);
        body.put(option.key(), value, word.at());
        continue;
      }
      Optional<Word> value =
          equals >= 0
              ? Optional.of(word.with(word.text().substring(equals + 1)))
              : i + 1 < words.size() ? Optional.of(words.get(++i)) : Optional.empty();
      if (value.isEmpty()) {
        problems.error(
            word.at(),
            "`PodmanArgs=`: the option `" + given + "` has no value",
            "write " + given + "=…");
      } else {
        put(given, option, value.get(), body);
      }
    }
  }

  private void put(String given, Option option, Word value, Body body) {
    switch (option.manner()) {
      case ONE, NUMBER_OF_SECONDS, FLAG -> body.put(option.key(), value);
      case EACH ->
          body.add(
              option.key(),
              Body.text(
                  given.equals("--gpus") ? value.with("nvidia.com/gpu=" + value.text()) : value));
      case PAIR -> {
        int equals = value.text().indexOf('=');
        if (equals <= 0) {
          problems.error(
              value.at(), "`PodmanArgs=`: `" + given + "` wants NAME=value", "write both");
        } else {
          body.entry(
              option.key(),
              value.text().substring(0, equals),
              value.with(value.text().substring(equals + 1)));
        }
      }
    }
  }
}
