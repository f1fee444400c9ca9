package dev.berth.plan;

import dev.berth.model.Applied;
import dev.berth.model.Labels;
import dev.berth.model.Observed;
import dev.berth.model.ObservedContainer;
import dev.berth.model.Rendered;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells whether a container is the wanted one. */
final class ChangeDetector {
  private static final int SHORT_ID = 12;

  private ChangeDetector() {}

  /** Why it is not, in words; empty when it is. */
  static Optional<String> difference(
      Rendered wanted, ObservedContainer container, Observed observed) {
    String digest = container.label(Labels.DIGEST).orElse("");
    if (!isSame(wanted, digest, observed)) {
      return Optional.of(ConfigurationDifference.describe(wanted, digest, observed));
    }
    return imageDifference(wanted, container.imageId(), observed)
        .or(() -> rotatedSecret(wanted, container, observed));
  }

  /** The secret whose content it still holds as it was before, in words. */
  private static Optional<String> rotatedSecret(
      Rendered wanted, ObservedContainer container, Observed observed) {
    return wanted.spec().secretNames().stream()
        .filter(
            name ->
                Optional.ofNullable(observed.resources().secrets().get(name))
                    .filter(secret -> secret.isNewerThan(container.made().created()))
                    .isPresent())
        .findFirst()
        .map(name -> "the secret '" + name + "' was changed since");
  }

  /** Whether its image is another one by now, in words; unknown where it is not on the host. */
  static Optional<String> imageDifference(Rendered wanted, String former, Observed observed) {
    return observed
        .imageId(wanted.spec().image())
        .filter(id -> !id.equals(former))
        .map(id -> "image differs: " + shortId(former) + " is now " + shortId(id));
  }

  /**
   * Whether the digest is that of the wanted configuration. With a new digest key every digest
   * differs, and so it does after a container was handed over from another configuration; what was
   * applied before still tells.
   */
  static boolean isSame(Rendered wanted, String digest, Observed observed) {
    return digest.equals(wanted.digest()) || isKnownSame(wanted, digest, observed);
  }

  private static boolean isKnownSame(Rendered wanted, String digest, Observed observed) {
    Applied applied = observed.applied().get(wanted.name());
    return applied != null
        && applied.digest().equals(digest)
        && withoutId(applied.configuration()).equals(withoutId(wanted.configuration()));
  }

  private static SortedMap<String, String> withoutId(SortedMap<String, String> configuration) {
    SortedMap<String, String> rest = new TreeMap<>(configuration);
    rest.remove(Labels.CONFIG_ID);
    return rest;
  }

  private static String shortId(String id) {
    return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
  }
}
