# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# Going into a running host. Only bash itself and nsenter are started: `exec` is called very often.

# enter LEADER COMMAND... becomes COMMAND inside the host of that leader.
enter() {
  local leader=$1
  shift
  # A process that kept the outer machine's cgroup would be outside the host's cgroup namespace, and
  # podman and systemd could not name its place. init.scope is where systemd leaves strangers alone.
  { echo "$BASHPID" >"/proc/$leader/root/sys/fs/cgroup/init.scope/cgroup.procs"; } 2>/dev/null || {
    say "cannot enter: the host is going down or is not up yet"
    return "$exit_not_up"
  }
  cd /
  # setpriv: whoever kills `host exec` shall not leave the command behind inside.
  exec /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 HOME=/root TERM="${TERM:-dumb}" \
    /usr/bin/nsenter -t "$leader" -a -- /usr/bin/setpriv --pdeathsig KILL -- "$@"
}

# inside DIR COMMAND... runs COMMAND in the host of that state directory and comes back.
inside() {
  local dir=$1
  shift
  live_pid "$dir/leader" || return "$exit_not_up"
  (enter "$REPLY" "$@")
}
