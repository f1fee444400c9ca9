package dev.berth.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Plan;
import dev.berth.model.PublishedPort;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What passes from one container to another, and what two want at once. */
class ClaimsTest {
  private final SimulatedHost host = new SimulatedHost();

  private static String two(String early, String late) {
    return """
    early: {image: i, restart: always, net: n%s}
    late: {image: i, restart: always, start_order: 1, net: n%s}
    """
        .formatted(early, late);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , ports: ['8080:80']                | , ports: ['8081:80']               | the port 8080/tcp
          , ports: ['8080-8082:80-82/udp']    | , ports: ['9000:81/udp']           | the port 8080-8082/udp
          , ip: 10.0.0.5                      | , ip: 10.0.0.6                     | the address 10.0.0.5
          , ip6: 'fd00::5'                    | , ip6: 'fd00::6'                   | the address fd00::5
          , mac_address: '02:42:AC:11:00:02'  | , mac_address: '02:42:ac:11:00:03' | the address 02:42:ac:11:00:02
          , network_alias: [db]               | , network_alias: [old]             | the name 'db'
          """)
  void whoGivesItUpEndsFirstWhateverItsGroup(String claim, String other, String words) {
    host.apply(two("", claim));

    String plan = PlanText.of(host.plan(two(claim, other)));

    assertThat(plan).contains("remove    stop late: gives " + words + " to 'early'");
    assertThat(plan.indexOf("stop late")).isLessThan(plan.indexOf("replace early"));
    // The other way round the order of the groups sees to it.
    host.apply(two(claim, other));
    assertThat(PlanText.of(host.plan(two("", claim)))).doesNotContain("stop early");
  }

  @Test
  void bothOfASwapEndFirst() {
    host.apply(two(", ports: ['1:80']", ", ports: ['2:80']"));

    assertThat(PlanText.of(host.plan(two(", ports: ['2:80']", ", ports: ['1:80']"))))
        .contains("stop late: gives the port 2/tcp to 'early'")
        .doesNotContain("stop early");
  }

  @Test
  void ofOneGroupTheOneThatGivesItUpEndsFirst() {
    String set = "a: {image: i, restart: always%s}\nb: {image: i, restart: always%s}\n";
    host.apply(set.formatted(", ports: ['1:80']", ", ports: ['2:80']"));

    assertThat(PlanText.of(host.plan(set.formatted(", ports: ['2:80']", ", ports: ['1:80']"))))
        .contains("stop a: gives the port 1/tcp to 'b'", "stop b: gives the port 2/tcp to 'a'");
  }

  @Test
  void whatIsKeptIsNotGivenUp() {
    host.apply(two("", ", ports: ['1:80']"));

    assertThat(PlanText.of(host.plan(two(", ports: ['2:80']", ", ports: ['1:80'], user: x"))))
        .doesNotContain("stop late");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , ports: ['8080:80']          | , ports: ['8080:81']          | 2:67: error: 'late' wants the port 8080/tcp, and so does 'early'
          , ports: ['8080:80']          | , ports: ['10.0.0.1:8080:81'] | wants the port 10.0.0.1:8080/tcp
          , ports: ['8080-8090:80-90']  | , ports: ['9:9', '8085:81']   | wants the port 8085/tcp
          , ip: 10.0.0.5                | , ip: 10.0.0.5                | wants the address 10.0.0.5
          , mac_address: 02:42:ac:11:00:02 | , mac_address: 02:42:AC:11:00:02 | wants the address 02:42:ac:11:00:02
          """)
  void whatTwoWantIsAProblem(String first, String second, String words) {
    Plan plan = host.plan(two(first, second));

    assertThat(plan.isRefused()).isTrue();
    assertThat(PlanText.of(plan)).contains(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          , ports: ['8080:80']           | , ports: ['8080:80/udp']
          , ports: ['127.0.0.1:8080:80'] | , ports: ['10.0.0.1:8080:80']
          , ports: ['0.0.0.0:8080:80']   | , ports: ['[::1]:8080:80']
          , ports: ['80']                | , ports: ['80']
          , network_alias: [db]          | , network_alias: [db]
          """)
  void whatBothCanHaveIsNone(String first, String second) {
    assertThat(host.plan(two(first, second)).isRefused()).isFalse();
  }

  @Test
  void aTaskMayLeaveItsPortToTheService() {
    assertThat(
            host.plan(
                    """
                    bootstrap: {image: i, detach: false, ports: ['8080:80']}
                    web: {image: i, restart: always, start_order: 1, ports: ['8080:80']}
                    """)
                .isRefused())
        .isFalse();
  }

  @Test
  void whatAStrangerHasIsAProblem() {
    host.publishing("theirs", List.of(new PublishedPort("", 8080, 8080, "tcp")));

    assertThat(PlanText.of(host.plan("web: {image: i, restart: always, ports: ['8080:80']}\n")))
        .contains(
            "1:42: error: 'web' wants the port 8080/tcp, which the container 'theirs' has, and"
                + " keeps");
  }
}
