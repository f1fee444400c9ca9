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
          cap_add: [NET_FOO] | 3:13: error: `cap_add`: `NET_FOO` is no capability
          cap_drop: [CAP_CHOW] | 3:14: error: `cap_drop`: `CHOW` is no capability (did you mean `CHOWN`?)
          devices: [dev/null] | 3:13: error: `devices`: `dev/null` is no device
          devices: ["/dev/null:/dev/x:zz"] | 3:13: error: `devices`: `/dev/null…` is no device
          stop_signal: FOO | 3:16: error: `stop_signal`: `FOO` is no signal
          stop_signal: 65 | 3:16: error: `stop_signal`: `65` is no signal
          reload_signal: SIGRTMIN+16 | 3:18: error: `reload_signal`: `SIGRTMIN+16` is no signal
          sysctls: {vm.swappiness: 1} | 3:13: error: `sysctls`: a parameter that belongs to the whole host
          ulimits: {foo: 1} | 3:18: error: `ulimits`: `foo` is no resource that can be limited
          tmpfs: [tmp] | 3:11: error: `tmpfs`: `tmp` has no absolute path
          tmpfs: ["/tmp:foo=bar"] | 3:11: error: `tmpfs`: `/tmp…` has the option `foo…`
          tmpfs: ["/tmp:ro,size=abc"] | 3:11: error: `tmpfs`: `/tmp…` has the option `size…`
          tmpfs: ["/tmp:mode=8"] | 3:11: error: `tmpfs`: `/tmp…` has the option `mode…`
          ip: 10.0.0 | 3:7: error: `ip`: `10.0.0` is no IPv4 address
          ip: fd00::1 | 3:7: error: `ip`: `fd00…` is no IPv4 address
          ip6: 10.0.0.1 | 3:8: error: `ip6`: `10.0.0.1` is no IPv6 address
          mac_address: 02:42 | 3:16: error: `mac_address`: `02…` is no MAC address
          networks: {n: {ipv4_address: 300.1.1.1}} | 3:14: error: `networks`: `300.1.1.1` is no IPv4 address
          networks: ["n:mac=nonsense"] | 3:14: error: `networks`: `nonsense` is no MAC address
          networks: {n: {aliases: [a b]}} | 3:14: error: `networks`: `a…` is no name in a network
          network_alias: [a b] | 3:19: error: `network_alias`: `a…` is no name in a network
          dns: [localhost] | 3:9: error: `dns`: `localhost` is no address of a name server
          dns_search: [a b] | 3:16: error: `dns_search`: `a…` is no domain
          extra_hosts: ["foo:abc"] | 3:17: error: `extra_hosts`: no address after the name
          ports: ["localhost:80:80"] | 3:11: error: `ports`: `localhost` is no address
          ports: ["[fe80]:80:80"] | 3:11: error: `ports`: `fe80` is no address
          expose: [abc] | 3:12: error: `expose`: `abc` is no port
          expose: [70000] | 3:12: error: `expose`: `70000` is no port
          user: "a:b:c" | 3:9: error: `user`: `a…` is no user
          group_add: ["a b"] | 3:15: error: `group_add`: `a…` is no group
          hostname: a b | 3:13: error: `hostname`: `a…` is no host name
          working_dir: srv | 3:16: error: `working_dir`: `srv` is relative
          memswap_limit: 50m | 3:18: error: `memswap_limit` needs `mem_limit`
          {mem_limit: 100m, memswap_limit: 50m} | error: `memswap_limit` is less than `mem_limit` (it is the sum of memory and swap: write at least 104857600)
          {mem_limit: 100m, mem_reservation: 200m} | error: `mem_reservation` exceeds `mem_limit`
          logging: {options: {max-size: abc}} | error: `logging.options`: `abc` is no size of a log's file
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
