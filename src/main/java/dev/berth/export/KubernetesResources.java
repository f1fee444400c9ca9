package dev.berth.export;

import dev.berth.model.Key;
import dev.berth.model.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Processors and memory. */
final class KubernetesResources {
  private static final String RESOURCES = "resources";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** How the kubelet makes shares of a request (its helpers_linux.go): so many for a processor. */
  private static final BigDecimal SHARES = BigDecimal.valueOf(1024);

  private static final long[] SIZES = {1L << 40, 1L << 30, 1L << 20, 1L << 10};
  private static final String[] UNITS = {"Ti", "Gi", "Mi", "Ki"};

  private KubernetesResources() {}

  /** Bytes in the largest unit that they are whole in. */
  static String quantity(long bytes) {
    for (int i = 0; i < SIZES.length; i++) {
      if (bytes >= SIZES[i] && bytes % SIZES[i] == 0) {
        return bytes / SIZES[i] + UNITS[i];
      }
    }
    return Long.toString(bytes);
  }

  static void cpus(KubernetesContainer container, Value value) {
    BigDecimal cpus = new BigDecimal(ContainerPart.text(value));
    BigDecimal thousandths = cpus.multiply(THOUSAND).setScale(0, RoundingMode.CEILING);
    limits(container).put("cpu", processors(thousandths.longValueExact()));
    if (thousandths.compareTo(cpus.multiply(THOUSAND)) != 0) {
      container.lost(
          Key.CPUS, value.at(), "Kubernetes counts in thousandths: " + thousandths + "m", "");
    }
  }

  private static String processors(long thousandths) {
    return thousandths % 1000 == 0 ? Long.toString(thousandths / 1000) : thousandths + "m";
  }

  static void shares(KubernetesContainer container, Value value) {
    BigDecimal shares = new BigDecimal(ContainerPart.text(value));
    long thousandths =
        shares.multiply(THOUSAND).divide(SHARES, 0, RoundingMode.CEILING).longValueExact();
    boolean isMoreThanLimit =
        container
            .spec()
            .text(Key.CPUS)
            .map(BigDecimal::new)
            .filter(cpus -> cpus.multiply(THOUSAND).longValue() < thousandths)
            .isPresent();
    if (isMoreThanLimit || thousandths == 0) {
      container.lost(
          Key.CPU_SHARES,
          value.at(),
          "Kubernetes makes a request of it, which is not more than `cpus`",
          "1024 stands for one processor");
    } else {
      requests(container).put("cpu", processors(thousandths));
    }
  }

  static void memory(KubernetesContainer container, Value value) {
    limits(container).put("memory", quantity(Long.parseLong(ContainerPart.text(value))));
  }

  static void reservation(KubernetesContainer container, Value value) {
    long bytes = Long.parseLong(ContainerPart.text(value));
    boolean isMoreThanLimit =
        container
            .spec()
            .text(Key.MEM_LIMIT)
            .map(Long::parseLong)
            .filter(limit -> limit < bytes)
            .isPresent();
    if (isMoreThanLimit) {
      container.lost(Key.MEM_RESERVATION, value.at(), "a request is not more than the limit", "");
    } else {
      requests(container).put("memory", quantity(bytes));
    }
  }

  private static Map<String, Object> limits(KubernetesContainer container) {
    return KubernetesContainer.part(container.part(RESOURCES), "limits");
  }

  private static Map<String, Object> requests(KubernetesContainer container) {
    return KubernetesContainer.part(container.part(RESOURCES), "requests");
  }
}
