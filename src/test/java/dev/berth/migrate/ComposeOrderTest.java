package dev.berth.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.json.Json;
import dev.berth.model.ContainerName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposeOrderTest {
  private static Json container(String name, String service, String waits) {
    return Json.parse(
        "docker",
        """
        {"Name": "/%s", "Config": {"Labels": {
          "com.docker.compose.project": "shop", "com.docker.compose.service": "%s",
          "com.docker.compose.container-number": "%s", "com.docker.compose.oneoff": "False",
          "com.docker.compose.depends_on": "%s"}}}
        """
            .formatted(name, service, name.substring(name.length() - 1), waits));
  }

  private static ComposeOrder order(String waits) {
    return ComposeOrder.of(
        List.of(
            container("shop-db-1", "db", ""),
            container("shop-init-1", "init", "db:service_healthy:false"),
            container("own1", "init", ""),
            container("shop-worker-1", "worker", ""),
            container("shop-worker-2", "worker", ""),
            container("shop-web-1", "web", waits)));
  }

  private static Map<String, Object> dependencies(String waits) {
    return order(waits)
        .dependencies(
            new ContainerName("shop-web-1"),
            List.of(
                new ContainerName("shop-db-1"),
                new ContainerName("shop-worker-1"),
                new ContainerName("shop-worker-2"),
                new ContainerName("own1"),
                new ContainerName("shop-web-1")));
  }

  private static Map<String, String> on(String condition) {
    return Map.of("condition", condition);
  }

  @Test
  void whoIsWaitedForIsNamedAsItsContainersAre() {
    assertThat(dependencies("db:service_healthy:false,worker:service_started:true"))
        .isEqualTo(
            Map.of(
                "shop-db-1",
                on("service_healthy"),
                "shop-worker-1",
                on("service_started"),
                "shop-worker-2",
                on("service_started")));
    assertThat(
            order("")
                .dependencies(
                    new ContainerName("shop-init-1"), List.of(new ContainerName("shop-db-1"))))
        .isEqualTo(Map.of("shop-db-1", on("service_healthy")));
    assertThat(order("").dependencies(new ContainerName("shop-init-1"), List.of())).isEmpty();
    assertThat(dependencies("")).isEmpty();
  }

  @Test
  void whoseEndIsWaitedForIsATask() {
    ComposeOrder order = order("init:service_completed_successfully:false");
    assertThat(order.isTask(new ContainerName("own1"))).isTrue();
    assertThat(order.isTask(new ContainerName("shop-db-1"))).isFalse();
    assertThat(
            new Rebuilt(new ContainerName("a"), Map.of("restart", "no"), Map.of(), List.of())
                .asTask()
                .isTask())
        .isTrue();
  }

  @Test
  void whatComposeDoesNotWriteIsNobody() {
    for (String odd :
        List.of(":", ",,", "web:service_started:false", "nobody:service_started", "*")) {
      assertThat(dependencies(odd)).isEmpty();
    }
    assertThat(dependencies("db:rm -rf:x")).isEqualTo(Map.of("shop-db-1", on("service_started")));
    assertThat(dependencies("db")).isEqualTo(Map.of("shop-db-1", on("service_started")));
  }
}
