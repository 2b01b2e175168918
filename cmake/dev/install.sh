# shellcheck shell=bash
# Installs what is missing, and nothing else. Sourced by ./dev, from the top
# of the source tree.

# The Debian packages for a purpose that are not installed, one a line.
missing_packages() {
  local purpose package
  while read -r purpose package; do
    [[ $purpose == "$1" ]] || continue
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done <cmake/dev/packages.txt
}

# Runs a command as root: as it is, or by sudo.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif ! command -v sudo >/dev/null; then
    die "packages are missing, and only root or a user with sudo can install them"
  elif [[ -t 0 ]]; then
    sudo "$@"
  else
    sudo -n "$@" || die "sudo could not run '$1' without asking for a password"
  fi
}

apt_update() {
  command -v apt-get >/dev/null ||
    die "apt-get is not there: this project is built with the packages of Debian 12"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null ||
    die "apt-get could not read the package lists"
}

apt_install() {
  say "installing: $*"
  apt_update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 "$@" >/dev/null || die "apt-get could not install the packages"
}

# Installs the packages of the purposes given, all at once. For the purpose
# `npm`, any program of that name will do.
need() {
  local purpose
  local -a missing=()
  for purpose in "$@"; do
    if [[ $purpose == npm ]] && command -v npm >/dev/null; then continue; fi
    mapfile -t -O "${#missing[@]}" missing < <(missing_packages "$purpose")
  done
  if ((${#missing[@]} > 0)); then apt_install "${missing[@]}"; fi
}

# Where need_unpacked puts programs; they come after those that are installed.
readonly tools=$PWD/build/tools
PATH=$PATH:$tools/usr/bin

# Takes the programs that packages.txt wants of packages that are not installed.
need_unpacked() {
  local purpose package program
  while read -r purpose package program; do
    [[ $purpose == unpack ]] || continue
    if command -v "$program" >/dev/null; then continue; fi
    say "fetching $program of $package"
    mkdir -p "$tools"
    fetch_package "$package"
    dpkg-deb --extract "$tools/${package}"_*.deb "$tools"
    rm "$tools/${package}"_*.deb
  done <cmake/dev/packages.txt
}

fetch_package() {
  (cd "$tools" && apt-get download -q "$1" >/dev/null 2>&1) && return
  apt_update
  (cd "$tools" && apt-get download -q "$1" >/dev/null) ||
    die "apt-get could not download $1"
}

# Installs the npm packages that the lock file of a folder names, into it.
need_npm() {
  local folder=$1 installed=$1/node_modules/.package-lock.json
  if [[ -e $installed && ! $folder/package-lock.json -nt $installed ]]; then return; fi
  say "installing the npm packages of $folder"
  npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null ||
    die "npm could not install the packages of $folder"
  touch "$installed"
}
