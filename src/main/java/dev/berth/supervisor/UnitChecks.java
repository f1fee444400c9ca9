package dev.berth.supervisor;

import dev.berth.host.CommandFailure;
import dev.berth.host.Messages;
import dev.berth.model.Change.OrderBoot;
import dev.berth.model.Change.Service;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Key;
import dev.berth.model.Plan;
import dev.berth.model.Problems;
import dev.berth.model.Rendered;
import dev.berth.model.Rendered.UnitFile;
import dev.berth.model.RenderedState;
import dev.berth.model.ShownValue;
import dev.berth.model.SourcePosition;
import dev.berth.model.Step;
import dev.berth.model.UnitName;
import dev.berth.model.Value;
import dev.berth.systemd.Systemctl;
import dev.berth.systemd.SystemdException;
import dev.berth.systemd.UnitFinding;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Has systemd judge the units that a plan writes, and says where in the configuration the cause
 * stands. What it would ignore in silence is an error, as is what it could not start.
 */
final class UnitChecks {
  /** Directives whose values may be secrets, or hold some. */
  private static final Pattern CLOSED =
      Pattern.compile("Exec.*|.*Environment.*|.*Credential.*|StandardInput.*|Log.*Fields");

  private final Systemctl systemctl;
  private final int version;
  private final Problems problems;

  /**
   * Checks of one run.
   *
   * @param version systemd's
   */
  UnitChecks(Systemctl systemctl, int version, Problems problems) {
    this.systemctl = systemctl;
    this.version = version;
    this.problems = problems;
  }

  /** The units that a plan writes, by name. */
  private static Map<UnitName, String> units(Plan plan) {
    Map<UnitName, String> texts = new TreeMap<>();
    for (Step step : plan.steps()) {
      switch (step.change()) {
        case Service service when service.install() ->
            service.rendered().unit().ifPresent(unit -> texts.put(unit.name(), unit.text()));
        case OrderBoot order ->
            order.install().forEach(unit -> texts.put(unit.name(), unit.text()));
        default -> {}
      }
    }
    return texts;
  }

  /**
   * Looks at what a plan writes.
   *
   * @param judged one of this run that was looked at before
   */
  void check(Plan plan, RenderedState wanted, Optional<Plan> judged) {
    Map<UnitName, String> texts = units(plan);
    judged.ifPresent(before -> texts.keySet().removeAll(units(before).keySet()));
    try {
      systemctl.verify(texts, version).forEach(finding -> report(finding, wanted));
    } catch (CommandFailure | SystemdException failure) {
      problems.warning(
          anywhere(wanted).orElseGet(() -> SourcePosition.of("systemd")),
          "units are written unchecked: " + failure.getMessage(),
          "systemd-analyze is a part of systemd");
    } catch (UncheckedIOException failure) {
      problems.warning(
          anywhere(wanted).orElseGet(() -> SourcePosition.of("systemd")),
          "units are written unchecked: " + Messages.of(failure),
          "make room in one of them, or let it be written to");
    }
  }

  private void report(UnitFinding finding, RenderedState wanted) {
    Optional<ContainerSpec> spec =
        wanted
            .containers()
            .filter(
                rendered ->
                    rendered.unit().map(UnitFile::name).filter(finding.unit()::equals).isPresent())
            .map(Rendered::spec)
            .findFirst();
    SourcePosition at =
        spec.map(container -> position(container, finding))
            .or(() -> anywhere(wanted))
            .orElseGet(() -> SourcePosition.of(finding.unit().text()));
    boolean isGiven =
        spec.filter(container -> flag(container, finding.directive()).isPresent()).isPresent();
    String subject =
        isGiven
            ? "`systemd_exec_flags`: " + finding.directive()
            : finding.unit() + (finding.directive().isEmpty() ? "" : ", " + finding.directive());
    String message = subject + ": systemd says: " + words(finding, isGiven);
    if (finding.isHarmful()) {
      problems.error(at, message, "correct it: systemd would pass over it in silence");
    } else {
      problems.warning(at, message, "");
    }
  }

  private static Optional<SourcePosition> anywhere(RenderedState wanted) {
    return wanted.containers().map(rendered -> rendered.spec().at()).findFirst();
  }

  /** Its words may repeat the value, quoted in its own way or in part. */
  private static String words(UnitFinding finding, boolean isGiven) {
    if (CLOSED.matcher(finding.directive()).matches()) {
      return "it does not take the value, which is not shown here";
    }
    boolean repeats = isGiven && !ShownValue.isNumber(finding.value()) && repeatsValue(finding);
    return repeats
        ? "it does not take the value, " + ShownValue.of(finding.value())
        : finding.words();
  }

  private static boolean repeatsValue(UnitFinding finding) {
    return finding.words().contains(finding.value())
        || Pattern.compile("\\W+")
            .splitAsStream(finding.value())
            .anyMatch(part -> part.length() > 3 && finding.words().contains(part));
  }

  private static Optional<Value> flag(ContainerSpec spec, String directive) {
    return spec.value(Key.SYSTEMD_EXEC_FLAGS)
        .filter(Value.Mapping.class::isInstance)
        .map(value -> ((Value.Mapping) value).entries().get(directive));
  }

  private static SourcePosition position(ContainerSpec spec, UnitFinding finding) {
    return flag(spec, finding.directive())
        .map(Value::at)
        .orElseGet(
            () ->
                switch (finding.directive()) {
                  case "PartOf" -> item(spec, Key.PART_OF, finding);
                  case "Wants", "Requires", "After" -> spec.position(Key.DEPENDS_ON);
                  case "RequiresMountsFor" -> spec.position(Key.VOLUMES);
                  case "KillMode" -> spec.position(Key.KILL_MODE);
                  case "ExecReload" -> spec.position(Key.RELOAD_SIGNAL);
                  default -> spec.at();
                });
  }

  /** That of the item which the words are about, else that of the whole. */
  private static SourcePosition item(ContainerSpec spec, Key key, UnitFinding finding) {
    return spec.value(key)
        .filter(Value.Sequence.class::isInstance)
        .flatMap(
            value ->
                ((Value.Sequence) value)
                    .items().stream()
                        .filter(item -> finding.words().contains(item.texts().getFirst()))
                        .findFirst())
        .map(Value::at)
        .orElseGet(() -> spec.position(key));
  }
}
