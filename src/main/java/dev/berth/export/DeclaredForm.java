package dev.berth.export;

import dev.berth.model.Network;
import dev.berth.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Networks and volumes in Compose's words, in which Berth's own form declares them, too. */
final class DeclaredForm {
  private static final String OPTIONS = "driver_opts";
  private static final String LABELS = "labels";

  private DeclaredForm() {}

  /**
   * What a network is to be.
   *
   * @param escape of texts that the reader puts variables into
   */
  static Map<String, Object> network(Network network, UnaryOperator<String> escape) {
    Map<String, Object> form = new LinkedHashMap<>();
    if (!network.driver().equals(Network.BRIDGE)) {
      form.put("driver", network.driver());
    }
    if (network.internal()) {
      form.put("internal", true);
    }
    if (network.ipv6()) {
      form.put("enable_ipv6", true);
    }
    if (!network.subnets().isEmpty()) {
      List<Object> config = new ArrayList<>();
      network.subnets().forEach(subnet -> config.add(subnet(subnet)));
      form.put("ipam", Map.of("config", config));
    }
    SortedMap<String, String> options = new TreeMap<>(network.options());
    if (!network.mtu().isEmpty()) {
      options.put("com.docker.network.driver.mtu", network.mtu());
    }
    if (!network.bridge().isEmpty()) {
      options.put("com.docker.network.bridge.name", network.bridge());
    }
    put(form, OPTIONS, options, escape);
    put(form, LABELS, network.labels(), escape);
    return form;
  }

  private static Map<String, Object> subnet(Network.Subnet subnet) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("subnet", subnet.subnet());
    if (!subnet.gateway().isEmpty()) {
      form.put("gateway", subnet.gateway());
    }
    if (!subnet.range().isEmpty()) {
      form.put("ip_range", subnet.range());
    }
    return form;
  }

  /** What a volume is to be. */
  static Map<String, Object> volume(Volume volume, UnaryOperator<String> escape) {
    Map<String, Object> form = new LinkedHashMap<>();
    if (!volume.driver().equals(Volume.LOCAL)) {
      form.put("driver", volume.driver());
    }
    put(form, OPTIONS, volume.options(), escape);
    put(form, LABELS, volume.labels(), escape);
    return form;
  }

  private static void put(
      Map<String, Object> form,
      String name,
      SortedMap<String, String> texts,
      UnaryOperator<String> escape) {
    if (!texts.isEmpty()) {
      Map<String, Object> escaped = new LinkedHashMap<>();
      texts.forEach((key, value) -> escaped.put(key, escape.apply(value)));
      form.put(name, escaped);
    }
  }
}
