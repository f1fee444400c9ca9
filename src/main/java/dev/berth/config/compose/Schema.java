package dev.berth.config.compose;

import static dev.berth.config.compose.Shape.distinct;
import static dev.berth.config.compose.Shape.either;
import static dev.berth.config.compose.Shape.known;
import static dev.berth.config.compose.Shape.listed;
import static dev.berth.config.compose.Shape.matching;
import static dev.berth.config.compose.Shape.named;
import static dev.berth.config.compose.Shape.oneOf;
import static dev.berth.config.compose.Shape.scalar;

import dev.berth.config.compose.Shape.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a Compose file may hold, as the schema of the Compose specification says. */
final class Schema {
  private static final Shape TEXT = scalar(Kind.TEXT);
  private static final Shape NOTHING = scalar(Kind.NOTHING);
  private static final Shape FLAG = scalar(Kind.FLAG, Kind.TEXT);
  private static final Shape WHOLE = scalar(Kind.WHOLE, Kind.TEXT);
  private static final Shape NUMBER = scalar(Kind.WHOLE, Kind.NUMBER, Kind.TEXT);
  private static final Shape TEXTS = distinct(TEXT);
  private static final Shape TEXT_OR_TEXTS = either(TEXT, TEXTS);
  private static final Shape PAIRS =
      either(
          named(".+", scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.FLAG, Kind.NOTHING)), TEXTS);
  private static final Shape COMMAND = either(NOTHING, TEXT, listed(TEXT));
  private static final Shape OPTIONS = named(".+", NUMBER);
  private static final String NAME = "[a-zA-Z0-9._-]+";

  private static final Shape HOSTS = either(named(".+", either(TEXT, listed(TEXT))), TEXTS);
  private static final Shape ULIMITS = named("[a-z]+", either(WHOLE, known("soft* hard*", WHOLE)));
  private static final Shape REFERENCES =
      listed(either(TEXT, known("source target uid gid", TEXT, "mode", NUMBER)));
  private static final Shape DEVICE_REQUEST =
      known("capabilities device_ids", TEXTS, "count", WHOLE, "driver", TEXT, "options", PAIRS);
  private static final Shape RESERVED_DEVICE =
      known("capabilities* device_ids", TEXTS, "count", WHOLE, "driver", TEXT, "options", PAIRS);
  private static final Shape HOOK =
      known(
          "command*", COMMAND, "user working_dir", TEXT, "privileged", FLAG, "environment", PAIRS);

  private static final Shape MOUNT =
      known(
          "type*",
          oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image"),
          "source target consistency",
          TEXT,
          "read_only",
          FLAG,
          "bind",
          known(
              "propagation",
              TEXT,
              "create_host_path",
              FLAG,
              "recursive",
              oneOf("enabled", "disabled", "writable", "readonly"),
              "selinux",
              oneOf("z", "Z")),
          "volume",
          known("labels", PAIRS, "nocopy", FLAG, "subpath", TEXT),
          "tmpfs",
          known("size", WHOLE, "mode", NUMBER),
          "image",
          known("subpath", TEXT));

  private static final Shape NETWORKS =
      either(
          TEXTS,
          named(
              NAME,
              either(
                  NOTHING,
                  known(
                      "aliases link_local_ips",
                      TEXTS,
                      "interface_name ipv4_address ipv6_address mac_address",
                      TEXT,
                      "driver_opts",
                      OPTIONS,
                      "priority gw_priority",
                      scalar(Kind.WHOLE, Kind.NUMBER),
                      "use_service_name_alias",
                      FLAG))));

  private static final Shape BUILD =
      either(
          TEXT,
          known(
              "context dockerfile dockerfile_inline network target isolation",
              TEXT,
              "entitlements cache_from cache_to tags platforms",
              listed(TEXT),
              "args ssh labels additional_contexts",
              PAIRS,
              "no_cache pull privileged",
              FLAG,
              "no_cache_filter",
              TEXT_OR_TEXTS,
              "provenance sbom",
              scalar(Kind.TEXT, Kind.FLAG),
              "shm_size",
              WHOLE,
              "extra_hosts",
              HOSTS,
              "secrets",
              REFERENCES,
              "ulimits",
              ULIMITS));

  private static final Shape HEALTHCHECK =
      known(
          "disable",
          FLAG,
          "interval timeout start_period start_interval",
          TEXT,
          "retries",
          NUMBER,
          "test",
          either(TEXT, listed(TEXT)));

  private static final Shape UPDATE =
      known(
          "parallelism",
          WHOLE,
          "delay failure_action monitor",
          TEXT,
          "max_failure_ratio",
          NUMBER,
          "order",
          oneOf("start-first", "stop-first"));

  private static final Shape DEPLOY =
      either(
          NOTHING,
          known(
              "mode endpoint_mode",
              TEXT,
              "replicas",
              WHOLE,
              "labels",
              PAIRS,
              "rollback_config update_config",
              UPDATE,
              "resources",
              known(
                  "limits",
                  known("cpus", NUMBER, "memory", TEXT, "pids", WHOLE),
                  "reservations",
                  known(
                      "cpus",
                      NUMBER,
                      "memory",
                      TEXT,
                      "generic_resources",
                      listed(known("discrete_resource_spec", known("kind", TEXT, "value", NUMBER))),
                      "devices",
                      listed(RESERVED_DEVICE))),
              "restart_policy",
              known("condition delay window", TEXT, "max_attempts", WHOLE),
              "placement",
              known(
                  "constraints",
                  listed(TEXT),
                  "preferences",
                  listed(known("spread", TEXT)),
                  "max_replicas_per_node",
                  WHOLE)));

  private static final Map<String, Shape> CONTAINER = container();
  private static final Shape.Known SERVICE = service();

  static final Shape FILE =
      known(
          "version name",
          TEXT,
          "include",
          listed(either(TEXT, known("path env_file", TEXT_OR_TEXTS, "project_directory", TEXT))),
          "services",
          named(NAME, SERVICE),
          "networks",
          named(NAME, either(NOTHING, network())),
          "volumes",
          named(
              NAME,
              either(
                  NOTHING,
                  known(
                      "name driver",
                      TEXT,
                      "driver_opts",
                      OPTIONS,
                      "external",
                      external(),
                      "labels",
                      PAIRS))),
          "secrets",
          named(
              NAME,
              known(
                  "name environment file driver template_driver",
                  TEXT,
                  "external",
                  external(),
                  "labels",
                  PAIRS,
                  "driver_opts",
                  OPTIONS)),
          "configs",
          named(
              NAME,
              known(
                  "name content environment file template_driver",
                  TEXT,
                  "external",
                  external(),
                  "labels",
                  PAIRS)),
          "models",
          named(
              NAME,
              known(
                  "model* name",
                  TEXT,
                  "context_size",
                  scalar(Kind.WHOLE),
                  "runtime_flags",
                  listed(TEXT))));

  private Schema() {}

  /** What a service may hold. */
  static Set<String> serviceAttributes() {
    return SERVICE.fields().keySet();
  }

  private static Shape external() {
    return either(FLAG, known("name", TEXT));
  }

  private static Shape network() {
    return known(
        "name driver",
        TEXT,
        "driver_opts",
        OPTIONS,
        "ipam",
        known(
            "driver",
            TEXT,
            "config",
            listed(known("subnet ip_range gateway", TEXT, "aux_addresses", named(".+", TEXT))),
            "options",
            named(".+", TEXT)),
        "external",
        external(),
        "internal enable_ipv4 enable_ipv6 attachable",
        FLAG,
        "labels",
        PAIRS);
  }

  private static Map<String, Shape> container() {
    Shape limits = listed(known("path", TEXT, "rate", WHOLE));
    return known(
            "annotations environment labels sysctls",
            PAIRS,
            "blkio_config",
            known(
                "device_read_bps device_read_iops device_write_bps device_write_iops",
                limits,
                "weight",
                WHOLE,
                "weight_device",
                listed(known("path", TEXT, "weight", WHOLE))),
            "cap_add cap_drop dns_opt security_opt volumes_from",
            TEXTS,
            "cgroup",
            oneOf("host", "private"),
            "cgroup_parent cpuset domainname hostname image ipc isolation mac_address network_mode"
                + " platform pull_refresh_after runtime stop_grace_period stop_signal user uts"
                + " userns_mode working_dir",
            TEXT,
            "command entrypoint",
            COMMAND,
            "configs secrets",
            REFERENCES,
            "cpu_count cpu_percent oom_score_adj mem_swappiness mem_reservation",
            WHOLE,
            "cpu_shares cpu_quota cpu_period cpu_rt_period cpu_rt_runtime cpus mem_limit"
                + " memswap_limit pids_limit shm_size",
            NUMBER,
            "credential_spec",
            known("config file registry", TEXT),
            "device_cgroup_rules",
            TEXTS,
            "devices",
            listed(either(TEXT, known("source* target permissions", TEXT))),
            "dns dns_search tmpfs",
            TEXT_OR_TEXTS,
            "env_file",
            either(TEXT, listed(either(TEXT, known("path* format", TEXT, "required", FLAG)))),
            "label_file",
            either(TEXT, listed(TEXT)),
            "extra_hosts",
            HOSTS,
            "gpus",
            either(oneOf("all"), listed(DEVICE_REQUEST)),
            "group_add",
            distinct(scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER)),
            "init oom_kill_disable privileged read_only",
            FLAG,
            "logging",
            known(
                "driver",
                TEXT,
                "options",
                named(".+", scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.NOTHING))),
            "models",
            either(TEXTS, named(NAME, either(NOTHING, known("endpoint_var model_var", TEXT)))),
            "networks",
            NETWORKS,
            "pid",
            scalar(Kind.TEXT, Kind.NOTHING),
            "pull_policy",
            matching(
                "always|never|build|if_not_present|missing|refresh|daily|weekly"
                    + "|every_([0-9]+[wdhms])+"),
            "storage_opt",
            named(".*", scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.FLAG, Kind.NOTHING)),
            "ulimits",
            ULIMITS,
            "umask",
            scalar(Kind.WHOLE, Kind.TEXT, Kind.NOTHING),
            "use_api_socket",
            scalar(Kind.FLAG),
            "volumes",
            distinct(either(TEXT, MOUNT)))
        .fields();
  }

  private static Shape.Known service() {
    Map<String, Shape> fields = new HashMap<>(CONTAINER);
    Map<String, Shape> hook = new HashMap<>(CONTAINER);
    hook.put("per_replica", FLAG);
    fields.putAll(
        known(
                "build",
                BUILD,
                "depends_on",
                either(
                    TEXTS,
                    named(
                        NAME,
                        known(
                            "restart",
                            FLAG,
                            "required",
                            scalar(Kind.FLAG),
                            "condition*",
                            oneOf(
                                "service_started",
                                "service_healthy",
                                "service_completed_successfully")))),
                "healthcheck",
                HEALTHCHECK,
                "ports",
                distinct(
                    either(
                        scalar(Kind.WHOLE, Kind.NUMBER, Kind.TEXT),
                        known(
                            "name mode host_ip protocol app_protocol",
                            TEXT,
                            "target published",
                            WHOLE))),
                "expose",
                distinct(scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER)),
                "stdin_open tty attach",
                FLAG,
                "deploy",
                DEPLOY,
                "develop",
                either(
                    NOTHING,
                    known(
                        "watch",
                        listed(
                            known(
                                "path* target",
                                TEXT,
                                "action*",
                                oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec"),
                                "ignore include",
                                TEXT_OR_TEXTS,
                                "exec",
                                HOOK,
                                "initial_sync",
                                scalar(Kind.FLAG))))),
                "profiles",
                TEXTS,
                "restart",
                TEXT,
                "scale",
                WHOLE,
                "container_name",
                matching(".*[a-zA-Z0-9][a-zA-Z0-9_.-]+.*"),
                "provider",
                known(
                    "type*",
                    TEXT,
                    "options",
                    named(
                        ".+",
                        either(
                            scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.FLAG),
                            listed(scalar(Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.FLAG))))),
                "extends",
                either(TEXT, known("service* file", TEXT)),
                "links external_links",
                TEXTS,
                "pre_start",
                listed(new Shape.Known(hook, Set.of())),
                "post_start pre_stop",
                listed(HOOK))
            .fields());
    return new Shape.Known(fields, Set.of());
  }
}
