package dev.berth.apply;

import dev.berth.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What Paunch left on a played host: containers, their units, and timers that check them. */
final class PaunchsHost {
  private PaunchsHost() {}

  /** A container with its configuration in a label; it runs. */
  static PlayedContainer container(CallHost host, String name, String data) {
    String command = data.replaceFirst(".*\"command\": \\[\"(\\w+)\"\\].*", "$1");
    PlayedEngine engine = host.engine("podman");
    PlayedContainer made =
        engine.create(
            command.equals(data)
                ? List.of("--name=" + name, "i")
                : List.of("--name=" + name, "i", command));
    made.labels.putAll(
        Map.of(
            Labels.MANAGED_BY,
            "paunch",
            Labels.CONFIG_ID,
            "set",
            Labels.CONTAINER_NAME,
            name,
            Labels.CONFIG_DATA,
            data));
    made.state = "running";
    return made;
  }

  /** The same with the unit that starts it, and a timer that checks it. */
  static void service(CallHost host, String name, String data) {
    PlayedContainer made = container(host, name, data);
    if (data.contains("container:web")) {
      made.owner = java.util.Optional.of("web");
    }
    Path units = host.paths.units();
    String unit = "tripleo_" + name;
    try {
      Files.writeString(
          units.resolve(unit + ".service"),
          """
          [Service]
          ExecStart=/usr/bin/podman start %1$s
          Type=forking
          PIDFile=/var/run/%1$s.pid
          [Install]
          WantedBy=multi-user.target
          """
              .formatted(name));
      Files.writeString(
          units.resolve(unit + "_healthcheck.service"),
          """
          [Unit]
          Requisite=tripleo_%1$s.service
          [Service]
          Type=oneshot
          ExecStart=/usr/bin/podman exec --user root %1$s true
          """
              .formatted(name));
      Files.writeString(
          units.resolve(unit + "_healthcheck.timer"),
          """
          [Unit]
          PartOf=tripleo_%1$s.service
          [Timer]
          [Install]
          WantedBy=timers.target
          """
              .formatted(name));
      Path folder = Files.createDirectories(units.resolve(unit + ".service.requires"));
      Files.createSymbolicLink(
          folder.resolve(unit + "_healthcheck.timer"), units.resolve(unit + "_healthcheck.timer"));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    host.systemctl("daemon-reload");
    host.systemctl("enable", unit + ".service", unit + "_healthcheck.timer");
    host.systemd.states.put(unit + ".service", PlayedSystemd.State.UP);
    host.systemd.states.put(unit + "_healthcheck.timer", PlayedSystemd.State.UP);
  }
}
