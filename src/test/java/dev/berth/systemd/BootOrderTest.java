package dev.berth.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.UnitFacts;
import dev.berth.model.UnitName;
import dev.berth.model.UnitOwner;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootOrderTest {
  @Test
  void aSingleGroupNeedsNoTarget() {
    BootOrder order = new BootOrder("berth-", "web", List.of(0, 0, 0));
    assertThat(order.targets("berth")).isEmpty();
    assertThat(order.after(0)).isEmpty();
    assertThat(order.before(0)).isEmpty();
  }

  @Test
  void aTargetStandsBetweenTwoGroups() {
    BootOrder order = new BootOrder("berth-", "web", List.of(10, -1, 2, 2));
    assertThat(order.targets("berth"))
        .extracting(TargetUnit::name)
        .containsExactly(
            new UnitName("berth-web-order--1.target"), new UnitName("berth-web-order-2.target"));
    assertThat(order.before(-1)).containsExactly(new UnitName("berth-web-order--1.target"));
    assertThat(order.after(2)).containsExactly(new UnitName("berth-web-order--1.target"));
    assertThat(order.before(2)).containsExactly(new UnitName("berth-web-order-2.target"));
    assertThat(order.after(10)).containsExactly(new UnitName("berth-web-order-2.target"));
    assertThat(order.before(10)).isEmpty();
  }

  @Test
  void targetsFollowOneAnotherAlsoWhereAGroupBetweenThemIsEmptyByNow() {
    List<TargetUnit> targets = new BootOrder("berth-", "web", List.of(1, 2, 3)).targets("me");
    assertThat(targets.get(1).after()).containsExactly(new UnitName("berth-web-order-1.target"));
    assertThat(targets.getFirst().owner())
        .isEqualTo(new UnitOwner("me", "web", Optional.empty(), "", UnitFacts.NONE));
    assertThat(targets.getFirst().owner().hasContainer()).isFalse();
  }

  @Test
  void aStepHasATargetAtItsEndAndWaitsForThoseBefore() {
    BootOrder third = new BootOrder("tripleo_", "tripleo_step3", List.of(0, 1));
    assertThat(third.after(0))
        .containsExactly(
            new UnitName("tripleo_tripleo_step1.target"),
            new UnitName("tripleo_tripleo_step2.target"));
    assertThat(third.before(1)).containsExactly(new UnitName("tripleo_tripleo_step3.target"));
    assertThat(third.targets("berth"))
        .extracting(TargetUnit::name)
        .containsExactly(
            new UnitName("tripleo_tripleo_step3-order-0.target"),
            new UnitName("tripleo_tripleo_step3.target"));
    assertThat(new BootOrder("b-", "x_step1", List.of(0)).after(0)).isEmpty();
  }

  @Test
  void aLongIdIsShortenedAndStaysItself() {
    String one = "a".repeat(200) + "1";
    UnitName name = new BootOrder("b-", one, List.of(1, 2)).before(1).getFirst();
    assertThat(name.text()).hasSizeLessThan(255);
    assertThat(new BootOrder("b-", "a".repeat(200) + "2", List.of(1, 2)).before(1))
        .doesNotContain(name);
  }
}
