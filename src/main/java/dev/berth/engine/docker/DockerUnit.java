package dev.berth.engine.docker;

import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.model.Durations;
import dev.berth.model.Labels;
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

  static final UnitScript SCRIPT =
      new UnitScript(
          "docker-unit",
          """
          #!/bin/sh
          # Written by Berth. What units ask of Docker's daemon: nothing while it is down, and nothing for ever.
          # usage: docker-unit start NAME PATTERN IDENTITY ENGINE run WORD...
          #        docker-unit follow|await NAME PATTERN ENGINE
          #        docker-unit exec|kill NAME SECONDS ENGINE exec|kill WORD...
          #        docker-unit stop|remove NAME PATTERN SECONDS ENGINE WORD...
          umask 077
          verb=$1 name=$2
          shift 2
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
            limit=$1
            shift
            timeout --kill-after=2 "$limit" "$@" &
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

          # The container's id; empty where there is none.
          find() {
            id=$(bounded "${limit:-60}" "$engine" ps --all --quiet --no-trunc --filter "name=$pattern")
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
              pattern=$1 identity=$2 engine=$3
              shift 2
              until look; do
                if [ "$state" = inactive ] || [ "$state" = failed ] && [ -z "$job" ]; then
                  echo "Error: docker.service is $state" >&2
                  exit 1
                fi
                sleep 0.5
              done
              find || exit
              if [ -n "$id" ]; then
                now=$(bounded 60 "$engine" container inspect --format \\
                  '{{.State.Status}} {{.Image}} {{index .Config.Labels "DIGEST"}} {{index .Config.Labels "OWNERSHIP"}}' "$id")
                if [ "$now" = "running $identity" ]; then
                  echo "$name runs as it is to run: it is kept"
                  exit 0
                fi
                bounded 60 "$engine" rm --force "$id" || exit
              fi
              [ ! -e "$left" ] || rm -f "$left"
              bounded 0 "$@"
              ;;
            follow | await)
              pattern=$1 engine=$2 id=$name since=''
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
              limit=$1
              shift
              engine=$1
              if [ "$verb" = exec ]; then
                or_let_go
              elif ! look; then
                echo "docker.service is $state" >&2
                exit 1
              fi
              bounded "$limit" "$@"
              ;;
            stop | remove)
              pattern=$1 limit=$2 engine=$3
              shift 2
              or_let_go
              # What is no beginning of an id means no other container.
              case $verb,$name in
                remove,*[!0-9a-f]*) id=$name ;;
                *) find || exit ;;
              esac
              [ -z "$id" ] || bounded "$limit" "$@" "$id"
              ;;
          esac
          """
              .replace("DIGEST", Labels.DIGEST)
              .replace("OWNERSHIP", Labels.OWNERSHIP));

  private DockerUnit() {}

  /**
   * The commands of a unit.
   *
   * @param program Docker's client, absolute
   */
  static UnitCommands commands(String program, UnitRequest request) {
    String name = request.container();
    String pattern = DockerName.pattern(name);
    String atMost = Long.toString(Durations.wholeSeconds(request.grace()) + MARGIN_SECONDS);
    // With the driver that the unit's output goes to as well, the journal would have it twice.
    String follow = request.runArgv().contains("--log-driver=journald") ? "await" : "follow";
    return new UnitCommands(
        "exec",
        List.of(asDocker(request, "start", List.of(pattern, identity(request)), request.runArgv())),
        script(request, follow, List.of(pattern, program), List.of()),
        request.beforeStop().isEmpty()
            ? List.of()
            : List.of(
                asDocker(
                    request, "exec", List.of(atMost, program, "exec", name), request.beforeStop())),
        asDocker(
            request,
            "stop",
            List.of(pattern, atMost, program, "stop"),
            List.of("--time=" + Durations.wholeSeconds(request.grace()))),
        asDocker(
            request,
            "remove",
            List.of(pattern, Long.toString(MARGIN_SECONDS), program),
            List.of("rm", "--force")),
        asDocker(
            request,
            "kill",
            List.of(Long.toString(MARGIN_SECONDS), program, "kill"),
            List.of("--signal=" + request.reloadSignal(), name)));
  }

  /**
   * What a container has that this command has made: labels alone are inherited by an image that is
   * made from it.
   */
  private static String identity(UnitRequest request) {
    return "sha256:"
        + request.imageId().map(id -> id.replaceFirst("^sha256:", "")).orElse("")
        + " "
        + label(request, Labels.DIGEST)
        + " "
        + label(request, Labels.OWNERSHIP);
  }

  private static String label(UnitRequest request, String name) {
    String option = "--label=" + name + "=";
    return request.runArgv().stream()
        .filter(word -> word.startsWith(option))
        .map(word -> word.substring(option.length()))
        .findFirst()
        .orElse("");
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
        new ArrayList<>(List.of("/bin/sh", request.script().toString(), verb, request.container()));
    argv.addAll(words);
    argv.addAll(more);
    return argv;
  }
}
