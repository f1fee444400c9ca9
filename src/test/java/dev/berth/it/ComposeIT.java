package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Compose project as its author published it, on both engines. */
@ClassTemplate
class ComposeIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String SHOP =
      """
      name: shop
      x-common: &common
        image: localhost/berth-test/busybox:${TAG:?set a tag}
        init: true
      services:
        db:
          <<: *common
          volumes: ["data:/data", "./conf:/conf:ro"]
          environment: {WORD: "${WORD}", PLAIN: 1.10}
          healthcheck: {test: [CMD, test, -d, /data], interval: 1s, retries: 0}
        migrate:
          <<: *common
          command: sh -c "echo done > /data/migrated"
          volumes: ["data:/data"]
          depends_on: {db: {condition: service_healthy}}
        app:
          image: localhost/berth-test/web:1
          env_file: app.env
          labels: {tier: front}
          ports: ["127.0.0.1:18080:8080"]
          restart: unless-stopped
          shm_size: 32m
          secrets: [token]
          depends_on:
            migrate: {condition: service_completed_successfully}
        worker:
          extends: {file: worker.yaml, service: base}
          deploy: {replicas: 2}
          depends_on: [db]
        sidecar:
          <<: *common
          network_mode: service:app
        debug:
          <<: *common
          profiles: [debug]
          network_mode: none
      volumes: {data: }
      secrets: {token: {file: ./token}}
      """;

  private static void files() {
    host.get("mkdir", "-p", "/srv/shop/conf");
    host.write("/srv/shop/compose.yaml", SHOP);
    host.write("/srv/shop/.env", "TAG=1\nWORD=\"two words\"\n");
    host.write("/srv/shop/app.env", "NAME=shop\n# comment\nPLACE='here'\n");
    host.write("/srv/shop/token", "s3cret\n");
    host.write(
        "/srv/shop/worker.yaml",
        """
        services:
          base:
            image: localhost/berth-test/busybox:1
            environment: [KIND=worker]
            restart: on-failure:3
        """);
  }

  @Test
  void aProjectIsReadAsItIsAndThenUnchanged() {
    files();
    CommandResult without = host.berth(2, "plan", "--file", "/srv/shop");
    assertThat(without.stderr())
        .contains("/srv/shop/compose.yaml:")
        .contains("the network `shop_default` is not external, and Berth makes none yet")
        .contains("network create shop_default");

    host.engine("network", "create", "shop_default");
    host.write(
        "/srv/shop/compose.override.yaml",
        "networks: {default: {external: true, name: shop_default}}\n");
    host.berth(0, "apply", "--file", "/srv/shop");

    assertThat(host.get("curl", "-sf", "http://127.0.0.1:18080/")).contains("shop");
    assertThat(host.engine("exec", "shop-db", "cat", "/data/migrated")).contains("done");
    assertThat(host.engine("exec", "shop-db", "sh", "-c", "echo $WORD $PLAIN"))
        .contains("two words 1.1");
    assertThat(host.engine("exec", "shop-app", "cat", "/run/secrets/token")).contains("s3cret");
    assertThat(host.inspect("shop-app", "{{.HostConfig.ShmSize}}")).contains("33554432");
    assertThat(host.engine("exec", "shop-worker-2", "sh", "-c", "echo $KIND")).contains("worker");
    // The name of a service is found in its network.
    assertThat(host.engine("exec", "shop-worker-1", "wget", "-qO-", "http://app:8080/"))
        .contains("shop");
    assertThat(host.engine("exec", "shop-sidecar", "wget", "-qO-", "http://127.0.0.1:8080/"))
        .contains("shop");

    assertThat(host.berth(0, "plan", "--file", "/srv/shop").stdout()).contains("Nothing to do");
    assertThat(host.berth(0, "plan", "--file", "/srv/shop", "--profile", "debug").stdout())
        .contains("create shop-debug")
        .contains("1 step");
    host.write("/srv/other.env", "TAG=1\nWORD=another\n");
    assertThat(
            host.berth(0, "plan", "--file", "/srv/shop", "--env-file", "/srv/other.env").stdout())
        .contains("replace shop-db")
        .contains("environment.WORD");

    host.write("/srv/shop/.env", "TAG=1\nWORD=other\n");
    assertThat(host.berth(0, "plan", "--file", "/srv/shop").stdout())
        .contains("replace shop-db")
        .contains("environment.WORD")
        .doesNotContain("shop-app");
  }
}
