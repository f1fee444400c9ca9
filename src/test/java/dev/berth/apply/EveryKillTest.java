package dev.berth.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Berth is killed before each of its operations, one after the other; the next run makes the host
 * what it would have been without.
 */
class EveryKillTest {
  private static final int TOGETHER = 40;

  /** Every moment takes a minute; otherwise each scenario has its share of them. */
  private static final int STEP = Boolean.getBoolean("berth.everyKill") ? 1 : 6;

  private static final Path KNOWN = Path.of("src/test/resources/dev/berth/apply/kills.txt");
  private static final String HEAD =
      """
      # Where the next run does not make of the host what runs without a kill would have: what there
      # is more (+) and less (-) then. Each is a weak spot; none may be added.
      # -Dberth.updateGolden=true -Dberth.everyKill=true writes this file anew.
      """;

  @TempDir(factory = CallsTest.InMemory.class)
  Path directory;

  private static List<CallScenario> all() {
    return CallsTest.all().stream()
        .filter(scenario -> scenario.now().killedAt.isEmpty())
        .filter(scenario -> scenario.now().interruptedAt.isEmpty())
        .filter(scenario -> scenario.now().parallel == 1)
        .toList();
  }

  @TestFactory
  List<DynamicTest> theNextRunGoesOn() throws IOException {
    Map<String, CompletableFuture<SortedMap<String, List<String>>>> found = new LinkedHashMap<>();
    try (ExecutorService players = Executors.newFixedThreadPool(TOGETHER)) {
      for (CallScenario scenario : all()) {
        found.put(
            scenario.name, CompletableFuture.supplyAsync(() -> differences(scenario), players));
      }
    }
    SortedMap<String, SortedMap<String, List<String>>> seen = new TreeMap<>();
    found.forEach((name, one) -> seen.put(name, one.join()));
    if (Boolean.getBoolean("berth.updateGolden")) {
      Files.writeString(KNOWN, text(seen));
    }
    Map<String, List<String>> known = known();
    return seen.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(),
                    () ->
                        one.getValue()
                            .forEach(
                                (difference, moments) ->
                                    assertThat(known.getOrDefault(one.getKey(), List.of()))
                                        .as("killed before " + moments)
                                        .contains(difference))))
        .toList();
  }

  private static String text(SortedMap<String, SortedMap<String, List<String>>> seen) {
    StringBuilder text = new StringBuilder(HEAD);
    seen.forEach(
        (name, differences) -> {
          if (!differences.isEmpty()) {
            text.append("\n## ").append(name).append('\n');
            differences.keySet().forEach(difference -> text.append(difference).append('\n'));
          }
        });
    return text.toString();
  }

  private static Map<String, List<String>> known() throws IOException {
    Map<String, List<String>> known = new HashMap<>();
    for (String part : Files.readString(KNOWN).split("\n## ")) {
      List<String> lines = part.lines().toList();
      known.put(lines.getFirst(), lines.subList(1, lines.size()));
    }
    return known;
  }

  private SortedMap<String, List<String>> differences(CallScenario scenario) {
    CallHost whole = scenario.host(directory.resolve(scenario.name));
    whole.apply(scenario.now());
    List<List<String>> good = new ArrayList<>(List.of(CallScenario.all(whole)));
    whole.apply(scenario.now());
    good.add(CallScenario.all(whole));
    SortedMap<String, List<String>> differences = new TreeMap<>();
    for (int operations = first(scenario); ; operations += STEP) {
      CallHost host = scenario.host(directory.resolve(scenario.name + "-" + operations));
      Optional<String> died = host.killed(scenario.now(), operations);
      if (died.isEmpty()) {
        return differences;
      }
      host.apply(scenario.now());
      List<String> now = CallScenario.all(host);
      if (!good.contains(now)) {
        differences
            .computeIfAbsent(difference(good.getLast(), now), key -> new ArrayList<>())
            .add(operations + " (" + host.plain(died.get()) + ")");
      }
    }
  }

  private static int first(CallScenario scenario) {
    return Math.floorMod(scenario.name.hashCode(), STEP);
  }

  private static String difference(List<String> wanted, List<String> now) {
    List<String> words = new ArrayList<>();
    now.stream().filter(line -> !wanted.contains(line)).forEach(it -> words.add("+ " + brief(it)));
    wanted.stream().filter(line -> !now.contains(line)).forEach(it -> words.add("- " + brief(it)));
    return String.join("; ", words);
  }

  /** Without the content of a file. */
  private static String brief(String line) {
    return line.replaceFirst("(?s) (FILE|LINK|DIRECTORY) .*", " ($1)");
  }
}
