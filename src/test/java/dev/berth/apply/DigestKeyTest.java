package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.model.Ownership.Claim;
import dev.berth.model.Ownership.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestKeyTest {
  private static final DigestKey KEY = DigestKey.random();

  @TempDir Path directory;

  @Test
  void isKeptInAFileThatOnlyItsOwnerReads() throws IOException {
    Path file = directory.resolve("digest.key");
    DigestKey created = DigestKey.random();
    created.save(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    SortedMap<String, String> configuration = of("image", "i");
    assertThat(DigestKey.read(file).orElseThrow().digest(configuration))
        .isEqualTo(created.digest(configuration));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "zz", "0g"})
  void isNotReadFromWhatIsNoKey(String text) throws IOException {
    Path file = directory.resolve("digest.key");
    assertThat(DigestKey.read(file)).isEmpty();
    Files.writeString(file, text.repeat(32));
    assertThat(DigestKey.read(file)).isEmpty();
  }

  @Test
  void givesTheSameDigestForTheSameConfigurationOnly() {
    Samples.forAll(
        500,
        samples -> {
          SortedMap<String, String> one = configuration(samples);
          SortedMap<String, String> other = configuration(samples);
          assertThat(KEY.digest(one)).matches("[0-9a-f]{32}");
          assertThat(KEY.digest(one).equals(KEY.digest(other))).isEqualTo(one.equals(other));
        });
  }

  @Test
  void tellsEveryChangedPair() {
    Samples.forAll(
        300,
        samples -> {
          SortedMap<String, String> one = configuration(samples);
          one.put("key", "value");
          for (String path : one.keySet()) {
            SortedMap<String, String> other = new TreeMap<>(one);
            other.put(path, one.get(path) + "x");
            assertThat(KEY.digest(other)).isNotEqualTo(KEY.digest(one));
            other.remove(path);
            assertThat(KEY.digest(other)).isNotEqualTo(KEY.digest(one));
          }
        });
  }

  @Test
  void doesNotRunPathsAndTextsTogether() {
    assertThat(KEY.digest(of("ab", "c"))).isNotEqualTo(KEY.digest(of("a", "bc")));
    assertThat(KEY.digest(of("a", "1:b"))).isNotEqualTo(KEY.digest(of("a1", ":b")));
    SortedMap<String, String> two = of("a", "b");
    two.put("c", "d");
    assertThat(KEY.digest(two)).isNotEqualTo(KEY.digest(of("a", "b1:c1:d")));
    assertThat(KEY.digest(new TreeMap<>())).isNotEqualTo(KEY.digest(of("", "")));
  }

  @Test
  void hidesAWeakPassword() {
    SortedMap<String, String> weak = of("environment.PASSWORD", "secret");
    assertThat(DigestKey.random().digest(weak)).isNotEqualTo(DigestKey.random().digest(weak));
  }

  @Test
  void isTrustedOnlyWhereItIsItsOwnersAlone(@TempDir Path given) throws IOException {
    Path directory = given.toRealPath();
    Path file = directory.resolve("digest.key");
    assertThat(DigestKey.flaw(file)).as("absent").isEmpty();
    DigestKey.random().save(file);
    assertThat(DigestKey.flaw(file)).isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(DigestKey.flaw(file)).contains(file + " may be read by others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(DigestKey.flaw(file).orElseThrow()).contains("everybody may write to it");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(DigestKey.flaw(file).orElseThrow()).startsWith(directory + " is not its owner");
  }

  private static SortedMap<String, String> configuration(Samples samples) {
    SortedMap<String, String> configuration = new TreeMap<>();
    samples
        .list(3, () -> samples.of("a", "b", "a1:b", "1:"))
        .forEach(path -> configuration.put(path, samples.of("", "c", "1:c", "b1:c")));
    return configuration;
  }

  private static SortedMap<String, String> of(String path, String text) {
    return new TreeMap<>(Map.of(path, text));
  }

  @Test
  void aSealIsOfOneThing() {
    DigestKey key = DigestKey.random();
    Claim claim = new Claim(Kind.CONTAINER, "web", "berth", "shop", "a1");
    assertThat(key.seal(claim)).matches("[0-9a-f]{32}").isEqualTo(key.seal(claim));
    assertThat(
            List.of(
                new Claim(Kind.VOLUME, "web", "berth", "shop", "a1"),
                new Claim(Kind.CONTAINER, "db", "berth", "shop", "a1"),
                new Claim(Kind.CONTAINER, "web", "me", "shop", "a1"),
                new Claim(Kind.CONTAINER, "web", "berth", "bank", "a1"),
                new Claim(Kind.CONTAINER, "web", "berth", "shop", "b2"),
                new Claim(Kind.CONTAINER, "webb", "erth", "shop", "a1")))
        .extracting(key::seal)
        .doesNotContain(key.seal(claim))
        .doesNotHaveDuplicates();
    assertThat(DigestKey.random().seal(claim)).isNotEqualTo(key.seal(claim));
  }

  @Test
  void aSealIsNoDigest() {
    DigestKey key = DigestKey.random();
    Claim claim = new Claim(Kind.CONTAINER, "web", "berth", "shop", "");
    String sealed = "9:CONTAINER3:web5:berth4:shop0:";
    for (var configuration :
        List.of(Map.of("ownership", sealed), Map.of("", sealed), Map.of(sealed, ""))) {
      assertThat(key.digest(new TreeMap<>(configuration))).isNotEqualTo(key.seal(claim));
    }
  }
}
