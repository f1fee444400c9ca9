package dev.berth.config.compose;

import dev.berth.model.Problems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lays one file over another, and a service over the one that it extends (Compose, "Merge"). */
final class Merge {
  private enum Manner {
    REPLACED,
    NAMED_VALUES,
    LIST,
    BUILD,
    DEPENDENCIES,
    NAMES,
    LOGGING,
    LIMIT,
    POOLS
  }

  private static final Rules<Manner> MANNERS = Rules.of(manners());
  private static final Rules<Function<Data, String>> UNIQUE = Rules.of(unique());

  private final Problems problems;

  Merge(Problems problems) {
    this.problems = problems;
  }

  private static Map<String, Manner> manners() {
    Map<String, Manner> manners = new HashMap<>();
    manners.put("networks.*.ipam.config", Manner.POOLS);
    Stream.of("networks", "volumes", "secrets", "configs")
        .forEach(kind -> manners.put(kind + ".*.labels", Manner.NAMED_VALUES));
    add(
        manners,
        Manner.NAMED_VALUES,
        "annotations build.args build.additional_contexts build.labels environment labels"
            + " volumes.*.volume.labels sysctls deploy.labels");
    add(manners, Manner.REPLACED, "command entrypoint healthcheck.test");
    add(
        manners,
        Manner.LIST,
        "build.extra_hosts dns dns_opt dns_search env_file label_file extra_hosts tmpfs");
    add(manners, Manner.BUILD, "build");
    add(manners, Manner.DEPENDENCIES, "depends_on");
    add(manners, Manner.LOGGING, "logging");
    add(manners, Manner.NAMES, "models networks");
    add(manners, Manner.LIMIT, "ulimits.*");
    return manners;
  }

  private static void add(Map<String, Manner> manners, Manner manner, String names) {
    Stream.of(names.split(" ")).forEach(name -> manners.put("services.*." + name, manner));
  }

  private static Map<String, Function<Data, String>> unique() {
    Map<String, Function<Data, String>> unique = new HashMap<>();
    Stream.of(
            "networks.*.labels",
            "networks.*.ipam.options",
            "services.*.annotations",
            "services.*.build.args",
            "services.*.build.additional_contexts",
            "services.*.build.platform",
            "services.*.build.tags",
            "services.*.build.labels",
            "services.*.cap_add",
            "services.*.cap_drop",
            "services.*.deploy.labels",
            "services.*.dns",
            "services.*.dns_opt",
            "services.*.dns_search",
            "services.*.environment",
            "services.*.labels",
            "services.*.links",
            "services.*.networks.*.aliases",
            "services.*.networks.*.link_local_ips",
            "services.*.profiles",
            "services.*.sysctls",
            "services.*.tmpfs")
        .forEach(pattern -> unique.put(pattern, Merge::name));
    unique.put("services.*.expose", Data::shown);
    unique.put("services.*.env_file", item -> ofFieldOrText(item, "path"));
    unique.put("services.*.devices", Merge::device);
    unique.put("services.*.volumes", Merge::target);
    unique.put("services.*.ports", Merge::port);
    unique.put("services.*.configs", item -> mounted(item, ""));
    unique.put("services.*.secrets", item -> mounted(item, "/run/secrets"));
    return unique;
  }

  /** One file over what came before it. */
  Data.Fields over(Data.Fields base, Data.Fields other) {
    return unique(mappings(base, other, MANNERS, Place.TOP));
  }

  /** A service over the one that it extends. */
  Data.Fields service(Data.Fields base, Data.Fields other, String name) {
    return mappings(base, other, MANNERS.at("services").at("*"), Place.of("services", name));
  }

  /** A resource over one of the same name that came in by {@code include}. */
  Data resource(Data base, Data other, String kind, String name) {
    return merged(base, other, MANNERS.at(kind).at(name), Place.of(kind, name));
  }

  private Data merged(Data base, Data other, Rules<Manner> rules, Place place) {
    Manner manner = rules.rule();
    if (manner == null) {
      return switch (base) {
        case Data _ when other instanceof Data.Nothing -> base;
        case Data.Fields mapping when other instanceof Data.Fields over ->
            mappings(mapping, over, rules, place);
        case Data.Items list when other instanceof Data.Items over ->
            new Data.Items(Data.joined(list.items(), over.items()), over.at());
        case Data.Fields _, Data.Items _ -> {
          problems.error(
              other.at(),
              "`"
                  + place
                  + "` is "
                  + Data.shape(other)
                  + ", and at "
                  + base.at()
                  + " it is "
                  + Data.shape(base),
              "write it in the same form, or `!override` before it");
          yield base;
        }
        default -> other;
      };
    }
    return switch (manner) {
      case REPLACED -> other;
      case NAMED_VALUES -> unique(sequence(base), sequence(other), other);
      case LIST -> new Data.Items(Data.joined(sequence(base), sequence(other)), other.at());
      case BUILD -> mappings(build(base), build(other), rules, place);
      case DEPENDENCIES ->
          mappings(named(base, Merge::started), named(other, Merge::started), rules, place);
      case NAMES ->
          mappings(named(base, Merge::nothing), named(other, Merge::nothing), rules, place);
      case LOGGING -> logging(base, other, rules, place);
      case LIMIT ->
          base instanceof Data.Fields mapping && other instanceof Data.Fields over
              ? mappings(mapping, over, rules, place)
              : other;
      case POOLS -> pools(base, other, rules, place);
    };
  }

  private Data.Fields mappings(
      Data.Fields base, Data.Fields other, Rules<Manner> rules, Place place) {
    Map<String, Data.Field> fields = new LinkedHashMap<>(base.fields());
    other
        .fields()
        .forEach(
            (name, field) -> {
              Data.Field former = base.fields().get(name);
              fields.put(
                  name,
                  former == null
                      ? field
                      : new Data.Field(
                          field.at(),
                          merged(former.value(), field.value(), rules.at(name), place.at(name))));
            });
    return new Data.Fields(fields, base.fields().isEmpty() ? other.at() : base.at());
  }

  /** Options of a driver go with it. */
  private Data logging(Data base, Data other, Rules<Manner> rules, Place place) {
    if (!(base instanceof Data.Fields one) || !(other instanceof Data.Fields two)) {
      return other;
    }
    boolean sameDriver =
        !one.has("driver") || !two.has("driver") || one.text("driver").equals(two.text("driver"));
    return sameDriver ? mappings(one, two, rules, place) : two;
  }

  private Data pools(Data base, Data other, Rules<Manner> rules, Place place) {
    if (!(base instanceof Data.Items one) || !(other instanceof Data.Items two)) {
      return other;
    }
    List<Data.Fields> pools = new ArrayList<>();
    for (Data first : one.items()) {
      Data.Fields former = named(first, Merge::nothing);
      for (Data second : two.items()) {
        Data.Fields over = named(second, Merge::nothing);
        String subnet = over.text("subnet");
        boolean known = pools.stream().anyMatch(pool -> pool.text("subnet").equals(subnet));
        if (!subnet.equals(former.text("subnet")) && !known) {
          pools.add(over);
          continue;
        }
        Data.Fields merged = mappings(former, over, rules.at("*"), place);
        pools.replaceAll(pool -> pool.text("subnet").equals(merged.text("subnet")) ? merged : pool);
        if (!pools.contains(merged)) {
          pools.add(merged);
        }
      }
    }
    return new Data.Items(List.copyOf(pools), other.at());
  }

  private static Data.Fields build(Data data) {
    return data instanceof Data.Fields mapping
        ? mapping
        : Data.Fields.empty(data.at()).with("context", data);
  }

  private static Data started(Data name) {
    return Data.Fields.empty(name.at())
        .with("condition", new Data.Text("service_started", name.at()))
        .with("required", new Data.Flag(true, name.at()));
  }

  private static Data nothing(Data name) {
    return new Data.Nothing(name.at());
  }

  /** A list of names as a mapping. */
  static Data.Fields named(Data data, Function<Data, Data> value) {
    return switch (data) {
      case Data.Fields mapping -> mapping;
      case Data.Items list -> {
        Data.Fields mapping = Data.Fields.empty(data.at());
        for (Data item : list.items()) {
          mapping = mapping.with(Data.shown(item), value.apply(item));
        }
        yield mapping;
      }
      case Data.Nothing _ -> Data.Fields.empty(data.at());
      default -> Data.Fields.empty(data.at()).with(Data.shown(data), value.apply(data));
    };
  }

  /** {@link #named} with the condition that a dependency has where none is given. */
  static Data.Fields dependencies(Data data) {
    return named(data, Merge::started);
  }

  /** A mapping as a list of {@code name=value}. */
  private static List<Data> sequence(Data data) {
    return switch (data) {
      case Data.Items list -> list.items();
      case Data.Text text -> List.of(text);
      case Data.Fields mapping -> {
        List<Data> items = new ArrayList<>();
        mapping
            .fields()
            .forEach(
                (name, field) -> {
                  if (field.value() instanceof Data.Items list) {
                    list.items().forEach(item -> items.add(entry(name, item)));
                  } else {
                    items.add(entry(name, field.value()));
                  }
                });
        items.sort(Comparator.comparing(Data::shown));
        yield items;
      }
      default -> List.of();
    };
  }

  private static Data entry(String name, Data value) {
    return new Data.Text(
        value instanceof Data.Nothing ? name : name + "=" + Data.shown(value), value.at());
  }

  private Data unique(List<Data> one, List<Data> other, Data at) {
    return unique(
        new Data.Items(Stream.concat(one.stream(), other.stream()).toList(), at.at()), Merge::name);
  }

  /** What is given twice in a list counts once: the last, in the place of the first. */
  Data.Fields unique(Data.Fields file) {
    return UNIQUE.changed(
        file, (key, data, _) -> data instanceof Data.Items list ? unique(list, key) : data);
  }

  private static Data.Items unique(Data.Items list, Function<Data, String> key) {
    Map<String, Data> byKey = new LinkedHashMap<>();
    list.items().forEach(item -> byKey.put(key.apply(item), item));
    return new Data.Items(List.copyOf(byKey.values()), list.at());
  }

  private static String name(Data item) {
    return Data.shown(item).split("=", 2)[0];
  }

  private static String ofFieldOrText(Data item, String field) {
    return item instanceof Data.Fields mapping ? mapping.text(field) : Data.shown(item);
  }

  private static String device(Data item) {
    if (item instanceof Data.Fields mapping) {
      return mapping.text("target");
    }
    String[] parts = Data.shown(item).split(":", -1);
    return parts.length == 1 ? parts[0] : parts[1];
  }

  private static String target(Data item) {
    return item instanceof Data.Fields mapping
        ? mapping.text("target")
        : ShortForms.volumeTarget(Data.shown(item));
  }

  private static String port(Data item) {
    if (!(item instanceof Data.Fields port)) {
      return Data.shown(item);
    }
    return (port.has("host_ip") ? port.text("host_ip") : "0.0.0.0")
        + ":"
        + (port.has("published") ? port.text("published") : "<nil>")
        + ":"
        + port.text("target")
        + "/"
        + (port.has("protocol") ? port.text("protocol") : "tcp");
  }

  private static String mounted(Data item, String directory) {
    if (!(item instanceof Data.Fields mount)) {
      return directory + "/" + Data.shown(item);
    }
    return mount.has("target") ? mount.text("target") : directory + "/" + mount.text("source");
  }
}
