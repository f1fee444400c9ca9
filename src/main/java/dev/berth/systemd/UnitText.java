package dev.berth.systemd;

import dev.berth.model.RestartPolicy;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a service unit's file; the same value always gives the same text. */
public final class UnitText {
  /** The first systemd with RestartSteps= and RestartMaxDelaySec= (systemd.service(5)). */
  private static final int GROWING_DELAYS = 254;

  /** The first systemd with ImportCredential= (systemd.exec(5)). */
  private static final int IMPORTED_CREDENTIALS = 254;

  /** What a stop gets beyond the grace period, so that systemd never kills before Podman does. */
  static final Duration STOP_MARGIN = Duration.ofSeconds(30);

  private static final String HEAD = "# Written by Berth; changes are overwritten.\n";
  private static final Pattern IMAGE = Pattern.compile("(?m)^Description=\\S+ \\((\\S+)\\)$");
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  private UnitText() {}

  /**
   * The text of the unit's file.
   *
   * @param systemdVersion the host's, since newer ones restart with growing delays
   */
  public static String render(ServiceUnit unit, int systemdVersion) {
    StringBuilder text = new StringBuilder(HEAD);
    appendUnit(text, unit);
    appendService(text, unit, systemdVersion);
    return text.append(install(unit.scope(), unit.owner())).toString();
  }

  /** The text of a target's file. */
  public static String render(TargetUnit unit, Scope scope) {
    StringBuilder text = new StringBuilder(HEAD).append("[Unit]\n");
    line(text, "Description", UnitQuoting.line(unit.description()));
    if (!unit.after().isEmpty()) {
      line(text, "After", UnitQuoting.unitNames(unit.after()));
    }
    return text.append(install(scope, unit.owner())).toString();
  }

  /** The reference of the image in the description of a container's unit; empty without one. */
  public static Optional<String> image(String unitText) {
    Matcher image = IMAGE.matcher(unitText);
    return image.find() ? Optional.of(image.group(1).replace("%%", "%")) : Optional.empty();
  }

  private static String install(Scope scope, UnitOwner owner) {
    return "\n[Install]\nWantedBy=" + scope.bootTarget() + "\n\n" + UnitOwners.render(owner);
  }

  private static void appendUnit(StringBuilder text, ServiceUnit unit) {
    List<UnitName> network = unit.scope().network();
    Set<UnitName> wants = joined(network, unit.relations().wants(), unit.relations().brings());
    Set<UnitName> after =
        joined(
            network,
            unit.relations().wants(),
            unit.relations().requires(),
            unit.relations().after());
    text.append("[Unit]\n");
    line(text, "Description", UnitQuoting.line(unit.description()));
    if (!wants.isEmpty()) {
      line(text, "Wants", UnitQuoting.unitNames(wants));
    }
    if (!unit.relations().requires().isEmpty()) {
      line(text, "Requires", UnitQuoting.unitNames(joined(unit.relations().requires())));
    }
    if (!after.isEmpty()) {
      line(text, "After", UnitQuoting.unitNames(after));
    }
    if (!unit.relations().before().isEmpty()) {
      line(text, "Before", UnitQuoting.unitNames(unit.relations().before()));
    }
    if (!unit.relations().partOf().isEmpty()) {
      line(text, "PartOf", UnitQuoting.unitNames(joined(unit.relations().partOf())));
    }
    appendMounts(text, unit);
    appendStartLimit(text, unit);
  }

  /**
   * What is mounted late, as by NFS or after a disk was unlocked, would else be an empty directory
   * to whoever starts before it. The first is the one in which Podman keeps its state.
   */
  private static void appendMounts(StringBuilder text, ServiceUnit unit) {
    Set<String> paths = new LinkedHashSet<>();
    if (unit.commands().type().equals(ServiceUnit.NOTIFY)) {
      paths.add("%t/containers");
    }
    unit.relations().mounts().forEach(path -> paths.add(UnitQuoting.path(path)));
    paths.forEach(path -> line(text, "RequiresMountsFor", path));
  }

  /** The default limit, five starts in ten seconds, would stop a service for good. */
  private static void appendStartLimit(StringBuilder text, ServiceUnit unit) {
    RestartPolicy restart = unit.lifetime().restart();
    if (restart.retries().isPresent()) {
      int starts = restart.retries().getAsInt() + 1;
      Duration each = unit.lifetime().startTimeout().plus(stopTimeout(unit)).plus(LONGEST_DELAY);
      line(text, "StartLimitIntervalSec", Long.toString(each.multipliedBy(starts).toSeconds()));
      line(text, "StartLimitBurst", Integer.toString(starts));
    } else if (restart.kind() != RestartPolicy.Kind.NO) {
      line(text, "StartLimitIntervalSec", "0");
    }
  }

  private static void appendService(StringBuilder text, ServiceUnit unit, int systemdVersion) {
    text.append("\n[Service]\n");
    line(text, "Type", UnitQuoting.term(unit.commands().type()));
    boolean hasContainer = unit.commands().type().equals(ServiceUnit.NOTIFY);
    if (hasContainer) {
      line(text, "NotifyAccess", "all");
      line(text, "Delegate", "yes");
    }
    line(text, "KillMode", UnitQuoting.term(unit.lifetime().killMode()));
    // A context that root has chosen for Docker's client may be another host's daemon.
    line(text, "Environment", hasContainer ? "PODMAN_SYSTEMD_UNIT=%n" : "DOCKER_CONTEXT=default");
    if (hasContainer) {
      // What Podman says comes through a script, whose name would stand before it.
      line(text, "SyslogIdentifier", "podman");
    }
    // Systemd takes it from whatever store since 254, encrypted or not; before, from the plain ones
    // alone.
    String credential =
        systemdVersion >= IMPORTED_CREDENTIALS ? "ImportCredential" : "LoadCredential";
    for (String name : unit.credentials()) {
      line(text, credential, UnitQuoting.term(name));
    }
    for (Path file : unit.environmentFiles()) {
      line(text, "EnvironmentFile", UnitQuoting.file(file));
    }
    for (List<String> command : unit.commands().beforeStart()) {
      line(text, "ExecStartPre", UnitQuoting.commandLine(command));
    }
    line(text, "ExecStart", UnitQuoting.commandLine(unit.commands().run()));
    for (List<String> command : unit.commands().afterStart()) {
      line(text, "ExecStartPost", UnitQuoting.commandLine(command));
    }
    for (List<String> command : unit.commands().beforeStop()) {
      line(text, "ExecStop", "-" + UnitQuoting.commandLine(command));
    }
    line(text, "ExecStop", UnitQuoting.commandLine(unit.commands().stop()));
    line(text, "ExecStopPost", UnitQuoting.commandLine(unit.commands().afterStop()));
    line(text, "ExecReload", UnitQuoting.commandLine(unit.commands().reload()));
    line(text, "TimeoutStartSec", Long.toString(unit.lifetime().startTimeout().toSeconds()));
    line(text, "TimeoutStopSec", Long.toString(stopTimeout(unit).toSeconds()));
    // 143 is a stop by SIGTERM. Never 137: it would hide an out-of-memory kill.
    line(text, "SuccessExitStatus", "143");
    appendRestart(text, unit, systemdVersion);
    new TreeMap<>(unit.serviceLines())
        .forEach((name, value) -> line(text, UnitQuoting.term(name), UnitQuoting.asWritten(value)));
  }

  private static void appendRestart(StringBuilder text, ServiceUnit unit, int systemdVersion) {
    switch (unit.lifetime().restart().kind()) {
      case NO -> {
        line(text, "Restart", "no");
        return;
      }
      case ALWAYS, UNLESS_STOPPED -> line(text, "Restart", "always");
      case ON_FAILURE -> {
        line(text, "Restart", "on-failure");
        if (unit.lifetime().staysStopped()) {
          // What the engine stops ends by SIGTERM, or by SIGKILL when it hangs. That what ran out
          // of
          // memory stays down as well (and failed) is the price.
          line(text, "RestartPreventExitStatus", "137 143");
        } else {
          // A clean end for a stop, a failure for a container that got SIGTERM from elsewhere.
          line(text, "RestartForceExitStatus", "143");
        }
      }
    }
    if (systemdVersion >= GROWING_DELAYS) {
      if (unit.lifetime().restart().retries().isPresent()) {
        // They are counted, so that they must not be over before what was amiss can mend.
        line(text, "RestartSec", "100ms");
        line(text, "RestartSteps", "6");
      } else {
        // systemd lets a timer come up to 250 ms late, to wake up less often. One that has elapsed
        // when it next looks, which is at once, is never late. Each wait is five times the former.
        line(text, "RestartSec", "1us");
        line(text, "RestartSteps", "10");
      }
      line(text, "RestartMaxDelaySec", LONGEST_DELAY.toSeconds() + "s");
    } else {
      line(text, "RestartSec", "1s");
    }
  }

  private static Duration stopTimeout(ServiceUnit unit) {
    return Duration.ofSeconds(unit.lifetime().grace().plusNanos(999_999_999).toSeconds())
        .plus(STOP_MARGIN);
  }

  @SafeVarargs
  private static Set<UnitName> joined(List<UnitName>... lists) {
    Set<UnitName> names = new LinkedHashSet<>();
    for (List<UnitName> list : lists) {
      names.addAll(list);
    }
    return names;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value).append('\n');
  }
}
