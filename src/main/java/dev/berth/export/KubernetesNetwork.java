package dev.berth.export;

import dev.berth.model.Key;
import dev.berth.model.PortMapping;
import dev.berth.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The network of a pod, and the other namespaces that it shares with its host. */
final class KubernetesNetwork {
  private static final Pattern EXPOSED = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(\\w+))?");
  private static final int MOST_OF_A_RANGE = 1000;
  private static final int MOST_SERVERS = 3;
  private static final int MOST_SEARCHES = 32;

  private KubernetesNetwork() {}

  static void net(KubernetesContainer container, Value value) {
    String net = ContainerPart.text(value);
    switch (net) {
      case "host" -> container.pod().spec().put("hostNetwork", true);
      case "bridge", "default", "private" -> {} // A network of its own.
      default -> {
        boolean isShared = net.startsWith("container:");
        container.lost(
            Key.NET,
            value.at(),
            isShared
                ? "a pod does not share the network of another"
                : "a pod is in its node's network",
            isShared ? "put both containers into one pod" : "podman kube play --network " + net);
      }
    }
  }

  static void host(KubernetesContainer container, Key key, String field, Value value) {
    switch (ContainerPart.text(value)) {
      case "host" -> container.pod().spec().put(field, true);
      case "private", "shareable" -> {} // As a pod has it.
      case String _ when key == Key.PID && container.isOfOwnPod(value) ->
          container.pod().spec().put("shareProcessNamespace", true);
      default ->
          container.lost(
              key,
              value.at(),
              "a pod shares it with its host, or with nobody",
              "put both containers into one pod");
    }
  }

  static void uts(KubernetesContainer container, Value value) {
    boolean isHost = ContainerPart.text(value).equals("host");
    boolean isWithNetwork = container.spec().text(Key.NET).filter("host"::equals).isPresent();
    if (isHost && !isWithNetwork) {
      container.lost(
          Key.UTS, value.at(), "a pod has the host's name with the host's network alone", "");
    } else if (!isHost && !ContainerPart.text(value).equals("private")) {
      container.lost(
          Key.UTS,
          value.at(),
          "a pod shares it with its host, or with nobody",
          "put both containers into one pod");
    }
  }

  static void userns(KubernetesContainer container, Value value) {
    switch (ContainerPart.text(value)) {
      case "host" -> {} // As a pod has it.
      case "auto" -> container.pod().spec().put("hostUsers", false);
      default ->
          container.lost(
              Key.USERNS,
              value.at(),
              "Kubernetes chooses the users of a pod itself",
              "podman kube play --userns " + ContainerPart.text(value));
    }
  }

  static void hostname(KubernetesContainer container, Value value) {
    String name = ContainerPart.text(value);
    if (KubernetesNames.isLabel(name)) {
      container.pod().spec().put("hostname", name);
    } else {
      container.lost(
          Key.HOSTNAME,
          value.at(),
          "the name of a pod's host is one label of DNS",
          "write it without a domain, in small letters");
    }
  }

  static void ports(KubernetesContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      port(container, item);
    }
  }

  private static void port(KubernetesContainer container, Value item) {
    PortMapping mapping = PortMapping.of(ContainerPart.text(item));
    int[] inside = range(mapping.container());
    String host = mapping.host();
    if (host.isEmpty()) {
      container.lost(
          Key.PORTS,
          item.at(),
          "Kubernetes chooses no port of the host; " + mapping.container() + " is not published",
          "name the port of the host");
    }
    int[] outside = host.isEmpty() ? inside : range(host);
    if (inside[1] - inside[0] > MOST_OF_A_RANGE) {
      container.lost(
          Key.PORTS,
          item.at(),
          "more than " + MOST_OF_A_RANGE + " ports of one range are left out",
          "net: host");
      return;
    }
    for (int i = 0; i <= inside[1] - inside[0]; i++) {
      Map<String, Object> port = new LinkedHashMap<>();
      port.put("containerPort", (long) inside[0] + i);
      if (!host.isEmpty()) {
        port.put("hostPort", (long) outside[0] + i);
        if (!mapping.address().isEmpty()) {
          port.put("hostIP", mapping.address().replaceAll("[\\[\\]]", ""));
        }
      }
      add(container, port, mapping.protocol());
    }
  }

  private static int[] range(String text) {
    String[] ends = text.split("-");
    int first = Integer.parseInt(ends[0]);
    return new int[] {first, ends.length > 1 ? Integer.parseInt(ends[1]) : first};
  }

  private static void add(
      KubernetesContainer container, Map<String, Object> port, String protocol) {
    if (!protocol.equals("tcp")) {
      port.put("protocol", protocol.toUpperCase(Locale.ROOT));
    }
    container.list("ports").add(port);
  }

  static void expose(KubernetesContainer container, Value value) {
    for (Value item : ContainerPart.items(value)) {
      Matcher exposed = EXPOSED.matcher(ContainerPart.text(item));
      if (!exposed.matches()) {
        container.lost(Key.EXPOSE, item.at(), "it is no port", "");
        continue;
      }
      int first = Integer.parseInt(exposed.group(1));
      int last = exposed.group(2) == null ? first : Integer.parseInt(exposed.group(2));
      String protocol = exposed.group(3) == null ? "tcp" : exposed.group(3);
      if (last - first > MOST_OF_A_RANGE) {
        container.lost(
            Key.EXPOSE, item.at(), "it only tells people of ports, too many of them here", "");
        continue;
      }
      for (int number = first; number <= last; number++) {
        Map<String, Object> port = new LinkedHashMap<>();
        port.put("containerPort", (long) number);
        if (!isPublished(container, number, protocol)) {
          add(container, port, protocol);
        }
      }
    }
  }

  private static boolean isPublished(KubernetesContainer container, int number, String protocol) {
    String named = protocol.equals("tcp") ? "null" : protocol.toUpperCase(Locale.ROOT);
    return container.list("ports").stream()
        .map(it -> (Map<?, ?>) it)
        .anyMatch(
            it ->
                Long.valueOf(number).equals(it.get("containerPort"))
                    && String.valueOf(it.get("protocol")).equals(named));
  }

  static void hosts(KubernetesContainer container, Value value) {
    Map<String, List<String>> names = new TreeMap<>();
    for (Value item : ContainerPart.items(value)) {
      String[] both = ContainerPart.text(item).split(":", 2);
      if (both[1].equals("host-gateway")) {
        container.lost(
            "extra_hosts",
            item.at(),
            "Kubernetes has no word for the host's address",
            "write the address itself");
      } else {
        names.computeIfAbsent(both[1], _ -> new ArrayList<>()).add(both[0]);
      }
    }
    names.forEach(
        (address, all) -> {
          Map<String, Object> alias = new LinkedHashMap<>();
          alias.put("ip", address);
          alias.put("hostnames", all);
          KubernetesContainer.list(container.pod().spec(), "hostAliases").add(alias);
        });
  }

  /** What three keys say of the resolver. */
  static void dns(KubernetesContainer container) {
    List<String> servers = limited(container, Key.DNS, MOST_SERVERS);
    List<String> searches = limited(container, Key.DNS_SEARCH, MOST_SEARCHES);
    List<String> options = container.spec().texts(Key.DNS_OPT);
    if (servers.isEmpty() && searches.isEmpty() && options.isEmpty()) {
      return;
    }
    Map<String, Object> spec = container.pod().spec();
    spec.put("dnsPolicy", servers.isEmpty() ? "Default" : "None");
    Map<String, Object> config = container.pod().part("dnsConfig");
    if (!servers.isEmpty()) {
      config.put("nameservers", servers);
    }
    if (!searches.isEmpty()) {
      config.put("searches", searches);
    }
    for (String option : options) {
      String[] both = option.split(":", 2);
      Map<String, Object> named = new LinkedHashMap<>();
      named.put("name", both[0]);
      if (both.length > 1) {
        named.put("value", both[1]);
      }
      KubernetesContainer.list(config, "options").add(named);
    }
  }

  private static List<String> limited(KubernetesContainer container, Key key, int most) {
    List<String> texts = container.spec().texts(key);
    if (texts.size() > most) {
      container.lost(
          key,
          container.spec().position(key),
          "Kubernetes takes " + most + "; the rest is left out",
          "");
    }
    return texts.stream().limit(most).toList();
  }
}
