package dev.berth.cli;

import dev.berth.apply.Messages;
import dev.berth.host.ForegroundProcess;
import dev.berth.systemd.UnitName;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = "Show what a container has printed: a service's journal, a task's log.",
    footer = {"", "Examples:", "  berth logs haproxy", "  berth logs -f -n 50 haproxy"})
final class LogsCommand implements Callable<Integer> {
  @Mixin final HostOptions host = new HostOptions();

  @Parameters(paramLabel = "CONTAINER", description = "The container's name.")
  String container = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as more comes, until interrupted.")
  boolean follow;

  @Option(
      names = {"-n", "--lines", "--tail"},
      paramLabel = "N",
      description = "Only the last N lines.")
  @Nullable Integer lines;

  @Option(names = "--since", paramLabel = "TIME", description = "Only what came after this time.")
  @Nullable String since;

  private final Wiring wiring;

  LogsCommand(Wiring wiring) {
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    Settings settings = wiring.settings(List.of(host.given()));
    String unit = unitName(settings.text(HostSetting.UNIT_PREFIX));
    boolean isService = Files.exists(wiring.paths(settings).units().resolve(unit));
    List<String> argv = new ArrayList<>();
    if (isService) {
      argv.add("journalctl");
      argv.addAll(Wiring.scope(settings).words());
      argv.addAll(List.of("--no-pager", "--output=short-iso", "--unit", unit));
      add(argv, "--lines", lines == null ? null : lines.toString());
    } else {
      argv.addAll(List.of(Wiring.program(settings.text(HostSetting.CONTAINER_CLI)), "logs"));
      add(argv, "--tail", lines == null ? null : lines.toString());
    }
    add(argv, "--since", since);
    if (follow) {
      argv.add("--follow");
    }
    if (!isService) {
      argv.add(container);
    }
    int status = ForegroundProcess.run(argv, wiring.processEnvironment(settings));
    return status == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private String unitName(String prefix) {
    try {
      return UnitName.of(prefix, container).text();
    } catch (IllegalArgumentException wrong) {
      throw new InvalidUse(Messages.of(wrong));
    }
  }

  private static void add(List<String> argv, String option, @Nullable String value) {
    if (value != null) {
      argv.add(option + "=" + value);
    }
  }
}
