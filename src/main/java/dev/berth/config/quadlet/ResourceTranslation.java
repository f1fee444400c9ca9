package dev.berth.config.quadlet;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes what Berth's own form declares beside its containers of volume and network units. */
final class ResourceTranslation {
  private static final String OPTIONS = "driver_opts";

  private final Resources resources;
  private final Problems problems;

  ResourceTranslation(Resources resources, Problems problems) {
    this.resources = resources;
    this.problems = problems;
  }

  /** The networks and volumes; empty where there are none. */
  Optional<Tree.Fields> declarations() {
    List<Unit> networks = resources.set().of(UnitKind.NETWORK);
    List<Unit> volumes = resources.set().of(UnitKind.VOLUME);
    List<Unit> all = new ArrayList<>(networks);
    all.addAll(volumes);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Body body = new Body(all.getFirst().at());
    networks.forEach(unit -> body.entry("networks", resources.name(unit), network(unit)));
    volumes.forEach(unit -> body.entry("volumes", resources.name(unit), volume(unit)));
    return Optional.of(body.tree());
  }

  private Tree network(Unit unit) {
    new KeyCheck(unit, problems).check(unit.section(), ResourceKeys.NETWORK);
    Values values = resources.values(unit);
    Body body = new Body(unit.at(unit.section()));
    values.last("Driver").ifPresent(word -> body.put("driver", word));
    flag(values, "Internal", "internal", body);
    flag(values, "IPv6", "enable_ipv6", body);
    values
        .last("IPAMDriver")
        .filter(word -> !word.text().equals("host-local"))
        .ifPresent(
            word ->
                problems.error(
                    word.at(),
                    "`IPAMDriver=` other than host-local is not carried over",
                    "leave it out: the engine gives the addresses"));
    subnets(values, body);
    values
        .pairs("Options")
        .forEach(pair -> body.entry(OPTIONS, pair.name(), new Word(pair.value(), pair.at())));
    values
        .last("InterfaceName")
        .ifPresent(word -> body.entry(OPTIONS, "com.docker.network.bridge.name", word));
    labels(values, body);
    return body.tree();
  }

  private void flag(Values values, String key, String target, Body body) {
    values.flag(key).ifPresent(given -> body.put(target, given.toString(), values.at(key)));
  }

  private static void labels(Values values, Body body) {
    values
        .pairs("Label")
        .forEach(pair -> body.entry("labels", pair.name(), new Word(pair.value(), pair.at())));
  }

  private void subnets(Values values, Body body) {
    List<Word> subnets = values.each("Subnet");
    List<Word> gateways = values.each("Gateway");
    List<Word> ranges = values.each("IPRange");
    for (List<Word> others : List.of(gateways, ranges)) {
      if (others.size() > subnets.size()) {
        problems.error(
            others.get(subnets.size()).at(),
            "a gateway or range of no subnet",
            "write a Subnet= for each");
      }
    }
    if (subnets.isEmpty()) {
      return;
    }
    Body ipam = new Body(subnets.getFirst().at());
    for (int i = 0; i < subnets.size(); i++) {
      Body one = new Body(subnets.get(i).at());
      one.put("subnet", subnets.get(i));
      if (i < gateways.size()) {
        one.put("gateway", gateways.get(i));
      }
      if (i < ranges.size()) {
        one.put("ip_range", ranges.get(i));
      }
      ipam.add("config", one.tree());
    }
    body.put("ipam", ipam.tree());
  }

  private Tree volume(Unit unit) {
    new KeyCheck(unit, problems).check(unit.section(), ResourceKeys.VOLUME);
    Values values = resources.values(unit);
    Body body = new Body(unit.at(unit.section()));
    values.last("Driver").ifPresent(word -> body.put("driver", word));
    if (values.last("Driver").filter(word -> word.text().equals("image")).isPresent()) {
      image(unit, values, body);
    } else {
      driven(values, body);
    }
    labels(values, body);
    return body.tree();
  }

  private void image(Unit unit, Values values, Body body) {
    Optional<Word> image = values.last("Image");
    if (image.isEmpty()) {
      problems.error(unit.at(unit.section()), "`Driver=image` without `Image=`", "name the image");
      return;
    }
    Word word = image.get();
    boolean isUnit = word.text().endsWith(".image") || word.text().endsWith(".build");
    Optional<Unit> named = isUnit ? resources.named(word, word.text()) : Optional.empty();
    body.entry(OPTIONS, "image", named.map(it -> word.with(resources.name(it))).orElse(word));
  }

  private void driven(Values values, Body body) {
    Optional<Word> device = values.last("Device");
    device.ifPresent(word -> body.entry(OPTIONS, "device", word));
    for (String key : List.of("Type", "Options")) {
      values
          .last(key)
          .filter(_ -> device.isEmpty())
          .ifPresent(
              word ->
                  problems.error(word.at(), "`" + key + "=` without `Device=`", "name the device"));
    }
    values.last("Type").ifPresent(word -> body.entry(OPTIONS, "type", word));
    List<String> options = new ArrayList<>();
    SourcePosition at = values.at("Options");
    for (String key : List.of("User", "Group")) {
      Optional<Word> owner = values.last(key);
      if (owner.isPresent()) {
        at = owner.get().at();
        if (!owner.get().text().matches("\\d{1,10}")) {
          problems.error(
              at, "`" + key + "=` of a volume is no number", "Quadlet would take it for 0");
        }
        options.add((key.equals("User") ? "uid=" : "gid=") + owner.get().text());
      }
    }
    values.last("Options").ifPresent(word -> options.add(word.text()));
    if (!options.isEmpty()) {
      body.entry(OPTIONS, "o", new Word(String.join(",", options), at));
    }
    if (!values.flag("Copy").orElse(true)) {
      problems.error(
          values.at("Copy"),
          "`Copy=false` is not carried over",
          "mount it with the option nocopy: Volume=NAME.volume:/PATH:nocopy");
    }
  }
}
