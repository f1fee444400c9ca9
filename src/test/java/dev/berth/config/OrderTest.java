package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Dependency;
import org.junit.jupiter.api.Test;

/** What containers say about one another. */
class OrderTest {

  @Test
  void aCycleIsNamed() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a: {image: i, depends_on: [b]}
                    b: {image: i, net: 'container:c'}
                    c: {image: i, volumes_from: [a]}
                    d: {image: i, depends_on: [a]}
                    e: {image: i, depends_on: [f]}
                    f: {image: i, depends_on: [e]}
                    """)
                .texts())
        .containsExactly(
            "<stdin>:1:28: error: the dependencies make a cycle: a → b → c → a (remove one of"
                + " them)",
            "<stdin>:5:28: error: the dependencies make a cycle: e → f → e (remove one of them)");
  }

  @Test
  void aLongChainIsNoTrouble() {
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < 8_000; i++) {
      chain.append("c%d: {image: i, depends_on: [c%d]}\n".formatted(i, (i + 1) % 8_000));
    }
    assertThat(Reading.plain().text(chain.toString()).texts())
        .singleElement()
        .asString()
        .contains("make a cycle: c0 → c1 → c2");
  }

  @Test
  void aDependencyOnALaterGroupIsAContradiction() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a: {image: i, start_order: 1, depends_on: [b]}
                    b: {image: i, start_order: 2}
                    x: {action: exec, command: b ls}
                    """)
                .texts())
        .containsExactly(
            "<stdin>:1:44: error: `a` depends on `b`, which starts later: start_order 1 against 2"
                + " (give the two the order that the dependency needs)",
            "<stdin>:3:28: error: `x` depends on `b`, which starts later: start_order 0 against 2"
                + " (give the two the order that the dependency needs)");
  }

  @Test
  void aUnitOfAContainerIsTheContainer() {
    var result =
        Reading.plain()
            .text(
                """
                a: {image: i, depends_on: [tripleo_b.service, berth-c.service, openvswitch.service]}
                b: {image: i}
                c: {image: i}
                d:
                  image: i
                  depends_on:
                    tripleo_b.service: {}
                    b: {condition: service_healthy, required: false}
                """);
    assertThat(result.texts()).isEmpty();
    assertThat(result.container("a").dependencies())
        .extracting(Dependency::target, Dependency::kind)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("b", Dependency.Kind.CONTAINER),
            org.assertj.core.groups.Tuple.tuple("c", Dependency.Kind.CONTAINER),
            org.assertj.core.groups.Tuple.tuple("openvswitch.service", Dependency.Kind.HOST_UNIT));
    assertThat(result.container("d").dependencies())
        .singleElement()
        .satisfies(
            dependency -> {
              assertThat(dependency.condition()).isEqualTo(Dependency.Condition.SERVICE_HEALTHY);
              assertThat(dependency.required()).isTrue();
            });
  }

  @Test
  void anExecIntoAContainerThatIsNotHereIsForThePlanner() {
    assertThat(Reading.plain().text("x: {action: exec, command: elsewhere ls}").texts()).isEmpty();
  }
}
