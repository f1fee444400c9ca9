# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# Building the virtual machine's image, once for each state of its recipe: a disk, a kernel, a key for ssh,
# and the memory of the machine as it was when it had booted.
#
# .vm/HASH/ holds: disk.raw, kernel, initrd, key, memory.

vm_tools=(qemu-system-x86:qemu-system-x86_64 qemu-utils:qemu-img e2fsprogs:mkfs.ext4
  openssh-client:ssh openssh-client:ssh-keygen)

# As large as it may ever get. Sparse: 1.2 GB of it are there.
vm_disk_size=4G
vm_share_size=768M

vm_image_path() {
  local hash
  hash=$(
    tree_path
    # A machine's memory can only be read by the version that wrote it.
    qemu-system-x86_64 --version
    cd "$here"
    find selinux lib/make-vm-tree lib/vm-image.sh lib/vm-supervise -type f -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
  )
  hash=$(sha256sum <<<"$hash")
  printf '%s/%s\n' "$vms" "${hash:0:16}"
}

build_vm() {
  local image lock
  need_commands "${run_tools[@]}" "${vm_tools[@]}"
  image=$(vm_image_path)
  [[ ! -d $image ]] || return 0
  cmd_build
  mkdir -p "$vms"
  exec {lock}>"$vms/lock"
  flock "$lock"
  # Somebody else may have built it while this one waited.
  if [[ ! -d $image ]]; then
    build_vm_locked "$image"
    prune_vms "$image"
  fi
  exec {lock}>&-
}

build_vm_locked() {
  local image=$1 made=$vms/new log=$vms/build.log started=$SECONDS status
  say "building the virtual machine (about three minutes; log: $log)"
  rm -rf --one-file-system "$made"
  mkdir "$made"
  : >"$log"
  # Not as a condition: that would turn off `set -e` in all of it.
  set +e
  (
    set -e
    make_vm_disk "$made"
    make_vm_memory "$made"
  ) >>"$log" 2>&1 </dev/null
  status=$?
  set -e
  if (( status )); then
    tail -n 30 "$log" >&2
    rm -rf --one-file-system "$made"
    die "the build failed; see $log"
  fi
  mv "$made" "$image"
  say "built in $(( SECONDS - started )) s"
}

make_vm_disk() {
  local made=$1 packages started=$SECONDS
  mapfile -t packages < <(grep -vE '^[[:space:]]*(#|$)' "$here/selinux/packages.list")
  cp -a --reflink=auto "$(tree_path)" "$made/tree"
  ssh-keygen -q -t ed25519 -N '' -C berth-test -f "$made/key"
  unshare -m --propagation private "$here/lib/make-vm-tree" "$made/tree" "$here/selinux" "$made/key.pub" \
    "${packages[@]}"
  cp -L "$made/tree/vmlinuz" "$made/kernel"
  cp -L "$made/tree/initrd.img" "$made/initrd"
  truncate -s "$vm_disk_size" "$made/disk.raw"
  # It keeps extended attributes, so the labels come along.
  mkfs.ext4 -q -F -m 0 -d "$made/tree" "$made/disk.raw"
  rm -rf --one-file-system "$made/tree"
  say "disk made after $(( SECONDS - started )) s"
}

# make_share DIR makes a disk of DIR/share, which becomes /opt inside. Its size is always the same, as the machine
# had seen it when its memory was kept.
make_share() {
  truncate -s "$vm_share_size" "$1/share.raw"
  [[ ! -d $1/share ]] || mkfs.ext4 -q -F -m 0 -O ^has_journal -d "$1/share" "$1/share.raw"
}

# Boots the disk, and keeps the machine's memory when it is up.
make_vm_memory() {
  local made=$1 dir started=$SECONDS
  vm_made=$vms/.run/build # outlives this function, for the trap of the subshell that build_vm_locked made
  dir=$vm_made
  trap 'destroy_vm "$vm_made"' EXIT
  destroy_vm "$dir"
  mkdir -p "$dir"
  ln -s "$made" "$dir/image"
  ln -s image/disk.raw "$dir/disk"
  make_share "$dir"
  launch_vm "$dir" $$ boot
  say "ssh answers $(( SECONDS - started )) s after its start"
  # What is freed leaves fewer pages to keep.
  # shellcheck disable=SC2016  # for the shell inside
  vm_inside "$dir" sh -c 'state=$(systemctl is-system-running --wait) || true
    [ "$state" = running ] && [ "$(getenforce)" = Enforcing ] || { systemctl --failed; dmesg; exit 1; }
    sync; echo 3 >/proc/sys/vm/drop_caches'
  say "running $(( SECONDS - started )) s after its start"
  save_vm "$dir"
  mv "$dir/memory" "$made/memory"
}

# prune_vms IMAGE removes the images of older recipes, except those that a machine runs from.
prune_vms() {
  local old dir used=()
  for dir in "$vms"/.run/*/image; do
    [[ ! -L $dir ]] || used+=("$(readlink "$dir")")
  done
  for old in "$vms"/*/; do
    old=${old%/}
    [[ $old == "$1" || " ${used[*]-} " == *" $old "* ]] || rm -rf --one-file-system "$old"
  done
}
