package dev.berth.it;

import dev.berth.it.FormerHost.Tool;
import dev.berth.testhost.TestHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host as somebody finds it who takes it over: what Paunch or tripleo-ansible left, and more. */
final class FormerSite {
  private static final String IMAGE = "localhost/berth-test/busybox:1";

  /** What operators and others did meanwhile: the last one's unit only looks like theirs. */
  private static final String AFTERWARDS =
      """
      podman exec db sh -c 'echo precious >/data/note'
      podman create --name other --conmon-pidfile=/var/run/other.pid %s >/dev/null
      cd /etc/systemd/system
      sed -e 's/changed[-a-z0-9]*/other/g' tripleo_changed*.service >tripleo_other.service
      systemctl daemon-reload
      systemctl enable --now tripleo_other 2>/dev/null
      systemctl stop tripleo_idle
      """
          .formatted(IMAGE);

  private final TestHost host;

  FormerSite(TestHost host) {
    this.host = host;
  }

  /** The container and the unit of somebody else, in every respect that may change. */
  String other() {
    return host.get(
            "podman", "inspect", "--format", "{{.Id}} {{.State.Pid}} {{.State.Status}}", "other")
        + host.get(
            "systemctl", "show", "--property=ActiveState,MainPID,UnitFileState", "tripleo_other")
        + host.get(
            "sh",
            "-c",
            "stat -c '%n %i %y' /etc/systemd/system/tripleo_other.service"
                + " /etc/systemd/system/*/tripleo_other.service");
  }

  void clear() {
    host.get(
        "sh",
        "-c",
        """
        cd /etc/systemd/system
        units=$(ls -d berth-*.service tripleo_*.service tripleo_*.timer 2>/dev/null)
        [ -z "$units" ] || { systemctl stop $units; systemctl disable $units; } 2>/dev/null
        rm -rf berth-* tripleo_* */berth-* */tripleo_*
        systemctl daemon-reload; systemctl reset-failed
        podman rm --all --force --time 0 >/dev/null; podman volume rm --all --force >/dev/null
        rm -rf /var/lib/berth /etc/berth /srv/out /var/lib/tripleo-config
        mkdir -p /srv/out
        """);
  }

  /** Eight containers of theirs, and one that only looks like it. */
  void leave(Tool tool) {
    leave(tool, Map.of());
  }

  /**
   * The same.
   *
   * @param called the names of those containers that did not get the wanted one, by the wanted one
   */
  void leave(Tool tool, Map<String, String> called) {
    Map<String, Object> db = service("db", 1);
    db.put("volumes", List.of("dbdata:/data", "/srv/out:/out"));
    db.put("healthcheck", Map.of("test", "true"));
    db.put("stop_grace_period", 2);
    Map<String, Object> sync = task("db_sync", 2, "true");
    Map<String, Object> init = task("init", 2, "true");
    Map<String, Object> web = service("web", 3);
    web.put("depends_on", List.of("tripleo_db.service"));
    web.put("healthcheck", Map.of("test", "true"));
    Map<String, Object> idle = service("idle", 3);
    Map<String, Object> changed = service("changed", 3);
    Map<String, Object> side = service("side", 3);
    side.put("pid", "container:db");
    side.put("depends_on", List.of("tripleo_db.service"));
    new FormerHost(tool)
        .called(called)
        .service("db", db)
        .task("db_sync", sync)
        .task("init", init)
        .service("side", side)
        .service("web", web)
        .service("idle", idle)
        .service("changed", changed)
        .service("gone", service("gone", 3))
        .leave(host, AFTERWARDS);
    // Its unit has to wait: the task that it depends on has another configuration, and runs again.
    Map<String, Object> waiting = new LinkedHashMap<>(idle);
    waiting.put(
        "depends_on", Map.of("init", Map.of("condition", "service_completed_successfully")));
    Map<String, Object> green = new LinkedHashMap<>(changed);
    green.put("environment", Map.of("MODE", "green"));
    Map.of(
            "db",
            db,
            "db_sync",
            sync,
            "init",
            task("init", 2, "exit 0"),
            "web",
            web,
            "idle",
            waiting,
            "side",
            side,
            "changed",
            green)
        .forEach(
            (name, configuration) ->
                host.write(
                    FormerHost.CONFIGURATION + "/" + name + ".json",
                    FormerHost.json(configuration)));
  }

  private static Map<String, Object> service(String name, int startOrder) {
    Map<String, Object> service = task(name, startOrder, "exec sleep 1000000");
    service.remove("detach");
    service.put("restart", "always");
    service.put("environment", Map.of("MODE", "blue"));
    // What they run is deaf to SIGTERM.
    service.put("stop_grace_period", 1);
    return service;
  }

  /** One that counts its starts, and then does something. */
  private static Map<String, Object> task(String name, int startOrder, String script) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("image", IMAGE);
    task.put("start_order", startOrder);
    task.put("detach", false);
    task.put("net", "host");
    task.put(
        "command", List.of("sh", "-c", "echo \"it's a start\" >> /out/" + name + "\n" + script));
    task.put("volumes", List.of("/srv/out:/out"));
    return task;
  }
}
