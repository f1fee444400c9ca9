package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plan.RelabelRules.MountPoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths may be given the label of containers. */
class RelabelRulesTest {
  private final RelabelRules rules =
      new RelabelRules(
          Set.of("/root", "/home/ann", "/data/people/bob"),
          List.of(
              new MountPoint("/", true),
              new MountPoint("/srv/disk", true),
              new MountPoint("/srv/share", false),
              new MountPoint("/srv/app/deep/mount", true),
              new MountPoint("/srv/twice", false),
              new MountPoint("/srv/twice", true)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/srv/app/data",
        "/srv/disk",
        "/srv/disk/data",
        "/srv/twice",
        "/var/lib/mysql",
        "/var/log/haproxy",
        "/var/spool/app",
        "/opt/app",
        "/run/app",
        "/data",
        "/home/ann/site",
        "/home/carl/site",
        "/root/site",
        "/var/lib/containers/storage/volumes/db/_data",
        "/var/lib/docker/volumes/db/_data",
        "/var/lib/docker/volumes/db/_data/deep"
      })
  void whatBelongsToAnApplicationMayBe(String path) {
    RelabelRules without = new RelabelRules(Set.of("/root", "/home/ann"), mountsOf(path));
    assertThat(without.refusal(path)).isEmpty();
  }

  private static List<MountPoint> mountsOf(String path) {
    return path.equals("/srv/twice")
        ? List.of(new MountPoint(path, false), new MountPoint(path, true))
        : List.of(new MountPoint("/", true), new MountPoint("/srv/disk", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/bin",
        "/boot",
        "/dev",
        "/etc",
        "/home",
        "/lib",
        "/lib64",
        "/media",
        "/mnt",
        "/opt",
        "/proc",
        "/root",
        "/run",
        "/sbin",
        "/srv",
        "/sys",
        "/tmp",
        "/usr",
        "/var",
        "/var/lib",
        "/var/log",
        "/var/tmp",
        "/var/cache",
        "/var/spool",
        "/var/lib/docker",
        "/var/lib/containers",
        "/var/lib/systemd",
        "/run/systemd"
      })
  void theHostsOwnMayNotBe(String path) {
    assertThat(rules.refusal(path)).hasValue(path + " is the host's own");
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/share/app, 'it is part of /usr, which is the host''s own'",
    "/etc/app, 'it is part of /etc, which is the host''s own'",
    "/dev/shm/app, 'it is part of /dev, which is the host''s own'",
    "/run/user/1000, 'it is part of /run/user, which is the host''s own'",
    "/var/lib/docker/overlay2, 'it is part of /var/lib/docker, which is the host''s own'",
    "/var/lib/docker/volumes/db, 'it is part of /var/lib/docker, which is the host''s own'",
    "/home/ann, it is the home of an account",
    "/home/carl, it is a home",
    "/home/ann/.ssh, it is part of an account's own settings",
    "/root/.ssh, it is part of an account's own settings",
    "/home/ann/.config/app, it is part of an account's own settings",
    "/root/.local/share/containers, it is part of an account's own settings",
    "/data/people/bob, it is the home of an account",
    "/data/people, 'it holds /data/people/bob, the home of an account'",
    "/data, 'it holds /data/people/bob, the home of an account'",
    "/srv/app, 'another file system is mounted below it, on /srv/app/deep/mount'",
    "/srv/share, the file system on /srv/share has no labels of its own",
    "/srv/share/deep, the file system on /srv/share has no labels of its own",
    "/srv/app/../../etc, /etc is the host's own",
    "/srv/app/../../usr/lib/../share, 'it is part of /usr, which is the host''s own'"
  })
  void noMoreThanWhatHoldsOrIsPartOfSuch(String path, String why) {
    assertThat(rules.refusal(path)).isEqualTo(Optional.of(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"srv/app", "."})
  void aPathThatLeadsFromWhereOneStandsMayNotBe(String path) {
    assertThat(rules.refusal(path)).hasValue("it is not an absolute path");
  }
}
