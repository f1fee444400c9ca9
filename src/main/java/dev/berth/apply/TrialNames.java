package dev.berth.apply;

import dev.berth.model.ContainerName;
import dev.berth.model.Labels;
import dev.berth.model.ObservedContainer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of containers that are made for a trial: no configuration can have one, and nobody can
 * make one without the host's key. So what a killed run has left is known, and nothing else is
 * taken for it: not what carries its labels because it was made from an image of it.
 */
final class TrialNames {
  private static final String PREFIX = "berth-trial-";
  private static final int NONCE_BYTES = 8;

  private final DigestKey key;
  private final SecureRandom random = new SecureRandom();

  TrialNames(DigestKey key) {
    this.key = key;
  }

  /**
   * A trial that there has not been before.
   *
   * @param nonce what its label holds
   * @param name its name
   */
  record Trial(String nonce, ContainerName name) {}

  Trial next() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    return new Trial(nonce, nameOf(nonce));
  }

  /**
   * The names of those among the containers that a run of this host has left. A trial was never
   * started.
   */
  List<ContainerName> among(Collection<ObservedContainer> containers) {
    return containers.stream()
        .filter(container -> container.state().equals("created"))
        .filter(
            container ->
                container
                    .label(Labels.TRIAL)
                    .filter(nonce -> container.name().equals(nameOf(nonce)))
                    .isPresent())
        .map(ObservedContainer::name)
        .toList();
  }

  private ContainerName nameOf(String nonce) {
    SortedMap<String, String> text = new TreeMap<>();
    text.put("trial", nonce);
    return new ContainerName(PREFIX + key.digest(text));
  }
}
