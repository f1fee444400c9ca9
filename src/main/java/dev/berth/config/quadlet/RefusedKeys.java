package dev.berth.config.quadlet;

import java.util.List;
import java.util.stream.Stream;

/** The keys of the units that are refused as a whole: [Kube] and [Build]. */
final class RefusedKeys {
  private static final String KUBE = "write a .container for each container of the YAML";
  private static final String BUILD = "the line `podman build …` that is told has it";

  private RefusedKeys() {}

  static final List<KeyRow> KUBES =
      rows(
          KUBE,
          "AutoUpdate 4.7",
          "ConfigMap 4.4",
          "ContainersConfModule 4.8",
          "ExitCodePropagation 4.6",
          "GlobalArgs 4.8",
          "KubeDownForce 4.8",
          "LogDriver 4.5",
          "LogOpt 5.2",
          "Network 4.4",
          "PodmanArgs 4.6",
          "PublishPort 4.4",
          "RemapGid 4.4",
          "RemapUid 4.4",
          "RemapUidSize 4.4",
          "RemapUsers 4.4",
          "ServiceName 5.3",
          "SetWorkingDirectory 4.7",
          "UserNS 4.5",
          "Yaml 4.4");

  static final List<KeyRow> BUILDS =
      rows(
          BUILD,
          "Annotation 5.2",
          "Arch 5.2",
          "AuthFile 5.2",
          "BuildArg 5.7",
          "ContainersConfModule 5.2",
          "DNS 5.2",
          "DNSOption 5.2",
          "DNSSearch 5.2",
          "Environment 5.2",
          "File 5.2",
          "ForceRM 5.2",
          "GlobalArgs 5.2",
          "GroupAdd 5.2",
          "IgnoreFile 5.7",
          "ImageTag 5.2",
          "Label 5.2",
          "Network 5.2",
          "PodmanArgs 5.2",
          "Pull 5.2",
          "Retry 5.5",
          "RetryDelay 5.5",
          "Secret 5.2",
          "ServiceName 5.3",
          "SetWorkingDirectory 5.2",
          "TLSVerify 5.2",
          "Target 5.2",
          "Variant 5.2",
          "Volume 5.2");

  private static KeyRow row(String label, String since, String words) {
    return KeyRow.refused(label, since, words);
  }

  private static List<KeyRow> rows(String words, String... keys) {
    return Stream.of(keys)
        .map(key -> key.split(" "))
        .map(key -> row(key[0], key[1], words))
        .toList();
  }
}
