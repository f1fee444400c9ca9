package dev.berth.config.quadlet;

import dev.berth.config.Declarations;
import dev.berth.config.Draft;
import dev.berth.config.Tree;
import dev.berth.model.Declared;
import dev.berth.model.Key;
import dev.berth.model.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Quadlet units as a document of Berth's own form, each value with its place in the units.
 *
 * @param drafts the containers, by the names of their units
 * @param declarations what is declared beside them; empty where nothing is
 */
public record QuadletDocument(List<Draft> drafts, Optional<Tree.Fields> declarations) {
  private static final Set<String> SYSTEMD = Set.of("Unit", "Service", "Install", "Quadlet");

  /** What only a person reads. */
  private static final Set<String> WORDS = Set.of("Description", "Documentation");

  /** Names that mean something else at the top of a file than a container. */
  private static final Set<String> RESERVED = Set.of("services", "include");

  /** Keeps its own copy. */
  public QuadletDocument {
    drafts = List.copyOf(drafts);
  }

  /** The units of these files and directories. */
  public static QuadletDocument read(
      List<Path> paths, Surroundings surroundings, Problems problems) {
    UnitSet set = UnitLoader.load(paths, problems);
    Resources resources = new Resources(set, surroundings, problems);
    PodTranslation pods = new PodTranslation(resources, problems);
    for (Unit unit : set.units()) {
      checkSections(unit, problems);
      judge(unit, resources, pods, problems);
    }
    Relations relations = new Relations(resources, pods, problems);
    List<Draft> drafts = new ArrayList<>();
    for (Unit unit : set.of(UnitKind.CONTAINER)) {
      Draft draft = new ContainerTranslation(unit, resources, pods, problems).draft(relations);
      drafts.add(draft);
      if (RESERVED.contains(draft.name()) || draft.name().startsWith("x-")) {
        problems.error(
            draft.at(),
            "`" + draft.name() + "` means something else at the top of a file",
            "give it another ContainerName=");
      }
    }
    set.of(UnitKind.IMAGE).forEach(unit -> image(unit, resources, problems));
    return new QuadletDocument(drafts, new ResourceTranslation(resources, problems).declarations());
  }

  private static void checkSections(Unit unit, Problems problems) {
    unit.sections()
        .forEach(
            (section, at) -> {
              boolean isKnown =
                  section.equals(unit.section())
                      || SYSTEMD.contains(section)
                      || section.startsWith("X-");
              if (!isKnown) {
                problems.error(
                    at,
                    "[" + section + "] is no section of a " + unit.id().kind().ending() + " file",
                    "its sections are ["
                        + unit.section()
                        + "], [Unit], [Service], [Install] and [Quadlet]");
              }
            });
    if (unit.id().kind() != UnitKind.CONTAINER) {
      // What is made at an apply has no unit of its own.
      List.of("Unit", "Service", "Install").forEach(section -> tell(unit, section, problems));
    }
  }

  private static void tell(Unit unit, String section, Problems problems) {
    unit.keys(section).stream()
        .filter(key -> !WORDS.contains(key))
        .flatMap(key -> unit.last(section, key).stream())
        .forEach(
            last ->
                problems.warning(
                    last.at(),
                    "`" + last.key() + "=` has no effect here: only a container is a service",
                    "Berth makes and pulls what containers need at an apply"));
  }

  private static void judge(
      Unit unit, Resources resources, PodTranslation pods, Problems problems) {
    switch (unit.id().kind()) {
      case POD -> pods.check(unit);
      case KUBE ->
          problems.error(
              unit.at(unit.section()),
              "a .kube is not carried over: Berth reads no Kubernetes YAML",
              "write a .container for each of its containers");
      case BUILD ->
          problems.error(
              unit.at(unit.section()),
              "a .build is not carried over: Berth builds no images",
              "build it, and write its tag at Image=: "
                  + BuildLine.of(unit, resources.values(unit)));
      default -> {}
    }
  }

  private static void image(Unit unit, Resources resources, Problems problems) {
    new KeyCheck(unit, problems).check(unit.section(), ResourceKeys.IMAGE);
    Values values = resources.values(unit);
    if (values.last("Image").isEmpty()) {
      problems.error(unit.at(unit.section()), "`[Image]` has no `Image=`", "name one");
    }
    boolean isUsed =
        resources.set().units().stream()
            .filter(other -> !other.equals(unit))
            .flatMap(other -> other.all(other.section(), "Image").stream())
            .anyMatch(it -> it.value().text().equals(unit.id().fileName()));
    if (!isUsed) {
      problems.warning(
          unit.at(unit.section()),
          "no unit here names this image, and Berth pulls what a container runs",
          "write Image=" + unit.id().fileName() + " where it is meant");
    }
  }

  /** The containers as those of a configuration, with what is declared beside them. */
  public Draft.Group group(String configId, Problems problems) {
    return new Draft.Group(
        configId,
        true,
        drafts,
        declarations.map(tree -> Declarations.read(tree, problems)).orElse(Declared.IMPOSSIBLE),
        "");
  }

  /** All of it as maps, lists and texts: what Berth's own form of it is written from. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    declarations.ifPresent(tree -> plain.put(Declarations.LABEL, plain(tree)));
    drafts.forEach(
        draft -> {
          Map<String, Object> keys = new TreeMap<>(Comparator.comparingInt(QuadletDocument::place));
          ((Tree.Fields) draft.body())
              .fields()
              .forEach(field -> keys.put(field.name(), plain(field.value())));
          plain.put(draft.name(), keys);
        });
    return plain;
  }

  /** Keys stand as in the reference. */
  private static int place(String key) {
    return Key.named(key).map(Key::ordinal).orElseThrow();
  }

  private static Object plain(Tree tree) {
    return switch (tree) {
      case Tree.Text text when text.plain() && text.text().matches("true|false") ->
          Boolean.valueOf(text.text());
      case Tree.Text text -> text.text();
      case Tree.Items items -> items.items().stream().map(QuadletDocument::plain).toList();
      case Tree.Fields fields -> {
        Map<String, Object> map = new LinkedHashMap<>();
        fields.fields().forEach(field -> map.put(field.name(), plain(field.value())));
        yield map;
      }
    };
  }
}
