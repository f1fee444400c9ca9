package dev.berth.migrate;

import dev.berth.model.ObservedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How each image gets to the other engine.
 *
 * @param wanted which image each reference means on the engine that has it
 * @param present ids that the other engine has already
 * @param pulls by id, under which name and digest a registry may have it
 */
record ImagePlan(
    Map<String, ObservedImage> wanted, Set<String> present, Map<String, String> pulls) {

  /** Keeps its own copies. */
  ImagePlan {
    wanted = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(wanted));
    present = Set.copyOf(present);
    pulls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pulls));
  }

  /** Plans: what is there stays, what a registry may have is asked for, the rest is carried. */
  static ImagePlan of(Map<String, ObservedImage> wanted, Set<String> targetIds) {
    Set<String> present = new LinkedHashSet<>();
    Map<String, String> pulls = new LinkedHashMap<>();
    wanted.forEach(
        (reference, image) -> {
          if (targetIds.contains(image.id())) {
            present.add(image.id());
          } else {
            digest(reference, image)
                .ifPresent(digest -> pulls.merge(image.id(), digest, (first, other) -> first));
          }
        });
    return new ImagePlan(wanted, present, pulls);
  }

  /** Of the image's digests that of the reference's own repository, if there is one. */
  private static Optional<String> digest(String reference, ObservedImage image) {
    String repository = ImageName.parse(reference).fullRepository();
    List<String> pullable =
        image.digests().stream().filter(it -> ImageName.parse(it).isPullable()).toList();
    return pullable.stream()
        .filter(it -> ImageName.parse(it).fullRepository().equals(repository))
        .findFirst()
        .or(() -> pullable.stream().findFirst());
  }

  /** The ids that are not there yet. */
  Set<String> missing() {
    Set<String> missing = new LinkedHashSet<>();
    wanted.values().forEach(image -> missing.add(image.id()));
    missing.removeAll(present);
    return missing;
  }

  /** What to ask the source for so that its archive holds these images, with their names. */
  List<String> archived(Set<String> ids) {
    Set<String> named = new LinkedHashSet<>();
    Set<String> items = new LinkedHashSet<>();
    wanted.forEach(
        (reference, image) -> {
          ImageName name = ImageName.parse(reference);
          if (ids.contains(image.id())
              && !name.hasDigest()
              && !ImageName.isId(reference, image.id())) {
            // Without a tag docker save takes every tag of the repository.
            items.add(name.repository() + ":" + name.tag());
            named.add(image.id());
          }
        });
    List<String> all = new ArrayList<>(items);
    ids.stream().filter(id -> !named.contains(id)).forEach(all::add);
    return List.copyOf(all);
  }
}
