package dev.berth.config.kubernetes;

import dev.berth.config.Tree;
import dev.berth.model.Problems;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Limits and requests of a container. */
final class Resources {
  private static final BigDecimal SHARES = BigDecimal.valueOf(1024);
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;

  private final Node given;
  private final Problems problems;

  Resources(Node given, Problems problems) {
    this.given = given;
    this.problems = problems;
  }

  void put(Body body) {
    given.map("limits").forEach((name, amount) -> limit(body, name, amount));
    given.map("requests").forEach((name, amount) -> request(body, name, amount));
  }

  private Optional<BigDecimal> amount(Tree.Text text) {
    Optional<BigDecimal> amount = Quantity.parse(text.text());
    if (amount.filter(number -> number.signum() < 0).isPresent()) {
      problems.error(text.at(), "a quantity below nought", "");
      return Optional.empty();
    }
    return amount.filter(number -> number.signum() > 0);
  }

  private void limit(Body body, String name, Tree.Text text) {
    Optional<BigDecimal> amount = amount(text);
    switch (name) {
      case "cpu" ->
          amount.ifPresent(
              number ->
                  body.put(
                      "cpus",
                      number.setScale(3, RoundingMode.CEILING).stripTrailingZeros().toPlainString(),
                      text.at()));
      case "memory" ->
          amount.ifPresent(number -> body.put("mem_limit", Quantity.whole(number), text.at()));
      default -> other("limits", name, text);
    }
  }

  private void request(Body body, String name, Tree.Text text) {
    Optional<BigDecimal> amount = amount(text);
    Optional<BigDecimal> limit =
        Optional.ofNullable(given.map("limits").get(name))
            .flatMap(most -> Quantity.parse(most.text()));
    if (amount.isPresent() && limit.filter(most -> most.compareTo(amount.get()) < 0).isPresent()) {
      problems.error(
          text.at(), "the request of " + known(name) + " is more than the limit", "ask for less");
      return;
    }
    switch (name) {
      case "cpu" -> amount.ifPresent(number -> body.put("cpu_shares", shares(number), text.at()));
      case "memory" ->
          amount.ifPresent(
              number -> body.put("mem_reservation", Quantity.whole(number), text.at()));
      default -> other("requests", name, text);
    }
  }

  /** As the kubelet makes a weight of it. */
  private static String shares(BigDecimal processors) {
    BigDecimal shares =
        processors
            .multiply(SHARES)
            .setScale(0, RoundingMode.DOWN)
            .max(BigDecimal.valueOf(LEAST_SHARES))
            .min(BigDecimal.valueOf(MOST_SHARES));
    return shares.toPlainString();
  }

  private static String known(String name) {
    return name.equals("cpu") || name.equals("memory") ? name : "it";
  }

  private void other(String which, String name, Tree.Text text) {
    String path = "`" + given.path(which) + "." + ObjectSet.shown(name) + "`";
    if (name.equals("ephemeral-storage")) {
      problems.warning(
          text.at(), path + " has no effect here", "nobody limits what is on the disk");
    } else {
      problems.error(
          text.at(),
          path + " is not carried over",
          name.contains("/")
              ? "write `devices` in a file of Berth's own form, such as nvidia.com/gpu=all"
              : "known are cpu, memory and ephemeral-storage");
    }
  }
}
