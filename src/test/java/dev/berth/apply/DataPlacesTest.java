package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.DataUse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what names the data of a volume are reached. */
class DataPlacesTest {
  private static final String VOLUMES = "/var/lib/containers/storage/volumes";
  private static final String DATA = VOLUMES + "/data/_data";

  /** A root, a disk of its own for the engine, two bind mounts of a volume, and an overlay. */
  private static final String MOUNTS =
      """
      22 1 8:1 / / rw - ext4 /dev/sda1 rw
      23 22 8:2 / /var/lib/containers rw shared:1 - ext4 /dev/sda2 rw
      24 22 8:2 /storage/volumes/data/_data /srv/bound rw shared:2 - ext4 /dev/sda2 rw
      25 22 8:2 /storage/volumes/data/_data/sub /srv/tree/a\\040b rw - ext4 /dev/sda2 rw
      26 22 0:50 / /srv/merged rw - overlay overlay \
      rw,lowerdir=/srv/low:%1$s,upperdir=/srv/up,workdir=/srv/work
      27 23 8:1 /srv/alias /var/lib/containers/storage/volumes/mounted/_data rw - ext4 /dev/sda1 rw
      """
          .formatted(DATA);

  private static final DataPlaces PLACES =
      new DataPlaces(
          MOUNTS,
          path ->
              path.startsWith("/srv/link") ? DATA + path.substring("/srv/link".length()) : path);

  private static DataUse use(String source, String options, boolean isReadOnly) {
    return PLACES.use(
        source, options == null ? Map.of() : Map.of("type", "none", "o", options), isReadOnly);
  }

  private static boolean isOfData(DataUse use) {
    return use.isOf(PLACES.directory(VOLUMES + "/data"));
  }

  @ParameterizedTest
  @CsvSource({
    "the volume itself, " + DATA + ",,true",
    "a directory of it, " + DATA + "/sub,,true",
    "its own directory, " + VOLUMES + "/data,,true",
    "all volumes, " + VOLUMES + ",,true",
    "the storage, /var/lib/containers,,true",
    "what the storage is mounted in, /var/lib,,true",
    "the whole host, /,,true",
    "a link, /srv/link,,true",
    "below a link, /srv/link/sub,,true",
    "a bind mount of the host, /srv/bound,,true",
    "below a bind mount, /srv/bound/x,,true",
    "what a bind mount lies in, /srv/tree,,true",
    "an overlay of the host, /srv/merged,,true",
    "below an overlay, /srv/merged/x,,true",
    "an alias volume that is mounted, /srv/elsewhere,device=" + DATA + ",true",
    "its neighbour, " + VOLUMES + "/data2/_data,,false",
    "another directory, /srv/other,,false",
    "another file system's same path, /storage/volumes/data/_data,,false",
    "what it merely shares a beginning with, /var/lib/container,,false",
    "no path, data,,false",
    "nothing, '',,false",
  })
  void byAPath(String what, String source, String options, boolean expected) {
    assertThat(isOfData(use(source, options, false))).as(what).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "alias, " + DATA + ",true",
    "alias of a directory, " + DATA + "/sub,true",
    "alias through a link, /srv/link,true",
    "alias of a bind mount, /srv/bound,true",
    "alias of the whole, " + VOLUMES + ",true",
    "lowest layer, 'lowerdir=/srv/x:" + DATA + ",upperdir=/srv/u',true",
    "upper layer, 'lowerdir=/srv/x,upperdir=" + DATA + "/sub,workdir=/srv/w',true",
    "other, 'bind,device=/srv/y',false",
    "of the network, ':/exports/data',false",
  })
  void byAVolumesOptions(String what, String option, boolean expected) {
    DataUse use =
        PLACES.use(VOLUMES + "/alias/_data", Map.of("type", "none", "device", option), false);
    assertThat(isOfData(use)).as(what).isEqualTo(expected);
  }

  @Test
  void whoOnlyLooksOnAtAWholeTreeDependsOnNothingInIt() {
    assertThat(isOfData(use("/", null, true))).isFalse();
    assertThat(isOfData(use(VOLUMES, null, true))).isFalse();
    assertThat(isOfData(use(DATA, null, true))).isTrue();
    assertThat(isOfData(use("/srv/bound", null, true))).isTrue();
  }

  @Test
  void theDirectoryOfAnAliasIsNotWhereItsContentLies() {
    assertThat(use("/srv/alias", null, false).isOf(PLACES.directory(VOLUMES + "/mounted")))
        .as("removed with the volume is only its own directory")
        .isFalse();
    assertThat(use("/srv/alias/sub", null, false).isOf(PLACES.of(VOLUMES + "/mounted/_data")))
        .as("what is mounted there is shared")
        .isTrue();
  }
}
