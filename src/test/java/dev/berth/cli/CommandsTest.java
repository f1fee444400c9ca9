package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.service.Caller;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** Which commands a command line is built with. */
class CommandsTest {
  private static Set<String> reachedBy(String... arguments) {
    CommandWiring wiring = new CommandWiring(Console.ofProcess(), Caller.ofProcess(Map.of()));
    return new Commands(wiring, new Interruption())
        .commandLine(arguments)
        .getSubcommands()
        .keySet();
  }

  @Test
  void onlyTheOneThatIsAskedFor() {
    assertThat(reachedBy("apply", "--file", "plan")).containsExactly("apply");
  }

  @Test
  void onlyTheOneThatIsAskedForBehindOptionsOfAllToo() {
    assertThat(reachedBy("-v", "--quiet", "--log-file", "plan", "apply")).containsExactly("apply");
    assertThat(reachedBy("--log-file=plan", "--debug", "list", "apply")).containsExactly("list");
  }

  @Test
  void idsMayBeLeftOutOfDeleteByPaunchsNameAlone() {
    assertThat(usageOfDelete(true)).contains("[CONFIG_ID...]");
    assertThat(usageOfDelete(false)).contains(" CONFIG_ID...").doesNotContain("[CONFIG_ID...]");
  }

  private static String usageOfDelete(boolean isPaunch) {
    Caller berth = Caller.ofProcess(Map.of());
    Caller caller = new Caller(berth.account(), berth.places(), isPaunch);
    return new Commands(new CommandWiring(Console.ofProcess(), caller), new Interruption())
        .commandLine("delete")
        .getSubcommands()
        .get("delete")
        .getUsageMessage(Ansi.OFF);
  }

  @Test
  void allWhereNoneOrAnUnknownOneIsNamedOrTheirListIsWhatIsAskedFor() {
    assertThat(reachedBy()).contains("plan", "apply", "completion");
    assertThat(reachedBy("--help")).isEqualTo(reachedBy());
    assertThat(reachedBy("aply")).isEqualTo(reachedBy());
    assertThat(reachedBy("completion")).isEqualTo(reachedBy());
  }
}
