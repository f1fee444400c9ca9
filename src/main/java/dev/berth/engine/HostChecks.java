package dev.berth.engine;

import dev.berth.model.ContainerSpec;
import dev.berth.model.Healthcheck;
import dev.berth.model.Key;
import dev.berth.model.ObservedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Health checks that a loop on the host runs, by the engine's {@code exec --user}: both engines run
 * their own as the container's user alone (podman-run(1), {@code --health-cmd}; Docker's reference,
 * HEALTHCHECK).
 */
public final class HostChecks {
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Written by Berth. usage: check-health gate|watch CONTAINER INTERVAL START_INTERVAL TIMEOUT RETRIES
      #   START_PERIOD none|restart|stop USER WORD...
      # Checks the health of a container: until it is known (gate), or for as long as it is there (watch).
      set -u
      umask 077
      mode=$1 name=$2 interval=$3 early=$4 timeout=$5 retries=$6 period=$7 action=$8 user=$9
      shift 9
      mkdir -p 'RECORDS' || exit 1
      id=$('ENGINE' container inspect --format '{{.Id}}' "$name") || exit 1
      record='RECORDS'/$id
      # Those of earlier containers of the name.
      for old in 'RECORDS'/*; do
        if [ "$old" != "$record" ] && read -r line <"$old" && [ "$line" = "$name" ]; then rm -f "$old" "$old".*; fi
      done 2>/dev/null
      status=starting streak=0 first=$(date +%s) log=
      if [ -f "$record" ]; then
        { read -r line; read -r status streak first; log=$(cat); } <"$record"
      fi
      [ "$mode" = gate ] || trap 'rm -f "$record" "$record".*; exit 0' TERM INT
      save() {
        printf '%s\\n%s %s %s\\n%s\\n' "$name" "$status" "$streak" "$first" "$log" >"$record.new" &&
          mv -f "$record.new" "$record"
      }
      save
      while :; do
        begin=$(date +%s)
        output=$( { timeout -k 2 "$timeout" 'ENGINE' exec --user "$user" "$id" "$@" 2>&1; echo $? >"$record.code"; } \\
          </dev/null | { head -c 1000; cat >/dev/null; } | base64 -w 0)
        end=$(date +%s) code=1
        read -r code <"$record.code"
        # What does not run, or is paused, is not unhealthy.
        if [ "$code" = 0 ] || [ "$('ENGINE' container inspect --format '{{.State.Status}}' "$id")" = running ]; then
          if [ "$code" = 0 ]; then
            status=healthy streak=0
          elif [ "$status" != starting ] || [ $((end - first)) -ge "$period" ]; then
            streak=$((streak + 1))
            [ "$streak" -lt "$retries" ] || status=unhealthy
          fi
          log=$(printf '%s\\n%s %s %s %s\\n' "$log" "$begin" "$end" "$code" "$output" | grep . | tail -n 5)
          save
        elif [ "$mode" = gate ]; then
          echo "$name has ended" >&2
          exit 1
        fi
        if [ "$mode" = gate ] && [ "$status" = healthy ]; then exit 0; fi
        if [ "$status" = unhealthy ]; then
          # Who starts the unit looks at the record now and then, and tells what the check said.
          if [ "$mode" = gate ]; then echo "$name is unhealthy" >&2; sleep 3; exit 1; fi
          case $action in
            restart) 'ENGINE' kill "$id" ;;
            stop) 'ENGINE' stop "$id" ;;
          esac
        fi
        if [ "$status" = starting ]; then sleep "$early"; else sleep "$interval"; fi
      done
      """;

  private HostChecks() {}

  /**
   * Whether the health check is to be run by another user than the container's own.
   *
   * @param image the container's image; empty where it is not on the host yet
   */
  public static boolean areNeeded(ContainerSpec spec, Optional<ObservedImage> image) {
    Optional<String> wanted =
        spec.healthcheck()
            .filter(check -> !check.isDisabled() && !check.test().isEmpty())
            .flatMap(Healthcheck::user);
    return wanted.filter(user -> !isContainersOwn(user, spec, image)).isPresent();
  }

  /** Whether a check's user is known to be the one that the container's program runs as. */
  static boolean isContainersOwn(String user, ContainerSpec spec, Optional<ObservedImage> image) {
    boolean isCallers = spec.text(Key.USERNS).filter(it -> it.startsWith("keep-id")).isPresent();
    Optional<String> own =
        spec.text(Key.USER)
            .or(() -> isCallers ? Optional.empty() : image.flatMap(ObservedImage::user));
    return own.filter(it -> canonical(it).equals(canonical(user))).isPresent();
  }

  /** Whether the check's user is nowhere written: Paunch's files have it by custom. */
  public static boolean isImplied(ContainerSpec spec) {
    return HealthOptions.position(spec, "user").equals(spec.position(Key.HEALTHCHECK));
  }

  private static String canonical(String user) {
    return user.isEmpty() || user.equals("root") ? "0" : user;
  }

  /**
   * The script that runs them, for {@code /bin/sh}.
   *
   * @param program the engine's, absolute
   * @param records the directory of the records
   */
  public static String script(String program, HealthRecords records) {
    return SCRIPT
        .replace("'ENGINE'", HealthOptions.shellWord(program))
        .replace("'RECORDS'", HealthOptions.shellWord(records.directory().toString()));
  }

  /** The script's arguments after its mode. */
  public static List<String> arguments(ContainerSpec spec) {
    Healthcheck check = spec.healthcheck().orElseThrow();
    Duration interval = HealthOptions.stretched(check.interval(), spec.name());
    List<String> arguments = new ArrayList<>();
    arguments.add(spec.name().text());
    arguments.add(seconds(interval));
    arguments.add(seconds(check.startInterval().orElse(interval)));
    arguments.add(seconds(check.timeout().orElse(Healthcheck.DEFAULT_TIMEOUT)));
    arguments.add(Integer.toString(check.retries().orElse(Healthcheck.DEFAULT_RETRIES)));
    arguments.add(
        Long.toString(
            check.startPeriod().orElse(Duration.ZERO).plusNanos(999_999_999).toSeconds()));
    arguments.add(check.onFailure().name().toLowerCase(Locale.ROOT));
    arguments.add(check.user().orElseThrow());
    List<String> words = check.test().subList(1, check.test().size());
    if (!check.test().getFirst().equals("CMD")) {
      arguments.addAll(List.of("/bin/sh", "-c"));
    }
    arguments.addAll(words);
    return List.copyOf(arguments);
  }

  /** Seconds as sleep and timeout of GNU's coreutils read them. */
  private static String seconds(Duration duration) {
    return duration.toSeconds() + "." + String.format("%03d", duration.toMillisPart());
  }
}
