package dev.berth.config.quadlet;

import static dev.berth.config.quadlet.KeyRow.done;
import static dev.berth.config.quadlet.KeyRow.refused;
import static dev.berth.config.quadlet.KeyRow.told;

import java.util.List;

/** The keys of [Pod]. */
final class PodKeys {
  private static final String MAPPING = "`UserNS=`, of the pod";
  private static final String GLOBAL =
      "settings of Podman itself stand in /etc/containers/containers.conf";

  private PodKeys() {}

  static final List<KeyRow> ALL =
      List.of(
          done("AddHost", "5.3", "`extra_hosts` of a member"),
          refused(
              "ContainersConfModule",
              "5.0",
              "put what is in it into /etc/containers/containers.conf.d"),
          done("DNS", "5.3", "`dns` of a member"),
          done("DNSOption", "5.3", "`dns_opt` of a member"),
          done("DNSSearch", "5.3", "`dns_search` of a member"),
          done(
              "ExitPolicy",
              "5.6",
              "`continue`, as it is; else told: a pod goes on while its unit is up"),
          refused("GIDMap", "5.3", MAPPING),
          refused("GlobalArgs", "5.0", GLOBAL),
          done("HostName", "5.5", "`hostname` of a member"),
          done("IP", "5.3", "`ip` of a member"),
          done("IP6", "5.3", "`ip6` of a member"),
          told(
              "Label",
              "5.6",
              "a pod carries the labels by which Berth knows it; containers have `Label=`"),
          done("Network", "5.0", "`networks` or `net` of a member, as of a container"),
          done("NetworkAlias", "5.2", "`network_alias` of a member"),
          done("PodName", "5.0", "`pod` of its containers; without it `systemd-NAME`"),
          refused("PodmanArgs", "5.0", "write what a key says"),
          done("PublishPort", "5.0", "`ports` of a member"),
          refused("RemapGid", "5.3", MAPPING),
          refused("RemapUid", "5.3", MAPPING),
          refused("RemapUidSize", "5.3", MAPPING),
          refused("RemapUsers", "5.3", MAPPING),
          done(
              "ServiceName",
              "5.3",
              "by which other units may name it; the unit is then berth-POD-pod.service"),
          done("ShmSize", "5.4", "`shm_size` of a member"),
          told("StopTimeout", "5.7", "each container has its own, `StopTimeout=`"),
          refused("SubGIDMap", "5.3", MAPPING),
          refused("SubUIDMap", "5.3", MAPPING),
          refused("UIDMap", "5.3", MAPPING),
          done("UserNS", "5.3", "`userns` of a member"),
          done("Volume", "5.0", "`volumes` of each member"));
}
