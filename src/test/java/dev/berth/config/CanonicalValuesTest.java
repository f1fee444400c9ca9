package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each type of key: what is written, and the one form it gets. */
class CanonicalValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // TEXT
        "hostname: yes | {hostname=yes}",
        "hostname: 1.10 | {hostname=1.10}",
        "user: 0755 | {user=0755}",
        "user: '' | {}",
        "user: null | {}",
        "network_mode: host | {net=host}",
        "userns_mode: host | {userns=host}",
        "stop_signal: SIGterm | {stop_signal=TERM}",
        "reload_signal: SIGHUP | {}",
        "cpuset_cpus: all | {}",
        "cpuset_cpus: 3,0-1,2,8 | {cpuset_cpus=0-3,8}",
        // FLAG
        "privileged: yes | {privileged=true}",
        "privileged: \"true\" | {privileged=true}",
        "privileged: True | {privileged=true}",
        "privileged: on | {privileged=true}",
        "privileged: off | {}",
        "stdin_open: true | {interactive=true}",
        "detach: true | {}",
        "detach: No | {detach=false}",
        // INTEGER, DECIMAL
        "start_order: '7' | {start_order=7}",
        "start_order: 0 | {}",
        "start_order: -1 | {start_order=-1}",
        "pids_limit: +65536 | {pids_limit=65536}",
        "cpus: 1.50 | {cpus=1.5}",
        "cpus: 100 | {cpus=100}",
        "cpus: .5 | {cpus=0.5}",
        // DURATION
        "stop_grace_period: 300 | {stop_grace_period=300s}",
        "stop_grace_period: 1m30.5s | {stop_grace_period=90.5s}",
        "stop_grace_period: 10.0 | {}",
        // SIZE
        "mem_limit: 1g | {mem_limit=1073741824}",
        "mem_limit: 1.5 KiB | {mem_limit=1536}",
        "mem_limit: 2MB | {mem_limit=2097152}",
        "mem_limit: 0 | {}",
        "memswap_limit: -1 | {memswap_limit=-1}",
        // CHOICE
        "pull_policy: missing | {}",
        "pull_policy: never | {pull_policy=never}",
        "kill_mode: mixed | {}",
        // LIST
        "dns: 1.1.1.1 | {dns[0]=1.1.1.1}",
        "dns: [1.1.1.1, '', null, 8.8.8.8] | {dns[0]=1.1.1.1, dns[1]=8.8.8.8}",
        "security_opt: label=disable | {security_opt[0]=label=disable}",
        "cap_add: [cap_net_admin, SYS_PTRACE] | {cap_add[0]=NET_ADMIN, cap_add[1]=SYS_PTRACE}",
        "volumes_from: ['container:c2:ro'] | {volumes_from[0]=c2:ro}",
        "tmpfs: [] | {}",
        // INTEGERS
        "exit_codes: [3, 0, 3] | {exit_codes[0]=0, exit_codes[1]=3}",
        "exit_codes: 0 | {}",
        // ENVIRONMENT, FIELDS
        "environment: {B: true, A: 0755, C: ''} | {environment.A=0755, environment.B=true,"
            + " environment.C=}",
        "environment: [A=1, B=x=y, A=2] | {environment.A=2, environment.B=x=y}",
        "environment: {FROM: null} | {environment.FROM=outside}",
        "environment: [FROM] | {environment.FROM=outside}",
        "labels: [a, b=c] | {labels.a=, labels.b=c}",
        "sysctls: {net.core.somaxconn: 1024} | {sysctls.net.core.somaxconn=1024}",
        // HOSTS
        "extra_hosts: [b:10.0.0.2, 'a=::1'] | {extra_hosts[0]=a:::1, extra_hosts[1]=b:10.0.0.2}",
        "extra_hosts: {b: 10.0.0.2, a: '[::1]'} | {extra_hosts[0]=a:::1,"
            + " extra_hosts[1]=b:10.0.0.2}",
        // ULIMITS
        "ulimit: [nofile=1024] | {ulimit[0]=nofile=1024:1024}",
        "ulimits: {nofile: {soft: 1, hard: 2}, core: -1} | {ulimit[0]=core=-1:-1,"
            + " ulimit[1]=nofile=1:2}",
        "ulimit: [core=unlimited, host] | {ulimit[0]=core=-1:-1, ulimit[1]=host}",
        // MOUNTS
        "volumes: ['/a:/b', '', '/a:/b', 'v:/c:ro,z', null] | {volumes[0]=/a:/b,"
            + " volumes[1]=v:/c:ro,z}",
        "volumes: [{type: bind, source: /a, target: /b, read_only: yes, bind: {propagation: rslave,"
            + " selinux: z}}] | {volumes[0]=/a:/b:ro,rslave,z}",
        "volumes: [{type: volume, source: v, target: /b, volume: {nocopy: true}}] |"
            + " {volumes[0]=v:/b:nocopy}",
        "volumes: [/data] | {volumes[0]=/data}",
        // PORTS
        "ports: [80, '22:22', '127.0.0.1:1-2:1-2/udp', '[::1]::80', '[::1]:8080:80'] |"
            + " {ports[0]=80/tcp, ports[1]=22:22/tcp, ports[2]=127.0.0.1:1-2:1-2/udp,"
            + " ports[3]=[::1]::80/tcp, ports[4]=[::1]:8080:80/tcp}",
        "ports: [{target: 80, published: 8080, host_ip: '::1', protocol: udp}, {target: 1}] |"
            + " {ports[0]=[::1]:8080:80/udp, ports[1]=1/tcp}",
        // NETWORKS
        "networks: [n, 'm:alias=x'] | {networks[0]=n, networks[1]=m:alias=x}",
        "networks: {n: null, m: {aliases: [x, y], ipv4_address: 10.0.0.9}} |"
            + " {networks[0]=m:alias=x,alias=y,ip=10.0.0.9, networks[1]=n}",
        // SECRETS
        "secrets: [s, {source: t, mode: 0440, uid: 5, target: f}] | {secrets[0]=s,"
            + " secrets[1]=t,target=f,uid=5,mode=0440}",
        "secrets: ['t,mode=0o440,target=f'] | {secrets[0]=t,target=f,mode=0440}",
        // RESTART
        "restart: no | {restart=no}",
        "restart: 'no' | {restart=no}",
        "restart: none | {}",
        "restart: on-failure:0 | {restart=on-failure}",
        "restart: on-failure:3 | {restart=on-failure:3}",
        // HEALTHCHECK
        "healthcheck: {test: a b} | {healthcheck.test[0]=CMD-SHELL, healthcheck.test[1]=a b}",
        "healthcheck: {test: [CMD, a], interval: 60, on_failure: none} | {healthcheck.test[0]=CMD,"
            + " healthcheck.test[1]=a}",
        "healthcheck: {test: [CMD, a], user: root} | {healthcheck.test[0]=CMD,"
            + " healthcheck.test[1]=a, healthcheck.user=root}",
        "healthcheck: {test: a, disable: true} | {healthcheck.test[0]=NONE}",
        "healthcheck: {test: NONE} | {healthcheck.test[0]=NONE}",
        "healthcheck: {interval: 1m, retries: 3} | {healthcheck.interval=60s,"
            + " healthcheck.retries=3}",
        "healthcheck: {} | {}",
        // LOGGING, ignored keys
        "logging: {driver: json-file, options: {tag: x}} | {log_driver=json-file, log_opts.tag=x}",
        "config_volume: mysql | {}",
        // DEPENDENCIES
        "depends_on: [a.service] | {depends_on.a.service.condition=service_started,"
            + " depends_on.a.service.required=false}",
        "depends_on: {a.mount: {}} | {depends_on.a.mount.condition=service_started,"
            + " depends_on.a.mount.required=true}",
        // WORDS
        "command: [sh, -c, '', 5] | {command[0]=sh, command[1]=-c, command[2]=, command[3]=5}",
        "command: '' | {}",
        "entrypoint: '' | {entrypoint[0]=}",
        "entrypoint: [] | {entrypoint[0]=}",
        "pre_stop_exec: a 'b c' | {pre_stop_exec[0]=a, pre_stop_exec[1]=b c}",
      })
  void isWrittenInOneForm(String written, String canonical) {
    Reading.Result result = Reading.plain().environment("FROM", "outside").keys(written);
    assertThat(result.texts()).isEmpty();
    assertThat(result.flat("c")).hasToString(canonical);
  }

  @Test
  void checkIntervalIsTheIntervalOfTheHealthcheck() {
    assertThat(Reading.plain().keys("check_interval: 90\nhealthcheck: {test: a}").flat("c"))
        .containsEntry("healthcheck.interval", "90s")
        .doesNotContainKey("check_interval");
  }

  @Test
  void aContainerKeepsToWhatIsNotIsolatedUnlessItSaysOtherwise() {
    Reading reading = Reading.plain().processors(4, 0, 1);
    assertThat(reading.keys("tty: false").flat("c")).containsEntry("cpuset_cpus", "0-1,4");
    assertThat(reading.keys("cpuset_cpus: all").flat("c")).isEmpty();
    assertThat(reading.keys("cpuset_cpus: '7'").flat("c")).containsEntry("cpuset_cpus", "7");
  }

  @Test
  void differentWritingsOfOneMeaningAreEqual() {
    var json =
        Reading.plain()
            .text(
                """
                {"c": {"image": "i", "net": "host", "privileged": true, "ulimit": ["nofile=5"],
                 "environment": {"A": "1", "B": 2}, "depends_on": ["d"], "start_order": "1"},
                 "d": {"image": "i", "command": "a b"}}
                """);
    var yaml =
        Reading.plain()
            .text(
                """
                # another order, aliases, lists
                .common: &common {image: i, detach: yes}
                d: {<<: *common, command: [a, b], restart: none}
                c:
                  <<: *common
                  start_order: 1
                  depends_on: {d: {required: false}}
                  environment: [B=2, A=1]
                  ulimits: {nofile: 5}
                  privileged: on
                  network_mode: host
                """);
    assertThat(json.texts()).isEmpty();
    assertThat(yaml.texts()).isEmpty();
    assertThat(json.flat("c")).isEqualTo(yaml.flat("c"));
    assertThat(json.flat("d")).isEqualTo(yaml.flat("d"));
  }
}
