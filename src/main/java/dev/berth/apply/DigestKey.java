package dev.berth.apply;

import dev.berth.host.AtomicFile;
import dev.berth.host.PathTrust;
import dev.berth.model.Ownership.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The host's secret from which configuration digests are made, so that a weak password in a
 * configuration cannot be guessed from a container's label, and the seals that prove what is ours.
 */
public final class DigestKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");
  private static final int BYTES = 32;
  private static final int DIGEST_CHARACTERS = 32;

  private final byte[] secret;

  // Nothing is ever put into it: to look for an algorithm takes longer than to copy one.
  private final Mac fresh;

  private DigestKey(byte[] secret) {
    this.secret = secret.clone();
    try {
      fresh = Mac.getInstance(ALGORITHM);
      fresh.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException cause) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, cause);
    }
  }

  /**
   * Reads the key.
   *
   * @return the key, or empty when there is none or it is no key
   */
  public static Optional<DigestKey> read(Path file) {
    return AtomicFile.read(file).map(String::strip).filter(DigestKey::isKey).map(DigestKey::parse);
  }

  /**
   * Why a key cannot be trusted: others may read it, and guess what a digest was made from, or
   * change it; empty where there is none, or it is its owner's alone.
   */
  static Optional<String> flaw(Path file) {
    try {
      Optional<PathTrust.Doubt> doubt = PathTrust.doubt(file);
      if (doubt.isPresent()) {
        return doubt.map(found -> found.path() + " is not its owner's alone: " + found.why());
      }
      boolean isPrivate =
          !Files.exists(file)
              || Files.getPosixFilePermissions(file).stream().allMatch(OWNERS::contains);
      return isPrivate ? Optional.empty() : Optional.of(file + " may be read by others");
    } catch (IOException cause) {
      throw new UncheckedIOException("cannot look at " + file, cause);
    }
  }

  /** Keeps the key in a file that is root's alone. */
  public void save(Path file) {
    AtomicFile.write(file, HexFormat.of().formatHex(secret) + "\n");
  }

  /** A key that no file holds yet. */
  public static DigestKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new DigestKey(bytes);
  }

  private static boolean isKey(String text) {
    return text.length() == 2 * BYTES && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static DigestKey parse(String text) {
    return new DigestKey(HexFormat.of().parseHex(text));
  }

  /** The digest of a flat configuration: 32 hexadecimal characters. */
  public String digest(SortedMap<String, String> configuration) {
    Mac mac = mac();
    configuration.forEach(
        (path, text) -> {
          // Lengths first, so that no two configurations run together into the same bytes.
          mac.update(
              (path.length() + ":" + path + text.length() + ":").getBytes(StandardCharsets.UTF_8));
          mac.update(text.getBytes(StandardCharsets.UTF_8));
        });
    return HexFormat.of().formatHex(mac.doFinal()).substring(0, DIGEST_CHARACTERS);
  }

  /**
   * The seal of a thing that Berth makes: 32 hexadecimal characters that nobody without the key can
   * make, and that are valid for this thing alone.
   */
  public String seal(Claim claim) {
    Mac mac = mac();
    // A configuration begins with a digit, so that no seal is ever the digest of one.
    mac.update("ownership".getBytes(StandardCharsets.UTF_8));
    for (String part :
        List.of(
            claim.kind().name(),
            claim.name(),
            claim.managedBy(),
            claim.configId(),
            claim.origin())) {
      mac.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(mac.doFinal()).substring(0, DIGEST_CHARACTERS);
  }

  private Mac mac() {
    try {
      return (Mac) fresh.clone();
    } catch (CloneNotSupportedException cause) {
      throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", cause);
    }
  }
}
