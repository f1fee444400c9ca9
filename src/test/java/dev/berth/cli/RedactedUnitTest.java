package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineOptions;
import dev.berth.engine.OptionMapping;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RedactedUnitTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [Service]                                                | [Service]
          Environment=PODMAN_SYSTEMD_UNIT=%n                       | Environment=PODMAN_SYSTEMD_UNIT=%n
          Environment=PASSWORD=geheim                              | Environment=[hidden]
          EnvironmentFile=/var/lib/berth/env/a.env                 | EnvironmentFile=/var/lib/berth/env/a.env
          ExecStart=/usr/bin/podman run --name=a --rm img:1        | ExecStart=/usr/bin/podman run --name=a --rm img:1
          ExecStart=/usr/bin/podman run --name=a img:1 sh -c "x y" | ExecStart=/usr/bin/podman run --name=a img:1 [hidden]
          ExecStart=/usr/bin/podman run --env=A=geheim img         | ExecStart=/usr/bin/podman run --env=A=[hidden] img
          ExecStart=/usr/bin/podman run "--env=A=ge heim" img      | ExecStart=/usr/bin/podman run --env=A=[hidden] img
          ExecStart=/usr/bin/podman run --env=A img                | ExecStart=/usr/bin/podman run --env=[hidden] img
          ExecStart=/usr/bin/podman run --health-cmd=a=geheim img  | ExecStart=/usr/bin/podman run --health-cmd=[hidden] img
          ExecStart=/usr/bin/podman run "--label=a \\"b\\" c=d" img  | ExecStart=/usr/bin/podman run --label=a \\"b\\" c=[hidden] img
          ExecStop=-/usr/bin/podman exec a mysql -p geheim         | ExecStop=-/usr/bin/podman exec a [hidden]
          ExecStopPost=/usr/bin/podman rm --force --ignore a       | ExecStopPost=/usr/bin/podman rm --force --ignore a
          ExecStop=/usr/bin/podman stop --time=10 a                | ExecStop=/usr/bin/podman stop --time=10 a
          ExecStartPost=/bin/sh /etc/berth/wait-healthy a 90       | ExecStartPost=/bin/sh /etc/berth/wait-healthy a 90
          ExecStart=/bin/sh /etc/berth/podman-unit start a "^a$$" "1 s" /usr/bin/podman run --name=a --label=x=geheim i geheim | ExecStart=/bin/sh /etc/berth/podman-unit start a "^a$$" "1 s" /usr/bin/podman run --name=a --label=x=[hidden] i [hidden]
          ExecStop=-/bin/sh /etc/berth/podman-unit exec a /usr/bin/podman exec a geheim | ExecStop=-/bin/sh /etc/berth/podman-unit exec a /usr/bin/podman exec a [hidden]
          ExecStopPost=/bin/sh /etc/berth/podman-unit remove a "^a$$" "1 s" /usr/bin/podman | ExecStopPost=/bin/sh /etc/berth/podman-unit remove a "^a$$" "1 s" /usr/bin/podman
          ExecStart=/bin/sh /etc/berth/docker-unit follow a "^/?a$$" /usr/bin/docker | ExecStart=/bin/sh /etc/berth/docker-unit follow a "^/?a$$" /usr/bin/docker
          ExecStop=-/usr/bin/systemd-cat --identifier=docker /bin/sh /etc/berth/docker-unit exec a 9 /usr/bin/docker exec a geheim | ExecStop=-/usr/bin/systemd-cat --identifier=docker /bin/sh /etc/berth/docker-unit exec a 9 /usr/bin/docker exec a [hidden]
          ExecStop=-/usr/bin/podman stop a                         | ExecStop=-/usr/bin/podman stop a
          ExecStartPre=/bin/echo geheim /etc/berth/docker-unit /usr/bin/docker run x | ExecStartPre=[hidden]
          ExecStartPre=/bin/sh -c "echo geheim"                    | ExecStartPre=[hidden]
          ExecStartPost=-/usr/bin/curl -u a:geheim x               | ExecStartPost=[hidden]
          ExecStartPre=/usr/bin/podman login -p geheim             | ExecStartPre=[hidden]
          ExecStart=/usr/bin/podman run -e A=geheim img            | ExecStart=/usr/bin/podman run [hidden]
          ExecStart=/usr/bin/podman run --mount=type=geheim img    | ExecStart=/usr/bin/podman run --mount=[hidden] img
          SetCredential=token:geheim                               | SetCredential=[hidden]
          LoadCredential=token:/geheim                             | LoadCredential=[hidden]
          NewDirective=geheim                                      | NewDirective=[hidden]
          Environment = PASSWORD=geheim                            | Environment=[hidden]
          #PASSWORD=geheim                                         | #PASSWORD=[hidden]
          PASSWORD geheim                                          | [hidden]
          PartOf=web.target                                        | PartOf=web.target
          LimitNOFILE=1024                                         | LimitNOFILE=1024
          [X-Berth]                                                | [X-Berth]
          ConfigId=shop                                            | ConfigId=shop
          """)
  void whatMayBeSecretIsHidden(String line, String shown) {
    assertThat(RedactedUnit.of(line)).isEqualTo(shown);
  }

  @Test
  void aLineThatIsContinuedIsHiddenToo() {
    assertThat(RedactedUnit.of("Environment=A=x \\\n  LimitNOFILE=geheim\nNice=5\n"))
        .isEqualTo("Environment=[hidden]\n[hidden]\nNice=5");
  }

  private static final Set<String> MAY_BE_SECRET = Set.of("--annotation", "--secret");

  private static Stream<String> options() {
    return EngineOptions.TABLE.stream()
        .flatMap(option -> Stream.of(option.podman(), option.docker()))
        .flatMap(
            on -> on instanceof OptionMapping.Flag flag ? Stream.of(flag.flag()) : Stream.empty())
        .distinct();
  }

  /** For a new key somebody has to have said which of both its value is. */
  @ParameterizedTest
  @MethodSource("options")
  void everyOptionOfAKeyIsShownOrMayHoldASecret(String option) {
    assertThat(RedactedUnit.of("ExecStart=/usr/bin/podman run " + option + "=value i"))
        .as("an option is in RedactedUnit.SHOWN_OPTIONS, or in MAY_BE_SECRET here")
        .isEqualTo(
            "ExecStart=/usr/bin/podman run "
                + option
                + (MAY_BE_SECRET.contains(option) ? "=[hidden] i" : "=value i"));
  }
}
