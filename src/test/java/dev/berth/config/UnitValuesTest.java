package dev.berth.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would add lines to a unit, or be passed over by systemd, is refused where it stands. */
class UnitValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "part_of: [web] | 3:13: error: `part_of`: a text of 3 characters is no unit's name (write"
            + " its whole name, as name.service; specifiers such as %n are not expanded)",
        "part_of: ['%n'] | 3:13: error: `part_of`: a text of 2 characters is no unit's name (write"
            + " its whole name, as name.service; specifiers such as %n are not expanded)",
        "part_of: ['%p.service'] | 3:13: error: `part_of`: `%p.service` is no unit's name (write"
            + " its whole name, as name.service; specifiers such as %n are not expanded)",
        "part_of: ['a b.service'] | 3:13: error: `part_of`: a text of 11 characters is no unit's"
            + " name (write its whole name, as name.service; specifiers such as %n are not"
            + " expanded)",
        "part_of: [\"a.service\\n"
            + "[Service]\\n"
            + "ExecStartPre=/bin/x.service\"] | 3:13: error: `part_of`:"
            + " a text of 47 characters is no unit's name"
            + " (write its whole name, as name.service; specifiers such as %n are not expanded)",
        "part_of: [\"a.service\\r"
            + "ExecStartPre=x.service\"] | 3:13: error: `part_of`:"
            + " a text of 32 characters is no unit's name (write its whole name,"
            + " as name.service; specifiers such as %n are not expanded)",
        "part_of: [a@.service] | 3:13: error: `part_of`: `a@.service` is no unit's name (write its"
            + " whole name, as name.service; specifiers such as %n are not expanded)",
        "part_of: ['a.service\\'] | 3:13: error: `part_of`: a text of 10 characters is no unit's"
            + " name (write its whole name, as name.service; specifiers such as %n are not"
            + " expanded)",
        "depends_on: ['%n.service'] | 3:16: error: `%n.service` is no unit's name (write its whole"
            + " name, as name.service; specifiers such as %n are not expanded)",
        "depends_on: {\"a\\r"
            + ".service\": {required: true}} | 3:16: error: a text of 10 characters is no unit's"
            + " name (write its whole name, as name.service; specifiers such as %n are not"
            + " expanded)",
        "depends_on: ['a;b.socket'] | 3:16: error: a text of 10 characters is no unit's name (write"
            + " its whole name, as name.service; specifiers such as %n are not expanded)",
        "systemd_exec_flags: {LimitNOFILE: '1024\\'} | 3:37: error: `systemd_exec_flags`: the value"
            + " of `LimitNOFILE` is not one line: it holds a control character, or ends in a"
            + " backslash (write it in one line, in the syntax of systemd)",
        "systemd_exec_flags: {Nice: \"5\\n"
            + "ExecStartPre=/bin/x\"} | 3:30: error: `systemd_exec_flags`: the value of `Nice` is"
            + " not one line: it holds a control character, or ends in a backslash (write it in one"
            + " line, in the syntax of systemd)",
        "systemd_exec_flags: {Nice: \"5\\r"
            + "ExecStartPre=/bin/x\"} | 3:30: error: `systemd_exec_flags`: the value of `Nice` is"
            + " not one line: it holds a control character, or ends in a backslash (write it in one"
            + " line, in the syntax of systemd)",
        "volumes: [\"/run/a\\n"
            + "L /etc/x:/b\"] | 3:13: error: `volumes`: the text holds a control"
            + " character (no unit and no mount can hold one)",
      })
  void isReportedWhereItStands(String written, String problem) {
    assertThat(Reading.plain().keys(written).texts()).containsExactly("<stdin>:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "command: [a, \"\\uffff\"] | 4:16: error: `command`: U+FFFF",
        "labels: {a: \"b\\ufffe\"} | 4:15: error: `labels`: U+FFFE",
        "labels: {\"a\\ufdd0\": b} | 4:23: error: `labels`: U+FDD0",
        "pre_stop_exec: [\"\\U0001FFFF\"] | 4:19: error: `pre_stop_exec`: U+1FFFF",
        "healthcheck: {test: \"a\\ufdef\"} | 4:23: error: `healthcheck`: U+FDEF",
        "systemd_exec_flags: {SyslogIdentifier: \"\\uffff\"} | 4:42: error: `systemd_exec_flags`:"
            + " U+FFFF",
        "env_file: \"/nowhere/\\uffff\" | 4:13: error: `env_file`: U+FFFF",
      })
  void aServicesWordThatSystemdTakesForNoTextIsRefused(String written, String problem) {
    assertThat(Reading.plain().keys("restart: always\n" + written).texts())
        .anyMatch(
            text ->
                text.equals(
                    "<stdin>:"
                        + problem
                        + ", which systemd takes for no text (leave it out, or hand it over in"
                        + " `environment`)"));
    assertThat(Reading.plain().keys(written).texts())
        .as("no unit has a task's words")
        .noneMatch(text -> text.contains("takes for no text"));
  }
}
