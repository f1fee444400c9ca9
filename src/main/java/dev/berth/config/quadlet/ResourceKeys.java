package dev.berth.config.quadlet;

import static dev.berth.config.quadlet.KeyRow.done;
import static dev.berth.config.quadlet.KeyRow.refused;
import static dev.berth.config.quadlet.KeyRow.told;

import java.util.List;

/** The keys of [Volume], [Network] and [Image]. */
final class ResourceKeys {
  private static final String MODULES = "put what is in it into /etc/containers/containers.conf.d";
  private static final String GLOBAL =
      "settings of Podman itself stand in /etc/containers/containers.conf";
  private static final String SERVICE_NAME = "by which other units may name it";
  private static final String ARGUMENTS = "write what a key says";
  private static final String LOGIN = "log in with it: `podman login REGISTRY`";
  private static final String PLATFORM = "name an image of this host's platform";
  private static final String RETRIES = "Berth tries a pull again by itself";

  private ResourceKeys() {}

  static final List<KeyRow> VOLUME =
      List.of(
          refused("ContainersConfModule", "4.8", MODULES),
          done("Copy", "4.4", "`true`, as it is; for `false` mount it with the option `nocopy`"),
          done("Device", "4.4", "`driver_opts: {device: …}`"),
          done("Driver", "4.8", "`driver`"),
          refused("GID", "after 5.8", "write `Group=`, a number"),
          refused("GlobalArgs", "4.8", GLOBAL),
          done("Group", "4.4", "`gid=` in `driver_opts: {o: …}`; a number"),
          done("Image", "4.8", "`driver_opts: {image: …}`, with `Driver=image`"),
          done("Label", "4.4", "`labels`"),
          done("Options", "4.4", "`driver_opts: {o: …}`, with `Device=`"),
          refused("PodmanArgs", "4.6", ARGUMENTS),
          done("ServiceName", "5.3", SERVICE_NAME),
          done("Type", "4.4", "`driver_opts: {type: …}`, with `Device=`"),
          refused("UID", "after 5.8", "write `User=`, a number"),
          done("User", "4.4", "`uid=` in `driver_opts: {o: …}`; a number"),
          done("VolumeName", "4.7", "its name; without it `systemd-NAME`"));

  static final List<KeyRow> NETWORK =
      List.of(
          refused("ContainersConfModule", "4.8", MODULES),
          refused("DNS", "4.7", "give the containers `DNS=`"),
          refused(
              "DisableDNS", "4.4", "leave it out: who does not ask for names is not in its way"),
          done("Driver", "4.4", "`driver`: bridge, macvlan, ipvlan"),
          done("Gateway", "4.4", "`ipam`"),
          refused("GlobalArgs", "4.8", GLOBAL),
          done("IPAMDriver", "4.4", "`host-local`, as it is; others are refused"),
          done("IPRange", "4.4", "`ipam`"),
          done("IPv6", "4.4", "`enable_ipv6`"),
          done("InterfaceName", "5.6", "`driver_opts: {com.docker.network.bridge.name: …}`"),
          done("Internal", "4.4", "`internal`"),
          done("Label", "4.4", "`labels`"),
          told(
              "NetworkDeleteOnStop",
              "5.5",
              "a network goes when nobody of the configuration is in it any more"),
          done("NetworkName", "4.7", "its name; without it `systemd-NAME`"),
          done("Options", "4.4", "`driver_opts`"),
          refused("PodmanArgs", "4.6", ARGUMENTS),
          done("ServiceName", "5.3", SERVICE_NAME),
          done("Subnet", "4.4", "`ipam`"));

  static final List<KeyRow> IMAGE =
      List.of(
          refused("AllTags", "4.8", "a container runs one image"),
          refused("Arch", "4.8", PLATFORM),
          refused("AuthFile", "4.8", LOGIN),
          refused("CertDir", "4.8", "put the certificate into /etc/containers/certs.d/REGISTRY"),
          refused("ContainersConfModule", "4.8", MODULES),
          refused("Creds", "4.8", LOGIN),
          refused("DecryptionKey", "4.8", "pull the image by hand, and write `Pull=never`"),
          refused("GlobalArgs", "4.8", GLOBAL),
          done(
              "Image",
              "4.8",
              "`image` of the containers that name the unit, with `pull_policy: always`"),
          done(
              "ImageTag",
              "4.8",
              "`image` in its place; what is no reference of a registry, such as an archive, is loaded by hand"),
          refused("OS", "4.8", PLATFORM),
          refused("PodmanArgs", "4.8", ARGUMENTS),
          refused("Policy", "5.6", "write `Pull=` in the container"),
          told("Retry", "5.5", RETRIES),
          told("RetryDelay", "5.5", RETRIES),
          done("ServiceName", "5.3", SERVICE_NAME),
          refused(
              "TLSVerify",
              "4.8",
              "write `insecure = true` for the registry in /etc/containers/registries.conf"),
          refused("Variant", "4.8", PLATFORM));
}
