# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# The life of a virtual machine: boot, exec, restore, destroy.
#
# .vm/.run/NAME/ holds: image (a link), disk (a link, or what it has written over the image's), share.raw (what it
# sees in /opt), port (of ssh, on this machine), supervisor and qemu (pids), ssh (a socket: the connection that all
# commands go through, as to make one takes an emulated processor a second), log (of qemu), console.

vms=$state_root/.vm
vm_boot_deadline=300

# launch_vm DIR OWNER boot|restore returns when ssh answers. The machine ends when OWNER, a pid, does.
launch_vm() {
  local dir=$1 try
  for try in 1 2 3 4 5; do
    rm -f "$dir"/{supervisor,qemu,ended}
    printf '%s\n' "$(( 20000 + (RANDOM * 32768 + RANDOM) % 40000 ))" >"$dir/port"
    setsid "$here/lib/vm-supervise" "$@" </dev/null >"$dir/log" 2>&1 &
    if wait_vm "$dir"; then return 0; fi
    # Somebody else may listen on that port.
    grep -q 'host forwarding' "$dir/log" || break
  done
  tail -n 20 "$dir/log" "$dir/console" >&2 || true
  return 1
}

wait_vm() {
  local deadline=$(( SECONDS + vm_boot_deadline ))
  while (( SECONDS < deadline )); do
    [[ ! -e $1/ended ]] || return 1
    if [[ -S $1/ssh ]] && vm_inside "$1" true 2>/dev/null </dev/null; then return 0; fi
    sleep 0.1
  done
  say "no answer by ssh in $vm_boot_deadline s"
  return 1
}

# vm_inside DIR COMMAND... runs COMMAND inside, by way of the shell that sshd gives it to.
vm_inside() (
  cd "$1" # a socket's path has to be short
  shift
  printf -v line '%q ' "$@"
  # -F none and the rest: nothing of the caller's own ssh has a say. No connection of its own either.
  exec ssh -F none -p "$(<port)" -o BatchMode=yes -o LogLevel=ERROR -o ControlMaster=no -o ControlPath=ssh \
    -o ProxyCommand=false root@127.0.0.1 "$line"
)

# save_vm DIR keeps the memory of a machine that was booted, in DIR/memory, and ends it.
save_vm() {
  local dir=$1 answer
  (
    cd "$dir"
    printf '%s\n' 'migrate_set_parameter max-bandwidth 8G' 'migrate "exec:exec cat >memory"' 'info migrate' >monitor.in
    answer=$(timeout 120 grep -m1 -oE 'Migration status: (completed|failed)' monitor.out) || true
    [[ $answer == *completed ]] || die "could not keep the memory: ${answer:-no answer}"
    echo quit >monitor.in
  )
  wait_gone "$dir/supervisor" 20 || die "the machine does not end"
}

# restore_vm DIR OWNER begins it anew from the image.
restore_vm() {
  end_vm "$1"
  rm -f "$1/disk" "$1/console"
  (
    cd "$1"
    qemu-img create -q -f qcow2 -b image/disk.raw -F raw disk
  )
  launch_vm "$1" "$2" restore
  # It has slept since it was made. What it knows of the share's first blocks is older than the share.
  vm_inside "$1" sh -c 'date -s "$1" >/dev/null && blockdev --flushbufs /dev/vdb &&
    mount -o ro,context=system_u:object_r:usr_t:s0 /dev/vdb /opt' sh "@$(date +%s)"
}

# end_vm DIR ends what runs of it.
end_vm() {
  local file
  for file in qemu supervisor; do
    if live_pid "$1/$file"; then
      # The supervisor sees the end of qemu, and ends.
      [[ $file == supervisor ]] || kill -KILL "$REPLY" 2>/dev/null || true
      wait_gone "$1/$file" 20 || die "$file does not end"
    fi
  done
  rm -f "$1"/{supervisor,qemu}
}

destroy_vm() {
  [[ -d $1 ]] || return 0
  end_vm "$1"
  rm -rf --one-file-system "$1"
  rmdir "$vms/.run" 2>/dev/null || true
}

need_vm() { # NAME -> sets $dir
  check_name "${1-}"
  dir=$vms/.run/$1
  [[ -d $dir ]] || { say "there is no virtual machine '$1'"; exit "$exit_not_up"; }
}

vm_build() { build_vm; }

vm_boot() {
  local name=${1-} owner=0 source target
  check_name "$name"
  shift
  build_vm
  dir=$vms/.run/$name
  ! live_pid "$dir/qemu" || die "the virtual machine '$name' is up already; destroy it first"
  destroy_vm "$dir"
  mkdir -p "$dir/share"
  ln -s "$(vm_image_path)" "$dir/image"
  while (( $# )); do
    case $1 in
      --share)
        # The last ":/" divides, so that the source may hold a colon.
        source=${2%:/opt/*} target=${2##*:/opt/}
        [[ $2 == *:/opt/?* && -e $source ]] || usage_error "--share wants SRC:/opt/DST, not '$2'"
        mkdir -p "$(dirname "$dir/share/$target")"
        cp -a -- "$source" "$dir/share/$target" ;;
      --owner) owner=$2 ;;
      *) usage_error "boot does not know '$1'" ;;
    esac
    shift 2
  done
  make_share "$dir"
  rm -rf --one-file-system "$dir/share"
  printf '%s\n' "$owner" >"$dir/owner"
  restore_vm "$dir" "$owner"
}

vm_restore() {
  need_vm "${1-}"
  restore_vm "$dir" "$(<"$dir/owner")"
}

vm_exec() {
  local status=0
  need_vm "${1-}"
  shift
  [[ ${1-} != -- ]] || shift
  (( $# )) || usage_error "exec wants a command"
  live_pid "$dir/qemu" || { say "the virtual machine is not up"; exit "$exit_not_up"; }
  vm_inside "$dir" "$@" || status=$?
  exit "$status"
}

vm_destroy() {
  check_name "${1-}"
  destroy_vm "$vms/.run/$1"
}

vm_list() {
  local dir state
  for dir in "$vms"/.run/*/; do
    [[ -d $dir ]] || continue
    dir=${dir%/}
    state=down
    ! live_pid "$dir/qemu" || state=up
    printf '%s\t%s\n' "${dir##*/}" "$state"
  done
}

vm_log() {
  need_vm "${1-}"
  cat "$dir/log" "$dir/console"
}
