package dev.berth.engine.docker;

import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.model.Durations;
import dev.berth.model.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a unit runs a container of Docker's: by a client of the daemon, whose calls all go through
 * one script.
 *
 * <p>When the daemon is started again, systemd stops the units that are part of it first (PartOf=
 * in systemd.unit(5)), and starts the daemon only then, while its socket takes connections all
 * along. A client that is begun in between waits for the daemon, which waits for the client's unit.
 */
final class DockerUnit {
  /** What a client gets beyond the grace period; less than what systemd gives a stop. */
  private static final long MARGIN_SECONDS = 20;

  // What "/bin/sh" prints is the container's own output, see LogSources; this is the engine's.
  private static final List<String> AS_DOCKER =
      List.of("/usr/bin/systemd-cat", "--identifier=docker");

  private static final String SCRIPT =
      """
      #!/bin/sh
      # Written by Berth. What units ask of Docker's daemon: nothing while it is down, and nothing for ever; and all of it
      # for the container that they started, whatever else has its name.
      # usage: docker-unit start NAME PATTERN IDENTITY DIGEST ENGINE run WORD...
      #        docker-unit follow|await NAME PATTERN IDENTITY ENGINE
      #        docker-unit exec NAME PATTERN IDENTITY SECONDS ENGINE exec NAME WORD...
      #        docker-unit kill|stop|remove NAME PATTERN IDENTITY SECONDS ENGINE WORD...
      umask 077
      verb=$1 name=$2 pattern=$3 identity=$4
      shift 4
      # Docker's client writes the id of the container here when it makes it.
      made='MADE'/$name
      # When its unit let go of a container that runs on.
      left=/run/berth/docker/$name

      # Whether the daemon is up; its state, process and job, as systemd has them.
      look() {
        state='' pid='' job=''
        while IFS='=' read -r key value; do
          case $key in
            ActiveState) state=$value ;;
            MainPID) pid=$value ;;
            Job) job=$value ;;
          esac
        done <<EOF
      $(systemctl show --property=ActiveState --property=MainPID --property=Job docker.service)
      EOF
        [ "$state" = active ] || [ "$state" = reloading ]
      }

      # A command, for so many seconds at most (0: any time), and no longer than the daemon's process is there.
      bounded() {
        most=$1
        shift
        timeout --kill-after=2 "$most" "$@" &
        client=$!
        (
          trap 'kill "$!"; wait "$!"; exit' TERM
          while kill -0 "$pid"; do
            sleep 1 &
            wait "$!"
          done
          kill "$client"
        ) >/dev/null 2>&1 &
        watch=$!
        wait "$client"
        code=$?
        kill "$watch" 2>/dev/null
        wait "$watch"
        return "$code"
      }

      LAST

      having() {
        bounded "${limit:-60}" "$engine" ps --all --quiet --no-trunc --filter "$1"
      }

      # What has the name, and which container is the unit's, whatever its name is by now: what the last start has made, or
      # else what has the name and is just what the unit makes. Labels alone come along with an image.
      find() {
        holder=$(having "name=$pattern") || return
        if last && [ "$id" != "$holder" ]; then
          id=$(having "id=$id") || return
        fi
        if [ -z "$id" ] && [ -n "$holder" ]; then
          like=$(bounded 60 "$engine" container inspect --format '{{.Image}} {{index .Config.Labels "LABEL-OWNERSHIP"}}' "$holder")
          [ "${like#sha256:}" != "$identity" ] || id=$holder
        fi
      }

      forget() {
        [ ! -e "$made" ] || rm -f "$made"
      }

      # Whether only the daemon goes, and leaves its containers running (live-restore in daemon.json).
      is_kept() {
        [ -n "$job" ] || return
        case $(systemctl list-jobs --plain --no-legend docker.service) in
          *' stop '* | *' restart '*) ;;
          *) return 1 ;;
        esac
        # To ask the daemon takes longer than to see that nobody can have asked it to.
        grep -qs -e live-restore -e config-file /etc/docker/daemon.json "/proc/$pid/cmdline" &&
          [ "$(systemctl is-system-running)" != stopping ] &&
          [ "$(bounded 20 "$engine" info --format '{{.LiveRestoreEnabled}}')" = true ]
      }

      let_go() {
        mkdir -p "${left%/*}" && date +%s.%N >"$left"
      }

      # For the commands of a stop: goes on where the daemon is there and the container is to go.
      or_let_go() {
        [ ! -e "$left" ] || exit 0
        if look; then
          is_kept || return 0
          echo "docker.service keeps $name running (live-restore)"
          let_go
          exit 0
        fi
        echo "docker.service is $state: $name is left as it is" >&2
        let_go
        # On its way up it asks for this stop itself. Else somebody believes that the container ends now.
        [ "$state" = activating ]
        exit
      }

      case $verb in
        start)
          digest=$1 engine=$2
          shift 3
          until look; do
            if [ "$state" = inactive ] || [ "$state" = failed ] && [ -z "$job" ]; then
              echo "Error: docker.service is $state" >&2
              exit 1
            fi
            sleep 0.5
          done
          find || exit
          if [ -n "$id" ] && [ "$id" = "$holder" ]; then
            now=$(bounded 60 "$engine" container inspect --format \\
              '{{.State.Status}} {{.Image}} {{index .Config.Labels "LABEL-OWNERSHIP"}} {{index .Config.Labels "LABEL-DIGEST"}}' "$id")
            if [ "$now" = "running sha256:$identity $digest" ]; then
              echo "$name runs as it is to run: it is kept"
              [ -s "$made" ] || { mkdir -p "${made%/*}" && echo "$id" >"$made"; }
              exit 0
            fi
            holder=''
          fi
          [ -z "$id" ] || bounded 60 "$engine" rm --force "$id" || exit
          forget
          if [ -n "$holder" ]; then
            echo "Error: the name '$name' is taken by another container, $holder: Berth did not make it, and leaves it." \\
              "'docker rename $name NEW-NAME' frees the name; or remove it" >&2
            exit 1
          fi
          [ ! -e "$left" ] || rm -f "$left"
          [ -d "${made%/*}" ] || mkdir -p "${made%/*}" || made=''
          bounded 0 "$engine" run ${made:+"--cidfile=$made"} "$@" || exit
          # Docker keeps no word of the command; the next plan looks whether it was the wanted one.
          [ -z "$made" ] || printf '\\n%s' "$@" >>"$made"
          ;;
        follow | await)
          engine=$1 since=''
          last || id=$name
          if [ -r "$left" ]; then
            read -r since <"$left"
            rm -f "$left"
          fi
          # The output from its first line on, then the container's own exit code. Attaching would lose what
          # came before it, and would run a container that has already ended once more.
          while :; do
            [ "$verb" = await ] || "$engine" logs --follow ${since:+"--since=$since"} "$id"
            code=$("$engine" wait "$id" 2>/dev/null) && exit "$code"
            since=$(date +%s.%N)
            # A daemon that has gone has told nothing of the container.
            until look && find; do sleep 2; done
            if [ -z "$id" ]; then
              echo "Error: the container of $name is gone" | systemd-cat --identifier=docker
              exit 1
            fi
          done
          ;;
        exec | kill)
          limit=$1 engine=$2
          shift 3
          if [ "$verb" = exec ]; then
            or_let_go
            shift
          elif ! look; then
            echo "docker.service is $state" >&2
            exit 1
          fi
          last || find || exit
          if [ -z "$id" ]; then
            echo "Error: $name does not run" >&2
            exit 1
          fi
          if [ "$verb" = exec ]; then
            bounded "$limit" "$engine" exec "$id" "$@"
          else
            bounded "$limit" "$engine" kill "$@" "$id"
          fi
          ;;
        stop | remove)
          limit=$1 engine=$2
          shift 2
          or_let_go
          # To remove what is gone is no error where an id is given, as it means no other container.
          if [ "$verb" = stop ] || ! last; then
            find || exit
          fi
          [ -z "$id" ] || bounded "$limit" "$engine" "$@" "$id" || exit
          [ "$verb" = stop ] || forget
          ;;
      esac
      """
          .replace("LABEL-DIGEST", Labels.DIGEST)
          .replace("LABEL-OWNERSHIP", Labels.OWNERSHIP);

  private DockerUnit() {}

  /**
   * The script.
   *
   * @param made where the ids of the containers that units have made are kept, a file for each name
   */
  static UnitScript script(Path made) {
    return UnitScript.of("docker-unit", SCRIPT, made);
  }

  /**
   * The commands of a unit.
   *
   * @param program Docker's client, absolute
   */
  static UnitCommands commands(String program, UnitRequest request) {
    String atMost = Long.toString(Durations.wholeSeconds(request.grace()) + MARGIN_SECONDS);
    String margin = Long.toString(MARGIN_SECONDS);
    // The journal would have it twice with the driver that the unit's output goes to as well.
    String follow = request.runArgv().contains("--log-driver=journald") ? "await" : "follow";
    return new UnitCommands(
        "exec",
        List.of(
            asDocker(request, "start", List.of(request.label(Labels.DIGEST)), request.runArgv())),
        script(request, follow, List.of(program), List.of()),
        request.beforeStop().isEmpty()
            ? List.of()
            : List.of(
                asDocker(
                    request,
                    "exec",
                    List.of(atMost, program, "exec", request.container().text()),
                    request.beforeStop())),
        asDocker(
            request,
            "stop",
            List.of(atMost, program, "stop"),
            List.of("--time=" + Durations.wholeSeconds(request.grace()))),
        asDocker(request, "remove", List.of(margin, program, "rm"), List.of("--force")),
        asDocker(
            request,
            "kill",
            List.of(margin, program, "kill"),
            List.of("--signal=" + request.reloadSignal())));
  }

  private static List<String> asDocker(
      UnitRequest request, String verb, List<String> words, List<String> more) {
    List<String> argv = new ArrayList<>(AS_DOCKER);
    argv.addAll(script(request, verb, words, more));
    return argv;
  }

  private static List<String> script(
      UnitRequest request, String verb, List<String> words, List<String> more) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                request.script().toString(),
                verb,
                request.container().text(),
                DockerName.pattern(request.container()),
                request.identity()));
    argv.addAll(words);
    argv.addAll(more);
    return argv;
  }
}
