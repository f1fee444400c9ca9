package dev.berth.it;

import dev.berth.json.JsonText;
import dev.berth.testhost.TestHost;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Leaves a host as Paunch or tripleo-ansible leaves it, word for word: containers that were created
 * once with their labels, forking units, health timers with their folders.
 */
final class FormerHost {
  static final String CONFIGURATION = "/var/lib/tripleo-config/container-startup-config/step_1";
  static final String CONFIG_ID = "tripleo_step1";

  private static final String UNITS = "/etc/systemd/system/";

  /** Who left it. */
  enum Tool {
    PAUNCH("paunch"),
    TRIPLEO_ANSIBLE("tripleo_ansible");

    final String managedBy;

    Tool(String managedBy) {
      this.managedBy = managedBy;
    }
  }

  private final Tool tool;
  private final StringBuilder script = new StringBuilder("set -eu\n");
  private final List<String> services = new ArrayList<>();
  private final List<String> timed = new ArrayList<>();
  private final Map<String, String> called = new LinkedHashMap<>();

  FormerHost(Tool tool) {
    this.tool = tool;
  }

  /** Paunch chose such a name where the wanted one was taken; the label keeps the wanted one. */
  FormerHost called(Map<String, String> names) {
    called.putAll(names);
    return this;
  }

  private String own(String name) {
    return called.getOrDefault(name, name);
  }

  /** Makes all that was noted, and then does these things. */
  void leave(TestHost host, String afterwards) {
    String timers =
        timed.stream()
            .map(name -> "tripleo_" + name + "_healthcheck.timer")
            .collect(Collectors.joining(" "));
    then("systemctl daemon-reload");
    then(
        services.stream()
            .map(name -> " tripleo_" + name)
            .collect(Collectors.joining("", "systemctl enable --now", " 2>/dev/null")));
    if (!timed.isEmpty()) {
      then("systemctl enable --now " + timers + " 2>/dev/null");
      timed.forEach(
          name ->
              then(
                  "systemctl add-requires tripleo_%1$s.service tripleo_%1$s_healthcheck.timer 2>/dev/null"
                      .formatted(name)));
      then("systemctl daemon-reload");
    }
    then(afterwards);
    host.write("/root/leave.sh", script.toString());
    host.get("sh", "/root/leave.sh");
  }

  private void then(String commands) {
    script.append(commands).append('\n');
  }

  /** A container in systemd's care, running. */
  FormerHost service(String name, Map<String, Object> configuration) {
    container("create", name, configuration);
    write("tripleo_" + own(name) + ".service", unit(own(name), configuration));
    services.add(own(name));
    if (tool == Tool.PAUNCH && configuration.get("healthcheck") instanceof Map<?, ?> check) {
      healthTimer(own(name), String.valueOf(check.get("test")));
    }
    return this;
  }

  /** A container that ran once, to its end. */
  FormerHost task(String name, Map<String, Object> configuration) {
    container("run", name, configuration);
    return this;
  }

  private void container(String verb, String name, Map<String, Object> configuration) {
    List<String> argv = new ArrayList<>(List.of("podman", verb, "--name", own(name)));
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("config_id", CONFIG_ID);
    labels.put("container_name", name);
    labels.put("managed_by", tool.managedBy);
    labels.put("config_data", tool == Tool.PAUNCH ? json(configuration) : python(configuration));
    labels.forEach((label, value) -> argv.addAll(List.of("--label", label + "=" + value)));
    argv.add("--conmon-pidfile=/var/run/" + own(name) + ".pid");
    map(configuration, "environment")
        .forEach(
            (variable, value) ->
                argv.add("--env=" + variable + "=" + (value.equals(true) ? "True" : value)));
    for (String key : List.of("net", "pid")) {
      if (configuration.containsKey(key)) {
        argv.add("--" + key + "=" + configuration.get(key));
      }
    }
    if (tool == Tool.TRIPLEO_ANSIBLE && configuration.containsKey("healthcheck")) {
      argv.add("--health-cmd=" + map(configuration, "healthcheck").get("test"));
      argv.add("--health-interval=60s");
    }
    list(configuration, "volumes").forEach(volume -> argv.add("--volume=" + volume));
    if (configuration.containsKey("stop_grace_period")) {
      argv.add("--stop-timeout=" + configuration.get("stop_grace_period"));
    }
    argv.add(String.valueOf(configuration.get("image")));
    argv.addAll(list(configuration, "command"));
    then(argv.stream().map(FormerHost::quoted).collect(Collectors.joining(" ")) + " >/dev/null");
  }

  private String unit(String name, Map<String, Object> configuration) {
    String wants = String.join(" ", list(configuration, "depends_on"));
    Object grace = configuration.getOrDefault("stop_grace_period", 10);
    return tool == Tool.PAUNCH
        ? """
        [Unit]
        Description=%1$s container
        After=paunch-container-shutdown.service
        Wants=%2$s
        After=%2$s
        [Service]
        Restart=always
        ExecStart=/usr/bin/podman start %1$s
        ExecReload=/usr/bin/podman kill --signal HUP %1$s
        ExecStop=/usr/bin/podman stop -t %3$s %1$s
        ExecStopPost=/usr/bin/podman stop -t %3$s %1$s
        SuccessExitStatus=137 142 143
        TimeoutStopSec=20
        KillMode=control-group
        Type=forking
        PIDFile=/var/run/%1$s.pid

        [Install]
        WantedBy=multi-user.target\
        """
            .formatted(name, wants, grace)
        : """
        [Unit]
        Description=%1$s container
        After=tripleo-container-shutdown.service
        Wants=%2$s
        [Service]
        Restart=always
        ExecStart=/usr/bin/podman start %1$s
        ExecReload=/usr/bin/podman kill --signal HUP %1$s
        ExecStop=/usr/bin/podman stop -t %3$s %1$s
        ExecStopPost=/usr/bin/podman stop -t %3$s %1$s
        SuccessExitStatus=137 142 143
        KillMode=none
        Type=forking
        PIDFile=/var/run/%1$s.pid

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name, wants, grace);
  }

  private void healthTimer(String name, String test) {
    write(
        "tripleo_" + name + "_healthcheck.service",
        """
        [Unit]
        Description=%1$s healthcheck
        After=paunch-container-shutdown.service tripleo_%1$s.service
        Requisite=tripleo_%1$s.service
        [Service]
        Type=oneshot
        ExecStart=/usr/bin/podman exec --user root %1$s %2$s
        SyslogIdentifier=healthcheck_%1$s
        [Install]
        WantedBy=multi-user.target
        """
            .formatted(name, test));
    write(
        "tripleo_" + name + "_healthcheck.timer",
        """
        [Unit]
        Description=%1$s container healthcheck
        PartOf=tripleo_%1$s.service
        [Timer]
        OnActiveSec=120
        OnUnitActiveSec=60
        RandomizedDelaySec=45.0
        [Install]
        WantedBy=timers.target\
        """
            .formatted(name));
    timed.add(name);
  }

  /** A unit's file, with or without the newline at its end, as each of them has it. */
  private void write(String unit, String text) {
    String encoded =
        Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    then("echo " + encoded + " | base64 -d >" + UNITS + unit);
  }

  static String json(Map<String, Object> configuration) {
    return JsonText.compact(configuration);
  }

  /** What Python's repr() prints. */
  private static String python(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> python(entry.getKey()) + ": " + python(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(FormerHost::python).collect(Collectors.joining(", ", "[", "]"));
      case Boolean flag -> flag ? "True" : "False";
      case Number number -> number.toString();
      default -> {
        String text = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
        yield text.contains("'") && !text.contains("\"")
            ? '"' + text + '"'
            : "'" + text.replace("'", "\\'") + "'";
      }
    };
  }

  private static Map<String, Object> map(Map<String, Object> configuration, String key) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (configuration.get(key) instanceof Map<?, ?> found) {
      found.forEach((name, value) -> map.put(name.toString(), value));
    }
    return map;
  }

  private static List<String> list(Map<String, Object> configuration, String key) {
    return configuration.get(key) instanceof List<?> found
        ? found.stream().map(Object::toString).toList()
        : List.of();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
