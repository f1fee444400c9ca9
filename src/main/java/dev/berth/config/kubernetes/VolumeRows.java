package dev.berth.config.kubernetes;

import static dev.berth.config.kubernetes.FieldRow.done;
import static dev.berth.config.kubernetes.FieldRow.refused;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of a pod's volumes. */
final class VolumeRows {
  private static final String MOUNT =
      "mount it on the host by a unit of systemd's, and name the directory with `hostPath`";
  private static final FieldRow ITEMS =
      done("items", Shape.objects("KeyToPath"), "which entries, and what their files are called");
  private static final FieldRow MODE =
      done("defaultMode", Shape.INTEGER, "the mode of the files; without it 0644");
  private static final FieldRow OPTIONAL =
      done("optional", Shape.FLAG, "`true`: what is not there is left out");
  private static final FieldRow NAME = done("name", Shape.TEXT, "which one");
  private static final FieldRow USER =
      done("defaultUser", Shape.INTEGER, "the owner of the files; without it root");
  private static final FieldRow ONE_USER = done("user", Shape.INTEGER, "its owner");

  private VolumeRows() {}

  static Map<String, List<FieldRow>> all() {
    Map<String, List<FieldRow>> all = new LinkedHashMap<>();
    all.put("Volume", volume());
    all.put(
        "HostPathVolume",
        List.of(
            done("path", Shape.TEXT, "the source of the mount"),
            done(
                "type",
                Shape.choice(
                    "Directory",
                    "DirectoryOrCreate",
                    "File",
                    "FileOrCreate",
                    "Socket",
                    "CharDevice",
                    "BlockDevice"),
                "`CharDevice` and `BlockDevice` are `devices`; `FileOrCreate` is refused; of the others"
                    + " nothing is looked at but that it is there")));
    all.put(
        "EmptyDirVolume",
        List.of(
            done(
                "medium",
                Shape.choice("Memory"),
                "`Memory`: `tmpfs`, or a volume of memory where several share it"),
            refused("mode", "have the command set it"),
            done(
                "sizeLimit",
                Shape.QUANTITY,
                "the size in memory; on a disk nobody limits it, which is told")));
    all.put("ConfigMapVolume", List.of(MODE, USER, ITEMS, NAME, OPTIONAL));
    all.put(
        "SecretVolume",
        List.of(MODE, USER, ITEMS, OPTIONAL, done("secretName", Shape.TEXT, "which one")));
    all.put(
        "KeyToPath",
        List.of(
            done("key", Shape.TEXT, "the entry"),
            done("mode", Shape.INTEGER, "the file's mode"),
            done("path", Shape.TEXT, "the file, below the mount"),
            ONE_USER));
    all.put(
        "ProjectedVolume",
        List.of(
            MODE, USER, done("sources", Shape.objects("VolumeProjection"), "one over the other")));
    all.put(
        "VolumeProjection",
        List.of(
            refused("clusterTrustBundle", "there is no API: mount the file with `hostPath`"),
            done("configMap", Shape.object("SourceItems"), "entries of a ConfigMap"),
            done("downwardAPI", Shape.object("DownwardAPIItems"), "fields of the pod"),
            refused("podCertificate", "there is no API: mount the file with `hostPath`"),
            done("secret", Shape.object("SourceItems"), "entries of a Secret"),
            refused("serviceAccountToken", "there is no API that it gives access to")));
    all.put("SourceItems", List.of(ITEMS, NAME, OPTIONAL));
    all.put(
        "DownwardAPIItems",
        List.of(done("items", Shape.objects("DownwardAPIFile"), "a file of each")));
    all.put(
        "DownwardAPIVolume",
        List.of(MODE, USER, done("items", Shape.objects("DownwardAPIFile"), "a file of each")));
    all.put(
        "DownwardAPIFile",
        List.of(
            done("fieldRef", Shape.object("FieldRef"), "a field of the pod"),
            done("mode", Shape.INTEGER, "the file's mode"),
            done("path", Shape.TEXT, "the file, below the mount"),
            done("resourceFieldRef", Shape.object("ResourceFieldRef"), "a limit or request"),
            ONE_USER));
    all.put(
        "ClaimVolume",
        List.of(
            done("claimName", Shape.TEXT, "the volume of this name"),
            done("readOnly", Shape.FLAG, "`ro`")));
    return all;
  }

  private static List<FieldRow> volume() {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(done("configMap", Shape.object("ConfigMapVolume"), "`files`"));
    rows.add(done("downwardAPI", Shape.object("DownwardAPIVolume"), "`files`"));
    rows.add(
        done(
            "emptyDir",
            Shape.object("EmptyDirVolume"),
            "a volume `POD-NAME`; it is not emptied with the pod, which is told"));
    rows.add(
        refused("ephemeral", "write `emptyDir`, or `persistentVolumeClaim` of a claim of its own"));
    rows.add(done("hostPath", Shape.object("HostPathVolume"), "a bind mount"));
    rows.add(
        refused(
            "image",
            "no engine has one for all: copy the files into a volume by an init container of the image"));
    rows.add(done("name", Shape.TEXT, "by which containers mount it"));
    rows.add(
        done(
            "persistentVolumeClaim",
            Shape.object("ClaimVolume"),
            "the volume of the claim's name"));
    rows.add(done("projected", Shape.object("ProjectedVolume"), "`files`"));
    rows.add(done("secret", Shape.object("SecretVolume"), "`files`"));
    Stream.of(
            "awsElasticBlockStore",
            "azureDisk",
            "azureFile",
            "cephfs",
            "cinder",
            "csi",
            "fc",
            "flexVolume",
            "flocker",
            "gcePersistentDisk",
            "glusterfs",
            "iscsi",
            "nfs",
            "photonPersistentDisk",
            "portworxVolume",
            "quobyte",
            "rbd",
            "scaleIO",
            "storageos",
            "vsphereVolume")
        .forEach(name -> rows.add(refused(name, MOUNT)));
    rows.add(refused("gitRepo", "clone it by an init container into an `emptyDir`"));
    return rows;
  }
}
