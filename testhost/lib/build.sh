# shellcheck shell=bash disable=SC2034,SC2154  # names shared with the other files of lib/
# Building the root tree, once for each state of the recipe.

suite=trixie
# What Debian enables by itself but a test shall start when it wants it, or never.
units_off=(
  docker.service docker.socket containerd.service docker-registry.service haproxy.service
  keepalived.service netavark-dhcp-proxy.service netavark-dhcp-proxy.socket
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer systemd-pstore.service
)
# What makes no sense without a console.
units_masked=(console-getty.service getty@tty1.service)

tree_path() {
  local hash
  hash=$(
    cd "$here"
    find packages tree images lib/build.sh lib/make-tree -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum |
      sha256sum
  )
  printf '%s/%s\n' "$cache" "${hash:0:16}"
}

packages() { grep -hvE '^[[:space:]]*(#|$)' "$here/packages/$1.list" | paste -sd "$2"; }

# The Debian mirror that this machine itself uses; apt reads both forms of its sources for us.
mirror() {
  if [[ -n ${BERTH_TESTHOST_MIRROR-} ]]; then
    printf '%s\n' "$BERTH_TESTHOST_MIRROR"
    return
  fi
  local uri release component codename list
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME-}")
  while read -r uri release component; do
    [[ $release == "$codename" && $component == main ]] || continue
    case $uri in
      mirror+file:*) # a list of mirrors, the first of which will do
        list=${uri#mirror+file:}
        uri=$(grep -m1 -oE '^https?://[^[:space:]]+' "${list%/}") || continue ;;
    esac
    [[ $uri == http://* || $uri == https://* || $uri == file:/* ]] || continue
    printf '%s\n' "${uri%/}"
    return
  done < <(
    # --no-release-info: also where the package lists have not been fetched.
    # shellcheck disable=SC2016  # apt's own placeholders
    apt-get indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
      'Created-By: Packages'
  )
  die "apt has no source of Debian '$codename' main; set BERTH_TESTHOST_MIRROR"
}

cmd_build() {
  local tree lock
  tree=$(tree_path)
  [[ ! -d $tree ]] || return 0
  need_commands "${run_tools[@]}" "${build_tools[@]}"
  mkdir -p "$cache"
  exec {lock}>"$cache/lock"
  flock "$lock"
  # Somebody else may have built it while this one waited.
  if [[ ! -d $tree ]]; then
    build_locked "$tree"
    prune "$tree"
  fi
  exec {lock}>&-
}

build_locked() {
  local tree=$1 log=$cache/build.log made=$1.new started=$SECONDS status
  say "building the root tree (a minute or two; log: $log)"
  rm -rf --one-file-system "$made"
  mkdir "$made"
  : >"$log"
  # Not as a condition: that would turn off `set -e` in all of it.
  set +e
  (
    set -e
    make_tree "$made"
    make_images "$made"
  ) >>"$log" 2>&1 </dev/null
  status=$?
  set -e
  if (( status )); then
    tail -n 30 "$log" >&2
    die "the build failed; see $log"
  fi
  mv "$made" "$tree"
  say "built in $(( SECONDS - started )) s"
}

# debootstrap cannot bear a blank in a path, and leaves mounts if it fails: both end with this namespace.
make_tree() {
  local safe status=0
  safe=$(mktemp -d /run/berth-testhost-build-XXXXXX)
  unshare -m --propagation private "$here/lib/make-tree" "$1" "$safe" "$suite" "$(mirror)" \
    "$(packages base ,)" "$(packages extra ' ')" "$here/tree" \
    "${units_off[*]}" "${units_masked[*]}" || status=$?
  rmdir "$safe"
  return "$status"
}

# Boots the new tree once; what the engines have stored then becomes part of the tree.
make_images() {
  local tree=$1 name=tree-build dir engine
  dir=$runs/$name
  images_host=$dir # outlives this function, for the trap of the subshell that build_locked made
  trap 'destroy_dir "$images_host"' EXIT
  destroy_dir "$dir" # of a build that was killed
  mkdir -p "$dir"
  mkdir "$dir/images"
  cp "$here/images/"* "$dir/images/"
  gcc -static -O2 -Wall -Wextra -o "$dir/images/printargs" "$here/images/printargs.c"
  new_host "$dir" "$tree" bind-ro "$dir/images" /mnt
  launch "$dir"
  inside "$dir" /mnt/make-images /mnt
  cmd_poweroff "$name"
  for engine in containers docker; do
    rm -rf --one-file-system "${tree:?}/var/lib/$engine"
    mv "$dir/disk/$engine" "$tree/var/lib/$engine"
  done
}

# prune TREE removes the trees of older recipes, except those that a host is a copy of.
prune() {
  local old used
  used=$(cat "$runs"/*/tree 2>/dev/null) || true
  for old in "$cache"/*/; do
    old=${old%/}
    [[ $old == "$1" ]] || grep -qxF -- "$old" <<<"$used" || rm -rf --one-file-system "$old"
  done
}
