package dev.berth.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names that the kernel gives, and that both engines take only from their own lists of them. */
final class KnownNames {
  /** capabilities(7), as far as Linux 6.12; an older kernel's engine refuses the newest itself. */
  static final List<String> CAPABILITIES =
      List.of(
          "ALL",
          "AUDIT_CONTROL",
          "AUDIT_READ",
          "AUDIT_WRITE",
          "BLOCK_SUSPEND",
          "BPF",
          "CHECKPOINT_RESTORE",
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "IPC_LOCK",
          "IPC_OWNER",
          "KILL",
          "LEASE",
          "LINUX_IMMUTABLE",
          "MAC_ADMIN",
          "MAC_OVERRIDE",
          "MKNOD",
          "NET_ADMIN",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_RAW",
          "PERFMON",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYSLOG",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_CHROOT",
          "SYS_MODULE",
          "SYS_NICE",
          "SYS_PACCT",
          "SYS_PTRACE",
          "SYS_RAWIO",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "WAKE_ALARM");

  /** The resources of setrlimit(2). */
  static final List<String> RESOURCES =
      List.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");

  /** signal(7), without {@code SIG}. */
  static final Set<String> SIGNALS = signals();

  /** The highest number of a signal. */
  static final int LAST_SIGNAL = 64;

  private static final int REAL_TIME_NAMES = 15;

  private KnownNames() {}

  private static Set<String> signals() {
    Set<String> signals =
        new TreeSet<>(
            List.of(
                "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO",
                "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "RTMAX", "RTMIN", "SEGV",
                "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
                "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ"));
    for (int i = 1; i <= REAL_TIME_NAMES; i++) {
      signals.add("RTMIN+" + i);
      if (i < REAL_TIME_NAMES) {
        signals.add("RTMAX-" + i);
      }
    }
    return Set.copyOf(signals);
  }
}
