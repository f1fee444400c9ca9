package dev.berth.config.compose;

import dev.berth.config.Dialect;
import dev.berth.config.Draft;
import dev.berth.config.Tree;
import dev.berth.model.ComposeReplica;
import dev.berth.model.ContainerName;
import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes containers of Berth's own form of a project's services. */
final class Drafts {
  private static final String SERVICE = "service:";
  private static final int MOST_REPLICAS = 1000;
  private static final String COMPLETED = "service_completed_successfully";
  private static final Set<String> SWARM =
      Set.of("mode", "endpoint_mode", "labels", "rollback_config", "update_config", "placement");

  private final Project project;
  private final Problems problems;
  private final Set<String> awaited;
  private final GivenFiles files;
  private final Gpus gpus;

  Drafts(Project project, Problems problems) {
    this.project = project;
    this.problems = problems;
    this.awaited = awaited(project);
    this.files = new GivenFiles(project, problems);
    this.gpus = new Gpus(problems);
  }

  /** Those whose end somebody waits for. */
  private static Set<String> awaited(Project project) {
    Set<String> awaited = new TreeSet<>();
    for (String name : project.services().names()) {
      Data.Fields dependencies = project.services().fields(name).fields("depends_on");
      dependencies.names().stream()
          .filter(target -> dependencies.fields(target).text("condition").equals(COMPLETED))
          .forEach(awaited::add);
    }
    return awaited;
  }

  List<Draft> all() {
    List<Draft> drafts = new ArrayList<>();
    project
        .services()
        .fields()
        .forEach(
            (name, field) -> {
              Tree.Fields body = body(name, (Data.Fields) field.value());
              if (Project.replicas((Data.Fields) field.value()) > MOST_REPLICAS) {
                problems.error(
                    field.at(), "more than " + MOST_REPLICAS + " containers of one service", "");
              }
              for (String container : containers(name)) {
                drafts.add(new Draft(container, field.at(), body, Dialect.OF_FILE, true));
              }
            });
    return drafts;
  }

  /** Which of the project's containers each is, by the container's name. */
  Map<ContainerName, ComposeReplica> replicas() {
    Map<ContainerName, ComposeReplica> replicas = new LinkedHashMap<>();
    for (String service : project.services().names()) {
      List<String> containers = containers(service);
      for (int i = 0; i < containers.size(); i++) {
        ComposeReplica replica = new ComposeReplica(project.name(), service, i + 1);
        // One that has no valid name is told of where its configuration is read.
        ContainerName.find(containers.get(i)).ifPresent(name -> replicas.put(name, replica));
      }
    }
    return replicas;
  }

  /** The names of a service's containers; none where there is no such service. */
  private List<String> containers(String service) {
    if (!project.services().has(service)) {
      return List.of();
    }
    Data.Fields given = project.services().fields(service);
    String own = given.text("container_name");
    String name = own.isEmpty() ? project.name() + "-" + service : own;
    int replicas = Math.min(Project.replicas(given), MOST_REPLICAS);
    return replicas == 1
        ? List.of(name)
        : IntStream.rangeClosed(1, replicas).mapToObj(number -> name + "-" + number).toList();
  }

  private Tree.Fields body(String name, Data.Fields service) {
    Body body = new Body(service.at());
    // Not in the file's order: two attributes may add to one key.
    for (Attribute attribute : Attribute.values()) {
      Data.Field field = service.fields().get(attribute.label());
      if (field != null) {
        put(body, name, service, attribute, field);
      }
    }
    restart(body, name, service);
    berth(body, service);
    return body.tree();
  }

  private void put(
      Body body, String name, Data.Fields service, Attribute attribute, Data.Field field) {
    Data value = field.value();
    switch (attribute.fate()) {
      case REFUSED ->
          problems.error(
              field.at(),
              "`services." + name + "." + attribute.label() + "` is not carried over",
              attribute.words());
      case TOLD ->
          problems.warning(
              field.at(),
              "`services." + name + "." + attribute.label() + "` has no effect here",
              attribute.words());
      case SAME -> same(body, attribute, field);
      case DONE -> {
        switch (attribute) {
          case BUILD -> build(body, name, service, field);
          case CONFIGS -> files.put(body, "configs", value);
          case SECRETS -> files.put(body, "secrets", value);
          case DEPENDS_ON -> dependencies(body, field);
          case DEPLOY -> deploy(body, name, service, value);
          case GPUS -> body.put("devices", gpus.named(value));
          case PLATFORM -> platform(name, field);
          case IPC, PID, NETWORK_MODE -> shared(body, attribute.label(), field);
          case LINKS -> links(value);
          case NETWORKS -> networks(body, name, field);
          case PORTS -> ports(body, value);
          case PULL_POLICY -> pullPolicy(body, field);
          case VOLUMES -> volumes(body, value);
          case VOLUMES_FROM -> lenders(body, field);
          default -> {} // What was resolved before, or becomes the container's name.
        }
      }
    }
  }

  private static void same(Body body, Attribute attribute, Data.Field field) {
    Data value = field.value();
    switch (attribute) {
      case COMMAND -> {
        if (value instanceof Data.Items words && !words.items().isEmpty()) {
          body.put("command", value);
        }
      }
      case ENTRYPOINT -> {
        if (!(value instanceof Data.Nothing)) {
          body.put("entrypoint", value);
        }
      }
      case ENVIRONMENT -> {
        Data.Fields variables = (Data.Fields) value;
        // What has no value anywhere is not set.
        body.put(
            "environment",
            variables.without(
                variables.names().stream()
                    .filter(name -> variables.get(name) instanceof Data.Nothing)
                    .toList()));
      }
      case DEVICES ->
          body.put(
              "devices",
              ((Data.Items) value)
                  .items().stream().map(item -> device((Data.Fields) item)).toList());
      case EXTRA_HOSTS ->
          body.put(
              "extra_hosts",
              ((Data.Items) value)
                  .items().stream()
                      .map(
                          item ->
                              (Tree) Body.text(Data.shown(item).replaceFirst("=", ":"), item.at()))
                      .toList());
      case HEALTHCHECK ->
          body.put("healthcheck", withoutZeros(withoutExtensions((Data.Fields) value)));
      case LOGGING -> body.put("logging", withoutExtensions((Data.Fields) value));
      case ULIMITS ->
          body.put(
              "ulimits",
              ((Data.Fields) value)
                  .mapped(
                      (_, limit) ->
                          limit instanceof Data.Fields fields ? withoutExtensions(fields) : limit));
      default -> body.put(attribute.key(), value);
    }
  }

  private static Data.Fields withoutExtensions(Data.Fields mapping) {
    return mapping.without(mapping.names().stream().filter(name -> name.startsWith("x-")).toList());
  }

  /** Nought stands for the default. */
  private static Data.Fields withoutZeros(Data.Fields check) {
    return check.without(
        check.names().stream()
            .filter(name -> Set.of("0", "0s").contains(check.text(name)))
            .toList());
  }

  private static Tree device(Data.Fields device) {
    String source = device.text("source");
    String target = device.text("target");
    String access = device.text("permissions");
    boolean isQualified = !source.startsWith("/");
    boolean isUsual = access.isEmpty() || access.equals("rwm");
    return Body.text(
        isQualified ? source : source + ":" + target + (isUsual ? "" : ":" + access), device.at());
  }

  private void build(Body body, String name, Data.Fields service, Data.Field field) {
    if (service.has("image")) {
      return;
    }
    // One problem is enough.
    body.put("image", new Data.Text(project.name() + "-" + name, field.at()));
    Data.Fields build = (Data.Fields) field.value();
    problems.error(
        field.at(),
        "`services." + name + "` has no image, and Berth builds none",
        "add `image: "
            + project.name()
            + "-"
            + name
            + "` and build it: podman build -t "
            + project.name()
            + "-"
            + name
            + " -f "
            + build.text("dockerfile")
            + " "
            + build.text("context"));
  }

  private void dependencies(Body body, Data.Field field) {
    Body all = new Body(field.at());
    ((Data.Fields) field.value())
        .fields()
        .forEach(
            (target, each) -> {
              Data.Fields manner = (Data.Fields) each.value();
              for (String container : containers(target)) {
                Body one = new Body(each.at());
                one.put("condition", new Data.Text(manner.text("condition"), each.at()));
                one.put("required", new Data.Flag(manner.flag("required"), each.at()));
                one.put("restart", new Data.Flag(manner.flag("restart"), each.at()));
                all.put(container, each.at(), one.tree());
              }
            });
    body.put("depends_on", field.at(), all.tree());
  }

  private void deploy(Body body, String name, Data.Fields service, Data value) {
    if (!(value instanceof Data.Fields deploy)) {
      return;
    }
    deploy
        .fields()
        .forEach(
            (label, field) -> {
              if (SWARM.contains(label)) {
                problems.warning(
                    field.at(),
                    "`services." + name + ".deploy." + label + "` has no effect: it is of a swarm",
                    "leave it out");
              }
            });
    Data.Fields limits = deploy.fields("resources").fields("limits");
    limit(body, service, "cpus", limits.get("cpus"));
    limit(body, service, "mem_limit", limits.get("memory"));
    limit(body, service, "pids_limit", limits.get("pids"));
    Data.Fields reserved = deploy.fields("resources").fields("reservations");
    limit(body, service, "mem_reservation", reserved.get("memory"));
    Data devices = reserved.get("devices");
    if (devices != null) {
      body.put("devices", gpus.named(devices));
    }
    Data generic = reserved.get("generic_resources");
    if (generic != null) {
      problems.error(
          generic.at(),
          "`services."
              + name
              + ".deploy.resources.reservations.generic_resources` is not carried over",
          "they are of a swarm: name the device in `devices`");
    }
  }

  private void platform(String name, Data.Field field) {
    String platform = Data.shown(field.value());
    if (!HostPlatform.is(platform)) {
      problems.error(
          field.at(),
          "`services." + name + ".platform` is " + platform + ", and this host is another",
          "name an image of this host's platform");
    }
  }

  private static void limit(Body body, Data.Fields service, String key, @Nullable Data value) {
    if (value != null && !service.has(key)) {
      body.put(key, value);
    }
  }

  private void shared(Body body, String label, Data.Field field) {
    String value = field.value() instanceof Data.Nothing ? "" : Data.shown(field.value());
    if (value.isEmpty()) {
      return;
    }
    if (!value.startsWith(SERVICE)) {
      body.put(label, field.value());
      return;
    }
    List<String> owners = containers(value.substring(SERVICE.length()));
    if (owners.size() != 1) {
      problems.error(
          field.at(), "`" + label + "` names a service with " + owners.size() + " containers", "");
      return;
    }
    body.put(label, new Data.Text("container:" + owners.getFirst(), field.value().at()));
  }

  private void links(Data value) {
    for (Data link : ((Data.Items) value).items()) {
      if (Data.shown(link).contains(":")) {
        problems.error(
            link.at(),
            "a link with a name of its own is not carried over",
            "give the other service this name in `networks: {default: {aliases: […]}}`");
      }
    }
  }

  private void networks(Body body, String name, Data.Field field) {
    Body all = new Body(field.at());
    ((Data.Fields) field.value())
        .fields()
        .forEach(
            (key, each) -> {
              Data.Fields network = project.networks().fields(key);
              all.put(network.text("name"), each.at(), network(name, each));
            });
    body.put("networks", field.at(), all.tree());
  }

  private Tree network(String service, Data.Field each) {
    Data.Fields given =
        each.value() instanceof Data.Fields mapping ? mapping : Data.Fields.empty(each.at());
    Body one = new Body(each.at());
    List<Tree> aliases = new ArrayList<>();
    if (!given.has("use_service_name_alias") || given.flag("use_service_name_alias")) {
      aliases.add(Body.text(service, each.at()));
    }
    given.items("aliases").forEach(alias -> aliases.add(Body.tree(alias)));
    one.put("aliases", aliases);
    given
        .fields()
        .forEach(
            (label, field) -> {
              switch (label) {
                case "ipv4_address", "ipv6_address", "mac_address", "interface_name" ->
                    one.put(label, field.value());
                case "link_local_ips", "driver_opts" ->
                    problems.error(
                        field.at(), "`" + label + "` of a network is not carried over", "");
                case "priority", "gw_priority" ->
                    problems.warning(
                        field.at(), "`" + label + "` has no effect here", "leave it out");
                default -> {}
              }
            });
    return one.tree();
  }

  private void ports(Body body, Data value) {
    List<Tree> ports = new ArrayList<>();
    for (Published range : Published.of((Data.Items) value)) {
      if (range.isChoice()) {
        problems.error(
            range.at(), "one of several ports of the host", "name the one that it shall be");
      } else {
        ports.add(Body.text(range.text(), range.at()));
      }
    }
    body.put("ports", ports);
  }

  private void pullPolicy(Body body, Data.Field field) {
    String policy = Data.shown(field.value());
    switch (policy) {
      case "always", "never", "missing" -> body.put("pull_policy", field.value());
      default ->
          problems.error(
              field.at(),
              "`pull_policy: " + policy + "` is not carried over",
              "write always or missing");
    }
  }

  private void volumes(Body body, Data value) {
    for (Data item : ((Data.Items) value).items()) {
      Data.Fields mount = (Data.Fields) item;
      switch (mount.text("type")) {
        case "bind" -> body.add("volumes", mount(mount, mount.text("source")));
        case "volume" -> {
          if (!mount.text("target").startsWith("/")) {
            // Compose takes a single letter for a drive of Windows.
            problems.error(
                item.at(),
                "the target of a mount is no absolute path",
                "give the path in the container; a volume's name has at least 2 letters here");
            continue;
          }
          body.add("volumes", mount(mount, volume(mount)));
        }
        case "tmpfs" -> body.add("tmpfs", memory(mount));
        default ->
            problems.error(
                item.at(),
                "a mount of the type " + mount.text("type") + " is not carried over",
                "the types are bind, volume and tmpfs");
      }
    }
  }

  private String volume(Data.Fields mount) {
    String key = mount.text("source");
    Data.Fields volume = project.volumes().fields(key);
    for (String label : List.of("subpath", "labels")) {
      Data given = mount.fields("volume").get(label);
      if (given != null) {
        problems.error(given.at(), "`" + label + "` of a mount is not carried over", "");
      }
    }
    return key.isEmpty() ? "" : volume.text("name");
  }

  private static Tree mount(Data.Fields mount, String source) {
    List<String> options = new ArrayList<>();
    if (mount.flag("read_only")) {
      options.add("ro");
    }
    Data.Fields bind = mount.fields("bind");
    List.of("propagation", "selinux").stream()
        .map(bind::text)
        .filter(option -> !option.isEmpty())
        .forEach(options::add);
    if (mount.fields("volume").flag("nocopy")) {
      options.add("nocopy");
    }
    return Body.text(
        (source.isEmpty() ? "" : source + ":")
            + mount.text("target")
            + (options.isEmpty() || source.isEmpty() ? "" : ":" + String.join(",", options)),
        mount.at());
  }

  private static Tree memory(Data.Fields mount) {
    List<String> options = new ArrayList<>();
    Data.Fields tmpfs = mount.fields("tmpfs");
    if (tmpfs.has("size")) {
      options.add("size=" + tmpfs.text("size"));
    }
    if (tmpfs.has("mode")) {
      options.add("mode=" + Integer.toOctalString(Integer.parseInt(tmpfs.text("mode"))));
    }
    if (mount.flag("read_only")) {
      options.add("ro");
    }
    return Body.text(
        mount.text("target") + (options.isEmpty() ? "" : ":" + String.join(",", options)),
        mount.at());
  }

  private void lenders(Body body, Data.Field field) {
    List<Tree> lenders = new ArrayList<>();
    for (Data item : ((Data.Items) field.value()).items()) {
      String text = Data.shown(item);
      if (text.startsWith("container:")) {
        lenders.add(Body.text(text, item.at()));
        continue;
      }
      String[] parts = text.split(":", 2);
      for (String container : containers(parts[0])) {
        lenders.add(Body.text(container + (parts.length > 1 ? ":" + parts[1] : ""), item.at()));
      }
    }
    body.put("volumes_from", lenders);
  }

  /** As Compose: who says nothing is not restarted. Who is awaited until its end is a task. */
  private void restart(Body body, String name, Data.Fields service) {
    if (awaited.contains(name)) {
      Data.Field given = service.fields().get("restart");
      if (given != null && !List.of("", "no").contains(service.text("restart"))) {
        problems.warning(
            given.value().at(),
            "`services." + name + ".restart` has no effect: others await its end, so it is a task",
            "leave it out");
      }
      return;
    }
    Data.Fields policy = service.fields("deploy").fields("restart_policy");
    String asked = service.text("restart");
    String restart =
        switch (policy.text("condition")) {
          case "none" -> "no";
          case "on-failure" ->
              "on-failure" + (policy.has("max_attempts") ? ":" + policy.text("max_attempts") : "");
          case "any", "always" -> "always";
          case "unless-stopped" -> "unless-stopped";
          case "" ->
              service.fields("deploy").has("restart_policy")
                  ? "always"
                  : asked.isEmpty() ? "no" : asked;
          default -> {
            problems.error(
                policy.at(),
                "a condition that `restart_policy` does not know",
                "any, on-failure, none");
            yield "no";
          }
        };
    for (String timing : List.of("delay", "window")) {
      Data value = policy.get(timing);
      if (value != null) {
        problems.warning(
            value.at(),
            "`restart_policy." + timing + "` has no effect here",
            "x-berth: {systemd_exec_flags: {RestartSec: …}}");
      }
    }
    Data.Field field = service.fields().get("restart");
    body.put("restart", new Data.Text(restart, field == null ? service.at() : field.value().at()));
  }

  /**
   * What one depends on beside its project's services: units of the host, containers, and services
   * of other projects, {@code project/service}.
   */
  private static Tree.Fields elsewhere(Data given) {
    Body all = new Body(given.at());
    if (given instanceof Data.Fields mapping) {
      mapping
          .fields()
          .forEach(
              (name, field) ->
                  all.put(name.replace('/', '-'), field.at(), Body.tree(field.value())));
    } else {
      for (Data item : given instanceof Data.Items list ? list.items() : List.of(given)) {
        // As the list in Berth's own form: who comes first, not who is needed.
        Body one = new Body(item.at());
        one.put("required", new Data.Flag(false, item.at()));
        all.put(Data.shown(item).replace('/', '-'), item.at(), one.tree());
      }
    }
    return all.tree();
  }

  /** Berth's own keys, as they are. */
  private void berth(Body body, Data.Fields service) {
    Data own = service.get("x-berth");
    if (own instanceof Data.Fields keys) {
      keys.fields()
          .forEach(
              (label, field) -> {
                if (label.equals("depends_on")) {
                  body.merge(label, field.at(), elsewhere(field.value()));
                } else {
                  body.put(label, field.value());
                }
              });
    } else if (own != null) {
      problems.error(own.at(), "`x-berth` is " + Data.shape(own), "write a mapping of keys");
    }
  }
}
