package dev.berth.cli;

import dev.berth.service.Documents;
import dev.berth.service.HostSetting;
import dev.berth.service.Settings;
import java.util.List;
import java.util.Locale;
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

  private final CommandWiring wiring;

  ConfigCommand(CommandWiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given()));
    StringBuilder text = new StringBuilder();
    for (HostSetting setting : HostSetting.values()) {
      Settings.Sourced sourced = settings.get(setting);
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
                : output.format.get().write(Documents.settings(settings)));
    return ExitStatus.DONE;
  }
}
