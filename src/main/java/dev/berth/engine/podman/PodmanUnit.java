package dev.berth.engine.podman;

import dev.berth.engine.UnitCommands;
import dev.berth.engine.UnitRequest;
import dev.berth.engine.UnitScript;
import dev.berth.model.ContainerName;
import dev.berth.model.Durations;
import dev.berth.model.Labels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a unit runs a container of Podman's: through one script, which knows the container that the
 * unit has started by its id, so that nobody's who took its name meanwhile is touched.
 */
final class PodmanUnit {
  // How a unit ends: a monitor that ends by itself has removed its container (--rm), and passes on
  // its exit status. Where it could not, or where there never was one, the status is one of
  // Podman's own: 1 where it was itself told to end in the middle of a start. A program may end
  // with it as well.
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Written by Berth. What units ask of Podman: all of it for the container that they started, whatever else has its name.
      # usage: podman-unit start NAME PATTERN IDENTITY ENGINE run WORD...
      #        podman-unit exec NAME ENGINE exec NAME WORD...
      #        podman-unit stop|kill NAME ENGINE stop|kill OPTION...
      #        podman-unit remove NAME PATTERN IDENTITY ENGINE [POD]
      #        podman-unit pod NAME ENGINE POD IDENTITY OPTION...
      verb=$1 name=$2
      shift 2
      # Podman writes the id of the container here when it makes it, and takes the file away with the container.
      made='MADE'/$name

      LAST

      # What has the name, where that is just what the unit makes: labels alone come along with an image.
      namesake() {
        holder=$("$engine" ps --all --no-trunc --filter "name=$pattern" --format '{{.ID}} {{.Image}}') || holder=''
        id=${holder%% *}
        [ -n "$id" ] && [ "$identity" = "$("$engine" container inspect --format \\
          '{{.Image}} {{index .Config.Labels "LABEL-OWNERSHIP"}}' "$id" 2>/dev/null)" ] && return
        id=''
        return 1
      }

      # What the unit runs now: its main process is the monitor, which was told the container's id.
      running() {
        set -f
        set -- $({ tr '\\0' ' ' <"/proc/${MAINPID:-0}/cmdline"; } 2>/dev/null)
        id=''
        while [ $# -gt 1 ]; do
          if [ "$1" = -c ]; then
            id=$2
            break
          fi
          shift
        done
        case $id in '' | *[!0-9a-f]*) last ;; esac
      }

      # Where the monitor was killed, the first removal stops the container, and then fails.
      discard() {
        "$engine" rm --force --ignore "$id" 2>/dev/null || "$engine" rm --force --ignore "$id"
      }

      # Whether the pod is the one that the unit makes.
      owned() {
        [ "$1" = "$("$engine" pod inspect --format '{{index .Labels "LABEL-OWNERSHIP"}}' "$pod" 2>/dev/null)" ]
      }

      # A pod goes when nothing is in it any more.
      empty() {
        [ -n "$pod" ] && [ -z "$("$engine" ps --all --quiet --filter "pod=$pod")" ] && owned "${identity##* }" || return 0
        "$engine" pod rm "$pod" >/dev/null
      }

      case $verb in
        start)
          pattern=$1 identity=$2 engine=$3
          shift 4
          if [ -e "$made" ]; then
            # The end of an earlier start was cut off, as by a power failure; or Berth has left word of a container.
            last || namesake
            [ -z "$id" ] || discard >/dev/null || exit
            rm -f "$made"
          elif [ ! -d "${made%/*}" ]; then
            mkdir -p -m 700 "${made%/*}" || exec "$engine" run "$@"
          fi
          exec "$engine" run "--cidfile=$made" "$@"
          ;;
        exec)
          engine=$1
          shift 3
          running || exit 0
          exec "$engine" exec "$id" "$@"
          ;;
        stop)
          engine=$1
          shift
          running || exit 0
          "$engine" "$@" "$id" && exit
          # What is paused hears no signal.
          "$engine" unpause "$id" || exit
          exec "$engine" "$@" "$id"
          ;;
        kill)
          engine=$1
          shift
          if ! running; then
            echo "Error: $name does not run" >&2
            exit 1
          fi
          exec "$engine" "$@" "$id"
          ;;
        pod)
          engine=$1 pod=$2 identity=$3
          shift 3
          "$engine" pod exists "$pod" || exec "$engine" pod create --infra=false "--name=$pod" "$@"
          owned "$identity" || {
            echo "Error: there is a pod '$pod' already: Berth did not make it, and leaves it." \\
              "'podman pod rm $pod' removes it; or name this one differently" >&2
            exit 125
          }
          ;;
        remove)
          pattern=$1 identity=$2 engine=$3 pod=$4 taken=''
          # After a failure that the container's monitor lived to tell, nothing is left of the container.
          case $SERVICE_RESULT,$EXIT_CODE,$EXIT_STATUS in
            exit-code,exited,1 | exit-code,exited,125 | exit-code,exited,126 | exit-code,exited,127) ;;
            exit-code,exited,*)
              [ ! -e "$made" ] || rm -f "$made"
              empty
              exit 0
              ;;
          esac
          if ! last; then
            namesake && taken=$id
          fi
          if [ -n "$id" ]; then
            discard || exit
          elif [ -n "$holder" ] && [ "$SERVICE_RESULT,$EXIT_STATUS" = exit-code,125 ]; then
            echo "Error: the name '$name' is taken by another container, $holder: Berth did not make it, and leaves it." \\
              "'podman rename $name NEW-NAME' frees the name; or remove it" >&2
          fi
          [ ! -e "$made" ] || rm -f "$made"
          empty
          if [ -n "$taken" ] && [ "$SERVICE_RESULT,$EXIT_STATUS" = exit-code,125 ]; then
            # It stood in the way of this very start, which systemd may not try again by itself: its job begins anew.
            echo "What an earlier start of $name had left is removed" >&2
            systemctl ${MANAGERPID:+--user} --no-block restart "$PODMAN_SYSTEMD_UNIT"
          fi
          ;;
      esac
      """
          .replace("LABEL-OWNERSHIP", Labels.OWNERSHIP);

  private PodmanUnit() {}

  /**
   * The script.
   *
   * @param made where the ids of the containers that units have made are kept, a file for each name
   */
  static UnitScript script(Path made) {
    return UnitScript.of("podman-unit", SCRIPT, made);
  }

  /**
   * The commands of a unit.
   *
   * @param program Podman, absolute
   */
  static UnitCommands commands(String program, UnitRequest request) {
    ContainerName name = request.container();
    List<String> who = List.of(PodmanName.pattern(name), request.identity());
    List<String> pod = request.pod().stream().toList();
    return new UnitCommands(
        "notify",
        pod.stream().map(made -> pod(program, request, made)).toList(),
        script(request, "start", who, request.runArgv()),
        request.beforeStop().isEmpty()
            ? List.of()
            : List.of(
                script(
                    request, "exec", List.of(program, "exec", name.text()), request.beforeStop())),
        script(
            request,
            "stop",
            List.of(program, "stop"),
            List.of("--ignore", "--time=" + Durations.wholeSeconds(request.grace()))),
        script(request, "remove", who, Stream.concat(Stream.of(program), pod.stream()).toList()),
        script(
            request,
            "kill",
            List.of(program, "kill"),
            List.of("--signal=" + request.reloadSignal())));
  }

  /** What the pod is called and whose it is; it has no labels that change with what is in it. */
  private static List<String> pod(String program, UnitRequest request, String pod) {
    return script(
        request,
        "pod",
        List.of(program, pod, request.label(Labels.OWNERSHIP)),
        Stream.of(Labels.MANAGED_BY, Labels.CONFIG_ID, Labels.OWNERSHIP)
            .map(label -> "--label=" + label + "=" + request.label(label))
            .toList());
  }

  private static List<String> script(
      UnitRequest request, String verb, List<String> words, List<String> more) {
    List<String> argv =
        new ArrayList<>(
            List.of("/bin/sh", request.script().toString(), verb, request.container().text()));
    argv.addAll(words);
    argv.addAll(more);
    return argv;
  }
}
