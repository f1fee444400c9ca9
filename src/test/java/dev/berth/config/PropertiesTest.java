package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Samples;
import dev.berth.json.JsonText;
import dev.berth.model.ContainerSpec;
import dev.berth.model.Durations;
import dev.berth.model.Key;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What holds for any text and any number. */
class PropertiesTest {
  private static final String[] WORDS = {
    "null",
    "~",
    "no",
    "1.10",
    "0755",
    "- a",
    "a: b",
    "#",
    "",
    " ",
    "\n",
    "<<",
    "\u007f",
    "\u0085",
    "\u2028",
    "é",
    "\uD83D\uDE00",
    "/",
    "\\/",
    "'",
    "\"",
    "%",
    "\t",
    "&a",
    "*a"
  };

  /** Pieces of YAML and of keys: they get further than letters by chance. */
  private static final String[] SIGNS = {
    "a",
    ": ",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "!x ",
    "\"",
    "'",
    "|",
    ">",
    "%",
    "\\",
    "\\u",
    "\\U",
    "\u0000",
    "\t",
    "---",
    "...",
    "?",
    "#",
    "image: i\n",
    "volumes: ",
    "environment: ",
    "depends_on: ",
    "healthcheck: ",
    "ports: ",
    "networks: ",
    "extra_hosts: ",
    "ulimit: ",
    "secrets: ",
    "command: ",
    "/a:/b",
    "restart: ",
    "null",
    "9".repeat(40),
    "-1",
    "logging: ",
    "action: exec\n",
    ":",
    "="
  };

  private static final String[] SHAPES = {
    "",
    "null",
    "''",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "{a: null}",
    "{a: []}",
    "{a: {}}",
    "{a: {b: c}}",
    "':'",
    "'='",
    "'::'",
    "[':']",
    "['=']",
    "['a=b']",
    "['a:b:c:d']",
    "['/']",
    "'/'",
    "-",
    "[-1]",
    "1e99",
    "{'': ''}",
    "{source: null, target: /}",
    "[{source: []}]",
    "[{target: {}}]",
    "\"\\0\"",
    "['[', ']', '[]', '[]:', ':[]']",
    "[',', ',,', 'a,b']",
    "'1-'",
    "'-'",
    "'1-2-3'",
    "{test: []}",
    "{test: [null]}",
    "{driver: [], options: 5}"
  };

  @Test
  void aDurationReadsBackFromItsCanonicalText() {
    Samples.forAll(
        1000,
        samples -> {
          long millis = samples.number(315_360_000_000L);
          Duration duration = Duration.ofMillis(millis);
          assertThat(Durations.parse(Durations.format(duration))).contains(duration);
          assertThat(Durations.parse(millis + "ms")).contains(duration);
        });
  }

  @Test
  void aSizeInAnyUnitIsThatManyBytes() {
    Samples.forAll(
        1000,
        samples -> {
          long number = samples.number(1_000_000);
          assertThat(Numbers.size(number + "k").orElseThrow()).isEqualTo(number * 1024);
          assertThat(Numbers.size(number + "MiB").orElseThrow()).isEqualTo(number * 1024 * 1024);
          assertThat(Numbers.size(number + ".5 Kb").orElseThrow()).isEqualTo(number * 1024 + 512);
          assertThat(Numbers.size(Long.toString(number)).orElseThrow()).isEqualTo(number);
        });
  }

  @Test
  void quotedWordsComeBackWhole() {
    Samples.forAll(
        1000,
        samples -> {
          List<String> words = samples.list(5, () -> samples.text(20));
          String single =
              String.join(
                  " ", words.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
          String dbl =
              String.join(
                  "\t ",
                  words.stream()
                      .map(word -> "\"" + word.replaceAll("([\\\\\"$`])", "\\\\$1") + "\"")
                      .toList());
          assertThat(ShellWords.split(single)).isEqualTo(new ShellWords(words, ""));
          assertThat(ShellWords.split(dbl)).isEqualTo(new ShellWords(words, ""));
        });
  }

  @Test
  void anyTextIsSplitOrAtFault() {
    Samples.forAll(
        2000,
        samples -> {
          String text = samples.text(40);
          ShellWords split = ShellWords.split(text);
          assertThat(split.words().isEmpty() || split.fault().isEmpty()).isTrue();
        });
  }

  @Test
  void whatIsWrittenOutReadsBackEqual() {
    Samples.forAll(
        300,
        samples -> {
          List<String> command = texts(samples);
          List<String> values = texts(samples);
          boolean flag = samples.flag();
          long number = samples.number(1_000_000);
          Map<String, Object> keys = new LinkedHashMap<>();
          keys.put("image", "i");
          keys.put("command", command);
          keys.put("entrypoint", "");
          keys.put("privileged", flag);
          keys.put("mem_limit", number);
          keys.put("pids_limit", number);
          keys.put("stop_grace_period", number + "ms");
          keys.put("restart", flag ? "no" : "on-failure:3");
          keys.put("exit_codes", List.of(3, 1));
          keys.put("cap_add", "net_admin");
          keys.put("ports", List.of("80", "127.0.0.1::5/udp"));
          keys.put("networks", Map.of("n", Map.of("aliases", List.of("x"))));
          keys.put("secrets", List.of(Map.of("source", "s", "mode", "0440")));
          keys.put("files", Map.of("/f", Map.of("content", "x: y\n", "mode", "0400", "uid", "7")));
          keys.put("ulimits", Map.of("nofile", Map.of("soft", "1", "hard", "2")));
          keys.put("volumes", List.of("/a:/b:ro,z", "v:/c"));
          keys.put("healthcheck", Map.of("test", values.isEmpty() ? "x" : "x" + values.getFirst()));
          keys.put("depends_on", Map.of("d", Map.of("condition", "service_healthy")));
          Map<String, String> environment = new LinkedHashMap<>();
          for (int i = 0; i < values.size(); i++) {
            environment.put("V" + i, values.get(i));
          }
          keys.put("environment", environment);
          var first =
              Reading.plain()
                  .text(JsonText.ascii(Map.of("c", keys, "d", Map.of("image", "i"))) + "\n");
          assertThat(first.errors()).isEmpty();
          assertThat(first.container("c").fields(Key.ENVIRONMENT)).isEqualTo(environment);
          List<ContainerSpec> specs = first.desired().containers().toList();
          for (String text : List.of(ConfigText.json(specs), ConfigText.yaml(specs))) {
            var again = Reading.plain().text(text);
            assertThat(again.errors()).as(text).isEmpty();
            assertThat(flat(again)).as(text).isEqualTo(flat(first));
          }
        });
  }

  private static List<Map<String, String>> flat(Reading.Result result) {
    return result
        .desired()
        .containers()
        .map(spec -> Map.copyOf(spec.flattened(EnumSet.allOf(Key.Scope.class))))
        .toList();
  }

  /** Texts that YAML and JSON must quote, escape or fold, but without what no argument may hold. */
  private static List<String> texts(Samples samples) {
    return samples.list(
        6, () -> samples.flag() ? samples.of(WORDS) : samples.text(30).replace("\u0000", ""));
  }

  @Test
  void anyBytesEndInAnAnswer() {
    Samples.forAll(
        2000,
        samples -> {
          byte[] bytes = samples.bytes(200);
          assertThat(Reading.plain().bytes(bytes).problems()).isNotNull();
        });
  }

  @Test
  void anyStringOfSignsEndsInAnAnswer() {
    Samples.forAll(
        3000,
        samples -> {
          String text = String.join("", samples.list(40, () -> samples.of(SIGNS)));
          assertThat(Reading.plain().text(text).problems()).isNotNull();
          assertThat(Reading.plain().text("c:\n  image: i\n  " + text).problems()).isNotNull();
        });
  }

  @Test
  void anyValueOfAnyKeyEndsInAnAnswer() {
    Samples.forAll(
        3000,
        samples -> {
          Key key = samples.of(Key.values());
          String shape = samples.of(SHAPES);
          String text = "{c: {image: i, " + key.label() + ": " + shape + "}}";
          assertThat(Reading.plain().lenient().text(text).problems()).isNotNull();
        });
  }
}
