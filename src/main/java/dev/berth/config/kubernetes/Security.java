package dev.berth.config.kubernetes;

import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a container may do: its security context over that of the pod. */
final class Security {
  private static final String PROFILES = "/var/lib/kubelet/seccomp/";
  private static final String OPTION = "security_opt";

  private final Node pod;
  private final Node own;
  private final Problems problems;

  Security(Node pod, Node own, Problems problems) {
    this.pod = pod;
    this.own = own;
    this.problems = problems;
  }

  /** The one that says it: the container's own, else the pod's. */
  private Node of(String name) {
    return own.has(name) ? own : pod;
  }

  void put(Body body) {
    user(body);
    groups(body);
    flag(body, "privileged", "privileged");
    flag(body, "readOnlyRootFilesystem", "read_only");
    capabilities(body);
    if (own.has("allowPrivilegeEscalation") && !own.flag("allowPrivilegeEscalation")) {
      if (own.flag("privileged")) {
        problems.error(
            own.at("allowPrivilegeEscalation"),
            "a privileged container that may gain no privilege",
            "leave one of the two out");
      }
      body.add(OPTION, "no-new-privileges", own.at("allowPrivilegeEscalation"));
    }
    if (own.text("procMount").equals("Unmasked")) {
      body.add(OPTION, "unmask=ALL", own.at("procMount"));
    }
    labels(body);
    profile(body, "seccompProfile", "seccomp=", PROFILES);
    profile(body, "appArmorProfile", "apparmor=", "");
  }

  private void flag(Body body, String name, String key) {
    if (own.flag(name)) {
      body.put(key, "true", own.at(name));
    }
  }

  private void user(Body body) {
    Node user = of("runAsUser");
    Node group = of("runAsGroup");
    Optional<Long> uid = id(user, "runAsUser");
    Optional<Long> gid = id(group, "runAsGroup");
    Node nonRoot = of("runAsNonRoot");
    if (nonRoot.flag("runAsNonRoot")) {
      if (uid.isEmpty()) {
        problems.warning(
            nonRoot.named("runAsNonRoot"),
            "the image's user is not looked at",
            "write `runAsUser` to be sure");
      } else if (uid.get() == 0) {
        problems.error(
            user.at("runAsUser"), "it shall not run as root, and does", "write another user");
      }
    }
    if (uid.isEmpty() && gid.isPresent()) {
      problems.error(
          group.at("runAsGroup"),
          "a group without a user",
          "write `runAsUser`, too: that of the image");
    }
    uid.ifPresent(
        id -> body.put("user", id + gid.map(it -> ":" + it).orElse(""), user.at("runAsUser")));
  }

  private Optional<Long> id(Node context, String name) {
    if (!context.has(name)) {
      return Optional.empty();
    }
    long id = context.number(name, 0);
    if (id < 0 || id > Integer.MAX_VALUE) {
      problems.error(
          context.at(name), "`" + context.path(name) + "` is no number of a user or group", "");
      return Optional.empty();
    }
    return Optional.of(id);
  }

  private void groups(Body body) {
    Map<String, SourcePosition> groups = new LinkedHashMap<>();
    id(pod, "fsGroup").ifPresent(group -> groups.put(Long.toString(group), pod.at("fsGroup")));
    pod.texts("supplementalGroups").forEach(group -> groups.putIfAbsent(group.text(), group.at()));
    groups.forEach((group, at) -> body.add("group_add", group, at));
  }

  private void capabilities(Body body) {
    Node capabilities = own.object("capabilities");
    for (Map.Entry<String, String> key : Map.of("add", "cap_add", "drop", "cap_drop").entrySet()) {
      capabilities
          .texts(key.getKey())
          .forEach(
              name -> body.add(key.getValue(), name.text().replaceFirst("^CAP_", ""), name.at()));
    }
  }

  private void labels(Body body) {
    Node options = of("seLinuxOptions").object("seLinuxOptions");
    for (String part : List.of("user", "role", "type", "level")) {
      options
          .given(part)
          .filter(text -> !text.text().isEmpty())
          .filter(text -> isWord(text.text(), options, part))
          .ifPresent(text -> body.add(OPTION, "label=" + part + ":" + text.text(), text.at()));
    }
  }

  private boolean isWord(String text, Node node, String field) {
    boolean isWord = text.matches("\\p{Graph}+");
    if (!isWord) {
      problems.error(
          node.at(field), "`" + node.path(field) + "` has a blank or a sign that is none", "");
    }
    return isWord;
  }

  private void profile(Body body, String name, String option, String directory) {
    Node profile = of(name).object(name);
    String local = profile.text("localhostProfile");
    switch (profile.text("type")) {
      case "Unconfined" -> body.add(OPTION, option + "unconfined", profile.at("type"));
      case "Localhost" -> {
        if (local.isEmpty() || GivenFiles.isOutside(local)) {
          problems.error(
              profile.at("localhostProfile"),
              "`" + profile.path("localhostProfile") + "` names no profile",
              "write its name, without a / before it");
        } else if (isWord(local, profile, "localhostProfile")) {
          body.add(OPTION, option + directory + local, profile.at("localhostProfile"));
        }
      }
      case "" -> {
        if (profile.fields().fields().size() > 0) {
          problems.error(profile.at(), "`" + profile.path() + "` has no `type`", "write Localhost");
        }
      }
      default -> {}
    }
  }
}
