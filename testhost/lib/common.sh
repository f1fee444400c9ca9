# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# Paths, messages and questions that every subcommand needs. $here is set by the caller.

# Trees and hosts can live elsewhere, for a project that lies on a file system overlayfs refuses.
state_root=${BERTH_TESTHOST_STATE:-$here}
cache=$state_root/.cache
runs=$state_root/.run

exit_usage=2     # wrong use
exit_degraded=4  # the host is up, but a unit has failed
exit_not_up=125  # there is no running host of that name

say() { printf 'testhost: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
usage_error() { say "$*"; exit "$exit_usage"; }

need_root() { [[ $EUID == 0 ]] || die "must run as root: it mounts, and makes namespaces"; }

# need_commands PACKAGE:COMMAND... installs with apt-get what this machine lacks.
need_commands() {
  local pair missing=()
  for pair; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair#*:}" >/dev/null || missing+=("${pair%%:*}")
  done
  # gcc comes without a C library to link with.
  [[ " ${missing[*]} " != *' gcc '* ]] || missing+=(libc6-dev)
  (( ${#missing[@]} )) || return 0
  say "installing ${missing[*]}"
  {
    apt-get -q update
    DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "${missing[@]}"
  } >&2 </dev/null || die "apt-get could not install ${missing[*]}"
}

run_tools=(procps:pgrep util-linux:nsenter util-linux:unshare util-linux:setsid util-linux:flock
  mount:mount systemd-container:systemd-nspawn)
build_tools=(debootstrap:debootstrap gcc:gcc)

check_name() {
  [[ ${1-} =~ ^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$ ]] ||
    usage_error "'${1-}' is no host name: use a-z, 0-9 and -, at most 32 characters"
}

# A pid alone may have been given to another process since, so pids are kept as "PID START-TIME".
start_time() { # PID -> sets $REPLY; false if there is no such process, or only its zombie
  local stat='' fields
  # Not $(<file): with `set -e` bash ends at a missing file there, even before an ||.
  { read -r -d '' stat <"/proc/$1/stat" || [[ -n $stat ]]; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  REPLY=${fields[19]}
}

write_pid() { # FILE PID
  start_time "$2" || return 1
  printf '%s %s\n' "$2" "$REPLY" >"$1.new"
  mv "$1.new" "$1"
}

live_pid() { # FILE -> sets $REPLY to the pid; false if that very process is gone
  local pid start
  { read -r pid start <"$1"; } 2>/dev/null || return 1
  start_time "$pid" && [[ $REPLY == "$start" ]] || return 1
  REPLY=$pid
}

is_up() { live_pid "$1/supervisor" && live_pid "$1/leader"; }

wait_gone() { # FILE SECONDS
  local i
  for (( i = 0; i < $2 * 20; i++ )); do
    live_pid "$1" || return 0
    sleep 0.05
  done
  return 1
}
