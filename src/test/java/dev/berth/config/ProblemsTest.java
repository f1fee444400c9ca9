package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Key;
import dev.berth.model.KeyType;
import dev.berth.model.Problem;
import dev.berth.model.Problems;
import dev.berth.model.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault, with its position. The keys begin on line 3, column 3. */
class ProblemsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "volume: [] | 3:3: error: unknown key `volume` (did you mean `volumes`?)",
        "enviroment: {} | 3:3: error: unknown key `enviroment` (did you mean `environment`?)",
        "zzzzzz: 1 | 3:3: error: unknown key `zzzzzz` (remove it, or --unknown-keys warn)",
        "tty: perhaps | 3:8: error: `tty`: wants true or false, not a text of 7 characters",
        "tty: [] | 3:8: error: `tty`: wants true or false, not a list",
        "hostname: {a: b} | 3:13: error: `hostname`: wants one text, not a mapping",
        "user: \"a\\n"
            + "b\" | 3:9: error: `user`: the text holds a control character (write one line of"
            + " text)",
        "start_order: 1.5 | 3:16: error: `start_order`: wants a whole number in decimal, not `1.5`",
        "start_order: 010 | 3:16: error: `start_order`: wants a whole number in decimal, not `010`",
        "oom_score_adj: 1001 | 3:18: error: `oom_score_adj`: 1001 is not between -1000 and 1000",
        "cpus: 1e3 | 3:9: error: `cpus`: wants a number such as 2 or 0.5, not `1e3`",
        "stop_grace_period: soon | 3:22: error: `stop_grace_period`: wants a duration such as 90,"
            + " 30s or 1m30s, not a text of 4 characters",
        "mem_limit: 5x | 3:14: error: `mem_limit`: wants a size such as 512m, 2g or 65536, not"
            + " `5x`",
        "mem_limit: -1 | 3:14: error: `mem_limit`: -1 is no size here (leave the key out for no"
            + " limit)",
        "pull_policy: allways | 3:16: error: `pull_policy`: `allways` is none of missing, always,"
            + " never (did you mean `always`?)",
        "cpuset_cpus: 3-1 | 3:16: error: `cpuset_cpus`: `3-1` is no set of processors (write"
            + " numbers and ranges such as 0-3,8, or all)",
        "restart: alway | 3:12: error: `restart`: `alway` is no restart policy (did you mean"
            + " `always`?)",
        "restart: always:3 | 3:12: error: `restart`: `always:3` is no restart policy (did you mean"
            + " `always`?)",
        "command: a 'b | 3:12: error: `command`: the quote ' is not closed (write a list"
            + " of words, or --command-words blanks to split at blanks alone)",
        "exit_codes: [256] | 3:16: error: `exit_codes`: 256 is not between 0 and 255",
        "environment: {A: [1]} | 3:20: error: `environment`: wants one text for `A`, not a list",
        "environment: [{A: 1}] | 3:17: error: `environment`: wants a mapping or a list of"
            + " `NAME=value`, not a mapping",
        "environment: [A] | 3:17: error: `environment`: `A` has no value here, and none in Berth's"
            + " own environment (write NAME= for an empty value)",
        "labels: {managed_by: me} | 3:12: error: `labels`: the label `managed_by` is Berth's own"
            + " (choose another name)",
        "labels: [dev.berth.trial=x] | 3:12: error: `labels`: the label `dev.berth.trial` is"
            + " Berth's own (choose another name)",
        "labels: {dev.berth.host-checked: c} | 3:12: error: `labels`: the label"
            + " `dev.berth.host-checked` is Berth's own (choose another name)",
        "env_file: x.env | 3:13: error: `env_file`: a relative path, and a unit has no current"
            + " directory (write the absolute path)",
        "env_file: /nowhere/x.env | 3:13: error: `/nowhere/x.env` does not exist (the file must be"
            + " there and readable)",
        "env_file: /dev/zero | 3:13: error: `/dev/zero` is no regular file (name a file)",
        "extra_hosts: [a] | 3:17: error: `extra_hosts`: no `name:address`",
        "ulimit: [nofile=x] | 3:12: error: `ulimit`: the limits of `nofile`, a text of 1 character"
            + " and a text of 1 character, are no numbers (write two whole numbers, or -1 for no"
            + " limit)",
        "ulimit: [nofile=2:1] | 3:12: error: `ulimit`: the soft limit 2 of `nofile` exceeds the"
            + " hard one, 1",
        "volumes: ['/a:b'] | 3:13: error: `volumes`: no mount (write SRC:DST[:OPTS] or"
            + " NAME:DST[:OPTS] with an absolute DST)",
        "volumes: [./a:/b] | 3:13: error: `volumes`: the source is not usable (write the absolute"
            + " path: a unit has no current directory)",
        "volumes: [/a:/x, /b:/x/] | 3:20: error: `volumes`: it mounts where another is mounted"
            + " already, at <stdin>:3:13 (remove one of the two)",
        "volumes: [{type: tmpfs, target: /x}] | 3:13: error: `volumes`: a mount of type `tmpfs` is"
            + " not made here (write it under the key tmpfs)",
        "ports: ['1-2:1-3'] | 3:11: error: `ports`: `1-2:1-3` maps two ranges of different length",
        "networks: [-a] | 3:14: error: `networks`: `-a` is no network's name",
        "secrets: [{source: a, mode: 288}] | 3:13: error: `secrets`: `288` is no mode of a secret"
            + " (write it in octal, such as 0440)",
        "healthcheck: {tst: a} | 3:17: error: `healthcheck`: unknown field: `tst` (did you mean"
            + " `test`?)",
        "healthcheck: {test: a, user: a b} | 3:32: error: `healthcheck`: a text of 3 characters is"
            + " no user (write user or user:group, by name or number)",
        "healthcheck: {test: [a]} | 3:23: error: `healthcheck`: a `test` list of 1 item that does"
            + " not begin as one does (write [CMD, program, argument…], [CMD-SHELL, one text],"
            + " [NONE], or one text)",
        "healthcheck: {test: a, interval: 0} | 3:36: error: `healthcheck`: a duration of zero"
            + " (leave it out for the default)",
        "healthcheck: {test: a, timeout: 999us} | 3:35: error: `healthcheck`: less than 1 ms cannot"
            + " be honoured (write 1ms or more)",
        "check_interval: 5 | 3:19: warning: `check_interval` has no effect without `healthcheck`"
            + " (remove it)",
        "systemd_exec_flags: {LimitNOFLE: 5} | 3:36: error: `systemd_exec_flags`: `LimitNOFLE` is"
            + " no [Service] directive (did you mean `LimitNOFILE`?)",
        "systemd_exec_flags: {SomethingNewer: 5} | 3:40: warning: `systemd_exec_flags`:"
            + " `SomethingNewer` is no [Service] directive of systemd 257 (a newer one may know"
            + " it)",
        "depends_on: [d] | 3:16: error: depends on `d`, which is no container here (did you mean"
            + " `c`?)",
        "depends_on: [a/b] | 3:16: error: depends on `a/b`, which is no container here (a unit of"
            + " the host is written with its ending, as name.service)",
        "depends_on: [c] | 3:16: error: `c` depends on itself",
        "depends_on: {c: {condition: started}} | 3:31: error: `depends_on`: a text of 7 characters"
            + " is none of service_started, service_healthy, service_completed_successfully",
        "depends_on: {a.service: {condition: service_healthy}} | 3:16: error: the unit `a.service`"
            + " of the host can only be waited for as started (write `condition: service_started`)",
        "when: changed | 3:3: error: `when` has an effect only with `action: exec` (remove it)",
        "image: j | 3:3: error: duplicate key `image`, given before at <stdin>:2:3 (remove one of"
            + " the two)",
        "user: !!binary abc | 3:9: error: the tag `tag:yaml.org,2002:binary` means nothing here"
            + " (write the plain value, in quotes where it begins with !)",
        "? [a] : b | 3:5: error: a key must be a single word, not a collection",
        "<<: 5 | 3:3: error: `<<` merges a mapping or a list of mappings, not a text",
      })
  void isReportedWhereItStands(String written, String problem) {
    assertThat(Reading.plain().keys(written).texts()).containsExactly("<stdin>:" + problem);
  }

  @Test
  void whatMayBeOnTheHostIsLeftToThePlanUnlessThereWillBeNone() {
    assertThat(Reading.plain().keys("depends_on: [database]").texts()).isEmpty();
    assertThat(Reading.plain().keys("depends_on: [database]\ntty: perhaps").texts())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("depends on `database`, which is no container here"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "net: host;network_mode: none | 4:3: error: `network_mode` and `net` at <stdin>:3:3 are one"
            + " key (remove one of the two)",
        "log_driver: a;logging: {driver: b} | 4:13: error: `logging`: `driver` and `log_driver` at"
            + " <stdin>:3:3 are one setting (remove one of the two)",
        "healthcheck: {test: a};check_interval: 1ns | 4:19: error: `check_interval`: less than 1 ms"
            + " cannot be honoured (write 1ms or more)",
        "check_interval: 5;healthcheck: {interval: 6} | 3:19: error: `check_interval` and"
            + " `interval` of `healthcheck` at <stdin>:4:17 are one setting (remove one of the"
            + " two)",
        "restart: always;healthcheck: {on_failure: stop} | 4:29: error: `on_failure: stop` with"
            + " `restart: always`: it would be started again at once (write `on_failure: restart`,"
            + " or `restart: on-failure`)",
        "environment:;  A: 1;  A: 2 | 5:5: error: duplicate key `A`, given before at <stdin>:4:5"
            + " (remove one of the two)",
      })
  void twoKeysThatDoNotGoTogether(String written, String problem) {
    assertThat(Reading.plain().keys(written.replace(';', '\n')).texts())
        .containsExactly("<stdin>:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "c: {tty: true} | 1:1: error: the container `c` has no `image` (name one)",
        "c: {image: ''} | 1:1: error: the container `c` has no `image` (name one)",
        "c: {image: a b} | 1:12: error: `image`: no image reference (write it as registry/name:tag"
            + " or name@sha256:…)",
        "c: | 1:1: error: the container `c` is nothing (write a mapping of keys such as image)",
        "c: [] | 1:1: error: the container `c` is a list (write a mapping of keys such as image)",
        "_c: {image: i} | 1:1: error: `_c` is no container name (use letters, digits and _ . -, the"
            + " first a letter or digit, at most 200)",
        "c.service: {image: i} | 1:1: error: the container name `c.service` would be taken for a"
            + " unit of the host (leave its ending out)",
        "x: {action: exec} | 1:5: error: `action: exec` of `x` has no `command` (write the"
            + " container's name and the command)",
        "x: {action: exec, command: c} | 1:28: error: `command` is one word: it names a container,"
            + " and nothing to run in it (write the command after the name)",
        "x: {action: exec, command: c ls, volumes: ['/a:/b']} | 1:34: error: `volumes` has no"
            + " effect with `action: exec` (remove it)",
        "x: {action: exec, command: c ls, image: i} | 1:34: error: `image` has no effect with"
            + " `action: exec` (remove it)",
        "image: i | 1:1: error: one container without a name (write `name: {…}` around it)",
        "[] | 1:1: error: the top level is a list (write a mapping: one container, or names and"
            + " containers)",
        "a: b: c | 1:5: error: not valid YAML or JSON: mapping values are not allowed here",
        "a: *b | 1:4: error: not valid YAML or JSON: found undefined alias (a text that begins with"
            + " * needs quotes)",
        "a: &a {<<: *a} | 1:4: error: the anchor `a` contains itself",
      })
  void aWholeDocument(String document, String problem) {
    assertThat(Reading.plain().text(document).texts()).contains("<stdin>:" + problem);
  }

  @Test
  void aPortOutOfRange() {
    assertThat(Reading.plain().keys("ports: ['0:80', '80/icmp', 65536]").texts())
        .containsExactly(
            "<stdin>:3:11: error: `ports`: `0:80` is no port (write"
                + " [[ip:]host:]container[/tcp|udp|sctp] with ports from 1 to 65535)",
            "<stdin>:3:19: error: `ports`: a text of 7 characters is no port (write"
                + " [[ip:]host:]container[/tcp|udp|sctp] with ports from 1 to 65535)",
            "<stdin>:3:30: error: `ports`: `65536` is no port (write"
                + " [[ip:]host:]container[/tcp|udp|sctp] with ports from 1 to 65535)");
  }

  /** Numbers, durations and words of a list are shown, as nobody keeps a secret in them. */
  private static final Set<KeyType> SHOWN =
      Set.of(
          KeyType.FLAG,
          KeyType.CHOICE,
          KeyType.RESTART,
          KeyType.INTEGER,
          KeyType.INTEGERS,
          KeyType.DECIMAL,
          KeyType.DURATION,
          KeyType.SIZE,
          KeyType.ULIMITS,
          KeyType.PORTS);

  private static final Set<Key> SHOWN_TEXTS =
      Set.of(Key.CPUSET_CPUS, Key.STOP_SIGNAL, Key.RELOAD_SIGNAL);

  /** What a forgotten mark, indentation or quote makes of a secret. */
  private static final List<String> SLIPS =
      List.of(
          "PASSWORD hunter2",
          "'PASSWORD hunter2'",
          "\"PASSWORD\\thunter2\"",
          "[PASSWORD hunter2]",
          "[[PASSWORD=hunter2]]",
          "[{PASSWORD: hunter2}]",
          "{PASSWORD: [hunter2]}",
          "{PASSWORD: {is: hunter2}}",
          "{PASSWORD=hunter2: 5}",
          "[PASSWORD=hunter2, 'PASSWORD:hunter2', a/x:y:hunter2:hunter2]",
          "[a:/b:hunter2, c:/b:hunter2, 'a,uid=1,x=hunter2']",
          "{test: [hunter2, hunter2], source: hunter2, driver: hunter2}",
          "'open \"hunter2'",
          "!hunter2 x",
          "!hunter2!x y",
          "*hunter2",
          "\"\\xhunter2\"",
          "@hunter2",
          "%hunter2",
          "hunter2: hunter2",
          "[hunter2");

  @ParameterizedTest
  @EnumSource(Key.class)
  void aValueIsNotShownWhereItMayBeASecret(Key key) {
    for (String slip : SLIPS) {
      String written = key.label() + ": " + slip;
      if (!SHOWN.contains(key.type()) && !SHOWN_TEXTS.contains(key)) {
        assertThat(Reading.plain().keys(written).texts())
            .as(written)
            .noneMatch(
                problem -> problem.replace("unknown field `hunter2`", "").contains("hunter2"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASSWORD: hunter2",
        "PASSWORD=hunter2",
        "PASSWORD=hunter2: x",
        "PASSWORD hunter2: x",
        "- hunter2",
        "c: hunter2",
        "<<: hunter2",
        "c:\n  image: i\n  PASSWORD=hunter2: x",
        "c:\n  image: i\n  PASSWORD hunter2",
        "c:\n  image: i\n <<: hunter2",
        "services: hunter2",
        "c: {image: i, secrets: [hunter2!]}",
        "c: {image: i}\nPASSWORD=hunter2",
        "c: {image: i}\n---\nhunter2",
      })
  void aSecretAtTheWrongPlaceIsNotShown(String document) {
    assertThat(Reading.plain().text(document).texts())
        .isNotEmpty()
        .noneMatch(problem -> problem.contains("hunter2"));
    assertThat(Reading.plain().override("{" + document + "}").text("c: {image: i}").texts())
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  @Test
  void twoMergesInOneMapping() {
    assertThat(
            Reading.plain()
                .text(
                    ".a: &a {tty: true}\n.b: &b {init: true}\nc:\n  image: i\n  <<: *a\n  <<: *b\n")
                .texts())
        .containsExactly(
            "<stdin>:6:3: error: a second `<<` in one mapping, where readers differ in which counts"
                + " (write one with a list: `<<: [*a, *b]`)");
  }

  @Test
  void anExtensionIsNoContainer() {
    Reading.Result read = Reading.plain().text("x-base: &b {image: i}\nc: {<<: *b}\n");
    assertThat(read.texts()).isEmpty();
    assertThat(read.names()).containsExactly("c");
  }

  @Test
  void aVariablesMarkStaysAndIsWarnedOfWhereNoShellReadsIt() {
    assertThat(Reading.plain().keys("log_tag: \"${HOST:-hunter2}\"").texts())
        .containsExactly(
            "<stdin>:3:12: warning: `log_tag`: `${HOST}` stays as it is: no variable is put in its"
                + " place (write the value; in `environment` a name without a value takes that of"
                + " Berth's own environment)");
    assertThat(Reading.plain().keys("environment: {A: '${B}', C: '${D}'}").texts()).hasSize(1);
    assertThat(Reading.plain().keys("command: [sh, -c, 'echo ${A}']").texts()).isEmpty();
    assertThat(Reading.plain().keys("log_tag: \"a$b {c}\"").texts()).isEmpty();
  }

  @Test
  void aRestartThatIsFalseIsSaidToBeATask() {
    assertThat(Reading.plain().keys("restart: false").texts())
        .containsExactly(
            "<stdin>:3:12: warning: `restart`: false makes it a task, which runs once and at no"
                + " boot (write `no` for a service that is not started again, or `none` for a"
                + " task)");
    for (String written : new String[] {"false", "False"}) {
      assertThat(Reading.plain().keys("restart: " + written).flat("c")).isEmpty();
    }
    assertThat(Reading.plain().keys("restart: none").texts()).isEmpty();
  }

  @Test
  void twentyFaultsAtOnce() {
    assertThat(
            Reading.plain()
                .text(
                    """
                    a:
                      imag: i
                      net: host
                      network_mode: host
                      privileged: perhaps
                      restart: sometimes
                      start_order: first
                      volumes: [relative/a:/b, '/a:b']
                      ports: ['99999']
                      command: "it's"
                      stop_grace_period: -5
                      mem_limit: lots
                      ulimit: [nofile]
                      environment: [MISSING]
                      env_file: /nowhere
                      depends_on: [b, missing]
                      healthcheck: {tst: x, retries: 0}
                    b: {image: i, depends_on: [b]}
                    b: {image: i}
                    -c: {image: i}
                    """)
                .errors())
        .extracting(error -> error.substring("<stdin>:".length(), error.indexOf(": error")))
        .containsExactly(
            "1:1", "2:3", "4:3", "5:15", "6:12", "7:16", "8:13", "8:28", "9:11", "10:12", "11:22",
            "12:14", "13:12", "14:17", "15:13", "16:19", "17:17", "17:34", "18:28", "19:1", "20:1");
  }

  @Test
  void aNameBeyondTheLimit() {
    assertThat(Reading.plain().text("a".repeat(201) + ": {image: i}").errors())
        .singleElement()
        .asString()
        .startsWith("<stdin>:1:1: error: `aaa")
        .endsWith("at most 200)");
  }

  private static Stream<Key> integers() {
    return Stream.of(Key.values()).filter(key -> key.type() == KeyType.INTEGER);
  }

  /** A new key of the type has to say what it takes. */
  @ParameterizedTest
  @MethodSource("integers")
  void everyIntegerHasARange(Key key) {
    String tooMuch = key.label() + ": 2147483648";
    assertThat(Reading.plain().keys(tooMuch).errors())
        .singleElement()
        .asString()
        .contains("`" + key.label() + "`: 2147483648 is not between ");
    assertThat(Reading.plain().keys(key.label() + ": 1").errors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a/../b", "/", "a\\nb", "a\\0b", "-a", "a b", "a%b", "ä"})
  void aNameThatLeadsElsewhere(String name) {
    assertThat(Reading.plain().text("\"" + name + "\": {image: i}").errors())
        .first()
        .asString()
        .matches("<stdin>:1:\\d+: error: .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../a"})
  void whatBeginsWithADotIsNoContainer(String name) {
    assertThat(Reading.plain().text("\"" + name + "\": {image: i}").names()).isEmpty();
  }

  @Test
  void unknownKeysMayBeWarnings() {
    assertThat(Reading.plain().lenient().keys("volume: []").texts())
        .containsExactly(
            "<stdin>:3:3: warning: unknown key `volume` has no effect (did you mean `volumes`?)");
  }

  @Test
  void standardInputNeedsAConfigId() {
    assertThat(Reading.plain().path("-").texts().getFirst())
        .isEqualTo(
            "<stdin>:1:1: error: standard input has no name to make a config id from (--config-id"
                + " ID)");
    assertThat(Reading.plain().configId("a b").text("{}").texts())
        .containsExactly(
            "--config-id: error: `a b` is no config id (use letters, digits and _ . -, the"
                + " first a letter or digit)");
  }

  @Test
  void aSecondDocument() {
    assertThat(Reading.plain().text("a: {image: i}\n---\nb: {image: i}\n").texts())
        .containsExactly(
            "<stdin>:2:1: error: a second YAML document begins here: write one document a file");
  }

  @Test
  void anEmptyDocument() {
    String problem = "<stdin>:1:1: error: empty (write at least one container, or `{}`)";
    assertThat(Reading.plain().text("").texts()).containsExactly(problem);
    assertThat(Reading.plain().text("# nothing\n").texts()).containsExactly(problem);
    assertThat(Reading.plain().text("{}").texts()).isEmpty();
  }

  @Test
  void whatIsNoText() {
    byte[] latin1 = "a: 1\nbé: 2".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Reading.plain().bytes(latin1).texts())
        .containsExactly("<stdin>:2:2: error: not UTF-8 (save the file as UTF-8)");
    assertThat(Reading.plain().text("c:\n  user: a\u0001").texts())
        .containsExactly(
            "<stdin>:2:10: error: the character U+0001 is not allowed here (write it as an escape"
                + " in double quotes)");
    // A NUL, and halves of a pair of UTF-16.
    for (String escape : List.of("\\0", "\\ud800", "\\udc00\\ud800")) {
      assertThat(Reading.plain().keys("user: \"a" + escape + "b\"").texts())
          .containsExactly(
              "<stdin>:3:9: error: the text holds a character that no program can be given");
    }
  }

  @Test
  void whatIsTooLarge() {
    assertThat(Reading.plain().bytes(new byte[DocumentText.MOST_BYTES + 1]).texts())
        .singleElement()
        .asString()
        .startsWith("<stdin>:1:1: error: larger than 4194304 bytes");
    assertThat(Reading.plain().text("[".repeat(1000)).texts())
        .containsExactly(
            "<stdin>:1:1: error: not valid YAML or JSON: nested deeper than 50 levels");
  }

  @Test
  void whatHasTooManyValuesIsGivenUpWhileItIsParsed() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      many.append("c").append(i).append(": {image: i}\n");
    }
    assertThat(Reading.plain().text(many.toString()).texts())
        .singleElement()
        .asString()
        .matches("<stdin>:1\\d{4}:\\d+: error: more than 80000 values .*");
    assertThat(Reading.plain().text("- &a x\n".repeat(20_000)).texts())
        .singleElement()
        .asString()
        .contains("more than 80000 values");
  }

  @Test
  void aWordThatWouldKeepTheParserForMinutesIsRefused() {
    String word = "a".repeat(600_000);
    assertThat(Reading.plain().text("a: " + word).texts())
        .containsExactly(
            "<stdin>:1:4: error: a word of more than 524288 characters begins here (no program can"
                + " be given one that long: is this the right file?)");
    String json = "\"c%d\":{\"image\":\"i\"},";
    StringBuilder line = new StringBuilder("{");
    for (int i = 0; line.length() < 300_000; i++) {
      line.append(json.formatted(i));
    }
    assertThat(
            Reading.plain()
                .text(line + "\"z\":{\"image\":\"" + "i".repeat(300_000) + "\"}}")
                .texts())
        .isEmpty();
  }

  @Test
  void errorsBeyondWhatAnybodyReadsAreCounted() {
    Problems problems = new Problems();
    for (int i = 0; i < 2000; i++) {
      problems.warning(new SourcePosition("f", i, 1), "w", "");
    }
    assertThat(problems.hasErrors()).isFalse();
    for (int i = 0; i < 5000; i++) {
      problems.error(new SourcePosition("f", i, 1), "e");
    }
    assertThat(problems.sorted()).anyMatch(Problem::isError);
    assertThat(problems.sorted()).hasSize(1001);
    assertThat(problems.errors()).isEqualTo(5000);
    assertThat(problems.hasErrors()).isTrue();
  }

  @Test
  void bombsEndQuickly() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    StringBuilder merges = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 40; i++) {
      String alias = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, (alias + ", ").repeat(9) + alias));
      merges.append("a%d: &a%d {<<: [%s]}\n".formatted(i, i, (alias + ", ").repeat(9) + alias));
    }
    Assertions.assertThatCode(
            () -> {
              org.junit.jupiter.api.Assertions.assertTimeout(
                  Duration.ofSeconds(5),
                  () -> {
                    for (StringBuilder bomb : new StringBuilder[] {laughs, merges}) {
                      assertThat(Reading.plain().text(bomb.toString()).texts())
                          .containsExactly(
                              "<stdin>:1:1: error: its aliases expand to more than 200000 values"
                                  + " (use fewer aliases)");
                    }
                  });
            })
        .doesNotThrowAnyException();
  }
}
