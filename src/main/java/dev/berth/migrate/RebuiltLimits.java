package dev.berth.migrate;

import dev.berth.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a container may do and use, and what it shares. */
final class RebuiltLimits {
  private static final long DEFAULT_SHM = 64L * 1024 * 1024;
  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000L);

  private RebuiltLimits() {}

  static void add(Rebuilding to) {
    security(to);
    namespaces(to);
    processor(to);
    memory(to);
  }

  private static void security(Rebuilding to) {
    boolean privileged = to.host("Privileged").isTrue();
    to.put("privileged", privileged);
    to.put("cap_add", to.host("CapAdd").texts());
    to.put("cap_drop", to.host("CapDrop").texts());
    List<String> options = new ArrayList<>();
    for (String option : to.host("SecurityOpt").texts()) {
      if (option.startsWith("seccomp={") || option.startsWith("seccomp:{")) {
        to.obstacle(
            "HostConfig.SecurityOpt",
            "holds the text of a seccomp profile; write it to a file and name that in"
                + " security_opt");
      } else if (!(privileged && option.equals("label=disable"))) {
        // Docker adds that one itself to what is privileged.
        options.add(option);
      }
    }
    to.put("security_opt", options);
    to.put("group_add", to.host("GroupAdd").texts());
    List<String> devices = new ArrayList<>();
    for (Json device : to.host("Devices").items()) {
      String inside = device.get("PathInContainer").textOrEmpty();
      String rights = device.get("CgroupPermissions").textOrEmpty();
      devices.add(
          device.get("PathOnHost").textOrEmpty()
              + ":"
              + inside
              + (rights.isEmpty() || rights.equals("rwm") ? "" : ":" + rights));
    }
    to.put("devices", devices);
    to.put("device_cgroup_rules", to.host("DeviceCgroupRules").texts());
    to.put("sysctls", new TreeMap<>(to.host("Sysctls").textFields()));
    List<String> limits = new ArrayList<>();
    for (Json limit : to.host("Ulimits").items()) {
      limits.add(
          limit.get("Name").textOrEmpty()
              + "="
              + limit.get("Soft").number()
              + ":"
              + limit.get("Hard").number());
    }
    to.put("ulimit", limits);
  }

  private static void namespaces(Rebuilding to) {
    String ipc = to.host("IpcMode").textOrEmpty();
    to.put("ipc", ipc.equals("private") ? "" : to.byName(ipc));
    to.put("pid", to.byName(to.host("PidMode").textOrEmpty()));
    to.put("uts", to.host("UTSMode").textOrEmpty());
    to.put("userns", to.host("UsernsMode").textOrEmpty());
    String groups = to.host("CgroupnsMode").textOrEmpty();
    to.put("cgroupns", groups.equals("private") ? "" : groups);
  }

  private static void processor(Rebuilding to) {
    number(to, "cpu_shares", "CpuShares");
    long nanos = to.host("NanoCpus").number();
    long quota = to.host("CpuQuota").number();
    long period = to.host("CpuPeriod").number();
    if (nanos > 0) {
      to.put("cpus", BigDecimal.valueOf(nanos).divide(NANO).stripTrailingZeros().toPlainString());
    } else if (quota > 0) {
      to.put(
          "cpus",
          BigDecimal.valueOf(quota)
              .divide(BigDecimal.valueOf(period > 0 ? period : 100_000), 3, RoundingMode.HALF_UP)
              .stripTrailingZeros()
              .toPlainString());
    }
    to.put("cpuset_cpus", to.host("CpusetCpus").textOrEmpty());
    long pids = to.host("PidsLimit").number();
    if (pids != 0) {
      to.put("pids_limit", pids);
    }
  }

  private static void memory(Rebuilding to) {
    long memory = to.host("Memory").number();
    number(to, "mem_limit", "Memory");
    number(to, "mem_reservation", "MemoryReservation");
    long swap = to.host("MemorySwap").number();
    // Twice the memory is what both engines give where nothing was said.
    if (swap != 0 && swap != 2 * memory) {
      to.put("memswap_limit", swap);
    }
    Json swappiness = to.host("MemorySwappiness");
    if (swappiness.isPresent() && swappiness.number() >= 0) {
      to.put("mem_swappiness", swappiness.number());
    }
    number(to, "oom_score_adj", "OomScoreAdj");
    long shared = to.host("ShmSize").number();
    if (shared != 0 && shared != DEFAULT_SHM) {
      to.put("shm_size", shared);
    }
  }

  private static void number(Rebuilding to, String key, String field) {
    long value = to.host(field).number();
    if (value != 0) {
      to.put(key, value);
    }
  }
}
