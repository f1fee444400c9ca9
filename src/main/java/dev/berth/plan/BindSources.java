package dev.berth.plan;

import dev.berth.model.AbsolutePath;
import dev.berth.model.Change.CreateDirectory;
import dev.berth.model.ContainerName;
import dev.berth.model.Mount;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.RenderedState;
import dev.berth.plan.PlanOptions.MissingBinds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Deals with bind mounts whose source is not on the host: Docker makes it, Podman refuses. */
final class BindSources {
  private static final Set<String> FILE_SUFFIXES =
      Set.of(
          "conf",
          "cfg",
          "cnf",
          "ini",
          "json",
          "yaml",
          "yml",
          "toml",
          "xml",
          "properties",
          "txt",
          "pem",
          "crt",
          "cert",
          "cer",
          "key",
          "csr",
          "p12",
          "jks",
          "sock",
          "socket",
          "log",
          "pid",
          "sh",
          "py",
          "env",
          "list",
          "repo",
          "db",
          "sql",
          "keytab",
          "htpasswd");
  private static final Set<String> KNOWN_FILES =
      Set.of(
          "/dev/log",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/hosts",
          "/etc/resolv.conf",
          "/etc/passwd",
          "/etc/group",
          "/etc/machine-id");

  private final Set<String> missing;
  private final MissingBinds policy;

  BindSources(Set<String> missing, MissingBinds policy) {
    this.missing = missing;
    this.policy = policy;
  }

  /** The directories to make; what cannot be made is reported with its line. */
  List<Decision> missing(
      RenderedState wanted, Collection<ContainerName> changing, Problems problems) {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    Set<ContainerName> ofCompose =
        wanted.sets().stream()
            .flatMap(set -> set.declared().replicas().keySet().stream())
            .collect(Collectors.toSet());
    List<String> writableSoFar = new ArrayList<>();
    for (Rendered rendered : Ordering.inStartOrder(wanted)) {
      for (Mount mount : rendered.spec().mounts()) {
        if (mount.kind() == Mount.Kind.BIND
            && missing.contains(mount.source())
            && changing.contains(rendered.name())
            && !liesUnderOneOf(mount.source(), writableSoFar)) {
          boolean isMade =
              policy == MissingBinds.CREATE
                  || (policy == MissingBinds.BY_FORM && ofCompose.contains(rendered.name()));
          decide(rendered, mount, isMade, decisions, problems);
        }
      }
      rendered.spec().mounts().stream()
          .filter(mount -> mount.kind() == Mount.Kind.BIND && mount.isWritable())
          .forEach(mount -> writableSoFar.add(mount.source()));
    }
    return List.copyOf(decisions.values());
  }

  private void decide(
      Rendered rendered,
      Mount mount,
      boolean isMade,
      Map<String, Decision> decisions,
      Problems problems) {
    String what = "'" + rendered.name() + "' binds '" + mount.source() + "', which does not exist";
    if (mount.source().endsWith(".sock")) {
      problems.error(
          mount.at(), what, "start what makes this socket; podman's comes with podman.socket");
    } else if (!isMade) {
      problems.error(
          mount.at(), what, "create it, or let --missing-bind create make an empty directory");
    } else if (looksLikeFile(mount.source())) {
      problems.error(mount.at(), what + " and looks like a file", "create the file first");
    } else {
      decisions.putIfAbsent(
          mount.source(),
          new Decision(new CreateDirectory(mount.source()), "bound by '" + rendered.name() + "'"));
    }
  }

  private static boolean liesUnderOneOf(String path, List<String> directories) {
    return directories.stream()
        .map(AbsolutePath::of)
        .anyMatch(it -> it.holds(AbsolutePath.of(path)));
  }

  private static boolean looksLikeFile(String path) {
    if (KNOWN_FILES.contains(path)) {
      return true;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 && FILE_SUFFIXES.contains(name.substring(dot + 1));
  }
}
