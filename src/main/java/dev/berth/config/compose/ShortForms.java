package dev.berth.config.compose;

import dev.berth.config.Addresses;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes out what an author may abbreviate: {@code "80:8080"}, {@code ./data:/data:ro} … */
final class ShortForms {
  private enum Form {
    NAMES,
    DEPENDENCIES,
    ENV_FILES,
    LIST,
    GPUS,
    MOUNT,
    DEVICE,
    REFERENCE,
    PORTS,
    BUILD,
    NAMED_VALUES,
    EXTERNAL
  }

  private static final Rules<Form> FORMS = Rules.of(forms());
  private static final Set<String> PROPAGATIONS =
      Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");

  private final Problems problems;

  ShortForms(Problems problems) {
    this.problems = problems;
  }

  private static Map<String, Form> forms() {
    Map<String, Form> forms = new HashMap<>();
    Stream.of("services.*.", "services.*.pre_start.*.")
        .forEach(
            container -> {
              forms.put(container + "env_file", Form.ENV_FILES);
              forms.put(container + "label_file", Form.LIST);
              forms.put(container + "gpus", Form.GPUS);
              forms.put(container + "networks", Form.NAMES);
              forms.put(container + "models", Form.NAMES);
              forms.put(container + "volumes.*", Form.MOUNT);
              forms.put(container + "dns", Form.LIST);
              forms.put(container + "devices.*", Form.DEVICE);
              forms.put(container + "secrets.*", Form.REFERENCE);
              forms.put(container + "configs.*", Form.REFERENCE);
            });
    forms.put("services.*.build", Form.BUILD);
    forms.put("services.*.build.secrets.*", Form.REFERENCE);
    forms.put("services.*.build.additional_contexts", Form.NAMED_VALUES);
    forms.put("services.*.depends_on", Form.DEPENDENCIES);
    forms.put("services.*.ports", Form.PORTS);
    forms.put("services.*.develop.watch.*.ignore", Form.LIST);
    forms.put("services.*.develop.watch.*.include", Form.LIST);
    Stream.of("volumes.*", "networks.*", "secrets.*", "configs.*")
        .forEach(kind -> forms.put(kind, Form.EXTERNAL));
    return forms;
  }

  Data.Fields writtenOut(Data.Fields file) {
    return FORMS.changed(file, (form, data, _) -> written(form, data));
  }

  private Data written(Form form, Data data) {
    return switch (form) {
      case NAMES ->
          data instanceof Data.Items
              ? Merge.named(data, name -> new Data.Nothing(name.at()))
              : data;
      case DEPENDENCIES -> dependencies(data);
      case ENV_FILES -> envFiles(data);
      case LIST -> data instanceof Data.Text ? new Data.Items(List.of(data), data.at()) : data;
      case GPUS ->
          data instanceof Data.Text
              ? new Data.Items(
                  List.of(
                      Data.Fields.empty(data.at()).with("count", new Data.Text("all", data.at()))),
                  data.at())
              : data;
      case MOUNT -> data instanceof Data.Text text ? volume(text) : data;
      case DEVICE -> data instanceof Data.Text text ? device(text) : data;
      case REFERENCE ->
          data instanceof Data.Text ? Data.Fields.empty(data.at()).with("source", data) : data;
      case PORTS -> ports(data);
      case BUILD ->
          data instanceof Data.Text ? Data.Fields.empty(data.at()).with("context", data) : data;
      case NAMED_VALUES -> data instanceof Data.Items list ? pairs(list) : data;
      case EXTERNAL -> data instanceof Data.Fields mapping ? external(mapping) : data;
    };
  }

  private static Data dependencies(Data data) {
    Data.Fields named = Merge.dependencies(data);
    return named.mapped(
        (_, value) -> {
          if (!(value instanceof Data.Fields manner)) {
            return value;
          }
          Data.Fields whole =
              manner.has("condition")
                  ? manner
                  : manner.with("condition", new Data.Text("service_started", value.at()));
          return whole.has("required")
              ? whole
              : whole.with("required", new Data.Flag(true, value.at()));
        });
  }

  private static Data envFiles(Data data) {
    List<Data> given = data instanceof Data.Items list ? list.items() : List.of(data);
    return new Data.Items(
        given.stream()
            .map(
                item -> {
                  Data.Fields file =
                      item instanceof Data.Fields mapping
                          ? mapping
                          : Data.Fields.empty(item.at()).with("path", item);
                  return (Data)
                      (file.has("required")
                          ? file
                          : file.with("required", new Data.Flag(true, item.at())));
                })
            .toList(),
        data.at());
  }

  private static Data pairs(Data.Items list) {
    Data.Fields pairs = Data.Fields.empty(list.at());
    for (Data item : list.items()) {
      String[] parts = Data.shown(item).split("=", 2);
      pairs =
          pairs.with(
              parts[0],
              parts.length > 1 ? new Data.Text(parts[1], item.at()) : new Data.Nothing(item.at()));
    }
    return pairs;
  }

  /** {@code external: {name: X}} of old files. */
  private Data external(Data.Fields resource) {
    if (!(resource.get("external") instanceof Data.Fields old)) {
      return resource;
    }
    Data.Fields known = resource.with("external", new Data.Flag(true, old.at()));
    Data name = old.get("name");
    if (name == null) {
      return known;
    }
    if (resource.has("name") && !resource.text("name").equals(Data.shown(name))) {
      problems.error(
          name.at(),
          "`name` and `external.name` are two names",
          "write `name` and `external: true`");
    }
    return known.with("name", name);
  }

  private Data device(Data.Text text) {
    String[] parts = text.text().split(":", -1);
    if (parts.length > 3) {
      problems.error(
          text.at(), "a device with too many colons", "write source, target, permissions");
    }
    String target = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0];
    return Data.Fields.empty(text.at())
        .with("source", new Data.Text(parts[0], text.at()))
        .with("target", new Data.Text(target, text.at()))
        .with("permissions", new Data.Text(parts.length > 2 ? parts[2] : "rwm", text.at()));
  }

  /**
   * Where a mount in its short form lands, for the comparison of two; the text where it is none.
   */
  static String volumeTarget(String spec) {
    List<String> parts = sections(spec);
    return parts.size() < 2 ? spec : parts.get(1);
  }

  /** The parts between colons; one after a single letter is a drive's of Windows. */
  private static List<String> sections(String spec) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < spec.length(); i++) {
      char c = spec.charAt(i);
      boolean isDrive = part.length() == 1 && Character.isLetter(part.charAt(0));
      if (c == ':' && !isDrive) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private Data volume(Data.Text text) {
    String spec = text.text();
    SourcePosition at = text.at();
    List<String> parts = spec.length() <= 2 ? List.of(spec) : sections(spec);
    if (spec.isEmpty() || parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
      problems.error(
          at, "this is no mount", "write source:target, source:target:options, or a target");
      return Data.Fields.empty(at).with("type", new Data.Text("volume", at));
    }
    String source = parts.size() > 1 ? parts.getFirst() : "";
    boolean isBind = isPath(source);
    Data.Fields mount =
        Data.Fields.empty(at).with("type", new Data.Text(isBind ? "bind" : "volume", at));
    if (!source.isEmpty()) {
      mount = mount.with("source", new Data.Text(source, at));
    }
    mount =
        mount.with("target", new Data.Text(Paths.clean(parts.get(parts.size() > 1 ? 1 : 0)), at));
    Data.Fields bind = Data.Fields.empty(at);
    Data.Fields volume = Data.Fields.empty(at);
    for (String option : parts.size() > 2 ? List.of(parts.get(2).split(",")) : List.<String>of()) {
      switch (option) {
        case "ro" -> mount = mount.with("read_only", new Data.Flag(true, at));
        case "rw" -> mount = mount.without("read_only");
        case "nocopy" -> volume = volume.with("nocopy", new Data.Flag(true, at));
        case "z", "Z" -> bind = bind.with("selinux", new Data.Text(option, at));
        default -> {
          if (PROPAGATIONS.contains(option)) {
            bind = bind.with("propagation", new Data.Text(option, at));
          } else {
            problems.warning(
                at,
                "the option " + option + " of a mount is none of Compose's, and has no effect",
                "leave it out");
          }
        }
      }
    }
    if (isBind) {
      bind = bind.with("create_host_path", new Data.Flag(true, at));
    }
    if (isBind || !bind.names().isEmpty()) {
      mount = mount.with("bind", bind);
    }
    return !isBind || !volume.names().isEmpty() ? mount.with("volume", volume) : mount;
  }

  private static boolean isPath(String source) {
    return source.startsWith(".")
        || source.startsWith("/")
        || source.startsWith("~")
        || source.startsWith("\\\\")
        || (source.length() > 1 && Character.isLetter(source.charAt(0)) && source.charAt(1) == ':');
  }

  private Data ports(Data data) {
    if (!(data instanceof Data.Items list)) {
      return data;
    }
    List<Data> ports = new ArrayList<>();
    for (Data item : list.items()) {
      if (item instanceof Data.Fields) {
        ports.add(item);
      } else {
        ports.addAll(port(Data.shown(item), item.at()));
      }
    }
    return new Data.Items(ports, list.at());
  }

  private record Range(int first, int last) {
    int size() {
      return last - first;
    }
  }

  private List<Data> port(String spec, SourcePosition at) {
    int slash = spec.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1).toLowerCase(Locale.ROOT);
    String[] parts = (slash < 0 ? spec : spec.substring(0, slash)).split(":", -1);
    int last = parts.length - 1;
    String host = last > 0 ? parts[last - 1] : "";
    String ip = last > 1 ? String.join(":", List.of(parts).subList(0, last - 1)) : "";
    ip = ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
    Range inside = range(parts[last]);
    Range outside = host.isEmpty() ? inside : range(host);
    boolean fits =
        inside != null
            && outside != null
            && (outside.size() == inside.size() || inside.size() == 0)
            && Set.of("tcp", "udp", "sctp").contains(protocol)
            && (ip.isEmpty() || Addresses.isIp(ip));
    if (!fits || inside == null || outside == null) {
      problems.error(
          at,
          "this is no port",
          "write [[ip:]host:]container[/tcp|udp|sctp]; a text in quotes, as YAML may read a number");
      return List.of();
    }
    // Compose gives them in the order of their text.
    Map<String, Data> byPort = new TreeMap<>();
    for (int i = 0; i <= inside.size(); i++) {
      Data.Fields port =
          Data.Fields.empty(at)
              .with("mode", new Data.Text("ingress", at))
              .with("target", new Data.Numeric(Integer.toString(inside.first() + i), true, at))
              .with("protocol", new Data.Text(protocol, at));
      if (!ip.isEmpty()) {
        port = port.with("host_ip", new Data.Text(ip, at));
      }
      if (!host.isEmpty()) {
        String published = Integer.toString(outside.first() + i);
        boolean isAny = inside.size() == 0 && outside.size() > 0;
        port =
            port.with(
                "published",
                new Data.Text(isAny ? published + "-" + outside.last() : published, at));
      }
      byPort.put(inside.first() + i + "/" + protocol, port);
    }
    return List.copyOf(byPort.values());
  }

  private static @Nullable Range range(String text) {
    if (!text.matches("\\d{1,5}(-\\d{1,5})?")) {
      return null;
    }
    String[] ends = text.split("-");
    int first = Integer.parseInt(ends[0]);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return first <= last && last <= 65_535 ? new Range(first, last) : null;
  }
}
