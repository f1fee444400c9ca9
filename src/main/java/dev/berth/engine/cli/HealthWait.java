package dev.berth.engine.cli;

import dev.berth.engine.HealthOptions;
import dev.berth.engine.HealthRecords;

/**
 * Waits for the health of a container, for units: where the engine cannot tell systemd itself, and
 * for containers of another configuration.
 */
public final class HealthWait {
  // A template calls the health Healthcheck in Podman 4.3 and Health later, and fails at the other
  // word. The JSON of the state is the same in both.
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Written by Berth. usage: wait-healthy CONTAINER SECONDS [anyway]
      end=$(( $(date +%s) + $2 ))
      ended=$( [ "$3" = anyway ] && echo 0 || echo 1 )
      while [ "$(date +%s)" -lt "$end" ]; do
        state=$('ENGINE' inspect --type container --format '{{.Id}} {{json .State}}' "$1" 2>/dev/null)
        # Where the host checks it, its record tells.
        if [ -r 'RECORDS'/"${state%% *}" ]; then
          { read -r name; read -r status streak; } <'RECORDS'/"${state%% *}"
          state="$state\\"Status\\":\\"$status\\""
        fi
        case $state in
          *'"Status":"healthy"'*) exit 0 ;;
          *'"Status":"unhealthy"'*) echo "$1 is unhealthy" >&2; exit "$ended" ;;
          *'"Status":"exited"'* | *'"Status":"stopped"'*) echo "$1 has ended" >&2; exit "$ended" ;;
        esac
        sleep 1
      done
      echo "$1 did not get healthy in $2 s" >&2
      exit "$ended"
      """;

  private HealthWait() {}

  /**
   * The script, for {@code /bin/sh}.
   *
   * @param program the engine's, absolute
   * @param records those of the containers that the host checks
   */
  public static String script(String program, HealthRecords records) {
    return SCRIPT
        .replace("'ENGINE'", HealthOptions.shellWord(program))
        .replace("'RECORDS'", HealthOptions.shellWord(records.directory().toString()));
  }
}
