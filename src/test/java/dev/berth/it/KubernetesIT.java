package dev.berth.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.host.CommandResult;
import dev.berth.testhost.TestHost;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Manifests run as docs/coming-from-kubernetes.md says. */
class KubernetesIT {
  @RegisterExtension static final TestHost host = new TestHost();

  private static final String FOLDER = "/srv/shop/";
  private static final String APP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: shop
      spec:
        replicas: 1
        selector: {matchLabels: {app: shop}}
        template:
          metadata:
            labels: {app: shop}
          spec:
            terminationGracePeriodSeconds: 2
            initContainers:
            - name: schema
              image: localhost/berth-test/busybox:1
              command: [sh, -c, "echo $(LEVEL) >>/data/schema"]
              env: [{name: LEVEL, value: made}]
              volumeMounts: [{name: data, mountPath: /data}]
            - name: watch
              restartPolicy: Always
              image: localhost/berth-test/busybox:1
              command: [sh, -c, "trap 'exit 0' TERM; cat /data/schema; while :; do sleep 0.1; done"]
              volumeMounts: [{name: data, mountPath: /data, readOnly: true}]
              startupProbe:
                exec: {command: [test, -s, /data/schema]}
                periodSeconds: 1
            containers:
            - name: web
              image: localhost/berth-test/web:1
              ports: [{name: http, containerPort: 8080}]
              env:
              - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: LEVEL, valueFrom: {configMapKeyRef: {name: settings, key: LEVEL}}}
              livenessProbe:
                httpGet: {path: /, port: http}
                periodSeconds: 2
              volumeMounts:
              - {name: files, mountPath: /etc/shop}
              - {name: files, mountPath: /etc/one.conf, subPath: app.conf}
              - {name: keys, mountPath: /run/keys, readOnly: true}
              - {name: cache, mountPath: /cache}
            - name: side
              image: localhost/berth-test/busybox:1
              command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
              readinessProbe:
                exec: {command: [wget, -q, -O, /dev/null, "http://127.0.0.1:8080/"]}
                periodSeconds: 2
              securityContext: {allowPrivilegeEscalation: false, runAsUser: 0}
              volumeMounts: [{name: cache, mountPath: /cache}]
            volumes:
            - name: files
              configMap: {name: settings}
            - name: keys
              secret: {secretName: keys, defaultMode: 0400}
            - name: data
              persistentVolumeClaim: {claimName: shop-data}
            - name: cache
              emptyDir: {}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: shop}
      spec:
        type: NodePort
        selector: {app: shop}
        ports: [{port: 8080, targetPort: http, nodePort: 30080}]
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: shop-data}
      spec: {accessModes: [ReadWriteOnce]}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: keys}
      data: {token: aHVudGVyMg==}
      """;
  private static final String CLIENT =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client}
      spec:
        terminationGracePeriodSeconds: 2
        containers:
        - name: ask
          image: localhost/berth-test/busybox:1
          command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.1; done"]
      """;

  private static void settings(String level) {
    host.write(
        FOLDER + "settings.yaml",
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          LEVEL: %s
          app.conf: |
            level %s
        """
            .formatted(level, level));
  }

  private static String inside(String container, String... command) {
    return host.engine(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("exec", container), java.util.stream.Stream.of(command))
            .toArray(String[]::new));
  }

  private static List<String> ids(String... names) {
    return List.of(names).stream().map(name -> host.inspect(name, "{{.Id}}")).toList();
  }

  @Test
  void manifestsRunAsTheyAre() {
    settings("info");
    host.write(FOLDER + "shop.yaml", APP);
    host.write(FOLDER + "client.yaml", CLIENT);
    CommandResult told = host.berth(0, "validate", "-f", FOLDER);
    assertThat(told.stdout()).contains("7 containers");
    assertThat(told.stderr()).doesNotContain("an init container").doesNotContain("hunter2");
    assertThat(host.berth(0, "plan", "-f", FOLDER).stdout())
        .contains("create", "shop-web", "shop-side", "client-ask");
    host.berth(0, "apply", "-f", FOLDER);

    assertThat(host.berth(0, "plan", "-f", FOLDER).stdout()).contains("Nothing to do");
    assertThat(host.berth(0, "apply", "-f", FOLDER).stdout()).contains("0 done, 7 unchanged");
    assertThat(inside("shop-web", "sh", "-c", "echo $POD $LEVEL $(hostname)"))
        .isEqualTo("shop info shop");
    assertThat(inside("shop-web", "sh", "-c", "cd /etc/shop; cat LEVEL app.conf /etc/one.conf; ls"))
        .isEqualTo("infolevel info\nlevel info\nLEVEL\napp.conf");
    assertThat(inside("shop-web", "sh", "-c", "cat /run/keys/token; stat -c %a /run/keys/token"))
        .isEqualTo("hunter2400");
    assertThat(inside("shop-watch", "cat", "/data/schema")).isEqualTo("made");
    inside("shop-side", "sh", "-c", "echo here >/cache/file");
    assertThat(inside("shop-web", "cat", "/cache/file")).isEqualTo("here");
    // They share a network, and others find it by the Service's name.
    inside("shop-side", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/");
    inside("client-ask", "wget", "-q", "-O", "-", "http://shop:8080/");
    inside("client-ask", "nslookup", "shop.default.svc.cluster.local");
    host.get("curl", "-fsS", "http://127.0.0.1:30080/");
    TestHost.until(
        "the probes are content",
        () ->
            host.inspect("shop-web", "{{.State.Health.Status}}").equals("healthy")
                && host.inspect("shop-side", "{{.State.Health.Status}}").equals("healthy"));

    whatChangesIsReplacedAlone();
    itRunsAfterABoot();
    host.berth(0, "delete", "--yes", "shop");
    assertThat(host.engine("ps", "--all", "--quiet")).isEmpty();
  }

  private static void whatChangesIsReplacedAlone() {
    List<String> others = ids("shop-pod", "shop-watch", "shop-side", "client-pod", "client-ask");
    String web = ids("shop-web").getFirst();
    settings("debug");
    String plan = host.berth(0, "plan", "-f", FOLDER).stdout();
    assertThat(plan).contains("shop-web").doesNotContain("client", "shop-side", "shop-pod");
    host.berth(0, "apply", "-f", FOLDER);
    assertThat(ids("shop-pod", "shop-watch", "shop-side", "client-pod", "client-ask"))
        .isEqualTo(others);
    assertThat(ids("shop-web").getFirst()).isNotEqualTo(web);
    assertThat(inside("shop-web", "cat", "/etc/one.conf")).isEqualTo("level debug");
    assertThat(inside("shop-watch", "cat", "/data/schema")).isEqualTo("made");
  }

  private static void itRunsAfterABoot() {
    host.reboot();
    TestHost.until(
        "the pod answers after the boot",
        () -> host.run("curl", "-fsS", "http://127.0.0.1:30080/").exitCode() == 0);
    assertThat(inside("shop-web", "cat", "/run/keys/token")).isEqualTo("hunter2");
    // Its init container has run again.
    assertThat(inside("shop-watch", "cat", "/data/schema")).isEqualTo("made\nmade");
  }

  @Test
  void whatCannotBeHonouredChangesNothing() {
    host.write(
        "/srv/wrong.yaml",
        CLIENT
            .replace("client", "wrong")
            .replace("  terminationGrace", "  activeDeadlineSeconds: 5\n  terminationGrace"));
    CommandResult refused = host.berth(2, "apply", "-f", "/srv/wrong.yaml");
    assertThat(refused.stderr())
        .contains("/srv/wrong.yaml:5:3: error: `spec.activeDeadlineSeconds` is not carried over");
    assertThat(host.hasContainer("wrong-ask")).isFalse();
  }

  @Test
  void aJobRunsOnceAndAgainWhenItIsChanged() {
    String job =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: say
                image: localhost/berth-test/busybox:1
                args: [sh, -c, "echo %s >>/out/said"]
                volumeMounts: [{name: out, mountPath: /out}]
              volumes: [{name: out, hostPath: {path: /srv/out}}]
        """;
    host.get("mkdir", "-p", "/srv/out");
    host.write("/srv/job.yaml", job.formatted("one"));
    host.berth(0, "apply", "-f", "/srv/job.yaml");
    host.berth(0, "apply", "-f", "/srv/job.yaml");
    TestHost.until("it has run", () -> host.run("test", "-s", "/srv/out/said").exitCode() == 0);
    host.write("/srv/job.yaml", job.formatted("two"));
    host.berth(0, "apply", "-f", "/srv/job.yaml");
    TestHost.until("it has run again", () -> host.get("cat", "/srv/out/said").equals("one\ntwo"));
  }
}
