package dev.berth.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * A credential of systemd's that a container is given as a file: systemd finds it in its stores,
 * decrypts it where it is encrypted, and keeps it in memory for the unit alone (systemd.exec(5),
 * "CREDENTIALS"; {@code ImportCredential=}).
 *
 * @param name that of the file in the stores
 * @param target its path in the container
 * @param at where it is asked for
 */
public record Credential(String name, String target, SourcePosition at) {
  /** How one begins among the secrets of a container. */
  public static final String MARK = "credential=";

  private static final String TARGET = ",target=";

  /** Those of a configuration, in order. */
  public static List<Credential> of(ContainerSpec spec) {
    return spec.values().get(Key.SECRETS) instanceof Value.Sequence secrets
        ? secrets.items().stream().flatMap(Credential::of).toList()
        : List.of();
  }

  private static Stream<Credential> of(Value secret) {
    String text = secret.texts().getFirst();
    int end = text.indexOf(TARGET);
    return isOne(secret)
        ? Stream.of(
            new Credential(
                text.substring(MARK.length(), end),
                text.substring(end + TARGET.length()),
                secret.at()))
        : Stream.empty();
  }

  /** Whether a secret is one. */
  public static boolean isOne(Value secret) {
    return secret.texts().getFirst().startsWith(MARK);
  }

  /** As it stands among the secrets of a container. */
  public static String text(String name, String target) {
    return MARK + name + TARGET + target;
  }
}
