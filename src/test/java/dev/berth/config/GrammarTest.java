package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that an engine would refuse at the start only. The keys begin on line 3, column 3. */
class GrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          cap_add: [NET_FOO] | 3:13: error: `cap_add`: a text of 7 characters is no capability
          cap_drop: [CAP_CHOW] | 3:14: error: `cap_drop`: `CHOW` is no capability (did you mean `CHOWN`?)
          devices: [dev/null] | 3:13: error: `devices`: a text of 8 characters is no device
          devices: ["/dev/null:/dev/x:zz"] | 3:13: error: `devices`: a text of 19 characters is no device
          stop_signal: FOO | 3:16: error: `stop_signal`: a text of 3 characters is no signal
          stop_signal: 65 | 3:16: error: `stop_signal`: `65` is no signal
          reload_signal: SIGRTMIN+16 | 3:18: error: `reload_signal`: a text of 11 characters is no signal
          sysctls: {vm.swappiness: 1} | 3:13: error: `sysctls`: a parameter that belongs to the whole host
          ulimits: {foo: 1} | 3:18: error: `ulimits`: a text of 3 characters is no resource that can be limited
          tmpfs: [tmp] | 3:11: error: `tmpfs`: a text of 3 characters has no absolute path
          tmpfs: ["/tmp:foo=bar"] | 3:11: error: `tmpfs`: a text of 12 characters has an option that no memory file system has
          tmpfs: ["/tmp:ro,size=abc"] | 3:11: error: `tmpfs`: a text of 16 characters gives the option `size` no value
          tmpfs: ["/tmp:mode=8"] | 3:11: error: `tmpfs`: a text of 11 characters gives the option `mode` no value
          ip: 10.0.0 | 3:7: error: `ip`: `10.0.0` is no IPv4 address
          ip: fd00::1 | 3:7: error: `ip`: a text of 7 characters is no IPv4 address
          ip6: 10.0.0.1 | 3:8: error: `ip6`: `10.0.0.1` is no IPv6 address
          mac_address: 02:42 | 3:16: error: `mac_address`: `02:42` is no MAC address
          networks: {n: {ipv4_address: 300.1.1.1}} | 3:14: error: `networks`: `300.1.1.1` is no IPv4 address
          networks: ["n:mac=nonsense"] | 3:14: error: `networks`: a text of 8 characters is no MAC address
          networks: {n: {aliases: [a b]}} | 3:14: error: `networks`: a text of 3 characters is no name in a network
          network_alias: [a b] | 3:19: error: `network_alias`: a text of 3 characters is no name in a network
          dns: [localhost] | 3:9: error: `dns`: a text of 9 characters is no address of a name server
          dns_search: [a b] | 3:16: error: `dns_search`: a text of 3 characters is no domain
          extra_hosts: ["foo:abc"] | 3:17: error: `extra_hosts`: no address after the name
          ports: ["localhost:80:80"] | 3:11: error: `ports`: a text of 9 characters is no address
          ports: ["[fe80]:80:80"] | 3:11: error: `ports`: a text of 4 characters is no address
          expose: [abc] | 3:12: error: `expose`: a text of 3 characters is no port
          expose: [70000] | 3:12: error: `expose`: `70000` is no port
          user: "a:b:c" | 3:9: error: `user`: a text of 5 characters is no user
          group_add: ["a b"] | 3:15: error: `group_add`: a text of 3 characters is no group
          hostname: a b | 3:13: error: `hostname`: a text of 3 characters is no host name
          working_dir: srv | 3:16: error: `working_dir`: a text of 3 characters is relative
          memswap_limit: 50m | 3:18: error: `memswap_limit` needs `mem_limit`
          {mem_limit: 100m, memswap_limit: 50m} | error: `memswap_limit` is less than `mem_limit` (it is the sum of memory and swap: write at least 104857600)
          {mem_limit: 100m, mem_reservation: 200m} | error: `mem_reservation` exceeds `mem_limit`
          volumes: ["/a:/b:foo"] | 3:13: error: `volumes`: a mount has no option a text of 3 characters (write options such as ro, z, nocopy, rslave)
          volumes: ["/a:/b:ro,rprivat"] | 3:13: error: `volumes`: a mount has no option `rprivat` (did you mean `rprivate`?)
          volumes: ["/a:/b:O,upperdir=x"] | 3:13: error: `volumes`: a mount has no option
          volumes: [{type: bind, source: /a, target: /b, bind: {propagation: x}}] | 3:13: error: `volumes`: a mount has no option
          environment: ["PW = x"] | 3:17: error: `environment`: the name of a variable that begins or ends with a blank (write NAME=value, without blanks around the name)
          environment: {" PW": x} | 3:17: error: `environment`: the name of a variable that begins or ends with a blank
          environment: ["=x"] | 3:17: error: `environment`: an empty name
          environment: {"A=B": x} | 3:17: error: `environment`: a name with an equals sign in it
          environment: {"A\\tB": x} | 3:17: error: `environment`: a name with a control character in it
          environment: {"A\\nB": x} | 3:17: error: `environment`: a name with a control character in it
          labels: ["=x"] | 3:12: error: `labels`: an empty name
          labels: ["a = x"] | 3:12: error: `labels`: a name that begins or ends with a blank
          annotations: {"a\\eb": x} | 3:17: error: `annotations`: a name with a control character in it
          log_opts: {" tag": x} | 3:14: error: `log_opts`: a name that begins or ends with a blank
          log_driver: "a b" | 3:15: error: `log_driver`: a text of 3 characters is no log driver
          logging: {driver: "a\\tb"} | error: `logging.driver`: the text holds a control character
          net: "container:" | 3:8: error: `net`: a text of 10 characters names no container (write container:NAME)
          ipc: "container:a b" | 3:8: error: `ipc`: a text of 13 characters names no container
          pid: "container:/x" | 3:8: error: `pid`: a text of 12 characters names no container
          logging: {options: {max-size: abc}} | error: `logging.options`: a text of 3 characters is no size of a log's file
          """)
  void isRefusedAtItsPlace(String keys, String problem) {
    Reading.Result result =
        keys.startsWith("{")
            ? Reading.plain().text("c: " + keys.replaceFirst("\\{", "{image: i, ") + "\n")
            : Reading.plain().keys(keys);

    assertThat(result.errors()).hasSize(1);
    assertThat(result.errors().getFirst()).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volumes: ['/a:/b:ro,z,rslave', '/c:/d:U,idmap=uids=0-1-2',"
            + " '/e:/f:O,upperdir=/u,workdir=/w']",
        "log_driver: grafana/loki-docker-driver:latest",
        "net: 'container:x'",
        "environment: {'A B': x}",
        "cap_add: [ALL, cap_sys_admin, CHECKPOINT_RESTORE]",
        "devices: [/dev/null, '/dev/null:rw', '/dev/null:/dev/x', '/dev/null:/dev/x:rwm']",
        "devices: ['nvidia.com/gpu=all', 'vendor.com/net-card_x=card0']",
        "stop_signal: SIGRTMIN+3",
        "stop_signal: 64",
        "sysctls: {net.ipv4.ip_forward: 1, kernel.shmmax: 2, fs.mqueue.msg_max: 3}",
        "tmpfs: [/run, '/tmp:rw,size=64m,mode=1777', '/x:size=50%,uid=42,nr_inodes=1k,noexec,U']",
        "ip6: 'fd00::1'",
        "ip6: '::ffff:10.0.0.1'",
        "mac_address: 02-42-AC-11-00-02",
        "networks: {n: {ipv4_address: 10.0.0.5, ipv6_address: 'fd00::5', aliases: [a, b_c.d]}}",
        "networks: ['n:ip=10.0.0.5,interface_name=eth9', other]",
        "dns: [none]",
        "dns: ['fd00::53']",
        "dns_search: [., example.com, _tcp.example.com]",
        "extra_hosts: ['a:host-gateway', 'b:::1', 'c:10.0.0.1']",
        "ports: ['127.0.0.1::80', '[::1]:80:80', '0.0.0.0:81-82:81-82/udp']",
        "expose: [80, 81-82/udp]",
        "user: 'app:0'",
        "user: '1000'",
        "hostname: a_b.example.com",
        "{mem_limit: 1g, memswap_limit: -1, mem_reservation: 1g}",
      })
  void isTaken(String keys) {
    Reading.Result result =
        keys.startsWith("{")
            ? Reading.plain().text("c: " + keys.replaceFirst("\\{", "{image: i, ") + "\n")
            : Reading.plain().keys(keys);

    assertThat(result.errors()).isEmpty();
  }
}
