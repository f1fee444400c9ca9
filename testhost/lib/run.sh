# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# The life of a host: boot, start, reboot, poweroff, crash, destroy.
#
# .run/NAME/ holds: tree (the tree it was copied from), binds, disk/ (what it has written), safe (a plain
# path outside, see supervise), supervisor, nspawn and leader (pids), log (console), ended (nspawn's status).

boot_deadline=60
poweroff_deadline=100

copy_engine_storage() { # TREE DISK
  local engine
  for engine in containers docker; do
    mkdir -p "$2/$engine"
    [[ ! -d $1/var/lib/$engine ]] || cp -a --reflink=auto "$1/var/lib/$engine/." "$2/$engine/"
  done
}

# new_host DIR TREE [MODE SOURCE DESTINATION]... makes the state directory of a fresh host.
new_host() {
  : >"$1/binds"
  (( $# == 2 )) || printf '%s\0' "${@:3}" >"$1/binds"
  mkdir -p "$1/disk/upper/etc" "$1/disk/work"
  printf '%s\n' "$2" >"$1/tree"
  copy_engine_storage "$2" "$1/disk"
  # Without an id of its own each boot would be a "first boot", which enables units again.
  tr -d - </proc/sys/kernel/random/uuid >"$1/disk/upper/etc/machine-id"
  printf '%s\n' "${1##*/}" >"$1/disk/upper/etc/hostname"
  {
    cat "$2/etc/hosts"
    printf '127.0.1.1 %s\n' "${1##*/}"
  } >"$1/disk/upper/etc/hosts"
}

# launch DIR starts the supervisor, out of reach of the caller's terminal and pipes.
launch() {
  local dir=$1
  rm -f "$dir"/{ended,leader,nspawn,supervisor}
  # shellcheck disable=SC2153  # written by us, not a misspelling
  mktemp -d "/run/berth-testhost-${dir##*/}-XXXXXX" >"$dir/safe"
  # mktemp makes it for root alone, but it will be above the host's root directory.
  chmod 755 "$(<"$dir/safe")"
  setsid unshare -m --propagation private "$here/lib/supervise" "$dir" \
    </dev/null >>"$dir/log" 2>&1 &
  wait_up "$dir" ""
}

# wait_up DIR OLD-PID [SECONDS] returns once systemd is done booting under another leader than the old one.
wait_up() {
  local dir=$1 old=$2 started=$SECONDS deadline=$(( SECONDS + ${3:-boot_deadline} )) state='' supervised=''
  while (( SECONDS < deadline )); do
    if [[ -e $dir/ended ]] || { [[ -n $supervised ]] && ! live_pid "$dir/supervisor"; }; then
      say "the host ended while booting"
      break
    elif live_pid "$dir/leader" && [[ $REPLY != "$old" ]]; then
      state=$(enter "$REPLY" timeout 10 systemctl is-system-running 2>/dev/null </dev/null) || true
      case $state in
        running) return 0 ;;
        degraded)
          say "the host is up, but degraded:"
          inside "$dir" systemctl --failed --no-legend --plain >&2 || true
          return "$exit_degraded" ;;
      esac
    fi
    ! live_pid "$dir/supervisor" || supervised=yes
    sleep 0.05
  done
  say "not up after $(( SECONDS - started )) s (state '${state:-none}'); console and journal end with:"
  tail -n 30 "$dir/log" >&2 || true
  inside "$dir" timeout 5 journalctl -b -n 40 --no-pager >&2 || true
  return 1
}

# remains DIR ends what is left of a host and frees what it held outside of its directory.
remains() {
  local dir=$1 file pid
  # The supervisor first, so that it does not boot again; then pid 1 of the host, with which the
  # kernel ends everything in its pid namespace; nspawn sees that and ends by itself.
  for file in supervisor leader; do
    if live_pid "$dir/$file"; then
      pid=$REPLY
      kill -KILL "$pid" 2>/dev/null || true
      wait_gone "$dir/$file" 20 || die "pid $pid ($file) does not end"
    fi
  done
  if live_pid "$dir/nspawn" && ! wait_gone "$dir/nspawn" 2 && live_pid "$dir/nspawn"; then
    kill -KILL "$REPLY" 2>/dev/null || true
    wait_gone "$dir/nspawn" 20 || die "nspawn does not end"
  fi
  rm -f "$dir"/{supervisor,leader,nspawn}
  [[ -s $dir/safe ]] || return 0
  local safe
  safe=$(<"$dir/safe")
  remove_cgroup "${safe##*/}"
  rmdir "$safe" "/run/systemd/nspawn/propagate/${safe##*/}" 2>/dev/null || true
  [[ ! -s $dir/lock ]] || rm -f "/run/systemd/nspawn/locks/$(<"$dir/lock")"
  rm -f "$dir"/{safe,lock}
}

# The supervisor removes its cgroup itself, unless it was killed.
remove_cgroup() {
  # shellcheck disable=SC2016  # for the inner shell
  unshare -m --propagation private bash -c '
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
    for i in {1..60}; do
      [[ -d /sys/fs/cgroup/$1 ]] || exit 0
      find "/sys/fs/cgroup/$1" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
    done
    exit 1' _ "$1" || say "could not remove the cgroup $1"
}

need_host() { # NAME -> sets $dir
  check_name "${1-}"
  dir=$runs/$1
  [[ -d $dir ]] || { say "there is no host '$1'"; exit "$exit_not_up"; }
}

need_up() { # NAME -> sets $dir and, to the leader, $REPLY
  need_host "${1-}"
  live_pid "$dir/leader" || { say "the host '$1' is not up"; exit "$exit_not_up"; }
}

# parse_bind MODE SRC:DST appends to the caller's array binds.
parse_bind() {
  # The last ":/" divides, so that the source may hold a colon.
  local src=${2%:/*} dst=/${2##*:/}
  [[ $2 == *:/* && -n $src ]] || usage_error "--$1 wants SRC:/DST, not '$2'"
  [[ -e $src ]] || usage_error "--$1: there is no '$src'"
  binds+=("$1" "$(realpath -- "$src")" "$dst")
}

cmd_boot() {
  local name=${1-} tree binds=()
  check_name "$name"
  shift
  while (( $# )); do
    case $1 in
      --bind|--bind-ro) [[ -n ${2-} ]] || usage_error "$1 wants SRC:/DST"
        parse_bind "${1#--}" "$2"
        shift 2 ;;
      *) usage_error "boot does not know '$1'" ;;
    esac
  done
  need_commands "${run_tools[@]}"
  dir=$runs/$name
  ! is_up "$dir" || die "the host '$name' is up already; destroy it first"
  [[ ! -e $dir ]] || destroy_dir "$dir"
  cmd_build
  tree=$(tree_path)
  mkdir -p "$runs"
  mkdir "$dir" 2>/dev/null || die "somebody else boots '$name' at this moment"
  new_host "$dir" "$tree" "${binds[@]}"
  launch "$dir"
}

cmd_start() {
  need_host "${1-}"
  ! is_up "$dir" || die "the host '$1' is up already"
  remains "$dir"
  launch "$dir"
}

cmd_reboot() {
  need_up "${1-}"
  live_pid "$dir/leader"
  local old=$REPLY
  # The host may go down before systemctl has its answer, which then complains.
  inside "$dir" systemctl reboot </dev/null 2>/dev/null || true
  wait_up "$dir" "$old" $(( poweroff_deadline + boot_deadline ))
}

cmd_poweroff() {
  need_up "${1-}"
  inside "$dir" systemctl poweroff </dev/null 2>/dev/null || true
  wait_gone "$dir/supervisor" "$poweroff_deadline" || die "still up after $poweroff_deadline s"
  remains "$dir"
}

cmd_crash() {
  need_host "${1-}"
  remains "$dir"
}

destroy_dir() {
  remains "$1"
  rm -rf --one-file-system "$1"
  rmdir "$runs" 2>/dev/null || true
}

cmd_destroy() {
  check_name "${1-}"
  [[ ! -e $runs/$1 ]] || destroy_dir "$runs/$1"
}

cmd_list() {
  local dir state
  for dir in "$runs"/*/; do
    dir=${dir%/}
    [[ -d $dir ]] || continue
    state=down
    ! is_up "$dir" || state=up
    printf '%s\t%s\n' "${dir##*/}" "$state"
  done
}

cmd_leader() { need_up "${1-}"; live_pid "$dir/leader" && printf '%s\n' "$REPLY"; }
cmd_root() { need_up "${1-}"; live_pid "$dir/leader" && printf '/proc/%s/root\n' "$REPLY"; }

cmd_log() { need_host "${1-}"; cat "$dir/log"; }

cmd_shell() {
  need_up "${1-}"
  live_pid "$dir/leader"
  enter "$REPLY" bash -l
}
