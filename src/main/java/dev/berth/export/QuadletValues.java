package dev.berth.export;

import dev.berth.export.QuadletContainer.UnitKey;
import dev.berth.model.ContentFile;
import dev.berth.model.Credential;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import dev.berth.model.Mount;
import dev.berth.model.RestartPolicy;
import dev.berth.model.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of a unit that are more than a text or a list. */
final class QuadletValues {
  private static final UnitKey NETWORK = UnitKey.each("Network", "4.4", "--network");
  private static final UnitKey VOLUME = UnitKey.each("Volume", "4.4", "--volume");
  private static final UnitKey ULIMIT = UnitKey.each("Ulimit", "4.7", "--ulimit");
  private static final UnitKey SECURITY = new UnitKey("", "", "--security-opt", UnitText::argument);

  /** What Quadlet writes into [Service] itself, or refuses. */
  private static final Set<String> OWN =
      Set.of(
          "Type",
          "Restart",
          "KillMode",
          "RemainAfterExit",
          "ExecStart",
          "ExecStop",
          "ExecReload",
          "NotifyAccess",
          "Delegate",
          "PIDFile",
          "BusName",
          "WatchdogSec",
          "Sockets",
          "User",
          "Group",
          "DynamicUser");

  private QuadletValues() {}

  static void command(QuadletContainer container, Value value) {
    words(container, Key.COMMAND, value)
        .ifPresent(line -> container.unit().add(QuadletContainer.CONTAINER, "Exec", line));
  }

  private static Optional<String> words(QuadletContainer container, Key key, Value value) {
    StringBuilder line = new StringBuilder();
    for (String word : value.texts()) {
      Optional<String> written = UnitText.argument(word);
      if (written.isEmpty()) {
        container.lost(
            key,
            value.at(),
            "Quadlet drops an empty word and all that follows it, so that none of it is written",
            "put the command into a script of the image's");
        return Optional.empty();
      }
      line.append(line.isEmpty() ? "" : " ").append(written.get());
    }
    return Optional.of(line.toString());
  }

  static void entrypoint(QuadletContainer container, Value value) {
    List<String> words = value.texts();
    boolean isOne =
        words.size() == 1
            && !words.getFirst().startsWith("[")
            && UnitText.last(words.getFirst()).isPresent();
    container.put(
        Key.ENTRYPOINT,
        UnitKey.last("Entrypoint", "5.0", "--entrypoint"),
        isOne ? words.getFirst() : UnitText.json(words),
        value.at());
  }

  static void restart(QuadletContainer container, Value value) {
    RestartPolicy policy = container.spec().restart().orElseThrow();
    boolean isAlways = policy.kind() == RestartPolicy.Kind.UNLESS_STOPPED;
    container
        .unit()
        .add(
            QuadletContainer.SERVICE,
            "Restart",
            isAlways ? "always" : policy.toString().split(":")[0]);
    if (isAlways) {
      container.lost(
          Key.RESTART, value.at(), "it starts at the next boot, though it was stopped", "");
    }
    if (policy.retries().isPresent()) {
      container.lost(
          Key.RESTART,
          value.at(),
          "it starts again without limit",
          "`StartLimitBurst=` in [Unit], in a drop-in");
    }
  }

  static void network(QuadletContainer container, Value value) {
    if (isOfPod(container, value)) {
      return;
    }
    for (Value item : ContainerPart.items(value)) {
      container.put(
          Key.NETWORKS, NETWORK, container.set().network(ContainerPart.text(item)), item.at());
    }
  }

  /** Whether it is a namespace that a member of a pod has by being one. */
  private static boolean isOfPod(QuadletContainer container, Value value) {
    return container.set().isInPod(container.spec()) && container.isOfOwnPod(value);
  }

  static void shared(QuadletContainer container, Key key, UnitKey unitKey, Value value) {
    if (!isOfPod(container, value)) {
      container.put(key, unitKey, ContainerPart.text(value), value.at());
    }
  }

  static void pod(QuadletContainer container, Value value) {
    if (container.set().isInPod(container.spec())) {
      container.unit().add(QuadletContainer.CONTAINER, "Pod", ContainerPart.text(value) + ".pod");
    } else {
      container.lost(
          Key.POD,
          value.at(),
          "before Podman 5.0 Quadlet has no pods: its members share the network of a container"
              + " that waits",
          "--quadlet-podman 5.0");
    }
  }

  static void user(QuadletContainer container, Value value) {
    String[] both = ContainerPart.text(value).split(":", 2);
    if (both[0].isEmpty()) {
      container.argument(Key.USER, "--user", ContainerPart.text(value), value.at());
      return;
    }
    container.put(Key.USER, UnitKey.last("User", "4.4", ""), both[0], value.at());
    if (both.length > 1) {
      container.put(Key.USER, UnitKey.last("Group", "4.4", ""), both[1], value.at());
    }
  }

  static void security(QuadletContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      String option = ContainerPart.text(item);
      UnitSections unit = container.unit();
      if (option.equals("no-new-privileges")) {
        unit.add(QuadletContainer.CONTAINER, "NoNewPrivileges", "true");
      } else if (option.equals("label=disable") && container.set().podman().has("4.5")) {
        unit.add(QuadletContainer.CONTAINER, "SecurityLabelDisable", "true");
      } else if (option.startsWith("seccomp=")) {
        container.put(
            Key.SECURITY_OPT,
            UnitKey.last("SeccompProfile", "4.4", ""),
            option.substring("seccomp=".length()),
            item.at());
      } else {
        container.put(Key.SECURITY_OPT, SECURITY, option, item.at());
      }
    }
  }

  static void ulimits(QuadletContainer container, Value value) {
    boolean isSeveral = ContainerPart.items(value).size() > 1;
    UnitKey key =
        isSeveral && !container.set().podman().has("5.0")
            ? new UnitKey("", "", "--ulimit", UnitText::argument)
            : ULIMIT;
    container.putAll(Key.ULIMIT, key, value);
  }

  static void processors(QuadletContainer container, Value value) {
    if (!ContainerPart.text(value).equals("all")) {
      container.argument(Key.CPUSET_CPUS, "--cpuset-cpus", ContainerPart.text(value), value.at());
    }
  }

  static void volumes(QuadletContainer container, Value value) {
    for (Mount mount : container.spec().mounts()) {
      boolean isUnit = container.set().volumes().containsKey(mount.source());
      Mount named =
          isUnit
              ? new Mount(
                  mount.source() + ".volume", mount.destination(), mount.options(), mount.at())
              : mount;
      container.put(Key.VOLUMES, VOLUME, named.argument(), mount.at());
    }
  }

  static void secrets(QuadletContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      if (Credential.isOne(item)) {
        container.lost(
            Key.SECRETS,
            item.at(),
            "Quadlet mounts no credential of systemd's",
            "`ImportCredential=NAME` in [Service], and `Volume=%d/NAME:PATH:ro`");
      } else {
        container.put(
            Key.SECRETS,
            UnitKey.argument("Secret", "4.5", "--secret"),
            ContainerPart.text(item),
            item.at());
      }
    }
  }

  static void files(QuadletContainer container, Value value) {
    int number = 0;
    for (ContentFile file : ContentFile.of(container.spec())) {
      number++;
      String base = file.target().substring(file.target().lastIndexOf('/') + 1);
      // What ends as a unit does would be read as one.
      String name =
          container.spec().name().text()
              + ".files/"
              + number
              + "-"
              + base.replaceAll("[^A-Za-z0-9_.-]", "-")
              + ".file";
      container.add(new Document(name, file.content(), mode(file)));
      container.put(Key.FILES, VOLUME, "./" + name + ":" + file.target() + ":ro,z", value.at());
      boolean isRoots = file.access().uid() <= 0 && file.access().gid() <= 0;
      container.lost(
          "files." + file.target(),
          ContainerPart.at(value, file.target()),
          "it is " + name + " beside the unit, and nobody writes it anew",
          isRoots
              ? "keep it with its mode where the unit is"
              : "chown " + file.access().uid() + ":" + file.access().gid() + " it there");
    }
  }

  private static String mode(ContentFile file) {
    String mode = "0000" + file.access().mode();
    return mode.substring(mode.length() - Document.SECRET.length());
  }

  static void grace(QuadletContainer container, Value value) {
    Duration grace = container.spec().stopGracePeriod();
    long seconds = Durations.wholeSeconds(grace);
    container.put(
        Key.STOP_GRACE_PERIOD,
        UnitKey.last("StopTimeout", "5.0", "--stop-timeout"),
        Long.toString(seconds),
        value.at());
    if (!Duration.ofSeconds(seconds).equals(grace)) {
      container.lost(
          Key.STOP_GRACE_PERIOD, value.at(), "Podman takes whole seconds: " + seconds, "");
    }
  }

  static void lines(QuadletContainer container, Value value) {
    for (Map.Entry<String, Value> line : ((Value.Mapping) value).entries().entrySet()) {
      String path = "systemd_exec_flags." + line.getKey();
      if (container.isTask()) {
        container.lost(path, line.getValue().at(), "it is of services", "write it into a drop-in");
      } else if (OWN.contains(line.getKey())) {
        container.lost(
            path,
            line.getValue().at(),
            "Quadlet writes this line itself",
            "write it into a drop-in");
      } else {
        container
            .unit()
            .add(QuadletContainer.SERVICE, line.getKey(), ContainerPart.text(line.getValue()));
      }
    }
  }

  static void killMode(QuadletContainer container, Value value) {
    String mode = ContainerPart.text(value);
    if (mode.equals("control-group")) {
      container.unit().add(QuadletContainer.SERVICE, "KillMode", mode);
    } else {
      container.lost(Key.KILL_MODE, value.at(), "Quadlet knows mixed and control-group", "");
    }
  }

  static void partOf(QuadletContainer container, Value value) {
    StringBuilder units = new StringBuilder();
    for (String unit : value.texts()) {
      String name = unit.replaceAll("^berth-(.*)\\.service$", "$1");
      boolean isHere = container.set().containers().containsKey(name);
      units
          .append(units.isEmpty() ? "" : " ")
          .append((isHere ? name + ".service" : unit).replace("%", "%%"));
    }
    container.unit().add(QuadletContainer.UNIT, "PartOf", units.toString());
  }
}
