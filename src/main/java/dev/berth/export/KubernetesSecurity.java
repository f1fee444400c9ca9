package dev.berth.export;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Users, capabilities, and what else a security context holds. */
final class KubernetesSecurity {
  private static final String CONTEXT = "securityContext";
  private static final Set<String> LABELS = Set.of("user", "role", "type", "level");

  private KubernetesSecurity() {}

  static void user(KubernetesContainer container, Value value) {
    String[] both = ContainerPart.text(value).split(":", 2);
    boolean isNumber = both[0].matches("\\d{1,10}");
    boolean isGroup = both.length < 2 || both[1].matches("\\d{1,10}");
    if (!isNumber || !isGroup) {
      container.lost(
          Key.USER,
          value.at(),
          "Kubernetes knows users by their numbers; the image's own is left",
          "write uid:gid");
      return;
    }
    container.part(CONTEXT).put("runAsUser", Long.valueOf(both[0]));
    if (both.length > 1) {
      container.part(CONTEXT).put("runAsGroup", Long.valueOf(both[1]));
    }
  }

  static void groups(KubernetesContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      if (ContainerPart.text(item).matches("\\d{1,10}")) {
        KubernetesContainer.list(container.pod().part(CONTEXT), "supplementalGroups")
            .add(Long.valueOf(ContainerPart.text(item)));
      } else {
        container.lost(
            Key.GROUP_ADD, item.at(), "Kubernetes knows groups by their numbers", "write its gid");
      }
    }
  }

  static void capabilities(KubernetesContainer container, String field, Value value) {
    KubernetesContainer.part(container.part(CONTEXT), "capabilities").put(field, value.texts());
  }

  static void sysctls(KubernetesContainer container, Value value) {
    KubernetesKeys.entries(value)
        .forEach(
            (name, each) -> {
              Map<String, Object> sysctl = new LinkedHashMap<>();
              sysctl.put("name", name);
              sysctl.put("value", ContainerPart.text(each));
              KubernetesContainer.list(container.pod().part(CONTEXT), "sysctls").add(sysctl);
            });
  }

  static void options(KubernetesContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      if (!isWritten(container, ContainerPart.text(item))) {
        container.lost(
            Key.SECURITY_OPT,
            item.at(),
            "`" + ContainerPart.text(item) + "` is left out",
            "Kubernetes has no word for it, or takes it from its node alone");
      }
    }
  }

  private static boolean isWritten(KubernetesContainer container, String option) {
    Map<String, Object> context = container.part(CONTEXT);
    switch (option.replaceFirst("^(label|seccomp|apparmor|unmask):", "$1=")) {
      case "no-new-privileges", "no-new-privileges=true", "no-new-privileges:true" ->
          context.put("allowPrivilegeEscalation", false);
      case "no-new-privileges=false", "no-new-privileges:false" ->
          context.put("allowPrivilegeEscalation", true);
      case "label=disable" ->
          // What Podman itself writes for it: the type that SELinux leaves alone.
          KubernetesContainer.part(context, "seLinuxOptions").put("type", "spc_t");
      case "seccomp=unconfined" -> context.put("seccompProfile", type("Unconfined"));
      case "apparmor=unconfined" -> context.put("appArmorProfile", type("Unconfined"));
      case "unmask=ALL", "unmask=all" -> context.put("procMount", "Unmasked");
      default -> {
        return isLabel(context, option);
      }
    }
    return true;
  }

  private static Map<String, Object> type(String type) {
    return Map.of("type", type);
  }

  private static boolean isLabel(Map<String, Object> context, String option) {
    String[] parts = option.split("[=:]", 3);
    if (parts.length < 3 || !parts[0].equals("label") || !LABELS.contains(parts[1])) {
      return false;
    }
    KubernetesContainer.part(context, "seLinuxOptions").put(parts[1], parts[2]);
    return true;
  }
}
