package dev.berth.systemd;

import dev.berth.host.Command;
import dev.berth.host.CommandResult;
import dev.berth.host.CommandRunner;
import dev.berth.model.UnitName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whose systemd: the host's, or that of a user. */
public enum Scope {
  /** The host's, which root manages. */
  SYSTEM(
      List.of(),
      "multi-user.target",
      List.of("network-online.target"),
      List.of("pacemaker.service", "docker.service", "openvswitch.service", "iptables.service"),
      List.of(
          Path.of("/etc/systemd/system"),
          Path.of("/run/systemd/system"),
          Path.of("/usr/local/lib/systemd/system"),
          Path.of("/usr/lib/systemd/system"),
          Path.of("/lib/systemd/system"))),
  /**
   * A user's own. The host's targets are not there, and the unit that Podman has as their stand-in
   * is not pulled in: it fails after 90 s wherever nobody wants the host's network-online.target.
   * Who has it started at boot is waited for.
   */
  USER(
      List.of("--user"),
      "default.target",
      List.of(),
      List.of("podman-user-wait-network-online.service"),
      List.of(
          Path.of("/etc/systemd/user"),
          Path.of("/usr/local/lib/systemd/user"),
          Path.of("/usr/lib/systemd/user")));

  private final List<String> words;
  private final String bootTarget;
  private final List<UnitName> network;
  private final List<UnitName> comeFirst;
  private final List<Path> unitDirectories;

  Scope(
      List<String> words,
      String bootTarget,
      List<String> network,
      List<String> comeFirst,
      List<Path> unitDirectories) {
    this.words = words;
    this.bootTarget = bootTarget;
    this.network = network.stream().map(UnitName::new).toList();
    this.comeFirst = comeFirst.stream().map(UnitName::new).toList();
    this.unitDirectories = unitDirectories;
  }

  /** What systemctl and journalctl are told. */
  public List<String> words() {
    return words;
  }

  /** A command line of systemctl; without names where there are none. */
  List<String> systemctl(List<String> words, Collection<String> names) {
    List<String> argv = new ArrayList<>(List.of("systemctl"));
    argv.addAll(this.words);
    argv.addAll(words);
    if (!names.isEmpty()) {
      argv.add("--");
      argv.addAll(names);
    }
    return argv;
  }

  /**
   * What systemctl answers.
   *
   * @throws SystemdException when it fails, or does not answer
   */
  String read(CommandRunner runner, List<String> words, Collection<String> names) {
    CommandResult result = runner.run(Command.reading(systemctl(words, names)));
    if (!result.succeeded()) {
      throw new SystemdException(result);
    }
    return result.stdout();
  }

  /**
   * A command line that has a command run beside a unit, from the time it is up to its end: as a
   * unit that lies nowhere, stops before that one does, and leaves nothing behind.
   *
   * @param name the transient unit's name
   * @param beside the unit's name
   * @param description shown by {@code systemctl status}
   * @param command what is run; systemd expands variables in it (systemd-run(1)), so each dollar is
   *     doubled
   */
  public List<String> transientUnit(
      UnitName name, UnitName beside, String description, List<String> command) {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemd-run"));
    argv.addAll(words);
    argv.addAll(
        List.of(
            "--quiet",
            "--no-block",
            "--collect",
            "--unit=" + name,
            "--description=" + description,
            "--property=BindsTo=" + beside,
            "--property=After=" + beside));
    command.forEach(word -> argv.add(word.replace("$", "$$")));
    return List.copyOf(argv);
  }

  /**
   * A command line that has a command run to its end while a unit starts, with variables of its
   * own, and ends as that does.
   *
   * @param name the transient unit's name
   * @param during the unit whose start it is part of, without which it ends
   * @param description shown by {@code systemctl status}
   * @param variables the file of the variables; empty for none
   * @param command what is run
   */
  public List<String> transientRun(
      UnitName name,
      UnitName during,
      String description,
      Optional<Path> variables,
      List<String> command) {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemd-run"));
    argv.addAll(words);
    argv.addAll(
        List.of(
            "--quiet",
            "--wait",
            "--collect",
            "--unit=" + name,
            "--description=" + description,
            "--property=BindsTo=" + during,
            // What it writes is in the journal by its container's name.
            "--property=StandardOutput=null"));
    variables.ifPresent(file -> argv.add("--property=EnvironmentFile=" + file));
    command.forEach(word -> argv.add(word.replace("$", "$$")));
    return List.copyOf(argv);
  }

  /**
   * A command line that ends what {@link #transientUnit} left of this name; no error where there is
   * nothing. Who restarts the unit beside which it is has systemd start it anew as well (BindsTo=),
   * with its former command, and until then its name is taken.
   */
  public List<String> endTransientUnit(UnitName name) {
    List<String> argv = new ArrayList<>(List.of("/usr/bin/systemctl"));
    argv.addAll(words);
    // A pattern may match nothing; what is no pattern has to be there (systemctl(1)).
    String text = name.text();
    int last = text.length() - 1;
    argv.addAll(
        List.of("--quiet", "stop", text.substring(0, last) + "[" + text.charAt(last) + "]"));
    return List.copyOf(argv);
  }

  /** The target that has enabled units started. */
  public String bootTarget() {
    return bootTarget;
  }

  /** Units that stand for the network: every container wants them. */
  public List<UnitName> network() {
    return network;
  }

  /**
   * Where the files of units lie (systemd.unit(5), UNIT FILE LOAD PATH), the more important first;
   * not those of a single user, nor generated ones.
   */
  List<Path> unitDirectories() {
    return unitDirectories;
  }

  /** Units that containers need while they stop; one that is not there does no harm. */
  public List<UnitName> comeFirst() {
    return comeFirst;
  }
}
