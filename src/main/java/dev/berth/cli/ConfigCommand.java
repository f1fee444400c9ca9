package dev.berth.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

final class ConfigCommand implements Callable<Integer> {
  final HostOptions host = new HostOptions();
  final OutputOptions output = new OutputOptions();

  final CommandSpec spec =
      CommandPart.command(
          this,
          "config",
          List.of("Show each setting, its value, and where it comes from."),
          List.of(
              "Strongest first: option, BERTH_* variable, /etc/berth/berth.yaml (of a user",
              "~/.config/berth/berth.yaml), default.",
              "",
              "Examples:",
              "  berth config",
              "  BERTH_PARALLEL=4 berth config --output json"),
          host,
          output);

  private final Wiring wiring;

  ConfigCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given()));
    Map<String, Object> document = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (HostSetting setting : HostSetting.values()) {
      Settings.Sourced sourced = settings.get(setting);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("value", sourced.value());
      entry.put("source", sourced.source());
      entry.put("description", setting.description());
      document.put(setting.key(), entry);
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %-12s %s%n",
              setting.key(),
              sourced.value().isEmpty() ? "-" : sourced.value(),
              wiring.console().dataStyle().faint(sourced.source())));
    }
    wiring
        .console()
        .data(
            output.format.get() == OutputFormat.text
                ? text.toString().stripTrailing()
                : output.format.get().write(document));
    return ExitStatus.DONE;
  }
}
