package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Configurations;
import dev.berth.Samples;
import dev.berth.model.ContainerName;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Key.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the label {@code config_data} of Paunch and of tripleo-ansible says. */
class ConfigurationLabelTest {
  private static final ConfigurationLabel LABEL = new ConfigurationLabel(Map.of(), List::of);

  @Test
  void jsonIsTheSameConfigurationAsTheFileItCameFrom() {
    String json =
        """
        {"image": "r/db:1", "restart": "always", "net": "host", "start_order": 2, "config_volume": "mysql", \
        "environment": {"KOLLA_BOOTSTRAP": true, "DB_MAX_TIMEOUT": 60, "NAME": "\\u00e9 \\"q\\" \\ud83d\\ude00"}, \
        "command": ["bash", "-ec", "a\\nb"], "volumes": ["/etc/hosts:/etc/hosts:ro"], \
        "healthcheck": {"test": "/openstack/healthcheck"}, "check_interval": 30, "unheard_of": [1]}\
        """;
    ContainerSpec read = LABEL.read(new ContainerName("db"), json).orElseThrow();
    ContainerSpec file =
        Configurations.read(
                "set",
                "db: "
                    + json.replace(", \"unheard_of\": [1]", "")
                        .replace("healthcheck\"}", "healthcheck\", \"user\": \"root\"}"))
            .containers()
            .getFirst();
    assertThat(read.flattened(Set.of(Scope.values())))
        .isEqualTo(file.flattened(Set.of(Scope.values())));
    assertThat(read.role()).isEqualTo(ContainerSpec.Role.SERVICE);
  }

  @Test
  void pythonsFormIsUnderstoodToo() {
    ContainerSpec read =
        LABEL
            .read(
                new ContainerName("db"),
                """
                {'image': 'r/db:1', u'restart': 'always', 'privileged': True, 'tty': False, 'user': None, \
                'mem_limit': 1000000, 'cpus': 1.5, 'command': ["it's", 'say "hi"', 'a\\nb\\\\c\\'"\\x41\\u00e9'], \
                'environment': {'A': True}, 'volumes': ['/a:/b']}\
                """)
            .orElseThrow();
    assertThat(read.text(Key.RESTART)).contains("always");
    assertThat(read.flag(Key.PRIVILEGED)).isTrue();
    assertThat(read.flag(Key.TTY)).isFalse();
    assertThat(read.value(Key.USER)).isEmpty();
    assertThat(read.texts(Key.COMMAND)).containsExactly("it's", "say \"hi\"", "a\nb\\c'\"Aé");
    assertThat(read.fields(Key.ENVIRONMENT)).containsExactly(Map.entry("A", "true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{'image': }",
        "{'image': 'i'",
        "{'image': open('/etc/shadow')}",
        "{'image': 'i', 'x': __import__}",
        "{'image': 'unfinished",
        "{'image': '\\q'}",
        "{'image': '\\U99999999'}",
        "{\"image\": \"i\", \"stop_grace_period\": \"soon\"}",
        "{\"image\": \"i\", \"environment\": {\"TAKEN_FROM_OUTSIDE\": null}}"
      })
  void whatIsNoConfigurationIsNotUnderstood(String label) {
    assertThat(LABEL.read(new ContainerName("db"), label)).isEmpty();
  }

  @Test
  void noTextMakesItThrow() {
    Samples.forAll(
        2000,
        samples -> {
          String text = samples.of("", "{'", "{\"image\": ", "{'image': '") + samples.text(40);
          Optional<ContainerSpec> read =
              LABEL.read(new ContainerName("db"), text + samples.of("", "'}", "}", "\"}"));
          read.ifPresent(spec -> assertThat(spec.name()).isEqualTo(new ContainerName("db")));
        });
  }
}
