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

  /** As Compose does it: a job that nobody awaits, a directory that is not there yet. */
  @Test
  void whatComposeMakesOrLetsEndIsNoFailure() {
    host.get("mkdir", "-p", "/srv/easy");
    host.write(
        "/srv/easy/compose.yaml",
        """
        services:
          app:
            image: localhost/berth-test/busybox:1
            command: sleep infinity
            network_mode: none
            volumes: ["./data:/data", "./app.conf:/app.conf"]
          init:
            image: localhost/berth-test/busybox:1
            command: sh -c "echo done > /data/init"
            network_mode: none
            volumes: ["./data:/data"]
        """);
    assertThat(host.run("sh", "-c", "cd /srv && /opt/berth/berth apply -f easy").stderr())
        .contains("easy/compose.yaml:6:31")
        .contains("looks like a file");
    host.write("/srv/easy/app.conf", "");
    CommandResult applied = host.run("sh", "-c", "cd /srv && /opt/berth/berth apply -f easy");
    assertThat(applied.exitCode()).as(applied.stderr()).isZero();
    TestHost.until(
        "the job has run", () -> host.run("test", "-s", "/srv/easy/data/init").succeeded());
    // Each apply starts it again, as `docker compose up` does.
    assertThat(host.berth(0, "plan", "--file", "/srv/easy").stdout())
        .contains("start easy-init")
        .contains("1 step");
    host.berth(0, "apply", "--file", "/srv/easy");
    host.berth(0, "delete", "--yes", "easy");
  }

  private static final String NETWORKS =
      """
      services:
        db:
          image: localhost/berth-test/busybox:1
          command: sleep infinity
          networks: [back]
          volumes: ["data:/data"]
        init:
          image: localhost/berth-test/busybox:1
          command: sh -c "echo ran >> /data/runs"
          networks: [back]
          volumes: ["data:/data"]
          depends_on: [db]
        web:
          image: localhost/berth-test/web:1
          networks: {back: , front: {ipv4_address: 10.89.7.20}}
          restart: always
          depends_on: {init: {condition: service_completed_successfully}}
      networks:
        back: {internal: true}
        front: {ipam: {config: [{subnet: 10.89.7.0/24}]}, labels: {who: me}}
      volumes:
        data: {driver_opts: {type: tmpfs, device: tmpfs, o: "size=8m"}, labels: {keep: "yes"}}
      """;

  private static CommandResult apply(int status, String yaml) {
    host.write("/srv/nets/compose.yaml", yaml);
    return host.berth(status, "apply", "--file", "/srv/nets");
  }

  private static String network(String name) {
    return host.engine("network", "inspect", name);
  }

  /** Networks and volumes come with those who use them, change with them, and go after them. */
  @Test
  void networksAndVolumesAreMadeChangedAndRemoved() {
    host.get("mkdir", "-p", "/srv/nets");
    apply(0, NETWORKS);
    assertThat(network("nets_front")).contains("10.89.7.0/24").contains("\"who\": \"me\"");
    assertThat(host.engine("volume", "inspect", "nets_data"))
        .contains("size=8m")
        .contains("\"keep\": \"yes\"");
    assertThat(host.berth(0, "plan", "--file", "/srv/nets").stdout()).contains("Nothing to do");

    String changed = NETWORKS.replace("10.89.7.", "10.89.8.").replace("{internal: true}", "{}");
    host.write("/srv/nets/compose.yaml", changed);
    assertThat(host.berth(0, "plan", "--file", "/srv/nets").stdout())
        .contains("replace network nets_back")
        .contains("down meanwhile: nets-db, nets-web")
        .contains("10.89.7.0/24 → 10.89.8.0/24")
        .doesNotContain("nets-init");
    String ended = host.inspect("nets-init", "{{.Id}}");
    apply(0, changed);
    assertThat(network("nets_front")).contains("10.89.8.0/24");
    assertThat(host.inspect("nets-init", "{{.Id}}")).isEqualTo(ended);
    assertThat(host.berth(0, "plan", "--file", "/srv/nets").stdout()).contains("Nothing to do");

    // What an engine would refuse when all have ended is said before.
    host.engine("network", "create", "--subnet", "10.89.9.0/24", "blocker");
    assertThat(apply(2, changed.replace("10.89.8.", "10.89.9.")).stderr())
        .contains("compose.yaml:20:3")
        .contains("10.89.9.0/24, and 'blocker' has 10.89.9.0/24");
    assertThat(apply(2, changed.replace("10.89.8.0/24", "10.89.8.0/33")).stderr())
        .contains("has no subnet 10.89.8.0/33");

    // One that cannot be had comes back as it was, and who is in it runs again.
    host.get("ip", "link", "add", "taken0", "type", "bridge");
    host.get("ip", "address", "add", "10.89.10.1/24", "dev", "taken0");
    host.get("ip", "link", "set", "taken0", "up");
    if (!host.isDocker()) {
      assertThat(apply(1, changed.replace("10.89.8.", "10.89.10.")).stderr())
          .contains("replace network nets_front")
          .contains("it is there again as it was");
      assertThat(network("nets_front")).contains("10.89.8.0/24");
      apply(0, changed);
    }
    host.get("ip", "link", "delete", "taken0");
    host.engine("network", "rm", "blocker");

    // What others are in, or made, and what has content, stays what it is.
    host.engine(
        "run",
        "--detach",
        "--name=stranger",
        "--network=nets_front",
        "localhost/berth-test/busybox:1",
        "sleep",
        "infinity");
    assertThat(apply(2, changed.replace("who: me", "who: you")).stderr())
        .contains("compose.yaml:20:3")
        .contains("'stranger' is in it");
    host.engine("rm", "--force", "stranger");
    assertThat(apply(2, changed.replace("size=8m", "size=9m")).stderr())
        .contains("compose.yaml:22:3")
        .contains("is there with another driver_opts.o");
    host.engine("network", "create", "mine");
    assertThat(apply(2, changed.replace("labels: {who: me}", "name: mine")).stderr())
        .contains("nothing proves that Berth made it");
    host.engine("network", "rm", "mine");
    assertThat(
            apply(
                    2,
                    changed.replace(
                        "volumes:\n  data: {driver_opts: {type: tmpfs, device: tmpfs,"
                            + " o: \"size=8m\"}, labels: {keep: \"yes\"}}",
                        "volumes: {data: {external: true, name: theirs}}"))
                .stderr())
        .contains("there is no volume 'theirs'");

    String without =
        changed
            .replace(", front: {ipv4_address: 10.89.8.20}", "")
            .replaceFirst("  front: .*\n", "");
    assertThat(apply(0, without).stderr()).contains("remove network nets_front");
    assertThat(host.engine("network", "ls")).doesNotContain("nets_front").contains("nets_back");
    host.berth(0, "delete", "--yes", "nets");
    assertThat(host.engine("network", "ls")).doesNotContain("nets_");
    assertThat(host.engine("volume", "ls")).contains("nets_data");
  }

  /** Several files over one another, standard input, and another directory for what is relative. */
  @Test
  void severalFilesAreOneProject() {
    host.get("mkdir", "-p", "/srv/several/conf");
    host.write(
        "/srv/several/one.yaml",
        "name: several\nservices: {a: {image: 'localhost/berth-test/busybox:1',"
            + " network_mode: none, environment: {V: \"$$HOME $X\"}, volumes: ['./conf:/conf']}}\n");
    host.write("/srv/several/two.yaml", "services: {a: {environment: {W: two}}}\n");
    assertThat(
            host.berth(
                    0,
                    "plan",
                    "-o",
                    "json",
                    "--file",
                    "/srv/several/one.yaml",
                    "--file",
                    "/srv/several/two.yaml")
                .stdout())
        .contains("several-a");
    assertThat(
            host.run(
                    "sh",
                    "-c",
                    "cd / && /opt/berth/berth validate --file - --project-directory /srv/several"
                        + " < /srv/several/one.yaml")
                .exitCode())
        .isZero();
    assertThat(
            host.berth(2, "plan", "--file", "/srv/several/one.yaml", "--file", "/srv/several/conf")
                .stderr())
        .contains("several paths are the files of one Compose project");
  }

  /** Configs and secrets without a file of their own, and what becomes of them. */
  @Test
  void whatIsGivenAsTextIsAFileForItsContainerAlone() {
    host.get("mkdir", "-p", "/srv/texts");
    String yaml =
        """
        services:
          app:
            image: localhost/berth-test/busybox:1
            command: sh -c "cat /etc/app.conf; sleep infinity"
            user: "1000:1000"
            network_mode: none
            restart: always
            configs: [{source: conf, target: /etc/app.conf}]
            secrets: [{source: word, uid: "1000", gid: "1000", mode: 0400}]
        configs: {conf: {content: "greeting=hello\\nname=$NAME\\n"}}
        secrets: {word: {environment: WORD}}
        """;
    host.write("/srv/texts/compose.yaml", yaml);
    host.write("/srv/texts/.env", "NAME=moon\nWORD=pa55\n");
    host.berth(0, "apply", "--file", "/srv/texts");

    assertThat(host.engine("exec", "texts-app", "cat", "/etc/app.conf"))
        .contains("greeting=hello\nname=moon");
    assertThat(host.engine("exec", "texts-app", "cat", "/run/secrets/word")).contains("pa55");
    assertThat(host.engine("exec", "texts-app", "stat", "-c", "%a %u:%g", "/run/secrets/word"))
        .contains("400 1000:1000");
    assertThat(host.engine("exec", "texts-app", "stat", "-c", "%a", "/etc/app.conf"))
        .contains("444");
    assertThat(host.get("stat", "-c", "%a %U", "/etc/berth/files")).contains("700 root");
    assertThat(host.engine("inspect", "texts-app")).doesNotContain("pa55").doesNotContain("moon");
    assertThat(host.berth(0, "plan", "--file", "/srv/texts").stdout()).contains("Nothing to do");

    host.write("/srv/texts/.env", "NAME=moon\nWORD=n3w\n");
    assertThat(host.berth(0, "plan", "--file", "/srv/texts").stdout())
        .contains("replace texts-app")
        .contains("content of /run/secrets/word")
        .doesNotContain("n3w");
    host.berth(0, "apply", "--file", "/srv/texts");
    assertThat(host.engine("exec", "texts-app", "cat", "/run/secrets/word")).contains("n3w");
    assertThat(host.get("ls", "/etc/berth/files").lines()).hasSize(2);

    // One that falls goes back, to the secret that it had.
    host.write("/srv/texts/.env", "NAME=sun\nWORD=0ther\n");
    host.write("/srv/texts/compose.yaml", yaml.replace("sleep infinity", "exit 3"));
    assertThat(host.berth(1, "apply", "--file", "/srv/texts").stderr())
        .contains("what was there before runs again");
    assertThat(host.engine("exec", "texts-app", "cat", "/run/secrets/word")).contains("n3w");
    assertThat(host.engine("exec", "texts-app", "cat", "/etc/app.conf")).contains("name=moon");

    host.write("/srv/texts/compose.yaml", yaml);
    host.write("/srv/texts/.env", "NAME=moon\nWORD=n3w\n");
    host.berth(0, "apply", "--file", "/srv/texts");
    assertThat(host.get("ls", "/etc/berth/files").lines()).hasSize(2);
    host.write("/srv/texts/.env", "NAME=moon\n");
    assertThat(host.berth(2, "plan", "--file", "/srv/texts").stderr())
        .contains("`secrets.word` has nothing in it")
        .contains("set the variable WORD");
    host.berth(0, "delete", "--yes", "texts");
    assertThat(host.get("ls", "/etc/berth/files")).isEmpty();
  }
}
