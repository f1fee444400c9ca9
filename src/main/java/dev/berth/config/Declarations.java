package dev.berth.config;

import dev.berth.model.Declared;
import dev.berth.model.Labels;
import dev.berth.model.Network;
import dev.berth.model.Network.Subnet;
import dev.berth.model.NetworkSpec;
import dev.berth.model.PlainText;
import dev.berth.model.Problems;
import dev.berth.model.Volume;
import dev.berth.model.VolumeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What a file of Berth's own form declares beside its containers, under {@code x-berth}: networks
 * and volumes by their names, in Compose's words.
 */
public final class Declarations {
  /** The entry at the top of a file. */
  public static final String LABEL = "x-berth";

  static final List<String> NETWORK =
      List.of("driver", "internal", "enable_ipv6", "ipam", "driver_opts", "labels");
  static final List<String> VOLUME = List.of("driver", "driver_opts", "labels", "external");
  static final List<String> SUBNET = List.of("subnet", "gateway", "ip_range");

  private final Problems problems;
  private final List<NetworkSpec> networks = new ArrayList<>();
  private final List<VolumeSpec> volumes = new ArrayList<>();

  private Declarations(Problems problems) {
    this.problems = problems;
  }

  /** What the entry says. */
  public static Declared read(Tree tree, Problems problems) {
    return readAll(List.of(tree), problems);
  }

  /** What the entries of several files say together. */
  static Declared readAll(List<Tree> trees, Problems problems) {
    Declarations declarations = new Declarations(problems);
    for (Tree tree : trees) {
      for (Tree.Field field : declarations.fields(LABEL, tree, List.of("networks", "volumes"))) {
        boolean isNetworks = field.name().equals("networks");
        declarations.each(
            LABEL + "." + field.name(),
            field.value(),
            isNetworks ? declarations::network : declarations::volume);
      }
    }
    return new Declared(declarations.networks, declarations.volumes, Map.of());
  }

  private void each(String path, Tree tree, BiConsumer<String, Tree.Field> reader) {
    for (Tree.Field field : fields(path, tree, List.of())) {
      if (Names.isValid(field.name())) {
        reader.accept(path + "." + field.name(), field);
      } else {
        problems.error(
            field.at(),
            "`" + path + "`: " + Quote.name(field.name()) + " is no name",
            "use letters, digits and _ . -, the first a letter or digit");
      }
    }
  }

  private void network(String path, Tree.Field field) {
    if (NetworkWords.RESERVED.contains(field.name())) {
      problems.error(
          field.at(),
          "`" + path + "` has a name that is none of a network",
          "give it another name: to an engine this one stands for something else");
    }
    List<Tree.Field> given = fields(path, field.value(), NETWORK);
    String driver = text(path, given, "driver");
    if (!driver.isEmpty() && !NetworkWords.DRIVERS.contains(driver)) {
      problems.error(
          field.at(), "`" + path + "` has a driver that is not made", "bridge, macvlan or ipvlan");
    }
    DriverOptions options = DriverOptions.of(texts(path, given, "driver_opts"));
    if (!options.hasUsableMtu() || !options.hasUsableBridge()) {
      problems.error(
          field.at(),
          "`" + path + ".driver_opts` has no size of packets, or no name of an interface",
          "an mtu from " + DriverOptions.LEAST_MTU + ", a name of at most 15 letters");
    }
    if (networks.stream().anyMatch(other -> other.name().equals(field.name()))) {
      problems.error(field.at(), "`" + path + "` is declared a second time", "remove one");
    }
    networks.add(
        new NetworkSpec(
            new Network(
                field.name(),
                driver,
                subnets(path, given),
                flag(path, given, "internal"),
                flag(path, given, "enable_ipv6"),
                options.mtu(),
                options.bridge(),
                options.others(),
                texts(path, given, "labels"),
                List.of()),
            field.at()));
  }

  private List<Subnet> subnets(String path, List<Tree.Field> given) {
    List<Subnet> subnets = new ArrayList<>();
    Optional<Tree> ipam = value(given, "ipam");
    if (ipam.isEmpty()) {
      return subnets;
    }
    for (Tree.Field config : fields(path + ".ipam", ipam.get(), List.of("config"))) {
      if (!(config.value() instanceof Tree.Items items)) {
        problems.error(config.at(), "`" + path + ".ipam.config` is no list", "write - subnet: …");
        continue;
      }
      for (Tree item : items.items()) {
        List<Tree.Field> one = fields(path + ".ipam.config", item, SUBNET);
        String subnet = text(path, one, "subnet");
        if (subnet.isEmpty()) {
          problems.error(item.at(), "`" + path + ".ipam.config` has no subnet", "add one");
        }
        subnets.add(new Subnet(subnet, text(path, one, "gateway"), text(path, one, "ip_range")));
      }
    }
    return subnets;
  }

  private void volume(String path, Tree.Field field) {
    List<Tree.Field> given = fields(path, field.value(), VOLUME);
    if (volumes.stream().anyMatch(other -> other.name().equals(field.name()))) {
      problems.error(field.at(), "`" + path + "` is declared a second time", "remove one");
    }
    volumes.add(
        new VolumeSpec(
            new Volume(
                field.name(),
                text(path, given, "driver"),
                texts(path, given, "driver_opts"),
                texts(path, given, "labels")),
            flag(path, given, "external"),
            field.at()));
  }

  /** The entries of a mapping; nothing has none. */
  private List<Tree.Field> fields(String path, Tree tree, List<String> known) {
    if (tree.isNothing()) {
      return List.of();
    }
    if (!(tree instanceof Tree.Fields mapping)) {
      problems.error(tree.at(), "`" + path + "` is " + tree.shape(), "write a mapping");
      return List.of();
    }
    for (Tree.Field field : mapping.fields()) {
      if (!known.isEmpty() && !known.contains(field.name())) {
        problems.error(
            field.at(),
            "`" + path + "`: unknown field " + Quote.name(field.name()),
            Suggestion.advice(field.name(), known, "known are " + String.join(", ", known)));
      }
    }
    return mapping.fields().stream()
        .filter(field -> known.isEmpty() || known.contains(field.name()))
        .toList();
  }

  private static Optional<Tree> value(List<Tree.Field> given, String name) {
    return given.stream()
        .filter(field -> field.name().equals(name))
        .map(Tree.Field::value)
        .filter(tree -> !tree.isNothing())
        .findFirst();
  }

  private String text(String path, List<Tree.Field> given, String name) {
    Optional<Tree> value = value(given, name);
    if (value.isPresent() && !(value.get() instanceof Tree.Text)) {
      problems.error(
          value.get().at(),
          "`" + path + "." + name + "` is " + value.get().shape(),
          "write a text");
    }
    return value.map(tree -> tree instanceof Tree.Text text ? text.text() : "").orElse("");
  }

  private boolean flag(String path, List<Tree.Field> given, String name) {
    Optional<Tree> value = value(given, name);
    Optional<Boolean> flag =
        value.flatMap(
            tree ->
                tree instanceof Tree.Text text ? TextReader.bool(text.text()) : Optional.empty());
    if (value.isPresent() && flag.isEmpty()) {
      problems.error(value.get().at(), "`" + path + "." + name + "` is neither true nor false", "");
    }
    return flag.orElse(false);
  }

  private SortedMap<String, String> texts(String path, List<Tree.Field> given, String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    Optional<Tree> value = value(given, name);
    if (value.isEmpty()) {
      return texts;
    }
    for (Tree.Field field : fields(path + "." + name, value.get(), List.of())) {
      String text = field.value() instanceof Tree.Text written ? written.text() : "";
      boolean isPlain =
          !field.name().isEmpty()
              && !field.name().contains("=")
              && PlainText.firstForbidden(field.name() + text).isEmpty();
      if (!isPlain || Labels.OWN.contains(field.name())) {
        problems.error(
            field.at(),
            "`" + path + "." + name + "` has a name that cannot be given, or that is Berth's own",
            "choose another name");
      } else if (!(field.value() instanceof Tree.Text)) {
        problems.error(
            field.value().at(),
            "`" + path + "." + name + "." + field.name() + "` is " + field.value().shape(),
            "write a text");
      } else {
        texts.put(field.name(), text);
      }
    }
    return texts;
  }
}
